import { expect } from 'chai';
import type { CallErrorCode, CallReason } from '@call-elements/core';
import { deviceWords } from './device-words.ts';
import { reasonWords } from './reason-words.ts';
import { enCall } from './words/en-call.ts';
import { en } from './words/en.ts';
import { zh } from './words/zh.ts';
import { fill } from './words.ts';
import type { Word, WordKey } from './words.ts';

// A Record, so that the compiler wants every reason here.
const EVERY: Record<CallReason, true> = {
  none: true, joinRTCFailed: true, messageFailed: true, localRejected: true, remoteRejected: true, remoteAccepted: true, localAccepted: true,
  localHangup: true, remoteHangup: true, localCancelled: true, remoteCancelled: true, recvRemoteFirstFrame: true, callingTimeout: true,
  remoteCallBusy: true, remoteCallingTimeout: true, localVideoCall: true, localAudioCall: true, remoteVideoCall: true, remoteAudioCall: true,
  remoteOffline: true, unsupported: true, answeredElsewhere: true, connectTimeout: true, mediaFailed: true, signalLost: true,
};

const LANGUAGES = { en: { ...en, ...enCall }, zh };

for (const [language, words] of Object.entries(LANGUAGES)) {
  describe(`words (${language})`, () => {
    const word: Word = (key, values = {}) => fill(words[key], values);

    it('has a text for every key, with the same to fill in as the English one', () => {
      const holes = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
      for (const key of Object.keys(LANGUAGES.en) as WordKey[]) {
        expect(words[key], key).to.match(/\S/);
        expect(holes(words[key]), key).to.deep.equal(holes(LANGUAGES.en[key]));
      }
    });

    it('has a sentence for every reason, with nothing left to fill in', () => {
      for (const reason of Object.keys(EVERY) as CallReason[]) {
        for (const direction of ['outgoing', 'incoming'] as const) {
          const text = reasonWords({ endReason: reason, direction }, 'Bob', word);
          expect(text, reason).to.have.length.of.at.least(4);
          expect(text, reason).not.to.match(/[{}]|undefined|end\./);
        }
      }
    });

    it('tells a missed call from one that nobody answered', () => {
      const missed = reasonWords({ endReason: 'callingTimeout', direction: 'incoming' }, 'Bob', word);
      expect(missed).to.equal(word('end.missed', { name: 'Bob' }));
      expect(reasonWords({ endReason: 'callingTimeout', direction: 'outgoing' }, 'Bob', word)).to.not.equal(missed);
    });

    it('says what to do about each device error', () => {
      const codes: CallErrorCode[] = ['permissionDenied', 'deviceNotFound', 'deviceInUse', 'insecurePage', 'deviceFailed'];
      const texts = codes.map((code) => deviceWords(code, 'camera', word));
      expect(new Set(texts).size).to.equal(codes.length);
      for (const text of texts) expect(text).to.contain(word('camera'));
    });
  });
}

describe('filling in', () => {
  it('does not take a name for a pattern', () => {
    expect(fill('Tap to hear {name}', { name: '$& {name}' })).to.equal('Tap to hear $& {name}');
  });
});

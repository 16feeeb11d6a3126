import { expect } from 'chai';
import type { CallErrorCode, CallReason } from '@call-elements/core';
import { deviceWords } from './device-words.ts';
import { reasonWords } from './reason-words.ts';
import { word } from './words.ts';

// A Record, so that the compiler wants every reason here.
const EVERY: Record<CallReason, true> = {
  none: true, joinRTCFailed: true, messageFailed: true, localRejected: true, remoteRejected: true, remoteAccepted: true, localAccepted: true,
  localHangup: true, remoteHangup: true, localCancelled: true, remoteCancelled: true, recvRemoteFirstFrame: true, callingTimeout: true,
  remoteCallBusy: true, remoteCallingTimeout: true, localVideoCall: true, localAudioCall: true, remoteVideoCall: true, remoteAudioCall: true,
  remoteOffline: true, unsupported: true, answeredElsewhere: true, connectTimeout: true, mediaFailed: true, signalLost: true,
};

describe('words', () => {
  it('has a sentence for every reason, with nothing left to fill in', () => {
    for (const reason of Object.keys(EVERY) as CallReason[]) {
      for (const direction of ['outgoing', 'incoming'] as const) {
        const text = reasonWords({ endReason: reason, direction }, 'Bob');
        expect(text, reason).to.match(/^[A-Z].{6,}$/);
        expect(text, reason).not.to.match(/[{}]|undefined/);
      }
    }
  });

  it('tells a missed call from one that nobody answered', () => {
    expect(reasonWords({ endReason: 'callingTimeout', direction: 'incoming' }, 'Bob')).to.equal('Missed call from Bob');
    expect(reasonWords({ endReason: 'callingTimeout', direction: 'outgoing' }, 'Bob')).to.equal('No answer');
  });

  it('says what to do about each device error', () => {
    const codes: CallErrorCode[] = ['permissionDenied', 'deviceNotFound', 'deviceInUse', 'insecurePage', 'deviceFailed'];
    const texts = codes.map((code) => deviceWords(code, 'camera'));
    expect(new Set(texts).size).to.equal(codes.length);
    for (const text of texts) expect(text).to.contain('camera');
  });

  it('does not take a name for a pattern', () => {
    expect(word('tapToHear', { name: '$& {name}' })).to.equal('Tap to hear $& {name}');
  });
});

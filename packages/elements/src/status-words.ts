import type { CallInfo, CallSnapshot } from '@call-elements/core';
import { isRinging } from './call-rules.ts';
import type { Word } from './words.ts';

/** What is going on, in a few words. `ended`: how to say why the last call ended. */
export function statusWords(snapshot: CallSnapshot | undefined, word: Word, ended?: (call: CallInfo) => string | undefined): string {
  const { state, call, lastCall, signal } = snapshot ?? {};
  switch (state) {
    case 'calling':
      return isRinging(snapshot) ? word(call?.type === 'video' ? 'incomingVideo' : 'incomingAudio') : word('calling');
    case 'connecting':
      return word('connecting');
    case 'connected':
      return word(call?.media?.phase === 'reconnecting' ? 'reconnecting' : 'connected');
    case 'failed':
      return word('failed');
    case 'prepared':
      if (signal !== 'online') return word('reconnecting');
      return lastCall ? (ended?.(lastCall) ?? word('ended')) : word('ready');
    case 'idle':
      return word('signingIn');
    case undefined:
      return word('offline');
    default:
      return state satisfies never;
  }
}

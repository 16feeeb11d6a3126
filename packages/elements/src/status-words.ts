import type { CallSnapshot } from '@call-elements/core';
import { isRinging } from './call-rules.ts';
import { reasonWords, word } from './words.ts';

/** What is going on, in a few words. */
export function statusWords(snapshot: CallSnapshot | undefined, nameOf: (userId: string) => string): string {
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
      return lastCall?.endReason ? reasonWords(lastCall.endReason, lastCall.direction, nameOf(lastCall.remoteUserId)) : word('ready');
    case 'idle':
      return word('signingIn');
    case undefined:
      return word('offline');
    default:
      return state satisfies never;
  }
}

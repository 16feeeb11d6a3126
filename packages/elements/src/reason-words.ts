import type { CallInfo } from '@call-elements/core';
import { enCall } from './words/en-call.ts';
import type { Word, WordKey } from './words.ts';

/**
 * Why a call ended, as a sentence for people; where there is no more to say, it just ended. An incoming call that ran out of time was
 * missed; the callee did not fail to get an answer.
 */
export function reasonWords({ endReason, direction }: Pick<CallInfo, 'endReason' | 'direction'>, name: string, word: Word): string {
  const missed = direction === 'incoming' && (endReason === 'callingTimeout' || endReason === 'remoteCallingTimeout');
  const key = `end.${missed ? 'missed' : endReason}`;
  return word(key in enCall ? (key as WordKey) : 'ended', { name });
}

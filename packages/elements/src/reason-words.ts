import type { CallInfo, CallReason } from '@call-elements/core';
import { fill, word } from './words.ts';

/** Why a call ended, as a sentence for people; where there is no more to say, it just ended. */
const REASONS: Partial<Record<CallReason, string>> = {
  joinRTCFailed: 'The call could not be connected',
  messageFailed: 'The call could not be placed. Check your connection',
  localRejected: 'You declined the call',
  remoteRejected: '{name} declined the call',
  remoteHangup: '{name} ended the call',
  localCancelled: 'Call cancelled',
  remoteCancelled: '{name} stopped calling',
  callingTimeout: 'No answer',
  remoteCallBusy: '{name} is in another call',
  remoteCallingTimeout: '{name} did not answer',
  remoteOffline: '{name} is not online',
  unsupported: '{name} cannot take this kind of call',
  answeredElsewhere: 'Handled on another device',
  connectTimeout: 'The call could not be connected in time',
  mediaFailed: 'The connection was lost',
  signalLost: 'You lost your connection',
};

/** Why a call ended. An incoming call that ran out of time was missed; the callee did not fail to get an answer. */
export function reasonWords({ endReason = 'none', direction }: Pick<CallInfo, 'endReason' | 'direction'>, name: string): string {
  const missed = direction === 'incoming' && (endReason === 'callingTimeout' || endReason === 'remoteCallingTimeout');
  return missed ? `Missed call from ${name}` : fill(REASONS[endReason] ?? word('ended'), { name });
}

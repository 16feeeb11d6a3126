import type { CallSnapshot } from '@call-elements/core';

/** A call of ours that rings at the other side: the devices are open already. */
export function isDialling(snapshot: CallSnapshot | undefined): boolean {
  return snapshot?.state === 'calling' && snapshot.call?.direction === 'outgoing';
}

/** Somebody calls us and waits for an answer. */
export function isRinging(snapshot: CallSnapshot | undefined): boolean {
  return snapshot?.state === 'calling' && snapshot.call?.direction === 'incoming';
}

/** Accepted: from here on the peer may be seen and heard. */
export function isAnswered(snapshot: CallSnapshot | undefined): boolean {
  return snapshot?.state === 'connecting' || snapshot?.state === 'connected';
}

export function canSwitchDevices(snapshot: CallSnapshot | undefined): boolean {
  return isAnswered(snapshot) || isDialling(snapshot);
}

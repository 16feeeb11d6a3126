import type { CallSnapshot } from '@call-elements/core';

/** Somebody calls us and waits for an answer. */
export function isRinging(snapshot: CallSnapshot | undefined): boolean {
  return snapshot?.state === 'calling' && snapshot.call?.direction === 'incoming';
}

/** Accepted: from here on the peer may be seen and heard. */
export function isAnswered(snapshot: CallSnapshot | undefined): boolean {
  return snapshot?.state === 'connecting' || snapshot?.state === 'connected';
}

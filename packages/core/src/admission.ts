import type { Call } from './call/call.ts';
import { NATIVE_ENGINE } from './wire/message.ts';
import type { Message } from './wire/message.ts';

/**
 * What becomes of a message whose sender has been checked. Receipts do not come here.
 *
 * - `deliver`: it belongs to the current call, or changes it.
 * - `ring`: a new call. `recall`: a new call of the peer of the current one, which it has evidently left.
 * - `yield`: both sides dialled and theirs wins.
 * - `defer`: not taken, and no receipt given, so that another copy comes. Both sides dialled and ours wins: should our call be over at the
 *   peer already (its end was overtaken by this), the peer's next copy rings.
 * - `busy`, `notReady`, `unsupported`: a call that is declined without ringing.
 * - `gone`: it is about a call that we do not have (any more); the sender should know.
 * - `remember`: the end of a call that we do not have. Its invite may still be on the way, and must not ring then.
 * - `ignore`.
 */
export type Verdict = 'deliver' | 'ring' | 'recall' | 'yield' | 'defer' | 'busy' | 'notReady' | 'unsupported' | 'gone' | 'remember' | 'ignore';

export interface Reception {
  /** Whether this client is prepared. */
  readonly isReady: boolean;
  readonly current?: Call;
  readonly device: string;
  readonly engine: string;
  hasEnded(message: Message): boolean;
}

export function admit(message: Message, reception: Reception): Verdict {
  const { current } = reception;
  if (current && message.callId === current.callId) {
    // A stranger who knows the call id changes nothing (callapi.md N-24).
    if (message.fromUserId !== current.remoteUserId) return 'ignore';
    // Of two tabs with one memory (a browser can double a tab) the first to come back has the call.
    if (message.kind === 'resume' && (current.phase === 'calling' || message.kit?.resume?.device !== current.peer.device)) return 'gone';
    // It overtook the accept: the copy that comes after that one will mean something.
    return message.kind === 'switch' && current.phase === 'calling' ? 'defer' : 'deliver';
  }
  switch (message.kind) {
    case 'call':
      return admitCall(message, reception);
    case 'reject':
      return isNativeBusy(message, current) ? 'deliver' : 'remember';
    case 'cancel':
    case 'hangup':
      return 'remember';
    case 'resume':
      // Another tab of ours may have the call, or this one will in a moment, when both pages were reloaded.
      return message.kit?.resume?.peer === reception.device ? 'gone' : 'defer';
    default:
      // Only to kits that mean this very device: a native client would take the answer for its current call (it compares no call
      // ids, callapi.md N-07), and another tab of ours may have the call.
      return message.kit?.to === reception.device ? 'gone' : 'ignore';
  }
}

function admitCall(message: Message, reception: Reception): Verdict {
  const { current, isReady } = reception;
  if (reception.hasEnded(message)) return 'ignore';
  if ((message.kit?.engine ?? NATIVE_ENGINE) !== reception.engine) return 'unsupported';
  if (current && current.phase !== 'ended') {
    return current.remoteUserId === message.fromUserId ? admitFromPeer(message, current) : 'busy';
  }
  return isReady ? 'ring' : 'notReady';
}

/** Another call from the very user that the current call is with. */
function admitFromPeer(message: Message, current: Call): Verdict {
  const device = message.kit?.device;
  if (current.direction === 'outgoing' && current.phase === 'calling') {
    // Glare: both know both ids, so both decide alike (DESIGN "Glare"). The loser says nothing more of its call.
    if (device !== undefined) return message.callId < current.callId ? 'yield' : 'defer';
    // A native client has dropped its call for ours, which cannot go on like that: see `onNativeGlare`.
    return message.viaServer ? 'defer' : 'deliver';
  }
  if (device === undefined || device !== current.peer.device) {
    // While it rings the newest call of a user counts: a native client shows no device, and a page that crashed and is back has another.
    // Later on it may be in that other call, unless the one that is here is lost.
    return current.phase === 'calling' || hasLeft(current) ? 'recall' : 'busy';
  }
  // One device has one call at a time, so it has left the current one, unless this is an old message that was overtaken.
  return (message.messageId ?? 0) > current.peer.latest ? 'recall' : 'ignore';
}

function hasLeft({ media }: Call): boolean {
  return media?.peer === 'dropped' || media?.peer === 'quit';
}

/** Native clients put the id of their other call into a busy answer (callapi.md §1.2, N-31). */
function isNativeBusy(message: Message, current: Call | undefined): boolean {
  return (
    message.kind === 'reject' &&
    message.busy &&
    message.kit === undefined &&
    current?.direction === 'outgoing' &&
    current.phase === 'calling' &&
    current.remoteUserId === message.fromUserId
  );
}

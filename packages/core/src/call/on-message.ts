import { NATIVE_ENGINE } from '../wire/message.ts';
import type { Message } from '../wire/message.ts';
import { startConnecting } from './connect.ts';
import { announce } from './devices.ts';
import { reopenMedia } from './media-session.ts';
import { goAway, mayReturn, onResume } from './peer-absence.ts';
import type { Step } from './step.ts';
import { onSwitch } from './switch-type.ts';

/** A message of the peer about this call. Who sent it and that it belongs here has been checked (`admission.ts`). */
export function onMessage(step: Step, message: Message): void {
  if (message.kind === 'resume') return onResume(step, message);
  if (!meet(step, message)) return notForUs(step, message);
  learnVersion(step, message);
  learnMedia(step, message);
  switch (message.kind) {
    case 'accept':
      return onAccept(step, message);
    case 'confirm':
      // Sent by a caller to the device that it has the accept of, and to a page that came back.
      if (step.call.phase === 'connecting') step.set({ agreed: true });
      // Whoever was reloaded as well took what this page said before for somebody else's, and its `resume` may have been a late copy.
      if (step.call.resumed) announce(step, 'status');
      return onNews(step, message);
    case 'cancel':
      return onCancel(step, message);
    case 'reject':
      return onReject(step, message);
    case 'hangup': {
      endRinging(step, message);
      const code = message.kit?.code;
      // Both saw the network fail; whoever gave up first says so, and it is no hang-up for the other either.
      return step.end(code === 'unsupported' || code === 'mediaFailed' ? code : 'remoteHangup', { by: 'peer', text: message.text, event: 'remoteHangup' });
    }
    case 'receipt':
      return onReceipt(step);
    case 'negotiate':
      return onNegotiate(step, message);
    case 'call':
      return onNativeGlare(step);
    case 'switch':
      return onNews(step, message);
    case 'leaving':
      return message.kit?.winner === undefined ? goAway(step) : onDismissal(step, message.kit.winner);
    case 'status':
      return;
    default:
      return message satisfies never;
  }
}

/** A page that came back negotiates at once, and may be heard of that before its `resume` is here. */
function notForUs(step: Step, message: Message): void {
  if (message.kind === 'negotiate') step.do({ do: 'feed', message });
}

function onNews(step: Step, { kit }: Message): void {
  if (kit?.switch) onSwitch(step, kit.switch);
}

/** Notes which device speaks. False when it is one that this call is not with. */
function meet(step: Step, message: Message): boolean {
  const { peer, phase, direction } = step.call;
  const device = message.kit?.device;
  // A server shows no device: what it says of the peer is meant for the one that the call is with.
  if (message.viaServer && peer.device) return true;
  if (device !== undefined && !peer.devices.includes(device)) step.setPeer({ devices: [...peer.devices, device] });
  const chosen = direction === 'incoming' || phase !== 'calling';
  if (!chosen) {
    if (peer.kind === 'unknown') step.setPeer({ kind: device === undefined ? 'native' : 'kit' });
    return true;
  }
  if (device !== undefined && peer.device === undefined && direction === 'incoming') {
    // A server rang both users (callapi.md §1.7); now the peer speaks for itself.
    step.setPeer({ kind: 'kit', device });
  }
  if (device === step.call.peer.device) {
    if (message.messageId !== undefined && message.messageId > peer.latest) step.setPeer({ latest: message.messageId });
    return true;
  }
  // DESIGN "Several tabs": another device of the callee still rings, or accepted too late. It is told who won; once is enough for the
  // others' chatter.
  if (direction === 'outgoing' && device !== undefined && message.kind === 'accept') dismiss(step, step.call.peer.device, device);
  return false;
}

function learnVersion(step: Step, { kit }: Message): void {
  if (kit && kit.v !== step.call.peer.version) step.setPeer({ version: kit.v });
}

function learnMedia(step: Step, message: Message): void {
  const { device, media } = message.kit ?? {};
  const { announced } = step.call.peer;
  if (!media) return;
  // Messages may overtake each other; the one sent last counts. The ids of a device only grow; while it rings, several may speak.
  const messageId = message.messageId ?? 0;
  if (announced && announced.device === device && announced.messageId >= messageId) return;
  step.setPeer({ announced: { ...media, device, messageId } });
}

function onAccept(step: Step, message: Message): void {
  const { call } = step;
  // Only the dialled peer accepts (callapi.md N-15, W-01).
  if (call.direction !== 'outgoing') {
    step.event('remoteAccepted');
    if (call.matched) bothAccept(step);
    return;
  }
  if (call.phase !== 'calling') return;
  const engine = message.kit?.engine ?? NATIVE_ENGINE;
  if (engine !== call.settings.engine) {
    return step.end('unsupported', { tell: { kind: 'hangup', text: 'unsupported', code: 'unsupported' } });
  }
  answered(step, message);
  startConnecting(step);
  step.set({ agreed: true, acceptedAt: step.at, phase: 'connecting', reason: 'remoteAccepted' });
  step.mark('acceptCall');
  if (step.call.peer.kind === 'kit') announce(step, 'confirm');
  step.do({ do: 'acceptMedia' });
  step.tellState();
  step.event('remoteAccepted');
}

/** Two callees: each has the accept of the other (callapi.md N-16). Ours may have come before its invite, so it is confirmed. */
function bothAccept(step: Step): void {
  step.set({ agreed: true });
  if (step.call.phase === 'connecting' && step.call.peer.kind === 'kit') announce(step, 'confirm');
}

/** The call is now with one device: media moves to it if it was warming up with another, and the others stop ringing. */
function answered(step: Step, message: Message): void {
  const { peer } = step.call;
  const device = message.kit?.device;
  const moved = peer.device !== undefined && peer.device !== device;
  dismissOthers(step, device);
  step.setPeer({ kind: device === undefined ? 'native' : 'kit', device, latest: message.messageId ?? 0 });
  if (moved) reopenMedia(step);
}

/** Whatever one device of the callee decided is decided for all: those that still ring are told, also those that have not shown themselves. */
function dismissOthers(step: Step, winner: string | undefined): void {
  if (step.call.peer.kind !== 'native') dismiss(step, winner);
}

/**
 * Without a winner it was a native client, which no kit is. It hears what its user's kits are told, and would take a cancel for the end of
 * the call that it has just answered.
 */
function dismiss(step: Step, winner: string | undefined, to?: string): void {
  step.send({ kind: winner ? 'cancel' : 'leaving', timeout: false, winner: winner ?? 'native', to });
}

function onCancel(step: Step, message: Message & { kind: 'cancel' }): void {
  const winner = message.kit?.winner;
  if (winner === undefined) {
    // Both sides may cancel: a callee's own ring timeout does (callapi.md §1.6).
    const reason = message.timeout ? 'remoteCallingTimeout' : 'remoteCancelled';
    endRinging(step, message);
    return step.end(reason, { by: 'peer', event: reason });
  }
  onDismissal(step, winner);
}

/** Another device of ours is in the call. */
function onDismissal(step: Step, winner: string): void {
  const { agreed, direction, phase, resumed, settings } = step.call;
  // Once the caller has confirmed, this one is the winner, also under the name that it had before a reload.
  if (direction !== 'incoming' || agreed || resumed) return;
  if (winner !== settings.device) return step.end('answeredElsewhere', { by: 'peer' });
  // Its end at the caller was that we declined, being busy then; a copy that was late rang all the same.
  if (phase === 'calling') step.end('remoteCancelled', { by: 'peer', event: 'remoteCancelled' });
}

function onReject(step: Step, message: Message & { kind: 'reject' }): void {
  const { call } = step;
  // Only the dialled peer rejects. After its accept only a native client does: its demo, when accepting failed (callapi.md §4.2).
  const late = call.phase === 'connecting' && call.peer.kind === 'native';
  if (call.direction !== 'outgoing' || (call.phase !== 'calling' && !late)) return;
  if (isOneTabLess(step, message)) return;
  endRinging(step, message);
  const text = message.busy ? undefined : message.text;
  if (message.busy) return step.end('remoteCallBusy', { by: 'peer', event: 'remoteCallBusy' });
  if (message.kit?.code === 'unsupported') return step.end('unsupported', { by: 'peer', text });
  // A page that closed or reloaded while it rang: nobody there said no.
  if (message.kit?.code === 'gone') return step.end('remoteOffline', { by: 'peer', text });
  step.end('remoteRejected', { by: 'peer', text, event: 'remoteRejected' });
}

/** A tab that closes, or that is not ready yet, declines for itself alone when the user has others. */
function isOneTabLess(step: Step, message: Message): boolean {
  const { peer } = step.call;
  const code = message.kit?.code;
  const device = message.kit?.device;
  if (code !== 'gone' && code !== 'notReady') return false;
  const devices = peer.devices.filter((other) => other !== device);
  if (devices.length === 0) return false;
  leaveDevice(step, device, devices);
  return true;
}

/** One device of the callee less; when media was warming up with it, it warms up with the next. */
function leaveDevice(step: Step, device: string | undefined, devices: readonly string[]): void {
  const wasWarming = step.call.peer.device === device;
  step.setPeer({ devices, ...(wasWarming ? { device: devices[0] } : {}) });
  if (wasWarming) reopenMedia(step);
}

/** The callee's other devices ring for nothing now. */
function endRinging(step: Step, message: Message): void {
  const { direction, phase } = step.call;
  if (direction === 'outgoing' && phase === 'calling') dismissOthers(step, message.kit?.device);
}

/**
 * Both sides dialled, and the peer is a native client: it now waits for an answer itself and takes none (callapi.md §2.6). After a cancel
 * it rings for our call as for any other.
 */
function onNativeGlare(step: Step): void {
  const { direction, peer, phase } = step.call;
  // A copy of the call that we have, or one that a kit of the same user knows to be over.
  if (direction === 'incoming' || phase !== 'calling' || peer.kind !== 'native') return;
  step.send({ kind: 'cancel', timeout: false });
  step.send({ kind: 'call' });
}

function onReceipt(step: Step): void {
  if (step.call.direction !== 'outgoing' || step.call.metrics.remoteUserRecvCall !== undefined) return;
  step.mark('remoteUserRecvCall');
  step.event('remoteUserRecvCall');
}

function onNegotiate(step: Step, message: Message): void {
  const device = message.kit?.device;
  // The first device whose payload arrives is the one that media warms up with; what the others sent is kept for the one that accepts.
  if (device && !step.call.peer.device) step.setPeer({ device });
  step.do({ do: 'feed', message });
}

/** Nothing of that device is left, for certain. */
export function onPeerGone(step: Step, device: string | undefined): void {
  const { call } = step;
  const { peer } = call;
  const ringsElsewhere = call.direction === 'outgoing' && call.phase === 'calling';
  if (device !== undefined && ringsElsewhere) {
    const devices = peer.devices.filter((other) => other !== device);
    // Others may ring that have not shown themselves; when nobody is left at all, that is reported as well.
    if (devices.length > 0 || !peer.devices.includes(device)) return leaveDevice(step, device, devices);
  } else if (device !== undefined && device !== peer.device) {
    return;
  }
  if (mayReturn(call)) return goAway(step);
  if (ringsElsewhere && device !== undefined) dismissOthers(step, device);
  step.end('remoteOffline', { by: 'peer' });
}

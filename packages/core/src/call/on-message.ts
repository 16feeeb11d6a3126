import type { Message } from '../wire/message.ts';
import { startConnectTimer, VIDEO_WAIT_MS } from './connect.ts';
import { announcement } from './devices.ts';
import { openMedia } from './start.ts';
import type { Step } from './step.ts';

/** A message of the peer about this call. Who sent it and that it belongs here has been checked (`admission.ts`). */
export function onMessage(step: Step, message: Message): void {
  if (!meet(step, message)) return;
  learnMedia(step, message);
  switch (message.kind) {
    case 'accept':
      return onAccept(step, message);
    case 'confirm':
      // Sent by a caller to the device that it has the accept of.
      if (step.call.direction === 'incoming' && step.call.phase === 'connecting') step.set({ agreed: true });
      return;
    case 'cancel':
      return onCancel(step, message);
    case 'reject':
      return onReject(step, message);
    case 'hangup': {
      const unsupported = message.kit?.code === 'unsupported';
      return step.end(unsupported ? 'unsupported' : 'remoteHangup', { by: 'peer', text: message.text, event: 'remoteHangup' });
    }
    case 'receipt':
      return onReceipt(step);
    case 'negotiate':
      return onNegotiate(step, message);
    case 'call':
    case 'status':
      return;
    default:
      return message satisfies never;
  }
}

/** Notes what kind of peer and which device speaks. False when it is a device that this call is not with. */
function meet(step: Step, message: Message): boolean {
  const { peer, phase, direction } = step.call;
  const device = message.kit?.device;
  if (!device) {
    // A device that showed `kit` shows it on every message: without it this is another, older client of the same user.
    if (peer.kind === 'unknown') step.set({ peer: { ...peer, kind: 'native' } });
    return peer.kind !== 'kit' || phase === 'calling';
  }
  const devices = peer.devices.includes(device) ? peer.devices : [...peer.devices, device];
  const latest = device === peer.device ? Math.max(peer.latest, message.messageId ?? 0) : peer.latest;
  step.set({ peer: { ...peer, kind: 'kit', devices, latest } });
  const chosen = direction === 'incoming' || phase !== 'calling';
  if (!chosen || device === peer.device) return true;
  // DESIGN "Several tabs": another tab of the callee is still ringing, or answered too late. It is told who won.
  if (direction === 'outgoing' && peer.device && message.kind !== 'reject' && message.kind !== 'hangup') {
    step.send({ kind: 'cancel', timeout: false, winner: peer.device, to: device });
  }
  return false;
}

function learnMedia(step: Step, message: Message): void {
  const media = message.kit?.media;
  const { peer } = step.call;
  if (!media) return;
  // Messages may overtake each other; the one sent last counts. Ids only grow.
  const messageId = message.messageId ?? 0;
  if (peer.announced && peer.announced.messageId >= messageId) return;
  step.set({ peer: { ...peer, announced: { ...media, messageId } } });
}

function onAccept(step: Step, message: Message): void {
  const { call } = step;
  // Only the dialled peer accepts (callapi.md N-15, W-01). Two callees of a server-matched call hear each other's accept.
  if (call.direction !== 'outgoing') return step.event('remoteAccepted');
  if (call.phase !== 'calling') return;
  const engine = message.kit?.engine ?? 'agora';
  if (engine !== call.settings.engine) {
    return step.end('unsupported', { tell: { kind: 'hangup', text: 'unsupported', code: 'unsupported' } });
  }
  answered(step, message);
  const kit = step.call.peer.kind === 'kit';
  if (kit) {
    step.stopTimer('ring');
    startConnectTimer(step);
  } else if (call.type === 'video') {
    step.timer('videoWait', VIDEO_WAIT_MS);
  }
  step.set({ agreed: true, acceptedAt: step.at, phase: 'connecting', reason: 'remoteAccepted' });
  step.mark('acceptCall');
  if (kit) {
    const media = announcement(step.call);
    step.set({ announced: media });
    step.send({ kind: 'confirm', media });
  }
  step.do({ do: 'acceptMedia' });
  step.tellState();
  step.event('remoteAccepted');
}

/** The call is now with one device: media moves to it if it was warming up with another, and the others stop ringing. */
function answered(step: Step, message: Message): void {
  const { peer } = step.call;
  const device = message.kit?.device;
  if (!device) return;
  const moved = peer.device !== undefined && peer.device !== device;
  step.set({ peer: { ...peer, device, latest: message.messageId ?? 0 } });
  if (moved) reopenMedia(step);
  dismissOthers(step, device);
}

function reopenMedia(step: Step): void {
  step.do({ do: 'closeMedia' });
  step.set({ media: undefined });
  openMedia(step);
  for (const kind of ['audio', 'video'] as const) {
    const { track } = kind === 'audio' ? step.call.local.microphone : step.call.local.camera;
    if (track) step.do({ do: 'publish', kind, track });
  }
}

function dismissOthers(step: Step, winner: string): void {
  if (step.call.peer.devices.some((device) => device !== winner)) step.send({ kind: 'cancel', timeout: false, winner });
}

function onCancel(step: Step, message: Message & { kind: 'cancel' }): void {
  const winner = message.kit?.winner;
  if (winner === undefined) {
    // Both sides may cancel: a callee's own ring timeout does (callapi.md §1.6).
    const reason = message.timeout ? 'remoteCallingTimeout' : 'remoteCancelled';
    return step.end(reason, { by: 'peer', event: reason });
  }
  if (step.call.direction === 'incoming' && winner !== step.call.settings.device) step.end('answeredElsewhere', { by: 'peer' });
}

function onReject(step: Step, message: Message & { kind: 'reject' }): void {
  const { call } = step;
  // Only the dialled peer rejects, and nobody takes an accept back with it.
  if (call.direction !== 'outgoing' || call.phase !== 'calling') return;
  if (message.kit) dismissOthers(step, message.kit.device);
  const text = message.busy ? undefined : message.text;
  if (message.busy) return step.end('remoteCallBusy', { by: 'peer', event: 'remoteCallBusy' });
  if (message.kit?.code === 'unsupported') return step.end('unsupported', { by: 'peer', text });
  step.end('remoteRejected', { by: 'peer', text, event: 'remoteRejected' });
}

function onReceipt(step: Step): void {
  if (step.call.direction !== 'outgoing' || step.call.metrics.remoteUserRecvCall !== undefined) return;
  step.mark('remoteUserRecvCall');
  step.event('remoteUserRecvCall');
}

function onNegotiate(step: Step, message: Message): void {
  const { call } = step;
  const device = message.kit?.device;
  // The first device whose payload arrives is the one that media warms up with; what the others sent is kept for the one that accepts.
  if (call.direction === 'outgoing' && call.phase === 'calling' && device && !call.peer.device) {
    step.set({ peer: { ...call.peer, device } });
  }
  step.do({ do: 'feed', message });
}

/** Nothing of that device is left, for certain. */
export function onPeerGone(step: Step, device: string | undefined): void {
  const { call } = step;
  const { peer } = call;
  const everywhere = device === undefined;
  if (call.direction === 'outgoing' && call.phase === 'calling' && !everywhere) {
    const devices = peer.devices.filter((other) => other !== device);
    const wasWarming = peer.device === device;
    step.set({ peer: { ...peer, devices, ...(wasWarming ? { device: devices[0] } : {}) } });
    if (!wasWarming) return;
    if (devices.length > 0) return reopenMedia(step);
  } else if (!everywhere && device !== peer.device) {
    return;
  }
  step.end('remoteOffline', { by: 'peer' });
}


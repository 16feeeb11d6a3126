import { CallError } from '../errors.ts';
import type { Call, CallInput, Effect, TimerName } from './call.ts';
import { checkConnected, pauseConnectTimer } from './connect.ts';
import { announceChange, onCaptured, onDeviceEnded, onDeviceFailed, onDeviceOpened } from './devices.ts';
import { onAction } from './on-action.ts';
import { onMedia, reviewMedia } from './on-media.ts';
import { onMessage, onPeerGone } from './on-message.ts';
import { standIn } from './placeholder.ts';
import { Step } from './step.ts';
import { onRequestTimeout } from './switch-type.ts';

/** Longer than a receipt takes on a bad network (DESIGN "Delivery"). */
const SILENCE_MS = 3_000;

/**
 * The rules of one call, as a function: no clock, no network, no device; the same answer every time.
 *
 * ```
 *            dial ─→ calling ──accept received──→ connecting ──agreed, and what the peer announced is here──→ connected
 *            ring ─→ calling ──own accept───────→ connecting
 *
 *   calling ──→ ended   cancel, reject, busy, timeout, offline, unsupported, answered elsewhere
 *   any     ──→ ended   hang-up or cancel of either side, media lost for good, peer gone
 * ```
 *
 * `ended` is final: a call is never revived, the next one is a new call. Between kits the callee is connected only once the caller has
 * confirmed, so neither side is connected in a call that the other never had.
 */
export function transition(call: Call, input: CallInput): [Call, Effect[]] {
  if (call.phase === 'ended') return [call, []];
  const step = new Step(call, input.at);
  apply(step, input);
  if (isLive(step.call) && call.phase === 'calling' && step.call.phase === 'connecting') reviewMedia(step);
  if (isLive(step.call)) {
    standIn(step);
    announceChange(step);
    pauseConnectTimer(step);
    checkConnected(step, input.type === 'media' ? 'media' : 'other');
    if (call.phase !== 'connected' && step.call.phase === 'connected') reviewMedia(step);
  }
  return [step.call, step.effects];
}

const isLive = (call: Call): boolean => call.phase !== 'ended';

function apply(step: Step, input: CallInput): void {
  switch (input.type) {
    case 'action':
      return onAction(step, input.action);
    case 'message':
      return onMessage(step, input.message);
    case 'media':
      return onMedia(step, input.state);
    case 'captured':
      return onCaptured(step, input);
    case 'deviceOpened':
      return onDeviceOpened(step, input.kind, input.track);
    case 'deviceFailed':
      return onDeviceFailed(step, input);
    case 'deviceEnded':
      return onDeviceEnded(step, input.kind);
    case 'placeholder':
      return step.do({ do: 'publish', kind: 'video', track: input.track });
    case 'inviteTaken':
      return onInviteTaken(step);
    case 'peerAbsent':
      return onPeerAbsent(step);
    case 'inviteFailed':
      return onInviteFailed(step, input.error);
    case 'signal':
      if (input.online !== step.call.signalOnline) step.set({ signalOnline: input.online });
      return;
    case 'peerGone':
      return onPeerGone(step, input.device);
    case 'timer':
      return onTimer(step, input.name);
    default:
      return input satisfies never;
  }
}

function onInviteTaken(step: Step): void {
  step.set({ inviteTaken: true });
  if (step.call.settings.silenceTells && isUnheard(step)) step.timer('silence', SILENCE_MS);
}

/** Nothing has come from the peer yet: so is a call that was dialled and rings. */
function isUnheard({ call }: Step): boolean {
  return call.peer.kind === 'unknown';
}

/** Who is told by a push may still come; then the invite is there. */
function onPeerAbsent(step: Step): void {
  const { pushed, settings } = step.call;
  if (pushed || !isUnheard(step)) return;
  if (!settings.sendPushIfOffline) return step.end('remoteOffline', { tell: { kind: 'cancel', timeout: false } });
  step.set({ pushed: true });
  step.do({ do: 'push' });
}

function onInviteFailed(step: Step, error: CallError): void {
  // An invite that arrived all the same was answered: then what became of our copy does not matter.
  if (!isUnheard(step) || step.call.pushed) return;
  if (error.code === 'peerOffline') return step.end('remoteOffline');
  step.error(error);
  step.end('messageFailed', { tell: { kind: 'cancel', timeout: false } });
}

function onTimer(step: Step, name: TimerName): void {
  const { call } = step;
  switch (name) {
    case 'ring': {
      const tell = { kind: 'cancel', timeout: true } as const;
      if (!call.signalOnline) return step.end('signalLost', { tell });
      if (call.direction === 'outgoing' && !call.inviteTaken && !call.pushed) return step.end('messageFailed', { tell });
      return step.end('callingTimeout', { tell, event: 'callingTimeout' });
    }
    case 'silence':
      // Our own outage says nothing about the peer.
      return call.signalOnline ? onPeerAbsent(step) : step.timer('silence', SILENCE_MS);
    case 'connect':
      return step.end('connectTimeout', { tell: { kind: 'hangup' } });
    case 'reconnect':
      step.error(new CallError('mediaFailed', 'The media connection was lost.'));
      return step.end('mediaFailed', { tell: { kind: 'hangup', code: 'mediaFailed' } });
    case 'videoWait':
      return step.set({ videoWaived: true });
    case 'return':
      return step.end('remoteHangup', { by: 'peer', tell: { kind: 'hangup' }, event: 'remoteHangup' });
    case 'typeRequest':
      return onRequestTimeout(step);
    default:
      return name satisfies never;
  }
}

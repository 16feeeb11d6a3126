import type { Call, CallAction } from './call.ts';
import { startConnecting } from './connect.ts';
import { announce, closeUnwanted, openWanted, selectDevice, setCamera, setMicrophone } from './devices.ts';
import { openMedia } from './media-session.ts';
import type { Step } from './step.ts';
import { RESUME_MS } from './peer-absence.ts';
import { switchType } from './switch-type.ts';

export function onAction(step: Step, action: CallAction): void {
  const refuse = (why: string) => step.do({ do: 'refuse', why });
  const { call } = step;
  switch (action.type) {
    case 'cancel':
      // Also while connecting: the accept may have crossed the click.
      if (call.direction !== 'outgoing' || call.phase === 'connected') return refuse(`only the caller cancels, and only before the call is connected; this call is ${describe(call)}`);
      return step.end('localCancelled', { tell: { kind: 'cancel', timeout: false }, event: 'localCancelled' });
    case 'accept':
      if (call.direction !== 'incoming' || call.phase !== 'calling') {
        step.event('stateMismatch');
        return refuse(`only a ringing call can be accepted; this call is ${describe(call)}`);
      }
      return accept(step, { microphone: action.microphone ?? call.wants.microphone, camera: action.camera ?? call.wants.camera });
    case 'reject':
      if (call.direction !== 'incoming' || call.phase !== 'calling') return refuse(`only a ringing call can be rejected; this call is ${describe(call)}`);
      return step.end('localRejected', { tell: { kind: 'reject', text: action.text }, event: 'localRejected' });
    case 'hangup':
      return step.end('localHangup', { tell: { kind: 'hangup', text: action.text }, event: 'localHangup' });
    case 'superseded': {
      const rang = call.phase === 'calling';
      const reason = rang ? 'remoteCancelled' : 'remoteHangup';
      // Another tab of the peer that still waits need not wait any more.
      const tell = rang && call.peer.device !== action.device ? ({ kind: 'reject' } as const) : undefined;
      return step.end(reason, { by: 'peer', event: reason, tell });
    }
    case 'leave':
      return leave(step);
    case 'suspend':
      step.do({ do: 'send', message: { kind: 'leaving' }, lifetime: RESUME_MS });
      return step.end('localHangup');
    case 'setMicrophone':
      return setMicrophone(step, action.on);
    case 'setCamera':
      return setCamera(step, action.on);
    case 'selectDevice':
      return selectDevice(step, action.kind, action.deviceId);
    case 'switchType':
      return switchType(step, action.to);
    default:
      return action satisfies never;
  }
}

export function accept(step: Step, wants: Call['wants']): void {
  step.set({ wants: { microphone: wants.microphone, camera: wants.camera && step.call.type === 'video' }, acceptedAt: step.at });
  step.mark('acceptCall');
  startConnecting(step);
  step.set({ phase: 'connecting', reason: 'localAccepted' });
  closeUnwanted(step);
  if (!step.call.mediaOpen) openMedia(step);
  step.do({ do: 'acceptMedia' });
  openWanted(step);
  announce(step, 'accept');
  step.tellState();
  step.event('localAccepted');
}

/** In each phase the end that CallAPI has for it; a ringing callee rejects rather than cancels (callapi.md N-35). */
function leave(step: Step): void {
  const { direction, phase } = step.call;
  if (phase !== 'calling') return step.end('localHangup', { tell: { kind: 'hangup' }, event: 'localHangup' });
  // `gone`: of this tab; another tab of the user may still answer.
  if (direction === 'incoming') return step.end('localRejected', { tell: { kind: 'reject', code: 'gone' }, event: 'localRejected' });
  return step.end('localCancelled', { tell: { kind: 'cancel', timeout: false }, event: 'localCancelled' });
}

function describe(call: Call): string {
  return `${call.direction} and ${call.phase}`;
}

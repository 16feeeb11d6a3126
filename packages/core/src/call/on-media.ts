import { CallError } from '../errors.ts';
import type { MediaConnectionState } from '../media.ts';
import type { Call } from './call.ts';
import { goAway, isHere, mayReturn, RESUME_MS } from './peer-absence.ts';
import type { Step } from './step.ts';

/** Media lost for this long does not come back by itself (web-mapping.md W9). */
const RECONNECT_MS = 20_000;

export function onMedia(step: Step, state: MediaConnectionState): void {
  const before = step.call.media;
  step.set({ media: state });
  if (step.call.absence && state.peer === 'here' && before?.peer !== 'here') isHere(step);
  milestones(step, before, state);
  if (state.phase === 'failed') return failed(step, state);
  // While it rings, a peer that comes and goes in media decides nothing.
  if (step.call.phase === 'calling') return;
  const was = before !== undefined && isLost(step.call, before);
  if (state.peer === 'quit') return quit(step, was, makesRoom(step));
  const is = isLost(step.call, state);
  if (is && !was) step.timer('reconnect', RECONNECT_MS);
  if (was && !is) step.stopTimer('reconnect');
}

/** A new phase of the call takes media more seriously: what was lost or left while it rang begins to count. */
export function reviewMedia(step: Step): void {
  const { media } = step.call;
  if (!media) return;
  if (media.phase === 'failed') failed(step, media);
  // Who was there before it answered was another of the callee's tabs.
  else if (media.peer === 'quit') quit(step, false, step.call.direction === 'outgoing');
  else if (isLost(step.call, media)) step.timer('reconnect', RECONNECT_MS);
}

/** In a room where a user is once, the tab that had negotiated ahead leaves for the one that answered. */
function makesRoom({ at, call: { acceptedAt = -Infinity, direction, peer } }: Step): boolean {
  return direction === 'outgoing' && peer.devices.length > 1 && at - acceptedAt < RESUME_MS;
}

/** Out of a call whose media is lost it is no hang-up: the peer gave up waiting before we did. */
function quit(step: Step, lost: boolean, another: boolean): void {
  // Without the picture of the one that answered there is the connect timer.
  if (another && step.call.phase === 'connecting') return;
  if (another || mayReturn(step.call)) return goAway(step);
  step.end(lost ? 'mediaFailed' : 'remoteHangup', { by: 'peer', tell: { kind: 'hangup' }, event: 'remoteHangup' });
}

/** A call may be connected before media is (nothing was announced, or nothing is awaited); then media is due as well. */
function isLost(call: Call, state: MediaConnectionState): boolean {
  if (state.phase === 'reconnecting' || state.peer === 'dropped') return true;
  return call.phase === 'connected' && (state.phase === 'connecting' || state.peer === 'absent');
}

function failed(step: Step, state: MediaConnectionState): void {
  const { call } = step;
  const error = state.error ?? new CallError('mediaFailed', 'The media connection could not be made.');
  // A ringing callee finds out when it matters: at accept, by `reviewMedia`.
  if (call.direction === 'incoming' && call.phase === 'calling') return;
  // Its page is gone, which is known: another connection is made when it is back.
  if (call.absence === 'away') return;
  step.error(error);
  step.end('mediaFailed', { tell: call.phase === 'calling' ? { kind: 'cancel', timeout: false } : { kind: 'hangup', code: 'mediaFailed' } });
}

function milestones(step: Step, before: MediaConnectionState | undefined, now: MediaConnectionState): void {
  const joined = (state?: MediaConnectionState) => state?.phase === 'connected';
  const here = (state?: MediaConnectionState) => state?.peer === 'here';
  const awaited = step.call.type;
  if (joined(now) && !joined(before)) {
    step.mark('localUserJoinChannel');
    step.event('joinRTCSuccessed');
    step.event('localJoined');
  }
  if (here(now) && !here(before)) {
    step.mark('remoteUserJoinChannel');
    step.event('remoteJoined');
  }
  if (here(before) && (now.peer === 'quit' || now.peer === 'dropped')) step.event('remoteLeft', now.peer);
  if (now.received[awaited] && !before?.received[awaited]) {
    step.mark('recvFirstFrame');
    step.event('recvRemoteFirstFrame');
  }
  if (now.sent[awaited] && !before?.sent[awaited]) {
    step.mark('localFirstFrameDidPublish');
    step.event(awaited === 'video' ? 'publishFirstLocalVideoFrame' : 'publishFirstLocalAudioFrame');
  }
}

import type { Call } from './call.ts';
import type { Step } from './step.ts';

/** Accepted, and media or confirmation do not come: then it fails on its own instead of hanging. */
const CONNECT_MS = 20_000;
/** A permission prompt takes as long as a person takes, within reason. */
const ASKING_MS = 60_000;

/** How long the picture of a peer is awaited that cannot say whether it sends one (callapi.md N-28). */
const VIDEO_WAIT_MS = 5_000;

/** What the peer sends, or is believed to send when it cannot say. */
export function expected(call: Call): { audio: boolean; video: boolean } {
  const said = call.peer.announced;
  if (said) return { audio: said.audio, video: said.video && call.type === 'video' };
  return { audio: true, video: call.type === 'video' && !(call.peer.kind === 'native' && call.videoWaived) };
}

function mediaArrived(call: Call): boolean {
  if (call.settings.firstFrameWaitDisabled) return true;
  const awaited = expected(call);
  if (awaited.video) return call.media?.received.video ?? false;
  if (awaited.audio) return call.media?.received.audio ?? false;
  return true;
}

/** CallAPI's CONNECT-CHECK (callapi.md §2.3), run after every input: agreed on both sides, and what the peer announced is here. */
export function checkConnected(step: Step, cause: 'media' | 'other'): void {
  const { call } = step;
  if (call.phase !== 'connecting' || !call.agreed || !mediaArrived(call)) return;
  step.stopTimer('ring');
  step.stopTimer('connect');
  step.stopTimer('videoWait');
  // One that was resumed has been connected all the time.
  step.set({ connectedAt: step.call.connectedAt ?? step.at });
  const joined = call.metrics.localUserJoinChannel;
  if (joined !== undefined) step.mark('firstFrameActual', call.startedAt + joined);
  if (call.acceptedAt !== undefined) step.mark('firstFramePerceived', call.acceptedAt);
  step.do({ do: 'connected' });
  const agreed = call.direction === 'incoming' ? 'localAccepted' : 'remoteAccepted';
  step.enter('connected', cause === 'media' ? 'recvRemoteFirstFrame' : agreed);
}

/** Accepted. Between kits the ring has done its work; a native peer keeps the one timer of CallAPI (callapi.md §2.4). */
export function startConnecting(step: Step): void {
  const { peer, type } = step.call;
  if (peer.kind === 'native') {
    if (type === 'video') step.timer('videoWait', VIDEO_WAIT_MS);
    return;
  }
  step.stopTimer('ring');
  step.set({ connectTimer: { deadline: step.at + CONNECT_MS, pauseLeft: ASKING_MS } });
  step.timer('connect', CONNECT_MS);
}

/** While either side is being asked for permission the connect timer stands still, for a minute in total. */
export function pauseConnectTimer(step: Step): void {
  const { connectTimer: timer, local, peer, phase } = step.call;
  if (!timer || phase !== 'connecting') return;
  const asking = local.camera.state === 'asking' || local.microphone.state === 'asking' || peer.announced?.asking === true;
  if (asking && timer.pausedAt === undefined && timer.pauseLeft > 0) {
    step.set({ connectTimer: { ...timer, pausedAt: step.at } });
    step.timer('connect', timer.deadline - step.at + timer.pauseLeft);
  } else if (!asking && timer.pausedAt !== undefined) {
    const paused = Math.min(step.at - timer.pausedAt, timer.pauseLeft);
    const deadline = timer.deadline + paused;
    step.set({ connectTimer: { deadline, pauseLeft: timer.pauseLeft - paused } });
    step.timer('connect', Math.max(0, deadline - step.at));
  }
}

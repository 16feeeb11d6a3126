import type { Call } from './call/call.ts';
import type { CallEventInfo } from './listener.ts';
import type { SignalState } from './signal.ts';
import type { CallInfo, CallSnapshot } from './snapshot.ts';
import type { CallReason, CallState } from './vocabulary.ts';
import { expected } from './call/connect.ts';
import { canSwitch } from './call/switch-type.ts';

/** The client state that a call's phase shows as. */
export function stateOf(call: Call): CallState {
  return call.phase === 'ended' ? 'prepared' : call.phase;
}

/** What pages see of a call. */
export function toInfo(call: Call): CallInfo {
  const { callId, direction, type, typeRequest, remoteUserId, roomId, extension, endText, phase, epoch } = call;
  const when = (time: number | undefined) => (time === undefined ? undefined : epoch + time);
  return Object.freeze({
    callId,
    direction,
    type,
    typeRequest: phase === 'ended' ? undefined : typeRequest?.from,
    canSwitchType: canSwitch(call),
    remoteUserId,
    roomId,
    extension,
    endText,
    startedAt: epoch + call.startedAt,
    connectedAt: when(call.connectedAt),
    endedAt: when(call.endedAt),
    endReason: phase === 'ended' ? call.reason : undefined,
    // The tracks of a call that is over are over.
    media: phase === 'ended' ? undefined : shown(call),
    local: Object.freeze({ ...call.local }),
    remote: Object.freeze(remoteMedia(call)),
    metrics: Object.freeze({ ...call.metrics }),
  });
}

/** A peer whose page is being reloaded is reconnecting, whatever its old connection says. */
function shown({ absence, media }: Call): CallInfo['media'] {
  return media && absence ? Object.freeze({ ...media, phase: 'reconnecting' }) : media;
}

function remoteMedia(call: Call): CallInfo['remote'] {
  const { audio, video } = expected(call);
  if (call.peer.announced) return { microphone: audio, camera: video };
  const paused = call.media?.remotePaused;
  return { microphone: audio && !paused?.audio, camera: video && !paused?.video };
}

/** CallAPI's eventInfo. The call id is in the last one too (callapi.md N-44). */
export function toEventInfo(call: Call): CallEventInfo {
  const { callId, direction, localUserId, remoteUserId, roomId, extension, reason, endText, phase, metrics } = call;
  const [from, to] = direction === 'outgoing' ? [localUserId, remoteUserId] : [remoteUserId, localUserId];
  return Object.freeze({
    callId,
    fromUserId: from,
    remoteUserId: to,
    fromRoomId: roomId,
    fromUserExtension: extension,
    rejectReason: reason === 'remoteRejected' ? endText : undefined,
    hangupReason: reason === 'remoteHangup' ? endText : undefined,
    costTimeMap: phase === 'connected' ? Object.freeze({ ...metrics }) : undefined,
  });
}

/** A client as pages see it: with a call its phase, without one whether it is prepared. */
export function toSnapshot(
  call: Call | undefined,
  idle: CallState,
  reason: CallReason,
  signal: SignalState,
  lastCall: CallInfo | undefined,
): CallSnapshot {
  return Object.freeze({ state: call ? stateOf(call) : idle, reason, signal, call: call && toInfo(call), lastCall });
}

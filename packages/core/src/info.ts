import type { Call } from './call/call.ts';
import type { CallEventInfo } from './listener.ts';
import type { SignalState } from './signal.ts';
import type { CallInfo, CallSnapshot } from './snapshot.ts';
import type { CallReason, CallState } from './vocabulary.ts';
import { expected } from './call/connect.ts';

/** The client state that a call's phase shows as. */
export function stateOf(call: Call): CallState {
  return call.phase === 'ended' ? 'prepared' : call.phase;
}

/** What pages see of a call. `epoch`: milliseconds since 1970 at time 0 of the client's clock. */
export function toInfo(call: Call, epoch: number): CallInfo {
  const { media, local } = call;
  const info: CallInfo = {
    callId: call.callId,
    direction: call.direction,
    type: call.type,
    remoteUserId: call.remoteUserId,
    roomId: call.roomId,
    startedAt: epoch + call.startedAt,
    ...(call.connectedAt === undefined ? {} : { connectedAt: epoch + call.connectedAt }),
    ...(call.endedAt === undefined ? {} : { endedAt: epoch + call.endedAt, endReason: call.reason }),
    ...(call.endText === undefined ? {} : { endText: call.endText }),
    ...(call.extension ? { extension: call.extension } : {}),
    // The tracks of a call that is over are over.
    ...(media && call.phase !== 'ended' ? { media } : {}),
    local: Object.freeze({ ...local }),
    remote: Object.freeze(remoteMedia(call)),
    metrics: Object.freeze({ ...call.metrics }),
  };
  return Object.freeze(info);
}

function remoteMedia(call: Call): CallInfo['remote'] {
  const { audio, video } = expected(call);
  if (call.peer.announced) return { microphone: audio, camera: video };
  const paused = call.media?.remotePaused;
  return { microphone: audio && !paused?.audio, camera: video && !paused?.video };
}

/** CallAPI's eventInfo. The call id is in the last one too (callapi.md N-44). */
export function toEventInfo(call: Call): CallEventInfo {
  const outgoing = call.direction === 'outgoing';
  return Object.freeze({
    callId: call.callId,
    fromUserId: outgoing ? call.localUserId : call.remoteUserId,
    remoteUserId: outgoing ? call.remoteUserId : call.localUserId,
    fromRoomId: call.roomId,
    ...(call.extension ? { fromUserExtension: call.extension } : {}),
    ...(call.reason === 'remoteRejected' && call.endText !== undefined ? { rejectReason: call.endText } : {}),
    ...(call.reason === 'remoteHangup' && call.endText !== undefined ? { hangupReason: call.endText } : {}),
    ...(call.phase === 'connected' ? { costTimeMap: Object.freeze({ ...call.metrics }) } : {}),
  });
}

/** A client as pages see it: with a call its phase, without one whether it is prepared. */
export function toSnapshot(
  call: Call | undefined,
  idle: CallState,
  reason: CallReason,
  signal: SignalState,
  lastCall: CallInfo | undefined,
  epoch: number,
): CallSnapshot {
  return Object.freeze({
    state: call ? stateOf(call) : idle,
    reason,
    signal,
    ...(call ? { call: toInfo(call, epoch) } : {}),
    ...(lastCall ? { lastCall } : {}),
  });
}

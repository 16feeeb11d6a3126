import type { CallInfo, CallReason } from '@call-elements/core';
import { CONNECTED_AT, PANEL, ended as over, inCall, panel } from '../state.ts';
import type { Cell, GalleryState } from '../state.ts';

type Direction = CallInfo['direction'];
/** What a state has for a reason, and never an end. */
type NoEnd = 'none' | 'remoteAccepted' | 'localAccepted' | 'recvRemoteFirstFrame' | 'localVideoCall' | 'localAudioCall' | 'remoteVideoCall' | 'remoteAudioCall';

/** Why a call ends, and whose calls can end so where the words depend on it. */
const REASONS: Readonly<Record<Exclude<CallReason, NoEnd>, readonly Direction[]>> = {
  localHangup: ['outgoing'],
  remoteHangup: ['outgoing'],
  localCancelled: ['outgoing'],
  remoteCancelled: ['incoming'],
  localRejected: ['incoming'],
  remoteRejected: ['outgoing'],
  callingTimeout: ['outgoing', 'incoming'],
  remoteCallingTimeout: ['outgoing', 'incoming'],
  remoteCallBusy: ['outgoing'],
  remoteOffline: ['outgoing'],
  unsupported: ['outgoing'],
  answeredElsewhere: ['incoming'],
  connectTimeout: ['outgoing'],
  mediaFailed: ['outgoing'],
  signalLost: ['outgoing'],
  messageFailed: ['outgoing'],
  joinRTCFailed: ['outgoing'],
};

const afterRinging = (part: Partial<CallInfo>): Cell['snapshots'] => (sitters) => [inCall('calling', sitters, part), over(part)];
const afterTalking = (part: Partial<CallInfo>): Cell['snapshots'] => (sitters) => [inCall('connected', sitters, part), over({ connectedAt: CONNECTED_AT, ...part })];

const reasons = Object.entries(REASONS).flatMap(([reason, directions]) =>
  directions.map((direction): Cell => {
    const part = { endReason: reason as CallReason, direction };
    return { markup: PANEL, label: `${reason}, ${direction}`, snapshots: reason.endsWith('Hangup') ? afterTalking(part) : afterRinging(part) };
  }),
);

export const ended: readonly GalleryState[] = [
  panel('ended', afterTalking({ endReason: 'remoteHangup' })),
  panel('ended-audio', afterTalking({ endReason: 'localHangup', type: 'audio' })),
  panel('ended-unanswered', afterRinging({ endReason: 'remoteCallingTimeout' })),
  panel('ended-missed', afterRinging({ endReason: 'callingTimeout', direction: 'incoming' })),
  { name: 'ended-reasons', layout: 'panels', cells: reasons },
];

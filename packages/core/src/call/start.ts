import { MAX_TIMEOUT } from '../config.ts';
import type { JsonObject } from '../json.ts';
import type { CallType } from '../vocabulary.ts';
import type { Message } from '../wire/message.ts';
import type { Call, CallSettings, Effect, Peer } from './call.ts';
import { blank } from './blank-call.ts';
import { accept } from './on-action.ts';
import { openWanted } from './devices.ts';
import { openMedia } from './media-session.ts';
import { RING_GRACE_MS, Step } from './step.ts';

export interface DialRequest {
  readonly callId: string;
  readonly type: CallType;
  readonly localUserId: string;
  readonly remoteUserId: string;
  readonly roomId: string;
  readonly extension?: JsonObject;
  readonly settings: CallSettings;
  readonly signalOnline: boolean;
  readonly epoch: number;
  readonly at: number;
}

/** The caller's side of a new call: the invite first, then media and devices in the same turn; a prompt never delays the ringing. */
export function dial(request: DialRequest): [Call, Effect[]] {
  const { at, ...rest } = request;
  const video = request.type === 'video';
  const peer: Peer = { kind: 'unknown', devices: [], latest: 0 };
  const reason = video ? 'localVideoCall' : 'localAudioCall';
  const step = new Step({ ...blank(request.type, at), ...rest, direction: 'outgoing', reason, peer, agreed: false }, at);
  step.send({ kind: 'call' });
  step.tellState();
  step.event(reason);
  openMedia(step);
  openWanted(step);
  if (request.settings.callTimeout > 0) step.timer('ring', request.settings.callTimeout);
  return [step.call, step.effects];
}

export interface RingRequest {
  readonly message: Message & { readonly kind: 'call' };
  readonly localUserId: string;
  readonly settings: CallSettings;
  readonly signalOnline: boolean;
  readonly epoch: number;
  readonly at: number;
}

/** The callee's side of a new call: what `earlyMedia` allows, and nothing of the user's devices unless it says so. */
export function ring(request: RingRequest): [Call, Effect[]] {
  const step = incoming(request);
  const { early, callTimeout } = request.settings;
  const reason = step.call.reason === 'remoteAudioCall' ? 'remoteAudioCall' : 'remoteVideoCall';
  step.tellState();
  step.event(reason);
  const ms = ringMs(callTimeout, request.message.kit?.ring, request.message.kit !== undefined);
  if (ms > 0) step.timer('ring', ms);
  if (early !== 'none') openMedia(step);
  if (early === 'warm' || early === 'full') openWanted(step, early === 'warm');
  return [step.call, step.effects];
}

/**
 * Both sides dialled, and the peer's call wins (DESIGN "Glare"): ours becomes theirs in one step, accepted, since we wanted the call anyway.
 * Who dialled audio keeps the camera off.
 */
export function yieldTo(request: RingRequest, lost: Call): [Call, Effect[]] {
  const step = incoming(request);
  const { local, capturing, signalOnline, wants } = lost;
  step.set({ local, capturing, signalOnline });
  // The winner is a kit.
  step.do({ do: 'placeholder', on: false });
  accept(step, wants);
  return [step.call, step.effects];
}

function incoming(request: RingRequest): Step {
  const { message, at, epoch, localUserId, settings, signalOnline } = request;
  const kit = message.kit;
  const peer: Peer = { kind: kit ? 'kit' : 'native', version: kit?.v, devices: kit ? [kit.device] : [], latest: message.messageId ?? 0, device: kit?.device };
  return new Step(
    {
      ...blank(message.type, at),
      callId: message.callId,
      type: message.type,
      localUserId,
      remoteUserId: message.fromUserId,
      roomId: message.roomId,
      settings,
      signalOnline,
      epoch,
      direction: 'incoming',
      reason: message.type === 'video' ? 'remoteVideoCall' : 'remoteAudioCall',
      peer,
      matched: message.viaServer === true,
      // Only kits confirm; towards CallAPI's own clients its rule stands: accepting is enough. But nobody who is called accepts for another.
      agreed: kit === undefined && !message.viaServer,
      extension: message.extension,
    },
    at,
  );
}

/** Between kits the callee outlasts the caller by a little, so that the caller's cancel decides and both give the same reason. */
function ringMs(own: number, callers: number | undefined, isKit: boolean): number {
  const limits = [own, callers ?? 0].filter((ms) => ms > 0);
  if (limits.length === 0) return 0;
  return Math.min(...limits, MAX_TIMEOUT - RING_GRACE_MS) + (isKit ? RING_GRACE_MS : 0);
}

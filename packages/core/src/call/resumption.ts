import { CallError } from '../errors.ts';
import type { CallType } from '../vocabulary.ts';
import { isUserId } from '../wire/user-id.ts';
import type { Call, CallSettings, Effect } from './call.ts';
import { blank } from './blank-call.ts';
import { startConnecting } from './connect.ts';
import { announce, openWanted } from './devices.ts';
import { openMedia } from './media-session.ts';
import { RESUME_MS } from './peer-absence.ts';
import { Step } from './step.ts';
import { SWITCHING_VERSION } from './switch-type.ts';

/** What a page keeps of a call over its own reload: plain JSON, with no token and nothing that the user or a page wrote. Times are since 1970. */
export interface SavedCall {
  readonly savedAt: number;
  readonly callId: string;
  readonly direction: 'outgoing' | 'incoming';
  readonly type: CallType;
  readonly turn: number;
  readonly remoteUserId: string;
  readonly roomId: string;
  /** `kit.device` of the client that saves, and of the one that it talks to. */
  readonly device: string;
  readonly peerDevice: string;
  readonly startedAt: number;
  readonly connectedAt?: number;
  readonly microphone: boolean;
  readonly camera: boolean;
}

/** `CallConfig.resumption`. */
export interface Resumption {
  save(call: Call, savedAt: number): SavedCall | undefined;
  resume(request: ResumeRequest): [Call, Effect[]];
  /** Throws `invalidArgument`, or `callEnded` when it is too late. */
  check(saved: SavedCall, now: number): void;
}

/**
 * Undefined for a call that ends with its page: one that rings, or that only one side has agreed to so far, or with a peer who would not
 * wait. What is asked and not answered is given up: nobody would know the answer.
 */
function save(call: Call, savedAt: number): SavedCall | undefined {
  const { callId, direction, type, turn, typeRequest, remoteUserId, roomId, epoch, startedAt, connectedAt, wants, peer, settings } = call;
  const { device: peerDevice } = peer;
  const isBoth = call.phase !== 'calling' && (call.agreed || call.resumed);
  if (!isBoth || !peerDevice || (peer.version ?? 0) < SWITCHING_VERSION) return undefined;
  return {
    ...{ savedAt, callId, direction, type, remoteUserId, roomId, peerDevice, device: settings.device },
    turn: typeRequest ? typeRequest.turn + 1 : turn,
    startedAt: epoch + startedAt,
    ...(connectedAt === undefined ? {} : { connectedAt: epoch + connectedAt }),
    ...wants,
  };
}

export interface ResumeRequest {
  readonly saved: SavedCall;
  readonly localUserId: string;
  readonly settings: CallSettings;
  readonly signalOnline: boolean;
  readonly epoch: number;
  readonly at: number;
}

/**
 * The call of a page that was reloaded, in its new client: one with another `kit.device`, since what was said to the old one may still be
 * under way. Devices open as they were, and without a prompt.
 */
function resume({ saved, at, ...rest }: ResumeRequest): [Call, Effect[]] {
  const { type, turn, direction, callId, remoteUserId, roomId, microphone, camera, peerDevice } = saved;
  const since = (time: number) => time - rest.epoch;
  const call: Call = {
    ...blank(type, at),
    ...{ ...rest, type, turn, direction, callId, remoteUserId, roomId },
    phase: 'connecting',
    reason: direction === 'outgoing' ? 'remoteAccepted' : 'localAccepted',
    resumed: true,
    agreed: false,
    peer: { kind: 'kit', version: SWITCHING_VERSION, device: peerDevice, devices: [], latest: 0 },
    wants: { microphone, camera: camera && type === 'video' },
    startedAt: since(saved.startedAt),
    connectedAt: saved.connectedAt === undefined ? undefined : since(saved.connectedAt),
  };
  const step = new Step(call, at);
  startConnecting(step);
  openMedia(step);
  step.do({ do: 'acceptMedia' });
  openWanted(step, true);
  announce(step, 'resume', { resume: { device: saved.device, peer: peerDevice }, switch: { type, turn } });
  step.tellState();
  return [step.call, step.effects];
}

function check(saved: SavedCall, now: number): void {
  const { callId, roomId, remoteUserId, device, peerDevice, type, direction, turn, savedAt, startedAt } = saved ?? {};
  const isSaved = [callId, roomId, remoteUserId, device, peerDevice, type, direction].every(isUserId) && [turn, savedAt, startedAt].every(Number.isFinite);
  if (!isSaved) throw new CallError('invalidArgument', 'resumeCall takes what saveCall returned.');
  if (now - savedAt > RESUME_MS) throw new CallError('callEnded', 'resumeCall: the call is over by now.');
}

/**
 * What a client needs so that its calls go on over a reload of the page: `new CallClient({ …, resumption })`. By itself, so that pages that
 * do not want it do not load it.
 */
export const resumption: Resumption = { save, resume, check };

import type { Resumption } from './call/resumption.ts';
import type { Capture } from './capture.ts';
import type { Clock } from './clock.ts';
import { CallError } from './errors.ts';
import { isJsonObject, jsonProblem } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import type { Log } from './log.ts';
import type { MediaEngine } from './media.ts';
import type { SignalClient } from './signal.ts';
import type { CallInfo } from './snapshot.ts';
import { EARLY_MEDIA } from './vocabulary.ts';
import type { EarlyMedia } from './vocabulary.ts';
import { utf8Length } from './system.ts';
import { MAX_ID_LENGTH } from './wire/message.ts';

/** CallAPI's PrepareConfig, without its views: rendering belongs to the elements. */
export interface PrepareConfig {
  /** The room of the next dial; serves one dial. A fresh random room otherwise, which is what keeps former peers out. */
  readonly roomId?: string;
  /** For the media service: of any room, or of the prepared one. */
  readonly rtcToken?: string;
  /** Sent along with every message. */
  readonly userExtension?: JsonObject;
  /** Milliseconds a call rings; 0 = until somebody acts. Default 15000. */
  readonly callTimeout: number;
  /** `connected` on agreement alone, without waiting for a picture. Default false. */
  readonly firstFrameWaitDisabled: boolean;
  /** Default `receive`. */
  readonly earlyMedia: EarlyMedia;
  /**
   * A callee who is not there gets a push, by the signalling service or by `CallConfig.sendPush`, and the call rings on until its timeout,
   * with `onCallRemoteOffline`. Otherwise it ends with `remoteOffline` (Easemob's isSendPushIfOffline). Default false.
   */
  readonly sendPushIfOffline: boolean;
  /** What that push says. Default "Incoming call". */
  readonly offlineMessageText: string;
  /** Lets an engine that can join the prepared room ahead of the dial; costs money on agora. Default false. */
  readonly autoJoinRtc: boolean;
}

export const DEFAULT_PREPARE: PrepareConfig = {
  callTimeout: 15_000,
  firstFrameWaitDisabled: false,
  earlyMedia: 'receive',
  sendPushIfOffline: false,
  offlineMessageText: 'Incoming call',
  autoJoinRtc: false,
};

/** For the devices of a user who is called and not there. */
export interface OfflinePush {
  readonly userId: string;
  readonly text: string;
  readonly call: CallInfo;
}

export interface CallConfig {
  readonly userId: string;
  readonly signal: SignalClient;
  readonly media: MediaEngine;
  readonly capture: Capture;
  /** For media services that need one: a token for this room. `PrepareConfig.rtcToken` goes first. */
  readonly mediaToken?: (roomId: string, stale?: string) => Promise<string>;
  /** Tells a callee who is not there, in place of the signalling service; see `PrepareConfig.sendPushIfOffline`. */
  readonly sendPush?: (push: OfflinePush) => void | Promise<void>;
  /** User ids of a server that may speak for others (server-matched calls). Default: none. */
  readonly trustedPublishers?: readonly string[];
  /** From `@call-elements/core/resume`: calls go on over a reload of the page, see `saveCall`. Default: they end with it. */
  readonly resumption?: Resumption;
  readonly clock?: Clock;
  readonly createId?: () => string;
  readonly log?: Log;
}

/** The largest delay that timers of browsers and Node take; anything above fires at once. */
export const MAX_TIMEOUT = 2 ** 31 - 1;
/** It rides on CallAPI's messages, which end at 32 KB. */
const MAX_EXTENSION_BYTES = 16 * 1024;

/** Throws `invalidArgument` for the first field that is out of range. Fields that are undefined count as not given. */
export function mergePrepare(base: PrepareConfig, changes: Partial<PrepareConfig>): PrepareConfig {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const config: PrepareConfig = { ...base, roomId: undefined, ...given };
  const check = (ok: boolean, field: keyof PrepareConfig, accepts: string) => {
    if (!ok) throw new CallError('invalidArgument', `prepareForCall: ${field} must be ${accepts}.`);
  };
  const { callTimeout, roomId, rtcToken } = config;
  check(Number.isInteger(callTimeout) && callTimeout >= 0 && callTimeout <= MAX_TIMEOUT, 'callTimeout', `whole milliseconds, 0 (no timeout) to ${MAX_TIMEOUT}`);
  check(EARLY_MEDIA.includes(config.earlyMedia), 'earlyMedia', `one of ${EARLY_MEDIA.join(', ')}`);
  for (const field of ['firstFrameWaitDisabled', 'sendPushIfOffline', 'autoJoinRtc'] as const) check(typeof config[field] === 'boolean', field, 'true or false');
  check(roomId === undefined || isRoomId(roomId), 'roomId', `a string of 1 to ${MAX_ID_LENGTH} characters`);
  check(rtcToken === undefined || typeof rtcToken === 'string', 'rtcToken', 'a string');
  check(typeof config.offlineMessageText === 'string', 'offlineMessageText', 'a string');
  const problem = config.userExtension === undefined ? undefined : objectProblem(config.userExtension);
  check(!problem, 'userExtension', `a plain JSON object (${problem})`);
  const userExtension = copyOf(config.userExtension);
  check(utf8Length(JSON.stringify(userExtension ?? {})) <= MAX_EXTENSION_BYTES, 'userExtension', `a plain JSON object of at most ${MAX_EXTENSION_BYTES} bytes`);
  return { ...config, userExtension };
}

/** A copy that nobody changes any more: what was checked is what is sent. */
export function copyOf(extension: JsonObject | undefined): JsonObject | undefined {
  return extension && deepFreeze(JSON.parse(JSON.stringify(extension)) as JsonObject);
}

function deepFreeze<Value extends Json>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}

export function objectProblem(value: unknown): string | undefined {
  return isJsonObject(value) ? jsonProblem(value) : 'it is not an object';
}

function isRoomId(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_ID_LENGTH;
}

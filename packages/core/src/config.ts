import type { Capture } from './capture.ts';
import type { Clock } from './clock.ts';
import { CallError } from './errors.ts';
import { isJsonObject, jsonProblem } from './json.ts';
import type { JsonObject } from './json.ts';
import type { Log } from './log.ts';
import type { MediaEngine } from './media.ts';
import type { SignalClient } from './signal.ts';
import { EARLY_MEDIA } from './vocabulary.ts';
import type { EarlyMedia } from './vocabulary.ts';
import { MAX_ID_LENGTH } from './wire/message.ts';

/** CallAPI's PrepareConfig, without its views: rendering belongs to the elements. */
export interface PrepareConfig {
  /** The room of the next dial; serves one dial. A fresh random room otherwise, which is what keeps former peers out. */
  readonly roomId?: string;
  readonly rtcToken?: string;
  /** Sent along with every message. */
  readonly userExtension?: JsonObject;
  /** Milliseconds a call rings; 0 = until somebody acts. Default 15000. */
  readonly callTimeout: number;
  /** `connected` on agreement alone, without waiting for a picture. Default false. */
  readonly firstFrameWaitDisabled: boolean;
  /** Default `receive`. */
  readonly earlyMedia: EarlyMedia;
  /** Lets an engine that can join the prepared room ahead of the dial; costs money on agora. Default false. */
  readonly autoJoinRtc: boolean;
}

export const DEFAULT_PREPARE: PrepareConfig = {
  callTimeout: 15_000,
  firstFrameWaitDisabled: false,
  earlyMedia: 'receive',
  autoJoinRtc: false,
};

export interface CallConfig {
  readonly userId: string;
  readonly signal: SignalClient;
  readonly media: MediaEngine;
  readonly capture: Capture;
  /** User ids of a server that may speak for others (server-matched calls). Default: none. */
  readonly trustedPublishers?: readonly string[];
  readonly clock?: Clock;
  readonly createId?: () => string;
  readonly log?: Log;
}

/** Throws `invalidArgument` for the first field that is out of range. Fields that are undefined count as not given. */
export function mergePrepare(base: PrepareConfig, changes: Partial<PrepareConfig>): PrepareConfig {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const config: PrepareConfig = { ...base, roomId: undefined, ...given };
  const check = (ok: boolean, field: keyof PrepareConfig, accepts: string) => {
    if (!ok) throw new CallError('invalidArgument', `prepareForCall: ${field} must be ${accepts}.`);
  };
  check(Number.isFinite(config.callTimeout) && config.callTimeout >= 0, 'callTimeout', 'a number of milliseconds, 0 or more (0 = no timeout)');
  check(EARLY_MEDIA.includes(config.earlyMedia), 'earlyMedia', `one of ${EARLY_MEDIA.join(', ')}`);
  check(typeof config.firstFrameWaitDisabled === 'boolean', 'firstFrameWaitDisabled', 'true or false');
  check(typeof config.autoJoinRtc === 'boolean', 'autoJoinRtc', 'true or false');
  check(config.roomId === undefined || isRoomId(config.roomId), 'roomId', `a string of 1 to ${MAX_ID_LENGTH} characters`);
  const problem = config.userExtension === undefined ? undefined : objectProblem(config.userExtension);
  check(!problem, 'userExtension', `a plain JSON object (${problem})`);
  return config;
}

export function objectProblem(value: unknown): string | undefined {
  return isJsonObject(value) ? jsonProblem(value) : 'it is not an object';
}

function isRoomId(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_ID_LENGTH;
}

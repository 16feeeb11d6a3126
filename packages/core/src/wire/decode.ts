import { isJsonObject, jsonProblem } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { utf8Length } from '../system.ts';
import type { CallType } from '../vocabulary.ts';
import { ACTIONS, AUDIO_CALL, KIT_KINDS, MAX_MESSAGE_BYTES, VIDEO_CALL, WIRE_VERSION } from './message.ts';
import type { Announcement, Kit, KitCode, KitKind, Message, MessageBody, TypeNews } from './message.ts';
import { decodeUserId, isUserId } from './user-id.ts';

export type Decoded =
  | { readonly message: Message }
  | {
      /** Why it was dropped, for one log line. Never contains what the sender wrote. */
      readonly problem: string;
      /** A well-formed call in a version that we do not speak: the caller deserves an answer instead of a silent timeout (callapi.md N-42). */
      readonly unsupported?: { readonly callId: string; readonly fromUserId: string };
    };

/** Thrown inside this file only. */
class Malformed extends Error {}

/** Checks every field once; whatever leaves here is typed and within bounds. Never throws. */
export function decode(text: string): Decoded {
  try {
    return decodeOrThrow(text);
  } catch (error) {
    if (error instanceof Malformed) return { problem: error.message };
    throw error;
  }
}

function decodeOrThrow(text: string): Decoded {
  // A character is one byte at least: this spares counting the bytes of something huge.
  if (text.length > MAX_MESSAGE_BYTES || utf8Length(text) > MAX_MESSAGE_BYTES) throw new Malformed('is over 32 KB');
  const read = new Fields(parse(text), '');
  const { message_version: version } = read.raw;
  // Native clients read a missing action as "video call" (callapi.md §1.1); we would rather not ring by mistake.
  const action = read.get('message_action', isCount);
  const callId = read.get('callId', isCallId);
  const fromUserId = read.user('fromUserId');
  if (version !== WIRE_VERSION) {
    const isCall = (action === VIDEO_CALL || action === AUDIO_CALL) && callId !== '' && isText(version);
    return { problem: 'is of another version', unsupported: isCall ? { callId, fromUserId } : undefined };
  }
  const kit = read.nested('kit');
  const common = {
    callId,
    fromUserId,
    remoteUserId: read.raw['remoteUserId'] === undefined ? undefined : read.user('remoteUserId'),
    messageId: read.optional('messageId', isCount),
    timestamp: read.optional('message_timestamp', isCount),
    extension: read.optional('fromUserExtension', isJsonObject),
    kit: kit && decodeKit(kit),
  };
  return { message: { ...decodeBody(action, callId, read, common.kit), ...common } };
}

function parse(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Malformed('is not JSON');
  }
  if (!isJsonObject(value)) throw new Malformed('is not a JSON object');
  const problem = jsonProblem(value);
  // The path in the problem is made of the sender's own keys: not for our log.
  if (problem) throw new Malformed(problem.includes('__proto__') ? 'has a key "__proto__"' : 'is nested too deeply');
  return value;
}

function decodeBody(action: number, callId: string, read: Fields, kit: Kit | undefined): MessageBody {
  switch (action) {
    case VIDEO_CALL:
    case AUDIO_CALL: {
      if (callId === '') throw new Malformed('is a call without callId');
      return { kind: 'call', type: action === AUDIO_CALL ? 'audio' : 'video', roomId: read.get('fromRoomId', isUserId) };
    }
    case ACTIONS.cancel:
      return { kind: 'cancel', timeout: read.flag('cancelCallByInternal') };
    case ACTIONS.accept:
      return { kind: 'accept' };
    case ACTIONS.reject:
      return { kind: 'reject', busy: read.flag('rejectByInternal'), text: read.optional('rejectReason', isText) };
    case ACTIONS.hangup:
      return { kind: 'hangup', text: read.optional('hangupReason', isText) };
    default:
      return decodeKitBody(action, kit);
  }
}

function decodeKitBody(action: number, kit: Kit | undefined): MessageBody {
  const kind = (Object.keys(KIT_KINDS) as KitKind[]).find((one) => ACTIONS[one] === action);
  if (!kind) throw new Malformed('has an unknown message_action');
  if (!kit || KIT_KINDS[kind].some((field) => kit[field] === undefined)) throw new Malformed('lacks what its kit has to say');
  return { kind };
}

const CODES: readonly string[] = ['unsupported', 'notReady', 'gone', 'mediaFailed'] satisfies KitCode[];

function decodeKit(read: Fields): Kit {
  const code = read.optional('code', isText);
  const media = read.nested('media');
  const news = read.nested('switch');
  const resume = read.nested('resume');
  return {
    v: read.get('v', isCount),
    engine: read.get('engine', isUserId),
    device: read.get('device', isUserId),
    ring: read.optional('ring', isCount),
    media: media && decodeAnnouncement(media),
    to: read.optional('to', isUserId),
    winner: read.optional('winner', isUserId),
    receipt: read.optional('receipt', isCount),
    seq: read.optional('seq', isCount),
    payloads: read.optional('payloads', isArray),
    switch: news && decodeNews(news),
    resume: resume && { device: resume.get('device', isUserId), peer: resume.get('peer', isUserId) },
    // A code of a later version is no reason to drop a hang-up.
    code: code !== undefined && CODES.includes(code) ? (code as KitCode) : undefined,
  };
}

function decodeAnnouncement(read: Fields): Announcement {
  const { asking, resumes } = read.raw;
  return { audio: read.get('audio', isBoolean), video: read.get('video', isBoolean), ...(asking === true ? { asking } : {}), ...(resumes === true ? { resumes } : {}) };
}

function decodeNews(read: Fields): TypeNews {
  const { ask } = read.raw;
  return { type: read.get('type', isCallType), turn: read.get('turn', isCount), ...(ask === true ? { ask } : {}) };
}

type Check<Value> = (value: unknown) => value is Value;

const isBoolean: Check<boolean> = (value) => typeof value === 'boolean';
const isText: Check<string> = (value) => typeof value === 'string';
const isCount: Check<number> = (value): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isCallId: Check<string> = (value): value is string => value === '' || isUserId(value);
const isCallType: Check<CallType> = (value) => value === 'audio' || value === 'video';
const isArray: Check<readonly Json[]> = (value): value is readonly Json[] => Array.isArray(value);

/** Typed access to the fields of one object. Absent is undefined; null and wrong types are malformed. */
class Fields {
  readonly raw: JsonObject;
  readonly #prefix: string;

  constructor(raw: JsonObject, prefix: string) {
    this.raw = raw;
    this.#prefix = prefix;
  }

  get<Value>(key: string, is: Check<Value>): Value {
    const value: unknown = this.raw[key];
    if (!is(value)) throw new Malformed(`has an invalid ${this.#prefix}${key}`);
    return value;
  }
  optional<Value>(key: string, is: Check<Value>): Value | undefined {
    return this.raw[key] === undefined ? undefined : this.get(key, is);
  }
  nested(key: string): Fields | undefined {
    const value = this.optional(key, isJsonObject);
    return value && new Fields(value, `${this.#prefix}${key}.`);
  }
  /** CallAPI's own clients send numbers (`user-id.ts`). */
  user(key: string): string {
    return decodeUserId(this.raw[key]) ?? this.get(key, isUserId);
  }
  /** iOS takes `true` for 1, Android does not send it (callapi.md §1.5): both are read. */
  flag(key: string): boolean {
    const value = this.raw[key];
    return value === 1 || (value !== undefined && value !== 0 && this.get(key, isBoolean));
  }
}

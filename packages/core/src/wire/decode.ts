import { isJsonObject, jsonProblem } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { utf8Length } from '../system.ts';
import { ACTIONS, AUDIO_CALL, MAX_ID_LENGTH, MAX_MESSAGE_BYTES, VIDEO_CALL, WIRE_VERSION } from './message.ts';
import type { Announcement, Kit, KitCode, Message, MessageBody } from './message.ts';
import { decodeUserId } from './user-id.ts';

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
  const raw = parse(text);
  const read = new Fields(raw, '');
  const action = read.integer('message_action');
  const callId = read.id('callId', { empty: true });
  const fromUserId = decodeUserId(raw['fromUserId']);
  if (!fromUserId) throw new Malformed('has no valid fromUserId');
  if (raw['message_version'] !== WIRE_VERSION) {
    const isCall = (action === VIDEO_CALL || action === AUDIO_CALL) && callId !== '' && typeof raw['message_version'] === 'string';
    return { problem: 'is of another version', unsupported: isCall ? { callId, fromUserId } : undefined };
  }
  const remoteUserId = raw['remoteUserId'] === undefined ? undefined : decodeUserId(raw['remoteUserId']);
  if (raw['remoteUserId'] !== undefined && !remoteUserId) throw new Malformed('has an invalid remoteUserId');
  const extension = read.optionalObject('fromUserExtension');
  const messageId = read.optionalInteger('messageId');
  const timestamp = read.optionalInteger('message_timestamp');
  const kit = raw['kit'] === undefined ? undefined : decodeKit(raw['kit']);
  return {
    message: {
      ...decodeBody(action, callId, read, kit),
      callId,
      fromUserId,
      remoteUserId,
      messageId,
      timestamp,
      extension,
      kit,
    },
  };
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
      return { kind: 'call', type: action === AUDIO_CALL ? 'audio' : 'video', roomId: read.id('fromRoomId') };
    }
    case ACTIONS.cancel:
      return { kind: 'cancel', timeout: read.flag('cancelCallByInternal') };
    case ACTIONS.accept:
      return { kind: 'accept' };
    case ACTIONS.reject:
      return { kind: 'reject', busy: read.flag('rejectByInternal'), text: read.optionalString('rejectReason') };
    case ACTIONS.hangup:
      return { kind: 'hangup', text: read.optionalString('hangupReason') };
    case ACTIONS.receipt:
      if (kit?.receipt === undefined) throw new Malformed('is a receipt for nothing');
      return { kind: 'receipt' };
    case ACTIONS.confirm:
      if (!kit) throw new Malformed('is a confirmation without kit');
      return { kind: 'confirm' };
    case ACTIONS.negotiate:
      if (kit?.seq === undefined || !kit.payloads) throw new Malformed('is a negotiation without payloads');
      return { kind: 'negotiate' };
    case ACTIONS.status:
      if (!kit?.media) throw new Malformed('is a status without media');
      return { kind: 'status' };
    default:
      throw new Malformed('has an unknown message_action');
  }
}

const CODES: readonly string[] = ['unsupported', 'notReady', 'gone', 'mediaFailed'] satisfies KitCode[];

function decodeKit(value: Json): Kit {
  if (!isJsonObject(value)) throw new Malformed('has a kit that is no object');
  const read = new Fields(value, 'kit.');
  const code = read.optionalString('code');
  const payloads = value['payloads'];
  if (payloads !== undefined && !Array.isArray(payloads)) throw new Malformed('has kit.payloads that are no array');
  return {
    v: read.integer('v'),
    engine: read.id('engine'),
    device: read.id('device'),
    ring: read.optionalInteger('ring'),
    media: value['media'] === undefined ? undefined : decodeAnnouncement(value['media']),
    to: read.optionalId('to'),
    winner: read.optionalId('winner'),
    receipt: read.optionalInteger('receipt'),
    seq: read.optionalInteger('seq'),
    payloads: payloads as readonly Json[] | undefined,
    // A code of a later version is no reason to drop a hang-up.
    code: code !== undefined && CODES.includes(code) ? (code as KitCode) : undefined,
  };
}

function decodeAnnouncement(value: Json): Announcement {
  if (!isJsonObject(value)) throw new Malformed('has a kit.media that is no object');
  const { audio, video, asking } = value;
  if (typeof audio !== 'boolean' || typeof video !== 'boolean') throw new Malformed('has an invalid kit.media');
  return asking === true ? { audio, video, asking } : { audio, video };
}

/** Typed access to the fields of one object. Absent is undefined; null and wrong types are malformed. */
class Fields {
  readonly #raw: JsonObject;
  readonly #prefix: string;

  constructor(raw: JsonObject, prefix: string) {
    this.#raw = raw;
    this.#prefix = prefix;
  }

  integer(key: string): number {
    const value = this.#raw[key];
    // Native clients read a missing action as "video call" (callapi.md §1.1); we would rather not ring by mistake.
    if (!Number.isSafeInteger(value) || (value as number) < 0) throw new Malformed(`has an invalid ${this.#prefix}${key}`);
    return value as number;
  }
  optionalInteger(key: string): number | undefined {
    return this.#raw[key] === undefined ? undefined : this.integer(key);
  }
  optionalString(key: string): string | undefined {
    const value = this.#raw[key];
    if (value !== undefined && typeof value !== 'string') throw new Malformed(`has an invalid ${this.#prefix}${key}`);
    return value;
  }
  id(key: string, allow?: { empty: boolean }): string {
    const value = this.#raw[key];
    if (typeof value !== 'string' || value.length > MAX_ID_LENGTH || (value === '' && !allow?.empty)) {
      throw new Malformed(`has an invalid ${this.#prefix}${key}`);
    }
    return value;
  }
  optionalId(key: string): string | undefined {
    return this.#raw[key] === undefined ? undefined : this.id(key);
  }
  optionalObject(key: string): JsonObject | undefined {
    const value = this.#raw[key];
    if (value !== undefined && !isJsonObject(value)) throw new Malformed(`has an invalid ${this.#prefix}${key}`);
    return value;
  }
  /** iOS takes `true` for 1, Android does not send it (callapi.md §1.5): both are read. */
  flag(key: string): boolean {
    const value = this.#raw[key];
    if (value !== undefined && value !== 0 && value !== 1 && typeof value !== 'boolean') throw new Malformed(`has an invalid ${this.#prefix}${key}`);
    return value === 1 || value === true;
  }
}

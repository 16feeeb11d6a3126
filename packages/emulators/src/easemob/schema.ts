import { bool, bytes, Codec, double, float, i32, i64, list, nested, text, u32, u64 } from '../fields.ts';
import type { Given, Values } from '../fields.ts';

// What Easemob's clients and its edge say to each other (MSYNC), one frame in each binary WebSocket message: numbers and types are the wire's.
// Fields that nobody here reads or writes are left out. Enumerations are numbers; those below name them.

/** Who, of which app, on which device. Also the name of a queue: then it is who the messages in it are from. */
const JID = { appKey: text(1), name: text(2), domain: text(3), clientResource: text(4) };
const STATUS = { errorCode: u32(1), reason: text(2) };

/** Around everything. `guid` and `auth` are in the first frame only; what the payload is follows from the command. */
const FRAME = { guid: nested(2, JID), auth: text(3), command: u32(8), payload: bytes(9) };

/** Both ways. A client that says it logs in; the answer has a status. `authToken` is JSON, another one each way. */
const PROVISION = {
  osType: u32(1),
  version: text(2),
  status: nested(8, STATUS),
  deviceUuid: text(9),
  deviceName: text(12),
  resource: text(13),
  authToken: text(18),
  sessionId: text(20),
  reason: text(21),
};

const UNREAD = { status: nested(1, STATUS), unread: list(2, { queue: nested(1, JID), n: u32(2) }), timestamp: u64(3) };
const NOTICE = { queue: nested(1, JID) };
const LOGOUT = { sessionId: text(1), reason: text(2) };

/** The envelope of a message. A client leaves out who it is from and when. */
const META = { id: u64(1), from: nested(2, JID), to: nested(3, JID), timestamp: u64(4), ns: u32(5), payload: bytes(6), routetype: u32(7), meta: bytes(9) };

/** From a client: a message, or without one a question for what is in a queue. `key` says that what came with it has arrived. */
const SYNC_UP = { meta: nested(1, META), key: u64(2), queue: nested(3, JID) };
/** To a client: the answer to a message (`metaId`), or what is in a queue. Nothing more is in it when `isLast`. */
const SYNC_DOWN = {
  status: nested(1, STATUS),
  metaId: u64(2),
  serverId: u64(3),
  metas: list(4, META),
  nextKey: u64(5),
  queue: nested(6, JID),
  isLast: bool(7),
  timestamp: u64(8),
};

const KEY_VALUE = { key: text(1), type: u32(2), varintValue: i64(3), floatValue: float(4), doubleValue: double(5), stringValue: text(6) };
const CONTENT = { type: u32(1), text: text(2), action: text(10), customEvent: text(19), customExts: list(20, KEY_VALUE) };
/** The payload of a message in the name space `chat`. An ack names the message that it is of. */
const BODY = {
  type: u32(1),
  from: nested(2, JID),
  to: nested(3, JID),
  contents: list(4, CONTENT),
  ext: list(5, KEY_VALUE),
  ackMessageId: u64(6),
};
/** The payload in the name space `statistic`: a client tells of itself, or is told to go. */
const STATISTICS = { operation: i32(1), reason: text(10) };

export type Jid = Given<typeof JID>;
export type Status = Values<typeof STATUS>;
export type WireFrame = Values<typeof FRAME>;
export type WireProvision = Values<typeof PROVISION>;
export type WireMeta = Values<typeof META>;
export type GivenMeta = Given<typeof META>;
export type WireBody = Values<typeof BODY>;
export type GivenBody = Given<typeof BODY>;
export type WireSync = Values<typeof SYNC_UP>;
export type KeyValue = Values<typeof KEY_VALUE>;
export type GivenKeyValue = Given<typeof KEY_VALUE>;

export const COMMANDS = { sync: 0, unread: 1, notice: 2, provision: 3, logout: 4 } as const;
/** `Status.errorCode`. */
export const STATUSES = { ok: 0, fail: 1, permissionDenied: 7, unknownCommand: 9, forbidden: 12, tooManyDevices: 13 } as const;
export const NAME_SPACES = { statistic: 0, chat: 1 } as const;
export const ROUTES = { all: 0, online: 1 } as const;
export const BODY_TYPES = { chat: 1, readAck: 4, deliveryAck: 5, recall: 6 } as const;
export const CONTENT_TYPES = { text: 0, command: 6, custom: 7 } as const;
export const VALUE_TYPES = { bool: 1, int: 2, uint: 3, long: 4, float: 5, double: 6, string: 7, json: 8 } as const;

const frame = new Codec(FRAME);
const payloads = {
  provision: new Codec(PROVISION),
  unread: new Codec(UNREAD),
  notice: new Codec(NOTICE),
  logout: new Codec(LOGOUT),
  syncUp: new Codec(SYNC_UP),
  syncDown: new Codec(SYNC_DOWN),
  body: new Codec(BODY),
  statistics: new Codec(STATISTICS),
};

type Payloads = typeof payloads;
export type PayloadName = keyof Payloads;
export type Payload<Name extends PayloadName> = Payloads[Name] extends Codec<infer F> ? Values<F> : never;
export type GivenPayload<Name extends PayloadName> = Payloads[Name] extends Codec<infer F> ? Given<F> : never;

export const encode = <Name extends PayloadName>(name: Name, values: GivenPayload<Name>): Buffer => (payloads[name] as Codec<never>).encode(values as never);

/** Undefined for what is none. */
export function decode<Name extends PayloadName>(name: Name, data: Uint8Array): Payload<Name> | undefined {
  try {
    return (payloads[name] as Codec<never>).decode(data) as Payload<Name>;
  } catch {
    return undefined;
  }
}

export const encodeFrame = (values: Given<typeof FRAME>): Buffer => frame.encode(values);

/** Undefined for what is no frame of this protocol, as far as that can be seen. */
export function decodeFrame(data: Uint8Array): WireFrame | undefined {
  try {
    return frame.decode(data);
  } catch {
    return undefined;
  }
}

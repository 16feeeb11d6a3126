import { bytes, Codec, i32, namedBytes, numberedBytes, text, u32, u64 } from '../fields.ts';
import type { Values } from '../fields.ts';

/**
 * What RTM's clients and its edge say to each other, one per WebSocket frame: numbers and types are the wire's, names ours.
 * Those that nobody here needs (lists of members, storage, locks, history) are left out.
 */
const MESSAGES = {
  /** Both ways, 5 answers 4. `serverMs` sets the client's clock. */
  Ping: { uri: 4, fields: { seq: u64(1), ms: u64(2), flags: u64(3) } },
  Pong: { uri: 5, fields: { seq: u64(1), ms: u64(2), serverMs: u64(3) } },

  /** Each socket of a login says it. The same `account` and `instance`: the same session. Bit 0 of `opt`: it comes back. */
  Join: { uri: 18, fields: { seq: u64(1), opt: u64(2), instance: u64(3), account: text(4), ticket: text(5), detail: numberedBytes(6) } },
  /** `detail[1]` is a JSON object of what the app has switched on. */
  JoinReply: { uri: 19, fields: { seq: u64(1), account: text(2), code: u32(3), serverMs: u64(4), detail: numberedBytes(5) } },
  /** The edge throws this client out. */
  Drop: { uri: 22, fields: { code: u32(1) } },
  Quit: { uri: 24, fields: { flags: u64(1) } },

  /** `ticket` has to be the socket's, `resources` JSON with an array `messageChannels`, or the SDK says nothing to the app. */
  TicketNearlyExpired: { uri: 25, fields: { expireTs: u64(1), ticket: text(2), resources: text(3) } },
  Renew: { uri: 26, fields: { instance: u64(1), seq: u64(2), account: text(3), ticket: text(4) } },
  RenewReply: { uri: 27, fields: { seq: u64(1), code: u32(2), revoked: text(3) } },

  GroupEnter: { uri: 31, fields: { seq: u64(1), group: text(2) } },
  GroupReply: { uri: 33, fields: { seq: u64(1), group: text(2), code: u32(3) } },
  GroupLeave: { uri: 230, fields: { group: text(1), flags: u64(2) } },

  /** Both ways. `instance`, `dialogue` and `sequence` name it; the first two are above 2^32, or the SDK discards it. */
  Message: {
    uri: 100,
    fields: {
      instance: u64(1),
      dialogue: u64(2),
      sequence: u64(3),
      options: u64(4),
      src: text(5),
      dst: text(6),
      payload: bytes(7),
      misc: namedBytes(8),
      ms: u64(9),
    },
  },
  Ack: { uri: 101, fields: { instance: u64(1), dialogue: u64(2), sequence: u64(3), code: u32(4) } },

  /** A client asks for the presence service, which there is none here. */
  SyncInit: { uri: 754, fields: { seq: u64(1) } },
  SyncInitReply: { uri: 752, fields: { seq: u64(1), code: u32(2) } },
} as const;

/** Every frame is one of these around one of the above. */
const WRAPPER = { uri: i32(1), data: bytes(2) };

type Messages = typeof MESSAGES;
export type WireName = keyof Messages;
export type WireMessage<Name extends WireName> = Values<Messages[Name]['fields']>;
export type WireFrame = { [Name in WireName]: { readonly name: Name; readonly message: WireMessage<Name> } }[WireName];

/** What a dialogue says of one message: which it is. */
export type MessageKey = Pick<WireMessage<'Message'>, 'instance' | 'dialogue' | 'sequence'>;

/** Parts of `Message.options`. */
export const OPTIONS = {
  type: { shift: 0n, bits: 8n },
  compression: { shift: 12n, bits: 2n },
  /** 1 when the SDK sends it again. */
  iteration: { shift: 14n, bits: 4n },
  encrypted: { shift: 24n, bits: 1n },
} as const;

export const TYPES = { peerText: 0, channelText: 1, peerRaw: 3, channelRaw: 4 } as const;

export function readOption(options: bigint, part: keyof typeof OPTIONS): number {
  const { shift, bits } = OPTIONS[part];
  return Number((options >> shift) & ((1n << bits) - 1n));
}

const wrapper = new Codec(WRAPPER);
const codecs = Object.fromEntries(Object.entries(MESSAGES).map(([name, { fields }]) => [name, new Codec(fields)])) as unknown as {
  [Name in WireName]: Codec<Messages[Name]['fields']>;
};
const names = new Map<number, WireName>(Object.entries(MESSAGES).map(([name, { uri }]) => [uri, name as WireName]));

export function encodeFrame<Name extends WireName>(name: Name, message: Partial<WireMessage<Name>>): Buffer {
  const codec = codecs[name] as unknown as { encode(message: Partial<WireMessage<Name>>): Buffer };
  return wrapper.encode({ uri: MESSAGES[name].uri, data: codec.encode(message) });
}

/** Undefined for what is not in the schema, or not of this protocol. */
export function decodeFrame(frame: Uint8Array): WireFrame | undefined {
  try {
    const { uri, data } = wrapper.decode(frame);
    const name = names.get(uri);
    return name && ({ name, message: codecs[name].decode(data) } as WireFrame);
  } catch {
    return undefined;
  }
}

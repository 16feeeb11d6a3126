import { randomBytes } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { readOption, TYPES } from './schema.ts';
import type { MessageKey, WireMessage } from './schema.ts';

/** A message as a person would tell of it. */
export interface RtmMessage {
  readonly from: string;
  /** A user, or with `toChannel` the name of a channel. */
  readonly to: string;
  readonly toChannel: boolean;
  /** As the app gave it, so decompressed; as it is on the wire when the app encrypts. */
  readonly bytes: Buffer;
  /** Absent when the app sent bytes, or encrypts. */
  readonly text?: string;
  readonly customType?: string;
  /** 1 when the SDK got no ack and sends it again. */
  readonly attempt: number;
}

export const keyOf = ({ instance, dialogue, sequence }: MessageKey): string => `${instance}/${dialogue}/${sequence}`;

export function readMessage({ src, dst, options, payload, misc }: WireMessage<'Message'>): RtmMessage {
  const type = readOption(options, 'type');
  const encrypted = readOption(options, 'encrypted') === 1;
  const bytes = readOption(options, 'compression') === 1 && !encrypted ? inflate(payload) : payload;
  const isText = type === TYPES.peerText || type === TYPES.channelText;
  return {
    from: src,
    to: dst,
    toChannel: type === TYPES.channelText || type === TYPES.channelRaw,
    bytes,
    text: isText && !encrypted ? bytes.toString() : undefined,
    customType: misc['customType']?.toString(),
    attempt: readOption(options, 'iteration'),
  };
}

function inflate(payload: Buffer): Buffer {
  try {
    return inflateSync(payload);
  } catch {
    // The edge passes on whatever it gets.
    return payload;
  }
}

/** A name that the SDK takes: above 2^32, and here below 2^63. */
const newName = (): bigint => (randomBytes(8).readBigUInt64BE() >> 1n) | (1n << 33n);

/** The first message of a new dialogue, so the receiving SDK waits for none before it. */
export const newKey = (): MessageKey => ({ instance: newName(), dialogue: newName(), sequence: 1n });

export function writeMessage(from: string, to: string, content: string | Uint8Array, customType?: string): WireMessage<'Message'> {
  const isText = typeof content === 'string';
  const misc: Record<string, Buffer> = isText ? {} : { description: Buffer.alloc(0) };
  if (customType !== undefined) misc['customType'] = Buffer.from(customType);
  return {
    ...newKey(),
    options: BigInt(isText ? TYPES.peerText : TYPES.peerRaw),
    src: from,
    dst: to,
    payload: Buffer.from(content as string),
    misc,
    ms: BigInt(Date.now()),
  };
}

import { readValues, writeValues } from './key-values.ts';
import { BODY_TYPES, CONTENT_TYPES, decode, encode, ROUTES } from './schema.ts';
import type { Jid, WireBody, WireMeta } from './schema.ts';

/** What a message is to the SDK; `other` is what nobody here looks into. */
export type MessageKind = 'text' | 'command' | 'custom' | 'readAck' | 'deliveryAck' | 'other';

/** What a message says. */
export interface MessageContent {
  /** Of a text. */
  readonly text?: string;
  /** Of a command. */
  readonly action?: string;
  readonly ext?: Readonly<Record<string, unknown>>;
  /** As `deliverOnlineOnly`: it is not kept for somebody who is away. */
  readonly onlineOnly?: boolean;
}

/** A message as a person would tell of it. */
export interface EasemobMessage extends MessageContent {
  /** The service's number for it, as the SDKs show it. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: MessageKind;
  readonly ext: Readonly<Record<string, unknown>>;
  readonly onlineOnly: boolean;
  /** When the service took it, by its own clock. */
  readonly timestamp: number;
  /** Of an ack: the id of the message. */
  readonly acknowledges?: string;
}

/** A message on its way. */
export interface Parcel {
  readonly id: bigint;
  readonly message: EasemobMessage;
  readonly from: Jid;
  /** The one device that it is for, if it is not for all. */
  readonly toResource?: string;
  readonly timestamp: bigint;
  readonly payload: Buffer;
  /** Whom it is for was there when it came. */
  readonly live: boolean;
}

/** What the service adds to what a client sends. */
export interface Postmark {
  readonly id: bigint;
  readonly from: Jid;
  readonly timestamp: number;
}

export function readParcel({ to, payload, routetype }: Pick<WireMeta, 'to' | 'payload' | 'routetype'>, { id, from, timestamp }: Postmark): Parcel {
  const body = decode('body', payload);
  const message: EasemobMessage = {
    id: String(id),
    from: from.name ?? '',
    to: userIdOf(to?.name ?? ''),
    ...(body ? contentOf(body) : { kind: 'other', ext: {} }),
    onlineOnly: routetype === ROUTES.online,
    timestamp,
  };
  return { id, message, from, toResource: to?.clientResource || undefined, timestamp: BigInt(timestamp), payload, live: false };
}

/** Ids are the same in upper and lower case. */
export const userIdOf = (name: string): string => name.toLowerCase();

function contentOf({ type, contents, ext, ackMessageId }: WireBody): Pick<EasemobMessage, 'kind' | 'text' | 'action' | 'ext' | 'acknowledges'> {
  if (type === BODY_TYPES.readAck) return { kind: 'readAck', ext: {}, acknowledges: String(ackMessageId) };
  if (type === BODY_TYPES.deliveryAck) return { kind: 'deliveryAck', ext: {}, acknowledges: String(ackMessageId) };
  const [content] = contents;
  const values = readValues(ext);
  if (type !== BODY_TYPES.chat || !content) return { kind: 'other', ext: values };
  if (content.type === CONTENT_TYPES.text) return { kind: 'text', text: content.text, ext: values };
  if (content.type === CONTENT_TYPES.command) return { kind: 'command', action: content.action, ext: values };
  return { kind: content.type === CONTENT_TYPES.custom ? 'custom' : 'other', ext: values };
}

/** As the SDK writes it: a text, or with an action a command. */
export function writeBody(from: string, to: string, { text = '', action, ext = {} }: MessageContent): Buffer {
  const content = action === undefined ? { type: CONTENT_TYPES.text, text } : { type: CONTENT_TYPES.command, action };
  return encode('body', { type: BODY_TYPES.chat, from: { name: from }, to: { name: to }, contents: [content], ext: writeValues(ext) });
}

export function writeAck(type: number, from: string, to: string, ackMessageId: bigint): Buffer {
  return encode('body', { type, from: { name: from }, to: { name: to }, ackMessageId });
}

import type { Outgoing } from './call/call.ts';
import type { Clock } from './clock.ts';
import type { CallError } from './errors.ts';
import type { Json, JsonObject } from './json.ts';
import type { Log } from './log.ts';
import { Outbox } from './outbox.ts';
import { Seen } from './seen.ts';
import type { SignalClient } from './signal.ts';
import type { CallType } from './vocabulary.ts';
import { decode } from './wire/decode.ts';
import { encode } from './wire/encode.ts';
import { KIT_KINDS, MAX_MESSAGE_BYTES } from './wire/message.ts';
import type { Kit, Message, MessageBody, MessageKind } from './wire/message.ts';
import { mayBeNative } from './wire/user-id.ts';
import { utf8Length } from './system.ts';

/** Longer than any message is retried but negotiation, whose copies go by their number in the stream. */
const SEEN_MS = 5 * 60_000;
/** 2: switches between audio and video, and comes back after a reload. */
const KIT_VERSION = 2;
const TERMINAL: readonly MessageKind[] = ['cancel', 'reject', 'hangup'];
const STORED: readonly MessageKind[] = ['call', ...TERMINAL];

/** Users whose kind of client is remembered; the oldest goes first. */
const MAX_USERS = 1_000;

/** A message to be written: what it says, and which call it is about. */
export type Draft = { readonly callId: string; readonly to: string; readonly device?: string; readonly awaits?: readonly string[] } & (
  | { readonly body: Exclude<Outgoing, { kind: 'call' }> }
  | { readonly body: { readonly kind: 'call'; readonly type: CallType; readonly roomId: string; readonly ring: number; readonly extension?: JsonObject } }
  | { readonly body: { readonly kind: 'negotiate'; readonly seq: number; readonly payloads: readonly Json[] } }
  | { readonly body: { readonly kind: 'reject'; readonly busy: true } }
  | { readonly body: { readonly kind: 'receipt'; readonly receipt: number } }
);

export interface DeliveryOptions {
  readonly signal: SignalClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly userId: string;
  readonly device: string;
  readonly engine: string;
  readonly trustedPublishers: readonly string[];
}

/** What becomes of a message. */
export interface PostListener {
  taken?(): void;
  failed?(error: CallError): void;
  /** The peer is not there; with this, delivery goes on. */
  absent?(): void;
}

export interface Sender {
  readonly userId: string;
}

/** The post office of one client: writes and reads messages, checks who sent them, gives and awaits receipts. */
export class Delivery {
  userExtension: JsonObject | undefined;
  readonly outbox: Outbox;
  readonly #options: DeliveryOptions;
  readonly #seen: Seen;
  /** What kind of client a user has, as far as it has shown. */
  readonly #kits = new Map<string, boolean>();
  #lastMessageId = 0;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#seen = new Seen(options.clock, SEEN_MS);
    this.outbox = new Outbox(options.signal, options.clock);
  }

  /** Posts a message, and tries for `lifetime` ms to deliver it. `text` can also be told over the media connection: under one message id the first to arrive counts. */
  post(draft: Draft, lifetime: number, on: PostListener = {}): { text: string; attempted: Promise<void> } {
    const messageId = ++this.#lastMessageId;
    const text = this.#write(draft, messageId);
    const attempted = this.outbox.post({
      to: draft.to,
      device: draft.device,
      awaits: draft.awaits,
      text,
      messageId,
      callId: draft.callId,
      terminal: TERMINAL.includes(draft.body.kind),
      stored: STORED.includes(draft.body.kind),
      until: this.#options.clock.now() + lifetime,
      wantsReceipt: () => this.#givesReceipts(draft.to),
      onTaken: on.taken,
      onFailed: on.failed,
      onAbsent: on.absent,
    });
    return { text, attempted };
  }

  /** How large a call message with this extension is; over `MAX_MESSAGE_BYTES` nobody would take it. */
  fits(draft: Draft): boolean {
    return utf8Length(this.#write(draft, Number.MAX_SAFE_INTEGER)) <= MAX_MESSAGE_BYTES;
  }

  /**
   * The message in `text`, or undefined when there is nothing to do about it: malformed, not for us, not from whom it says, or a
   * duplicate of one that was taken (then another receipt goes out, as the first may have been lost).
   */
  read(text: string, sender: Sender): Message | undefined {
    const decoded = decode(text);
    if ('problem' in decoded) {
      this.#options.log('warning', `dropped a message that ${decoded.problem}`);
      const unsupported = decoded.unsupported;
      const from = this.#normalize(sender.userId);
      if (unsupported && from !== this.#options.userId && this.#normalize(unsupported.fromUserId) === from) {
        this.sayOnce({ callId: unsupported.callId, to: from, body: { kind: 'reject', text: 'unsupported', code: 'unsupported' } });
      }
      return undefined;
    }
    const message = this.#identified(decoded.message, sender);
    if (!message || this.#isForAnotherDevice(message)) return undefined;
    this.learnKind(message);
    const key = keyOf(message);
    if (key === undefined || !this.#seen.has(key)) return message;
    this.#giveReceipt(message);
    return undefined;
  }

  /** Whether that user is a kit, as far as has been seen last. */
  learnKind({ fromUserId, kit }: Pick<Message, 'fromUserId'> & { readonly kit?: object }): void {
    this.#kits.delete(fromUserId);
    this.#kits.set(fromUserId, kit !== undefined);
    if (this.#kits.size > MAX_USERS) this.#kits.delete(this.#kits.keys().next().value!);
  }

  /** The message was dealt with: its sender gets a receipt if it is a kit, and its duplicates are ignored from now on. */
  take(message: Message): void {
    const key = keyOf(message);
    if (key !== undefined) this.#seen.add(key);
    this.#giveReceipt(message);
  }

  /** "Your message is about a call that I do not have." */
  sayGone(message: Message): void {
    this.sayOnce({ callId: message.callId, to: message.fromUserId, device: message.kit?.device, body: { kind: 'hangup', code: 'gone' } });
  }

  #identified(message: Message, sender: Sender): Message | undefined {
    const { userId, trustedPublishers, log } = this.#options;
    const from = this.#normalize(message.fromUserId);
    const publisher = this.#normalize(sender.userId);
    const to = message.remoteUserId === undefined ? userId : this.#normalize(message.remoteUserId);
    if (publisher !== from && !trustedPublishers.some((trusted) => this.#normalize(trusted) === publisher)) {
      log('warning', 'dropped a message of a false sender');
      return undefined;
    }
    if (to !== userId) {
      log('warning', 'dropped a message for somebody else');
      return undefined;
    }
    // Our own message, echoed by a service that has several devices of a user (callapi.md N-38).
    if (from === userId) return undefined;
    return { ...message, fromUserId: from, viaServer: publisher !== from };
  }

  #normalize(userId: string): string {
    return this.#options.signal.normalizeUserId?.(userId) ?? userId;
  }

  #isForAnotherDevice(message: Message): boolean {
    return message.kit?.to !== undefined && message.kit.to !== this.#options.device;
  }

  /** A user who may have one of CallAPI's own clients is not sent copies: those take a second copy for a second call (callapi.md N-11). */
  #givesReceipts(userId: string): boolean {
    return this.#kits.get(userId) ?? !mayBeNative(userId, this.#options.engine);
  }

  #giveReceipt({ kind, kit, messageId, callId, fromUserId: to }: Message): void {
    if (!kit || kind === 'receipt' || messageId === undefined) return;
    this.sayOnce({ callId, to, device: kit.device, body: { kind: 'receipt', receipt: messageId } });
  }

  /** Sends without expecting a receipt: whoever misses it sends its own message again, and is told again. */
  sayOnce(draft: Draft): void {
    this.#options.signal.sendMessage(draft.to, this.#write(draft, ++this.#lastMessageId)).catch(() => {});
  }

  #write({ body, callId, to, device }: Draft, messageId: number): string {
    const { userId, device: own, engine, clock } = this.#options;
    // What a kind does not have is undefined, and left out.
    const { kind, ring, media, winner, receipt, seq, payloads, switch: news, resume, code, ...rest }: Partial<Kit> & { readonly kind: MessageKind; readonly extension?: JsonObject } = body;
    // Beside CallAPI's own messages it would only be weight.
    const userExtension = kind in KIT_KINDS ? undefined : this.userExtension;
    return encode({
      ...(body as MessageBody),
      callId,
      fromUserId: userId,
      remoteUserId: to,
      messageId,
      timestamp: clock.wallTime(),
      extension: userExtension || rest.extension ? { ...userExtension, ...rest.extension } : undefined,
      kit: { v: KIT_VERSION, engine, device: own, to: device, ring, media, winner, receipt, seq, payloads, switch: news, resume, code },
    });
  }
}

/** What makes two messages the same one. WEB and server messages have no id (callapi.md §1.1); the rules cope with their duplicates. */
function keyOf({ fromUserId, kit, callId, kind, messageId }: Message): string | undefined {
  return messageId === undefined ? undefined : JSON.stringify([fromUserId, kit?.device, callId, kind, messageId]);
}

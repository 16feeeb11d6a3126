import type { Json, JsonObject } from '../json.ts';
import type { CallType } from '../vocabulary.ts';

// CallAPI's message_action numbers (callapi.md §1.1), and the kit's own from 100 on, which CallAPI's clients ignore (§1.8).
// The kit's own are sent only to a peer that has shown `kit`.
export const ACTIONS = {
  cancel: 1,
  accept: 2,
  reject: 3,
  hangup: 4,
  /** "I have your message", for one message id. */
  receipt: 100,
  /** The caller has the accept: only now may the callee be connected. */
  confirm: 101,
  /** The media engine's own payloads. */
  negotiate: 102,
  /** Which of the sender's devices are on. */
  status: 103,
  /** The sender changed the type of the call, or asks to. */
  switch: 104,
  /** The sender's page is going away, and means to be back in a moment. With `winner`: it leaves all but that one. */
  leaving: 105,
  /** It is back. */
  resume: 106,
} as const;
export const VIDEO_CALL = 0;
export const AUDIO_CALL = 10;

export const WIRE_VERSION = '1.0';
/** The media of CallAPI's own clients. They show no `kit` that would say so. */
export const NATIVE_ENGINE = 'agora';
/** CallAPI's apps may compare the text, so it is theirs (callapi.md §1.1). */
export const BUSY_TEXT = 'The user is currently busy';

export const MAX_MESSAGE_BYTES = 32 * 1024;
export const MAX_ID_LENGTH = 64;

/** What a side sends, or will once its devices are open (`asking`). */
export interface Announcement {
  readonly audio: boolean;
  readonly video: boolean;
  readonly asking?: boolean;
  /** When its page goes away, it may come back: see `leaving`. */
  readonly resumes?: boolean;
}

/** The type that the sender's call has from this turn on, or is asked to have. */
export interface TypeNews {
  readonly type: CallType;
  readonly turn: number;
  readonly ask?: boolean;
}

/** Which call goes on: that of these two devices. The first of them is no more. */
export interface Resumption {
  readonly device: string;
  readonly peer: string;
}

/** What the kit adds to a message, in a key that CallAPI's clients ignore. */
export interface Kit {
  readonly v: number;
  readonly engine: string;
  readonly device: string;
  /** call: how long the caller lets it ring, ms; 0 = without end. */
  readonly ring?: number;
  readonly media?: Announcement;
  /** The one device of the receiver that this is meant for; all of them when absent. */
  readonly to?: string;
  /** cancel, leaving: the device of the receiver that answered, so the others stop ringing. */
  readonly winner?: string;
  /** receipt: the message id that arrived. */
  readonly receipt?: number;
  /** negotiate: position in this sender's stream, from 0, and the payloads. */
  readonly seq?: number;
  readonly payloads?: readonly Json[];
  readonly switch?: TypeNews;
  readonly resume?: Resumption;
  /** reject, hangup: a reason for machines. */
  readonly code?: KitCode;
}
/** `gone`: the sender knows no such call (any more). */
export type KitCode = 'unsupported' | 'notReady' | 'gone' | 'mediaFailed';

interface Common {
  readonly callId: string;
  readonly fromUserId: string;
  readonly remoteUserId?: string;
  readonly messageId?: number;
  readonly timestamp?: number;
  readonly extension?: JsonObject;
  readonly kit?: Kit;
  /** Said by a trusted publisher on behalf of `fromUserId` (callapi.md §1.7). Not on the wire. */
  readonly viaServer?: boolean;
}
export type MessageBody =
  | { readonly kind: 'call'; readonly type: CallType; readonly roomId: string }
  | { readonly kind: 'cancel'; readonly timeout: boolean }
  | { readonly kind: 'accept' }
  | { readonly kind: 'reject'; readonly busy: boolean; readonly text?: string }
  | { readonly kind: 'hangup'; readonly text?: string }
  | { readonly kind: 'receipt' }
  | { readonly kind: 'confirm' }
  | { readonly kind: 'negotiate' }
  | { readonly kind: 'status' }
  | { readonly kind: 'switch' }
  | { readonly kind: 'leaving' }
  | { readonly kind: 'resume' };
export type MessageKind = MessageBody['kind'];
export type Message = Common & MessageBody;

/** The kit's own kinds, and what each has to say in `kit`. */
export const KIT_KINDS = {
  receipt: ['receipt'],
  confirm: [],
  negotiate: ['seq', 'payloads'],
  status: ['media'],
  switch: ['switch'],
  leaving: [],
  resume: ['resume', 'media'],
} satisfies Partial<Record<MessageKind, readonly (keyof Kit)[]>> as Readonly<Record<KitKind, readonly (keyof Kit)[]>>;
export type KitKind = Exclude<MessageKind, 'call' | 'cancel' | 'accept' | 'reject' | 'hangup'>;

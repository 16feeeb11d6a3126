import type { CallError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { MediaConnectionState, Track, TrackKind } from '../media.ts';
import type { LocalMediaState } from '../snapshot.ts';
import type { CallEvent, CallMetric, CallReason, CallType, EarlyMedia } from '../vocabulary.ts';
import type { Announcement, KitCode, Message, Resumption, TypeNews } from '../wire/message.ts';

/**
 * Everything that is known of one call. Immutable: `transition` makes the next one.
 *
 * Times are milliseconds of the client's monotonic clock.
 */
export interface Call {
  readonly callId: string;
  readonly direction: 'outgoing' | 'incoming';
  readonly type: CallType;
  /** How often both have changed, or tried to change, the type (`switch-type.ts`). */
  readonly turn: number;
  /** One side asks for video, and the other has not answered. `turn`: the one that video would have. */
  readonly typeRequest?: { readonly from: 'outgoing' | 'incoming'; readonly turn: number };
  readonly localUserId: string;
  readonly remoteUserId: string;
  readonly roomId: string;
  readonly extension?: JsonObject;

  readonly phase: 'calling' | 'connecting' | 'connected' | 'ended';
  readonly reason: CallReason;
  /** Milliseconds since 1970 at time 0 of the clock, as it was when the call began: a machine may sleep between two calls. */
  readonly epoch: number;
  readonly startedAt: number;
  readonly acceptedAt?: number;
  readonly connectedAt?: number;
  readonly endedAt?: number;
  readonly endText?: string;
  readonly metrics: Readonly<Partial<Record<CallMetric, number>>>;

  readonly settings: CallSettings;
  readonly peer: Peer;
  /** A server rang both users (callapi.md §1.7): both are callees, and both have to accept. */
  readonly matched: boolean;
  /** Callee: the caller's confirmation came (or it cannot confirm), or the accept of the other callee. Caller: always, once accepted. */
  readonly agreed: boolean;
  /** Caller: the service took the invite. */
  readonly inviteTaken: boolean;
  /** Caller: the callee was not there, and is awaited. */
  readonly pushed: boolean;
  readonly signalOnline: boolean;

  /** Undefined while no connection is open. */
  readonly media?: MediaConnectionState;
  readonly mediaOpen: boolean;
  /** A peer that cannot say what it sends showed no picture in time: its sound is enough (callapi.md N-28). */
  readonly videoWaived: boolean;

  readonly local: LocalMediaState;
  /** What the user wants on; `local` says what is. */
  readonly wants: { readonly microphone: boolean; readonly camera: boolean };
  /** The acquisition under way, if any. */
  readonly capturing?: { readonly audio: boolean; readonly video: boolean; readonly onlyIfGranted: boolean };
  /** A dark picture is sent, as there is none of the camera. Not part of `local`. */
  readonly placeholder: boolean;
  readonly announced?: Announcement;
  /** Taken up again after a reload of the page. */
  readonly resumed?: boolean;
  /** The peer's page is gone and may come back; it is back, and media is on its way. */
  readonly absence?: 'away' | 'returning';
  readonly connectTimer?: { readonly deadline: number; readonly pausedAt?: number; readonly pauseLeft: number };
}

export interface CallSettings {
  readonly callTimeout: number;
  readonly firstFrameWaitDisabled: boolean;
  /** Of a callee; a caller sends from the start. */
  readonly early: EarlyMedia;
  readonly sendPushIfOffline: boolean;
  /** Over a reload of the page the call goes on. */
  readonly resumes: boolean;
  /** The signalling service does not tell who is not there: no answer to an invite does. */
  readonly silenceTells: boolean;
  /** `kit.device` of this client. */
  readonly device: string;
  /** Our media engine; only that of CallAPI's own clients reaches them. */
  readonly engine: string;
}

export interface Peer {
  /** CallAPI's own clients show no `kit`. Unknown until the peer's first message. */
  readonly kind: 'unknown' | 'kit' | 'native';
  /** Which kit. */
  readonly version?: number;
  /** The device that media is negotiated with; after accept, the one that the call is with. */
  readonly device?: string;
  /** All of the peer's devices that have shown themselves in this call. */
  readonly devices: readonly string[];
  /** The largest message id seen from `device` since it was chosen; ids only grow, so a call message below it is an old one. */
  readonly latest: number;
  readonly announced?: Announcement & { readonly device?: string; readonly messageId: number };
}

export type CallAction =
  | { readonly type: 'cancel' }
  | { readonly type: 'accept'; readonly microphone?: boolean; readonly camera?: boolean }
  | { readonly type: 'reject'; readonly text?: string }
  | { readonly type: 'hangup'; readonly text?: string }
  /** Another call takes the place of this one: its peer dialled again (from `device`), so it has left this one. */
  | { readonly type: 'superseded'; readonly device?: string }
  | { readonly type: 'setMicrophone'; readonly on: boolean }
  | { readonly type: 'setCamera'; readonly on: boolean }
  | { readonly type: 'selectDevice'; readonly kind: TrackKind; readonly deviceId: string }
  | { readonly type: 'switchType'; readonly to: CallType }
  /** The page goes away, or the client is deinitialized: whatever ends the call in this phase. */
  | { readonly type: 'leave' }
  /** The page is reloaded, and takes the call up again. */
  | { readonly type: 'suspend' };

export type TimerName = 'ring' | 'silence' | 'connect' | 'reconnect' | 'videoWait' | 'typeRequest' | 'return';

export type CallInput = (
  | { readonly type: 'action'; readonly action: CallAction }
  | { readonly type: 'message'; readonly message: Message }
  | { readonly type: 'media'; readonly state: MediaConnectionState }
  | { readonly type: 'captured'; readonly audio: Track | null; readonly video: Track | null; readonly errors: { readonly audio?: CallError; readonly video?: CallError } }
  | { readonly type: 'deviceOpened'; readonly kind: TrackKind; readonly track: Track }
  | { readonly type: 'deviceFailed'; readonly kind: TrackKind; readonly error: CallError }
  | { readonly type: 'deviceEnded'; readonly kind: TrackKind }
  /** Comes while it is needed only. Null: it could not be loaded. */
  | { readonly type: 'placeholder'; readonly track: Track | null }
  | { readonly type: 'inviteTaken' }
  | { readonly type: 'peerAbsent' }
  | { readonly type: 'inviteFailed'; readonly error: CallError }
  | { readonly type: 'signal'; readonly online: boolean }
  | { readonly type: 'peerGone'; readonly device?: string }
  | { readonly type: 'timer'; readonly name: TimerName }
) & { readonly at: number };

/** Says what is on. `switch`, `resume`: from and to a page that came back. */
export interface Announcing {
  readonly kind: 'accept' | 'confirm' | 'status' | 'resume';
  readonly media: Announcement;
  readonly switch?: TypeNews;
  readonly resume?: Resumption;
}

/** What a message of ours says; the client adds who, when and how it is delivered. */
export type Outgoing =
  | { readonly kind: 'call' }
  | { readonly kind: 'cancel'; readonly timeout: boolean; readonly winner?: string; readonly to?: string }
  | { readonly kind: 'reject'; readonly text?: string; readonly code?: KitCode }
  | { readonly kind: 'hangup'; readonly text?: string; readonly code?: KitCode }
  | Announcing
  | { readonly kind: 'leaving'; readonly winner?: string }
  | { readonly kind: 'switch'; readonly switch: TypeNews };

export type Effect =
  /** `lifetime`: how long delivery is tried, ms. */
  | { readonly do: 'send'; readonly message: Outgoing; readonly lifetime: number }
  | { readonly do: 'timer'; readonly name: TimerName; readonly ms: number }
  | { readonly do: 'stopTimer'; readonly name: TimerName }
  | { readonly do: 'stopTimers' }
  | { readonly do: 'openMedia' }
  | { readonly do: 'closeMedia' }
  /** Negotiation from one of the peer's devices. */
  | { readonly do: 'feed'; readonly message: Message }
  | { readonly do: 'acceptMedia' }
  | { readonly do: 'mediaType'; readonly type: CallType }
  | { readonly do: 'acquire'; readonly audio: boolean; readonly video: boolean; readonly onlyIfGranted: boolean }
  | { readonly do: 'publish'; readonly kind: TrackKind; readonly track: Track | null }
  | { readonly do: 'mute'; readonly on: boolean }
  | { readonly do: 'openDevice'; readonly kind: TrackKind; readonly deviceId?: string }
  | { readonly do: 'stopDevice'; readonly kind: TrackKind }
  | { readonly do: 'preferDevice'; readonly kind: TrackKind; readonly deviceId: string }
  | { readonly do: 'push' }
  | { readonly do: 'placeholder'; readonly on: boolean }
  | { readonly do: 'releaseDevices' }
  /** `call`: as it was at this point; one input may pass through two states. */
  | { readonly do: 'state'; readonly call: Call; readonly eventReason: string }
  | { readonly do: 'event'; readonly event: CallEvent; readonly eventReason: string }
  | { readonly do: 'error'; readonly error: CallError }
  | { readonly do: 'connected' }
  | { readonly do: 'disconnected'; readonly by: string }
  /** The action does not fit the state; nothing changed. */
  | { readonly do: 'refuse'; readonly why: string; readonly code?: 'unsupported' };

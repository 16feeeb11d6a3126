import type { CallType, EarlyMedia } from './vocabulary.ts';
import type { CallError } from './errors.ts';
import type { Json } from './json.ts';
import type { TokenSource } from './tokens.ts';

export type TrackKind = 'audio' | 'video';

/** The shape of a MediaStreamTrack, as far as core cares (its `kind` is typed as any string, so browsers' tracks need a cast). */
export interface Track {
  readonly id: string;
  readonly kind: TrackKind;
}

export type MediaPhase = 'connecting' | 'connected' | 'reconnecting' | 'failed' | 'closed';

/** Whether the peer is in the media session: not yet, there, left on purpose, or lost. */
export type PeerPresence = 'absent' | 'here' | 'quit' | 'dropped';

/** A frozen snapshot; the tracks in it are not frozen. */
export interface MediaConnectionState {
  readonly phase: MediaPhase;
  readonly peer: PeerPresence;
  readonly remote: { readonly audio: Track | null; readonly video: Track | null };
  /** What the transport itself can tell about the peer pausing. Only used for peers that do not announce it. */
  readonly remotePaused: { readonly audio: boolean; readonly video: boolean };
  /** The first packet (audio) or decoded frame (video) of the peer has arrived, whether or not anything shows it. */
  readonly received: { readonly audio: boolean; readonly video: boolean };
  /** The first packet or frame of ours has left. */
  readonly sent: { readonly audio: boolean; readonly video: boolean };
  /** Set with `failed`. */
  readonly error?: CallError;
}

export interface MediaStats {
  readonly roundTripMs?: number;
  readonly framesDecoded: number;
  readonly framesSent: number;
  readonly packetsSent: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly frameWidth?: number;
  readonly frameHeight?: number;
}

export interface MediaOpenOptions {
  readonly callId: string;
  readonly roomId: string;
  readonly type: CallType;
  readonly role: 'caller' | 'callee';
  readonly localUserId: string;
  readonly remoteUserId: string;
  readonly early: EarlyMedia;
  /** For this room. Absent when nobody gave any. */
  readonly token?: TokenSource;
  /** The token runs out soon. The adapter asks `token` for another by itself. */
  tokenWillExpire?(): void;
  /** Negotiation, opaque to core; arrives at the peer's `receive`, in order and once. Only webrtc needs it. */
  send(payload: Json): void;
  /** What the peer's `tell` sent. */
  told(payload: Json): void;
}

/**
 * One call's media.
 *
 * - It MUST be silent: adapters never play sound and mount no element that a page can see.
 * - A callee MUST send no media before `accepted()`, unless `early` is `full`. It MUST receive before that unless `early` is `none`
 *   (core then opens it at accept).
 * - `state` MUST be the same object until something changes, and every change MUST notify the subscribers, not before `open` returned.
 * - First frames MUST be found with no element of the kit mounted, and in a hidden page.
 * - `receive` MUST accept any payload without throwing; what is malformed is ignored.
 */
export interface MediaConnection {
  readonly state: MediaConnectionState;
  subscribe(listener: () => void): () => void;
  receive(payload: Json): void;
  /** Sends `track`, or stops sending that kind with null. Replacing does not renegotiate. Legal before the connection is made; the last call wins. The track stays the caller's: it is not stopped. */
  publish(kind: TrackKind, track: Track | null): Promise<void>;
  /** Callee: on its own accept. Caller: on receipt of it. Direct network paths are allowed from here. */
  accepted(): void;
  /** The call turned to video, or to audio: what `options.type` said is no longer so. Legal in every phase. Without it a call keeps its type. */
  setType?(type: CallType): void;
  /** The engine's own channel (webrtc: a data channel). False when it is not open or there is none. */
  tell?(payload: Json): boolean;
  stats(): Promise<MediaStats>;
  /** Uses another token from here on. Rejects when the service refuses it; the call goes on with the old one. */
  renewToken?(token: string): Promise<void>;
  /** Idempotent, legal in every phase, never rejects. What was told is let out first, for at most 100 ms. Afterwards `phase` is `closed` and nothing is notified. */
  close(): Promise<void>;
}

/** Makes media connections (webrtc, agora, yours). */
export interface MediaEngine {
  /** Announced in the invite; both sides need the same. */
  readonly name: string;
  /** Fetches the SDK and preloads what it can. MUST NOT touch a device. */
  warmUp?(room?: { roomId: string; token?: TokenSource; join?: boolean }): Promise<void>;
  /** Leaves the room that `warmUp` joined, unless a connection has it by now. Never rejects. */
  leaveAhead?(): Promise<void>;
  /** Returns at once, so that `close()` can always follow. MUST NOT throw: what goes wrong becomes the state `failed`. */
  open(options: MediaOpenOptions): MediaConnection;
}

import type { CallError } from './errors.ts';
import type { JsonObject } from './json.ts';
import type { MediaConnectionState, Track } from './media.ts';
import type { SignalState } from './signal.ts';
import type { CallMetrics, CallReason, CallState, CallType } from './vocabulary.ts';

/** `asking`: being opened, perhaps behind a permission prompt. `failed`: see `error`. */
export type DeviceState = 'off' | 'asking' | 'on' | 'failed';

export interface LocalDevice {
  readonly state: DeviceState;
  /** What is captured; null when off. A muted microphone keeps its track. */
  readonly track: Track | null;
  readonly error?: CallError;
}
export interface LocalMediaState {
  readonly microphone: LocalDevice;
  readonly camera: LocalDevice;
}
/** What the peer says of its own devices, or what its media shows when it cannot say. */
export interface RemoteMediaState {
  readonly microphone: boolean;
  readonly camera: boolean;
}

/** One call, frozen. Times are milliseconds since 1970; differences between them come from a monotonic clock. */
export interface CallInfo {
  readonly callId: string;
  readonly direction: 'outgoing' | 'incoming';
  /** May change while the call goes on: `switchType`. */
  readonly type: CallType;
  /** Video is asked for in an audio call: `outgoing` by this side, `incoming` by the peer, who waits for our `switchType`. */
  readonly typeRequest?: 'outgoing' | 'incoming';
  /** Accepted, and the peer's app can: `switchType` is worth offering. */
  readonly canSwitchType?: boolean;
  readonly remoteUserId: string;
  readonly roomId: string;
  readonly startedAt: number;
  readonly connectedAt?: number;
  readonly endedAt?: number;
  readonly endReason?: CallReason;
  /** The text that came with a reject or hang-up. Untrusted: show it as text only, and never as a name. */
  readonly endText?: string;
  /** What the caller sent along: its user extension with the call's merged over it. */
  readonly extension?: JsonObject;
  /** Undefined until media is opened. */
  readonly media?: MediaConnectionState;
  readonly local: LocalMediaState;
  readonly remote: RemoteMediaState;
  readonly metrics: CallMetrics;
}

/** A client, frozen; the same object until something changes. */
export interface CallSnapshot {
  readonly state: CallState;
  readonly reason: CallReason;
  readonly signal: SignalState;
  /** While calling, connecting, connected. */
  readonly call?: CallInfo;
  /** How the last one ended: what an ended screen and a history need. */
  readonly lastCall?: CallInfo;
}

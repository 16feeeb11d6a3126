import type { CallError } from './errors.ts';
import type { LogLevel } from './log.ts';

export type SignalState = 'offline' | 'connecting' | 'online' | 'reconnecting' | 'failed';

export interface SignalListener {
  /**
   * A message for this user. `sender.userId` MUST be the identity that the service authenticated, never one read from the message.
   * `ageMs` is how long the service held it, by the service's own clock; `queued` says that it waited while this user was offline.
   */
  onMessageReceive?(message: string, sender: { userId: string; ageMs?: number; queued?: boolean }): void;
  onStateChange?(state: SignalState, error?: CallError): void;
  /**
   * A user (or, with `device`, one tab or device of that user) is gone for certain. MUST NOT be reported on suspicion.
   * Without `device` it means that nothing of that user is left.
   */
  onPeerGone?(userId: string, device?: string): void;
  onTokenWillExpire?(): void;
  debugInfo?(message: string, level: LogLevel): void;
}

/**
 * Carries text between two users (CallAPI's ISignalClient, with the sender's identity and the connection made visible).
 *
 * - Messages MAY be lost, late, doubled or reordered; the engine copes. They MUST NOT be altered or truncated.
 * - `sendMessage` MUST resolve when the service took the message and reject with a `CallError` when it did not:
 *   `signalNotReady`, `peerOffline` (with `certain`) or `signalFailed`. It MUST NOT throw synchronously.
 * - Recovering a lost connection is the adapter's job; it MUST report `reconnecting` meanwhile and `failed` when it gave up.
 * - `onMessageReceive` MUST NOT be called from inside `sendMessage`, nor before `connect()` or after `disconnect()`.
 * - `connect` while connected and `disconnect` while offline MUST do nothing. After `disconnect`, `connect` works again.
 * - A listener added twice is called once; one listener that throws MUST NOT keep the others from hearing.
 */
export interface SignalClient {
  /** As normalised by the adapter. */
  readonly userId: string;
  /** Names this tab or device among those of the user, where the backend has such a name. */
  readonly device?: string;
  readonly state: SignalState;
  /**
   * True where the service takes messages for users who are not there, and says nothing of it. Then three seconds without a receipt mean
   * that the peer is not there.
   */
  readonly takesForAbsent?: boolean;
  /** The service has one connection per user, and the next one ends it: tabs of the user have to share it. */
  readonly onePerUser?: boolean;
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  /** `stored`: keep it for an offline peer, where the service can. */
  sendMessage(userId: string, message: string, options?: { stored?: boolean }): Promise<void>;
  /** Has the service show `text` on the devices of a user who is not there. Rejects with `signalFailed` when it does not take it. */
  sendPush?(userId: string, text: string): Promise<void>;
  /** Uses another token from here on, also for the next `connect`. Rejects when the service refuses it; the connection stays as it is. */
  renewToken?(token: string): Promise<void>;
  /**
   * Asked when a call rings. False: another tab or device of the user is the one to negotiate ahead, and this one opens its media when it
   * answers, whatever `earlyMedia` says.
   */
  mayWarm?(): boolean;
  addListener(listener: SignalListener): void;
  removeListener(listener: SignalListener): void;
  /** The form in which the service compares user ids, when it is not the id as given. */
  normalizeUserId?(userId: string): string;
}

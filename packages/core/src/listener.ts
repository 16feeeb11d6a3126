import type { CallError } from './errors.ts';
import type { JsonObject } from './json.ts';
import type { LogLevel } from './log.ts';
import type { CallInfo } from './snapshot.ts';
import type { CallEvent, CallReason, CallState } from './vocabulary.ts';

/** What a state callback carries beside the state: always the call it speaks of, so that an end can be attributed. */
export interface CallEventInfo {
  readonly callId: string;
  readonly fromUserId?: string;
  readonly remoteUserId?: string;
  readonly fromRoomId?: string;
  readonly fromUserExtension?: JsonObject;
  readonly rejectReason?: string;
  readonly hangupReason?: string;
  /** On `connected` (CallAPI's name). */
  readonly costTimeMap?: CallInfo['metrics'];
}

export interface CallConnectedInfo {
  readonly callId: string;
  readonly roomId: string;
  /** Who dialled. */
  readonly callUserId: string;
  readonly currentUserId: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
}
export interface CallDisconnectedInfo extends Omit<CallConnectedInfo, 'callUserId'> {
  /** Who ended it: the peer when a message of the peer did, else this user. */
  readonly hangupUserId: string;
  /** Milliseconds, from a monotonic clock. */
  readonly duration: number;
}

/**
 * CallAPI's callbacks, all optional.
 *
 * All but the two questions are queued: a listener may call back into the client, and every listener still hears everything in one order.
 * The two questions are asked synchronously, before anything changes; client calls made inside them run after.
 */
export interface CallListener {
  onCallStateChanged?(state: CallState, reason: CallReason, eventReason: string, eventInfo: CallEventInfo): void;
  onCallEventChanged?(event: CallEvent, eventReason: string): void;
  onCallError?(error: CallError): void;
  /** The callee is not there and is being told by a push; it rings on until its timeout. At most once per call. */
  onCallRemoteOffline?(call: CallInfo): void;
  /** Always followed by exactly one `onCallDisconnected`. */
  onCallConnected?(info: CallConnectedInfo): void;
  onCallDisconnected?(info: CallDisconnectedInfo): void;
  /** Question: false answers "busy"; nothing opens, no state changes. Every listener must agree. */
  shouldRing?(call: CallInfo): boolean;
  /** Question: may this ringing call open media before it is accepted? One yes is enough; unanswered means yes. False means `earlyMedia` `none` for this call. */
  canJoinRtcOnCalling?(call: CallInfo): boolean;
  tokenPrivilegeWillExpire?(): void;
  callDebugInfo?(message: string, level: LogLevel): void;
}

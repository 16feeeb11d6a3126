import type { Capture } from './capture.ts';
import type { Clock } from './clock.ts';
import type { JsonObject } from './json.ts';
import type { Log } from './log.ts';
import type { MediaEngine } from './media.ts';
import type { SignalClient } from './signal.ts';
import type { EarlyMedia } from './vocabulary.ts';

/** CallAPI's PrepareConfig, without its views: rendering belongs to the elements. */
export interface PrepareConfig {
  /** The room of the next dial; serves one dial. A fresh random room otherwise, which is what keeps former peers out. */
  readonly roomId?: string;
  readonly rtcToken?: string;
  /** Sent along with every message. */
  readonly userExtension?: JsonObject;
  /** Milliseconds a call rings; 0 = until somebody acts. Default 15000. */
  readonly callTimeout: number;
  /** `connected` on agreement alone, without waiting for a picture. Default false. */
  readonly firstFrameWaitDisabled: boolean;
  /** Default `receive`. */
  readonly earlyMedia: EarlyMedia;
  /** Lets an engine that can join the prepared room ahead of the dial; costs money on agora. Default false. */
  readonly autoJoinRtc: boolean;
}

export const DEFAULT_PREPARE: PrepareConfig = {
  callTimeout: 15_000,
  firstFrameWaitDisabled: false,
  earlyMedia: 'receive',
  autoJoinRtc: false,
};

export interface CallConfig {
  readonly userId: string;
  readonly signal: SignalClient;
  readonly media: MediaEngine;
  readonly capture: Capture;
  /** User ids of a server that may speak for others (server-matched calls). Default: none. */
  readonly trustedPublishers?: readonly string[];
  readonly clock?: Clock;
  readonly createId?: () => string;
  readonly log?: Log;
}

import type { RtmMessage } from './rtm/message.ts';

/**
 * What happens to the WebSockets of one service; its access point stays up. Each may be for one user, or for all without a user id; `heal`
 * is always for all.
 */
export interface SocketFaults {
  /** Resets the open ones (TCP RST). New ones are welcome. */
  cut(userId?: string): void;
  /** Resets new ones, as soon as it is clear whose they are. */
  refuse(userId?: string): void;
  /**
   * They stay open, and nothing passes in either direction. What was on its way passes after `heal`, as TCP would send it again; so
   * it does for a client that gave its socket up meanwhile. New sockets are heard when they are still there by then.
   */
  blackHole(userId?: string): void;
  /** Takes back `refuse` and `blackHole`. */
  heal(): void;
  /** `cut` and `refuse`, and the end of that after so many milliseconds. Resolves then. */
  cutFor(ms: number, userId?: string): Promise<void>;
  /** How many are open. */
  readonly size: number;
}

/** How an access point meets its clients. */
export type AccessPointState =
  | 'up'
  /** The connection is reset. */
  | 'reset'
  /** The request is never answered. */
  | 'silent'
  /** An answer that is no answer, such as 503. */
  | { readonly status: number }
  /** A refusal with a code of the service, whatever the token. */
  | { readonly code: number };

/** Which messages a fault is for. Asked once for each transmission; `attempt` tells a second one. */
export type MessageMatch<Message = RtmMessage> = (message: Message) => boolean;

export interface MessageFaultOptions<Message = RtmMessage> {
  /** All messages without one. */
  readonly match?: MessageMatch<Message>;
  /** So often, then it is over. Default: until it is removed. */
  readonly times?: number;
}

/** A fault at work. */
export interface MessageFault {
  /** How often it has struck. */
  readonly hits: number;
  remove(): void;
}

export interface DisguiseOptions extends MessageFaultOptions {
  /**
   * The receiving SDK drops copies, puts messages back into order, and discards one that comes more than 750 ms behind its successor
   * (measured), so apps see nothing of such faults but a loss. Disguised, messages go as ones without predecessors, and the app hears them
   * as they come.
   */
  readonly disguised?: boolean;
}

/**
 * What happens to messages on their way. A message is struck by the first fault that matches, of those for its way and of those for its ack.
 * `times` counts transmissions: the SDK sends what was not acknowledged again after 6.5 s, and gives up after 13 s with -11026.
 */
export interface MessageFaults {
  /** Takes it and forgets it. */
  drop(options?: MessageFaultOptions): MessageFault;
  /** Passes it on later. Not disguised, the SDK holds those behind it back for up to 750 ms. */
  delay(ms: number, options?: DisguiseOptions): MessageFault;
  /** Passes it on behind the next one of the same sender to the same receiver. Not disguised, the SDK repairs it. */
  reorder(options?: DisguiseOptions): MessageFault;
  /** Passes it on more than once. Disguised, as when a sender's app tried again after a lost ack. */
  duplicate(options?: DisguiseOptions & { readonly copies?: number }): MessageFault;
  /** The message arrives, its ack does not. */
  loseAck(options?: MessageFaultOptions): MessageFault;
  delayAck(ms: number, options?: MessageFaultOptions): MessageFault;
  /** Answers with this code instead of passing it on: 8 offline (-11033), 9 no permission (-11039), others -11024. */
  refuse(code: number, options?: MessageFaultOptions): MessageFault;
  /** Removes all of them. What a `reorder` holds back is passed on; the next message of who was disguised may take 750 ms. */
  clear(): void;
}

/** What the real service does here is not known. Each is one of the ways that the SDK copes with. */
export interface RtmPolicy {
  /** Who tells the sender that a message arrived: the receiver's SDK, or the edge as soon as it passes it on. */
  acks: 'receiver' | 'edge';
  /**
   * A message for a user without a socket is refused with -11033, or waits as long as its sender does (13 s) for the user to come back.
   * Only for users who were there: one who never logged in, or who logged out, is offline.
   */
  away: 'offline' | 'hold';
}

/** Why the edge drops a user, in its own numbers. Others can be given as numbers. */
export const DROP_CODES = {
  tokenExpired: 2,
  sameUid: 11,
  tooFrequent: 10006,
  byServer: 10019,
} as const;

export type DropReason = keyof typeof DROP_CODES | number;

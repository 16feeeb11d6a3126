import type { WebSocket } from 'ws';

/** A request to any of the hosts that the SDKs know, all of which lead to one local port. */
export interface Request {
  readonly method: string;
  /** As the SDK wrote it, with its port if it has one. */
  readonly host: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Instead of an answer: the connection is reset, or nothing ever comes. */
export type NoAnswer = 'reset' | 'silence';

/** What a WebSocket says first. */
export interface FirstFrame {
  readonly data: Buffer;
  readonly binary: boolean;
}

/** One of the services behind the port: RTC's, RTM's, Easemob's. */
export interface Service {
  /** Undefined: some other service's. Answers to OPTIONS, and CORS headers, are the port's business. */
  answer(request: Request): Answer | NoAnswer | undefined | Promise<Answer | NoAnswer | undefined>;
  /**
   * A WebSocket that has said its first word. RTC's gateway hears text, RTM's and Easemob's edges frames that are not each other's: that is
   * how they are told apart, as the address is the same. False: some other service's.
   */
  accept(socket: WebSocket, first: FirstFrame): boolean;
  /**
   * Whose socket this is, read off its first frame, without consequences; undefined: some other service's. With it the sockets of one
   * user can be refused or held before the service has heard of them. Without it they are counted as nobody's.
   */
  userOf?(first: FirstFrame): string | undefined;
  /** That a WebSocket handshake with this host is meant for this service for certain, so it can be refused as early as a network would. */
  ownsHost?(host: string): boolean;
  /** For a WebSocket handshake with a host of this service's: to wait for before it is answered. Undefined: nothing. */
  beforeOpen?(host: string): Promise<void> | undefined;
  close(): Promise<void>;
}

import { randomUUID } from 'node:crypto';
import type { BrowserEnd } from './browser-end.ts';
import type { Channel } from './channel.ts';
import type { Connection } from './connection.ts';
import { Member } from './member.ts';
import type { Listener } from './member.ts';
import { TokenTimers } from '../token-timers.ts';
import type { NotificationType, Notifications } from './wire.ts';

export interface SessionOptions {
  readonly channel: Channel;
  readonly who: { readonly uid: number; readonly account: string | undefined; readonly isHost: boolean };
  readonly id: string;
  readonly end: BrowserEnd;
  /** How long the member stays without a socket. */
  readonly graceMs: () => number;
  readonly tokenWarningMs: number;
  /** The grace is over. */
  lost(session: Session): void;
  /** The token is over. */
  expired(session: Session): void;
}

/** A member whose client is an SDK: what outlives its socket, and its media's connection. */
export class Session implements Listener {
  readonly channel: Channel;
  readonly member: Member;
  /** The SDK's. */
  readonly id: string;
  /** What a socket that follows has to show. */
  readonly rejoinToken = randomUUID();
  readonly tokens: TokenTimers;
  /** The Agora token by which it is here. */
  token = '';
  readonly #options: SessionOptions;
  #end: BrowserEnd;
  #connection: Connection | undefined;
  #grace: NodeJS.Timeout | undefined;
  #over = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.channel = options.channel;
    this.id = options.id;
    this.#end = options.end;
    this.member = new Member(options.who, options.end, this);
    this.tokens = new TokenTimers(options.tokenWarningMs, {
      willExpire: () => this.notify('on_token_privilege_will_expire', {}),
      didExpire: () => options.expired(this),
    });
  }

  get end(): BrowserEnd {
    return this.#end;
  }

  /** A client that has lost its media joins anew, and means the same session. Its streams are announced when it has published again. */
  replaceEnd(end: BrowserEnd): void {
    this.#end.close();
    this.#end = end;
    this.member.media = end;
  }

  attach(connection: Connection): void {
    clearTimeout(this.#grace);
    this.#connection = connection;
    connection.session = this;
  }

  /** The socket is gone. Another may follow. */
  detach(connection: Connection): void {
    if (connection !== this.#connection || this.#over) return;
    this.#connection = undefined;
    this.#grace = setTimeout(() => this.#options.lost(this), this.#options.graceMs());
  }

  notify<Type extends NotificationType>(type: Type, message: Notifications[Type]): void {
    this.#connection?.notify(type, message);
  }

  /** After this nothing happens any more. The socket is the SDK's to close. */
  close(): void {
    this.#over = true;
    clearTimeout(this.#grace);
    this.tokens.stop();
    this.#end.close();
  }
}

import { TokenTimers } from '../token-timers.ts';
import type { EdgeSocket } from './edge-socket.ts';
import type { Parcel, Recipient } from './message-router.ts';
import type { WireMessage, WireName } from './schema.ts';

const NO_RESOURCES = '{"messageChannels":[]}';

export interface SessionOptions {
  readonly userId: string;
  readonly instance: bigint;
  readonly tokenWarningMs: number;
  /** The token is over. */
  readonly expired: (session: Session) => void;
}

/** A login, with the sockets that carry it. Without any it is away, until they come back. */
export class Session implements Recipient {
  readonly userId: string;
  readonly instance: bigint;
  /** The newest that it showed. */
  token?: string;
  readonly #sockets = new Set<EdgeSocket>();
  readonly #tokenTimers: TokenTimers;
  #expiresAt = Infinity;

  constructor({ userId, instance, tokenWarningMs, expired }: SessionOptions) {
    this.userId = userId;
    this.instance = instance;
    this.#tokenTimers = new TokenTimers(tokenWarningMs, { willExpire: () => this.warnOfExpiry(), didExpire: () => expired(this) });
  }

  get present(): boolean {
    return this.#sockets.size > 0;
  }

  add(socket: EdgeSocket): void {
    socket.session = this;
    this.#sockets.add(socket);
    socket.onClose(() => this.#sockets.delete(socket));
  }

  /** From now on its time is that of this token. */
  useToken(token: string | undefined, expiresAt: number): void {
    this.token = token;
    this.#expiresAt = expiresAt;
    this.#tokenTimers.arm(expiresAt);
  }

  warnOfExpiry(): void {
    const expireTs = Number.isFinite(this.#expiresAt) ? BigInt(Math.floor(this.#expiresAt / 1000)) : 0n;
    for (const socket of this.#sockets) socket.send('TicketNearlyExpired', { expireTs, ticket: socket.ticket, resources: NO_RESOURCES });
  }

  /** Over both sockets, as clients do: either may be dead without anybody knowing. */
  send<Name extends WireName>(name: Name, message: Partial<WireMessage<Name>>): void {
    for (const socket of this.#sockets) socket.send(name, message);
  }

  receive({ frame }: Parcel): void {
    for (const socket of this.#sockets) socket.sendFrame(frame);
  }

  /** The client is told to go, and closes its sockets itself. */
  drop(code: number): void {
    this.send('Drop', { code });
    this.forget();
  }

  /** The client has left. */
  quit(): void {
    for (const socket of this.#sockets) socket.close();
    this.forget();
  }

  forget(): void {
    this.#tokenTimers.stop();
    for (const socket of this.#sockets) delete socket.session;
    this.#sockets.clear();
  }
}

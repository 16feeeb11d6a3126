import type { WebSocket } from 'ws';
import { DOMAIN } from './dns.ts';
import type { Parcel } from './message.ts';
import { COMMANDS, encode, encodeFrame, NAME_SPACES, STATUSES } from './schema.ts';
import type { GivenMeta, GivenPayload, Jid } from './schema.ts';
import type { Device } from './users.ts';


const OK = { errorCode: STATUSES.ok };

export interface SessionOptions {
  readonly socket: WebSocket;
  readonly appKey: string;
  readonly userId: string;
  readonly resource: string;
  readonly token: string;
  readonly expiresAt: number;
  /** Where to look when there is something in a queue. */
  readonly notified: (session: Session, peer: string) => void;
}

/** A login on its socket. */
export class Session implements Device {
  readonly userId: string;
  readonly resource: string;
  /** What it logged in with, or was renewed to. */
  token: string;
  /** Of the token. */
  expiresAt: number;
  /** It was told to go, or has said that it goes: nobody listens to it any more. */
  ended = false;
  readonly #options: SessionOptions;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.userId = options.userId;
    this.resource = options.resource;
    this.token = options.token;
    this.expiresAt = options.expiresAt;
  }

  /** In a black hole. */
  get isHeld(): boolean {
    return this.#options.socket.isPaused;
  }

  get jid(): Jid {
    return { ...this.peer(this.userId), clientResource: this.resource };
  }

  /** Somebody of the same app. Also the name of a queue. */
  peer(name: string): Jid {
    return { appKey: this.#options.appKey, name, domain: DOMAIN };
  }

  notify(peer: string): void {
    this.#options.notified(this, peer);
  }

  tell(peer: string): void {
    this.#send(COMMANDS.notice, encode('notice', { queue: this.peer(peer) }));
  }

  /** What is in a queue. There is more when it has a key. */
  deliver(queue: Jid, parcels: readonly Parcel[], key?: bigint): void {
    this.sync({ metas: parcels.map((parcel) => this.#metaOf(parcel)), queue, nextKey: key });
  }

  /** The end of a queue. */
  endOf(queue: Jid): void {
    this.sync({ queue, isLast: true });
  }

  unread(values: GivenPayload<'unread'>): void {
    this.#send(COMMANDS.unread, encode('unread', { status: OK, ...values }));
  }

  sync(values: GivenPayload<'syncDown'>): void {
    this.#send(COMMANDS.sync, encode('syncDown', { status: OK, ...values }));
  }

  kick(operation: number, reason = ''): void {
    const payload = encode('statistics', { operation, reason });
    const meta = { from: { domain: DOMAIN }, to: this.jid, ns: NAME_SPACES.statistic, payload };
    this.sync({ metas: [meta], queue: { domain: DOMAIN }, isLast: true });
    this.end();
  }

  /** The same device has another socket. What it said on this one before is still on its way, maybe. */
  replace(): void {
    this.close();
  }

  end(): void {
    this.ended = true;
    this.close();
  }

  close(): void {
    this.#options.socket.close(1000);
  }

  #metaOf({ id, message, from, timestamp, payload, live }: Parcel): GivenMeta {
    // For the app: its `onlineState`.
    const meta = Buffer.from(JSON.stringify({ is_online: Number(live) }));
    return { id, from: { ...from, domain: DOMAIN }, to: this.peer(message.to), timestamp, ns: NAME_SPACES.chat, payload, meta };
  }

  #send(command: number, payload: Buffer): void {
    const { socket } = this.#options;
    if (socket.readyState === socket.OPEN) socket.send(encodeFrame({ command, payload }));
  }
}

import type { WebSocket } from 'ws';
import type { ServerClock } from '../clock.ts';
import { DROP_CODES } from '../faults.ts';
import { Recent } from '../recent.ts';
import type { FirstFrame } from '../service.ts';
import type { Tokens } from '../tokens.ts';
import { EdgeSocket } from './edge-socket.ts';
import type { MessageRouter } from './message-router.ts';
import { decodeFrame } from './schema.ts';
import type { WireFrame, WireMessage } from './schema.ts';
import { Session } from './session.ts';
import type { Tickets } from './tickets.ts';
import type { Users } from './users.ts';

const OK = 0;
const TICKET_EXPIRED = 2;
const TICKET_INVALID = 4;
const NO_PRESENCE = 1;
/** Logins: more than try to come back. */
const REMEMBERED = 1000;
const NOTHING_REVOKED = '{"messageChannels":[]}';

/** The extras that are not here. Without this the SDK asks for some of them. */
const SWITCHES = JSON.stringify({
  'presence.service_switch': 'false',
  'storage.enabled': 'false',
  'storage.channel_subscribe_enabled': 'false',
  'storage.user_subscribe_enabled': 'false',
  'lock.enabled': 'false',
  'history.enabled': 'false',
});

/** By number in `Join.detail`: seconds between pings, and for how long after that a silent socket is kept. */
const HEARTBEAT = 2;
const KEEP_ALIVE = 3;

export interface EdgeOptions {
  readonly users: Users;
  readonly router: MessageRouter;
  readonly tickets: Tickets;
  readonly tokens: Tokens;
  readonly clock: ServerClock;
  readonly tokenWarningMs: number;
}

type Join = WireMessage<'Join'>;

/** Of a ticket and the token behind it. */
interface Judgement {
  readonly code: number;
  readonly token?: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Who a first frame says it is from. */
export function accountOf({ data, binary }: FirstFrame): string | undefined {
  const frame = binary ? decodeFrame(data) : undefined;
  return frame?.name === 'Join' ? frame.message.account : undefined;
}

/** What the clients' sockets talk to. */
export class Edge {
  /** Answers every join with this code, if it is set. */
  joinCode?: number;
  readonly #options: EdgeOptions;
  /** Logins that were ended, by instance: sockets of theirs may still come, with a ticket from before, not knowing it. */
  readonly #ended = new Recent<bigint, { readonly code: number; readonly at: number }>(REMEMBERED);

  constructor(options: EdgeOptions) {
    this.#options = options;
  }

  accept(websocket: WebSocket, first: FirstFrame): boolean {
    const frame = first.binary ? decodeFrame(first.data) : undefined;
    if (frame?.name !== 'Join') return false;
    const socket = new EdgeSocket(websocket, (heard, data) => this.#hear(socket, heard, data));
    this.#join(socket, frame.message);
    return true;
  }

  /** The client of this session is told to go. */
  drop(session: Session, code: number): void {
    this.#ended.set(session.instance, { code, at: Date.now() });
    session.drop(code);
    this.#options.users.remove(session);
  }

  /** Ends whatever is logged in under this id, for somebody new. */
  replace(userId: string): void {
    const current = this.#options.users.find(userId);
    if (current instanceof Session) this.drop(current, DROP_CODES.sameUid);
    else current?.leave();
  }

  #hear(socket: EdgeSocket, frame: WireFrame, data: Buffer): void {
    const { session } = socket;
    if (frame.name === 'Ping') this.#pong(socket, frame.message);
    else if (frame.name === 'SyncInit') socket.send('SyncInitReply', { seq: frame.message.seq, code: NO_PRESENCE });
    else if (session) this.#hearFrom(session, socket, frame, data);
  }

  #hearFrom(session: Session, socket: EdgeSocket, frame: WireFrame, data: Buffer): void {
    const { router, users } = this.#options;
    if (frame.name === 'Message') router.take({ ...frame.message, src: session.userId }, data, (ack) => session.send('Ack', ack));
    else if (frame.name === 'Ack') router.acknowledge(session.userId, frame.message);
    else if (frame.name === 'Renew') this.#renew(session, socket, frame.message);
    else if (frame.name === 'GroupEnter') {
      users.enter(frame.message.group, session);
      socket.send('GroupReply', { ...frame.message, code: OK });
    } else if (frame.name === 'GroupLeave') users.leave(frame.message.group, session);
    else if (frame.name === 'Quit') {
      users.remove(session);
      session.quit();
    }
  }

  #pong(socket: EdgeSocket, { seq, ms }: WireMessage<'Ping'>): void {
    socket.send('Pong', { seq, ms, serverMs: BigInt(this.#options.clock.now()) });
  }

  #join(socket: EdgeSocket, join: Join): void {
    const { seq, account, instance, ticket, detail } = join;
    const verdict = this.#judge(ticket, account);
    const code = this.joinCode ?? verdict.code;
    const ended = this.#ended.get(instance);
    if (ended && verdict.issuedAt <= ended.at) {
      socket.send('Drop', { code: ended.code });
      return;
    }
    const serverMs = BigInt(this.#options.clock.now());
    if (code !== OK) {
      socket.send('JoinReply', { seq, account, code, serverMs });
      return;
    }
    const session = this.#sessionOf(account, instance);
    socket.ticket = ticket;
    socket.expectHeartbeats((secondsIn(detail, HEARTBEAT, 5) + secondsIn(detail, KEEP_ALIVE, 10)) * 1000);
    const isBack = !session.present;
    session.add(socket);
    socket.send('JoinReply', { seq, account, code, serverMs, detail: { 1: Buffer.from(SWITCHES) } });
    // The second socket of a login says nothing new; its token's warning would come twice.
    if (isBack) session.useToken(verdict.token, verdict.expiresAt);
    if (isBack) this.#options.router.userCame(account);
  }

  /** The one that it has already, or a new one that ends whatever is logged in under this id. */
  #sessionOf(userId: string, instance: bigint): Session {
    const { users, tokenWarningMs } = this.#options;
    const current = users.find(userId);
    if (current instanceof Session && current.instance === instance) return current;
    this.replace(userId);
    const session = new Session({ userId, instance, tokenWarningMs, expired: (over) => this.drop(over, DROP_CODES.tokenExpired) });
    users.add(session);
    return session;
  }

  #renew(session: Session, socket: EdgeSocket, { seq, ticket }: WireMessage<'Renew'>): void {
    const verdict = this.#judge(ticket, session.userId);
    socket.send('RenewReply', { seq, code: verdict.code, revoked: NOTHING_REVOKED });
    if (verdict.code !== OK) return;
    socket.ticket = ticket;
    session.useToken(verdict.token, verdict.expiresAt);
  }

  /** The token behind a ticket is judged anew: it may have expired since. */
  #judge(text: string, userId: string): Judgement {
    const ticket = this.#options.tickets.read(text);
    if (ticket?.userId !== userId) return { code: TICKET_INVALID, expiresAt: 0, issuedAt: 0 };
    const { token, issuedAt } = ticket;
    const verdict = this.#options.tokens.verifyRtm(token, userId);
    if (verdict.ok) return { code: OK, token, issuedAt, expiresAt: verdict.expiresAt };
    return { code: verdict.fault === 'expired' ? TICKET_EXPIRED : TICKET_INVALID, token, issuedAt, expiresAt: 0 };
  }
}

function secondsIn(detail: Join['detail'], part: number, otherwise: number): number {
  return Number(detail[part]?.toString()) || otherwise;
}

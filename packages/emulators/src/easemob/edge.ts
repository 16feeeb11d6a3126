import type { WebSocket } from 'ws';
import type { ServerClock } from '../clock.ts';
import type { FirstFrame } from '../service.ts';
import type { Accounts, LoginFault, Verdict } from './accounts.ts';
import type { EasemobPolicy, LoginFate } from './faults.ts';
import { KICKS } from './faults.ts';
import { userIdOf } from './message.ts';
import type { MessageRouter } from './message-router.ts';
import { COMMANDS, decode, decodeFrame, encode, encodeFrame, NAME_SPACES, STATUSES } from './schema.ts';
import type { Jid, Payload, Status, WireFrame, WireSync } from './schema.ts';
import { Session } from './session.ts';
import type { Device, Users } from './users.ts';

type Provision = Payload<'provision'>;

/** The SDK goes by these words. */
const BAD_TOKEN: Status = { errorCode: STATUSES.fail, reason: 'Sorry, token or password does not match login info' };
const REFUSALS: Record<LoginFault, Status> = {
  noToken: BAD_TOKEN,
  badToken: BAD_TOKEN,
  badPassword: BAD_TOKEN,
  expired: { errorCode: STATUSES.fail, reason: 'Sorry, token expired' },
  noUser: { errorCode: STATUSES.fail, reason: 'Sorry, user not found' },
};
const WRONG_APP: Status = { errorCode: STATUSES.fail, reason: 'Sorry, app not found' };
const refusalOf = (verdict: Verdict): Status | undefined => (verdict.ok ? undefined : REFUSALS[verdict.fault]);
/** In front of a token. */
const TOKEN = '$t$';

/** What befalls logins by order of a test. */
export interface LoginRule {
  readonly fate: LoginFate;
  readonly reason: string;
  /** All without one. */
  readonly userId?: string;
}

export interface EdgeOptions {
  readonly appKey: string;
  readonly users: Users;
  readonly accounts: Accounts;
  readonly router: MessageRouter;
  readonly policy: EasemobPolicy;
  readonly clock: ServerClock;
}

/** Who a first frame says it is from. */
export function userOf({ data, binary }: FirstFrame): string | undefined {
  const frame = binary ? decodeFrame(data) : undefined;
  const name = frame?.command === COMMANDS.provision ? frame.guid?.name : undefined;
  return name && userIdOf(name);
}

/** What the clients' sockets talk to. */
export class Edge {
  readonly loginRules: LoginRule[] = [];
  readonly #options: EdgeOptions;

  constructor(options: EdgeOptions) {
    this.#options = options;
  }

  accept(socket: WebSocket, first: FirstFrame): boolean {
    const frame = decodeFrame(first.data);
    if (userOf(first) === undefined || !frame) return false;
    const session = this.#provision(socket, frame);
    if (session) this.#hearFrom(session, socket);
    return true;
  }

  /** Somebody has logged in. Whoever is there under this id on other devices goes, if the app wants one at a time. */
  admit(device: Device, reason?: string): void {
    const { users, policy } = this.#options;
    const user = users.get(device.userId);
    user.devices.get(device.resource)?.replace();
    const others = [...user.devices.values()].filter(({ resource }) => resource !== device.resource);
    if (policy.devices === 'single') for (const other of others) this.kick(other, KICKS.otherDevice, reason);
    user.add(device, policy);
  }

  end(session: Session): void {
    session.end();
    this.#options.users.get(session.userId).remove(session, false);
  }

  kick(device: Device, operation: number, reason?: string): void {
    device.kick(operation, reason);
    this.#options.users.get(device.userId).remove(device, false);
  }

  /** The SDK compares its token's end with the time that it is told, and tells the app when less than a fifth is left. */
  warn(session: Session): void {
    session.unread({ timestamp: BigInt(session.expiresAt + this.#options.clock.skewMs - 1) });
  }

  /** A client has another token, and will show it when it comes back. */
  renew(userId: string, token: string, expiresAt: number): void {
    for (const device of this.#options.users.get(userId).devices.values()) if (device instanceof Session) Object.assign(device, { token, expiresAt });
  }

  #hearFrom(session: Session, socket: WebSocket): void {
    const user = this.#options.users.get(session.userId);
    socket.on('message', (data: Buffer) => {
      const frame = decodeFrame(data);
      if (frame && !session.ended) this.#hear(session, frame);
    });
    socket.once('close', () => user.remove(session, false));
  }

  #hear(session: Session, { command, payload }: WireFrame): void {
    if (command === COMMANDS.unread) this.#tellUnread(session);
    else if (command === COMMANDS.sync) {
      const sync = decode('syncUp', payload);
      if (sync?.meta) this.#take(session, sync.meta);
      else if (sync?.queue) this.#read(session, sync.queue, sync.key);
    } else if (command === COMMANDS.logout) {
      this.#options.users.get(session.userId).remove(session, true);
      session.end();
    }
  }

  /** Undefined: refused, or kept waiting. */
  #provision(socket: WebSocket, frame: WireFrame): Session | undefined {
    const { appKey, accounts } = this.#options;
    const provision = decode('provision', frame.payload);
    const userId = userIdOf(frame.guid?.name ?? '');
    const token = frame.auth.slice(TOKEN.length);
    if (!provision) return undefined;
    const rule = this.loginRules.findLast((each) => each.userId === undefined || each.userId === userId);
    if (rule?.fate === 'close') socket.close(1000);
    if (typeof rule?.fate === 'string') return undefined;
    const verdict = accounts.verify(token, userId);
    const isOurs = frame.guid?.appKey === appKey;
    const refusal = rule ? { errorCode: rule.fate, reason: rule.reason } : isOurs ? refusalOf(verdict) : WRONG_APP;
    const expiresAt = verdict.ok ? verdict.expiresAt : 0;
    this.#answer(socket, provision, refusal, expiresAt);
    if (refusal) return undefined;
    const notified = (session: Session, peer: string): void => this.#notify(session, peer);
    const session = new Session({ socket, appKey, userId, resource: provision.resource, token, expiresAt, notified });
    this.admit(session, provision.reason);
    return session;
  }

  /** The client takes `expires_in` for a time by its own clock, so it is one by ours. */
  #answer(socket: WebSocket, { resource, sessionId }: Provision, refusal: Status | undefined, expiresAt: number): void {
    const authToken = JSON.stringify({ expires_in: expiresAt + this.#options.clock.skewMs });
    const payload = encode('provision', { status: refusal ?? { errorCode: STATUSES.ok }, resource, sessionId, ...(!refusal && { authToken }) });
    socket.send(encodeFrame({ command: COMMANDS.provision, payload }));
    if (refusal) socket.close(1000);
  }

  #tellUnread(session: Session): void {
    const { users, clock } = this.#options;
    const user = users.get(session.userId);
    const waiting = users.hidden.has(user.id) ? [] : user.mailbox(session.resource).unread;
    session.unread({ unread: waiting.map(({ peer, count }) => ({ queue: session.peer(peer), n: count })), timestamp: BigInt(clock.now()) });
  }

  #take(session: Session, meta: NonNullable<WireSync['meta']>): void {
    const { router, users, clock } = this.#options;
    if (meta.ns === NAME_SPACES.chat) router.take(session.jid, meta, (receipt) => session.sync({ ...receipt, metaId: meta.id }));
    else {
      // The SDK tells of itself, and does not wait for an answer. Groups, contacts and so on are not here.
      const errorCode = meta.ns === NAME_SPACES.statistic ? STATUSES.ok : STATUSES.unknownCommand;
      session.sync({ status: { errorCode }, metaId: meta.id, serverId: users.ids.next(), timestamp: BigInt(clock.now()) });
    }
  }

  #notify(session: Session, peer: string): void {
    const { users, policy } = this.#options;
    if (policy.delivery === 'notice') return session.tell(peer);
    const user = users.get(session.userId);
    const batch = user.mailbox(session.resource).read(peer, Infinity);
    if (!batch) return;
    session.deliver(session.peer(peer), batch.parcels);
    user.acknowledge(session.resource, batch.key);
  }

  #read(session: Session, queue: Jid, key: bigint): void {
    const { users, policy, router } = this.#options;
    const user = users.get(session.userId);
    if (key > 0n) user.acknowledge(session.resource, key);
    const batch = users.hidden.has(user.id) ? undefined : user.mailbox(session.resource).read(queue.name ?? '', policy.batch);
    if (batch && router.cutsPull(user.id, batch.parcels)) return;
    if (batch) session.deliver(queue, batch.parcels, batch.key);
    else session.endOf(queue);
  }
}

import type { WebSocket } from 'ws';
import type { ServiceContext } from '../context.ts';
import { DROP_CODES } from '../faults.ts';
import type { AccessPointState, DropReason, MessageFaults, RtmPolicy, SocketFaults } from '../faults.ts';
import type { Answer, FirstFrame, NoAnswer, Request, Service } from '../service.ts';
import type { Tokens } from '../tokens.ts';
import { AccessPoint } from './access-point.ts';
import { accountOf, Edge } from './edge.ts';
import { MessageRouter, RTM_POLICY } from './message-router.ts';
import type { Outcome } from './message-router.ts';
import type { RtmMessage } from './message.ts';
import { ScriptedUser } from './scripted-user.ts';
import { Tickets } from './tickets.ts';
import { Users } from './users.ts';

/** The ports that the SDK dials when it was not told others. */
const EDGE_PORT = /:(9591|9593)$/;

/** RTM, and what tests do to it. */
export class RtmService implements Service {
  /** What befalls its WebSockets. */
  readonly sockets: SocketFaults;
  /** What befalls messages on their way. */
  readonly messages: MessageFaults;
  /** Where the real service is not known. */
  readonly policy: RtmPolicy;
  readonly #tokens: Tokens;
  readonly #users = new Users();
  readonly #router = new MessageRouter(this.#users);
  readonly #accessPoint: AccessPoint;
  readonly #edge: Edge;

  constructor({ appId, host, tokens, clock, tokenWarningMs, sockets }: ServiceContext) {
    const tickets = new Tickets(appId);
    this.sockets = sockets;
    this.messages = this.#router.faults;
    this.policy = this.#router.policy;
    this.#tokens = tokens;
    this.#accessPoint = new AccessPoint({ appId, host, tokens, tickets });
    this.#edge = new Edge({ users: this.#users, router: this.#router, tickets, tokens, clock, tokenWarningMs });
  }

  /** How the access point meets its clients; `up` at first. */
  get accessPoint(): AccessPointState {
    return this.#accessPoint.state;
  }

  set accessPoint(state: AccessPointState) {
    this.#accessPoint.state = state;
  }

  /** The edge answers every join with this code, whatever its ticket: 4 bad, 2 expired, 10022 no right, 10006 too frequent. */
  get joinCode(): number | undefined {
    return this.#edge.joinCode;
  }

  set joinCode(code: number | undefined) {
    this.#edge.joinCode = code;
  }

  /** Who is there, with or without an SDK. */
  get users(): readonly string[] {
    return this.#users.present;
  }

  /** What is kept of logins and messages on their way. Of users who did not log out, too. */
  get kept(): Readonly<Record<'sockets' | 'users' | 'messages', number>> {
    return { sockets: this.sockets.size, users: this.#users.size, messages: this.#router.size };
  }

  /** A message from whomever, there or not, to a user. Faults can strike it like any other. */
  inject(from: string, to: string, content: string | Uint8Array, options?: { customType?: string }): Promise<Outcome> {
    return this.#router.inject(from, to, content, options);
  }

  /** Calls back once for each message that the edge takes, before any fault has it. Returns what ends it. */
  onMessage(observer: (message: RtmMessage) => void): () => void {
    this.#router.observers.add(observer);
    return () => void this.#router.observers.delete(observer);
  }

  /** A user without an SDK, as a stand-in for a native client. Kicks whoever is logged in under this id. */
  logIn(userId: string): ScriptedUser {
    this.#edge.replace(userId);
    const user: ScriptedUser = new ScriptedUser(userId, this.#router, () => this.#users.remove(user));
    this.#users.add(user);
    this.#router.userCame(userId);
    return user;
  }

  /** Messages to this user are refused as to one who is offline, although nothing else is wrong. */
  setOffline(userId: string, offline = true): void {
    if (offline) this.#users.hidden.add(userId);
    else this.#users.hidden.delete(userId);
  }

  /** Throws a user out. `sameUid`: as a login from elsewhere does. */
  kick(userId: string, reason: DropReason = 'byServer'): void {
    this.#edge.drop(this.#users.session(userId), typeof reason === 'number' ? reason : DROP_CODES[reason]);
  }

  /** As half a minute before a token's end. The SDK tells the app at most once in 30 s. */
  warnOfTokenExpiry(userId: string): void {
    this.#users.session(userId).warnOfExpiry();
  }

  /** The token of this user expires now, and is no good for another login. */
  expireToken(userId: string): void {
    const session = this.#users.session(userId);
    if (session.token) this.#tokens.expire(session.token);
    this.#edge.drop(session, DROP_CODES.tokenExpired);
  }

  /** As if no test had been here: everything above is taken back, and users without an SDK go. */
  heal(): void {
    this.sockets.heal();
    this.messages.clear();
    this.accessPoint = 'up';
    this.joinCode = undefined;
    Object.assign(this.policy, RTM_POLICY);
    this.#users.hidden.clear();
    for (const user of this.#users.scripted) user.leave();
  }

  answer(request: Request): Answer | NoAnswer | undefined {
    return this.#accessPoint.answer(request);
  }

  userOf(first: FirstFrame): string | undefined {
    return accountOf(first);
  }

  ownsHost(host: string): boolean {
    return EDGE_PORT.test(host);
  }

  accept(socket: WebSocket, first: FirstFrame): boolean {
    return this.#edge.accept(socket, first);
  }

  async close(): Promise<void> {
    this.#router.close();
    for (const session of this.#users.sessions) session.forget();
  }
}

export const createRtm = (context: ServiceContext): RtmService => new RtmService(context);

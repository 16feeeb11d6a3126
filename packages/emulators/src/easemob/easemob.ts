import type { WebSocket } from 'ws';
import type { ServiceContext } from '../context.ts';
import type { SocketFaults } from '../faults.ts';
import type { Answer, FirstFrame, NoAnswer, Request, Service } from '../service.ts';
import { Accounts } from './accounts.ts';
import { Dns, DOMAIN } from './dns.ts';
import { Edge, userOf } from './edge.ts';
import { EASEMOB_POLICY, KICKS } from './faults.ts';
import type { EasemobMessageFaults, EasemobPolicy, KickReason, LoginFate, RestState } from './faults.ts';
import { Ids } from './ids.ts';
import { userIdOf } from './message.ts';
import type { EasemobMessage, MessageContent } from './message.ts';
import { MessageRouter } from './message-router.ts';
import { Rest } from './rest.ts';
import { post, ScriptedUser } from './scripted-user.ts';
import type { Outcome } from './scripted-user.ts';
import { Session } from './session.ts';
import { Users } from './users.ts';
import type { Device } from './users.ts';

/** Easemob, and what tests do to it. Users' ids are in lower case. */
export class EasemobService implements Service {
  /** What befalls its WebSockets. */
  readonly sockets: SocketFaults;
  /** What befalls messages on their way. */
  readonly messages: EasemobMessageFaults;
  /** Where the real service is not known. */
  readonly policy: EasemobPolicy = { ...EASEMOB_POLICY };
  readonly #users = new Users(new Ids());
  readonly #accounts: Accounts;
  readonly #router: MessageRouter;
  readonly #edge: Edge;
  readonly #rest: Rest;
  readonly #dns: Dns;

  constructor({ appKey, clientSecret, tokens, clock, sockets }: ServiceContext) {
    const { policy } = this;
    const users = this.#users;
    const accounts = new Accounts(policy, tokens);
    this.sockets = sockets;
    this.#accounts = accounts;
    this.#router = new MessageRouter({ users, clock, policy, directory: accounts, cut: (userId) => sockets.cut(userId) });
    this.messages = this.#router.faults;
    this.#edge = new Edge({ appKey, users, accounts, router: this.#router, policy, clock });
    this.#rest = new Rest({ appKey, clientSecret, accounts, clock, renewed: (...renewal) => this.#edge.renew(...renewal) });
    this.#dns = new Dns(appKey);
  }

  /** How the list of servers meets its readers; `up` at first. */
  get dns(): RestState {
    return this.#dns.state;
  }

  set dns(state: RestState) {
    this.#dns.state = state;
  }

  /** How REST meets its clients; `up` at first. */
  get rest(): RestState {
    return this.#rest.state;
  }

  set rest(state: RestState) {
    this.#rest.state = state;
  }

  /** Who is there, with or without an SDK. */
  get users(): readonly string[] {
    return this.#users.present;
  }

  /** The names of the devices on which a user is there. */
  devicesOf(userId: string): string[] {
    return [...this.#users.get(userIdOf(userId)).devices.keys()];
  }

  /** What is kept of logins, and of messages that nobody has got. */
  get kept(): Readonly<Record<'sockets' | 'devices' | 'messages', number>> {
    return { sockets: this.sockets.size, devices: this.#users.devices.length, messages: this.#users.waiting };
  }

  /** From now on this user has this password. */
  register(userId: string, password: string): void {
    this.#accounts.register(userIdOf(userId), password);
  }

  unregister(userId: string): void {
    this.#accounts.unregister(userIdOf(userId));
  }

  /** What an app's server gets for a user. `expiresIn`: seconds, a day by default; with a negative number it expired that long ago. */
  tokenFor(userId: string, { expiresIn }: { expiresIn?: number } = {}): string {
    return this.#accounts.mint(userIdOf(userId), expiresIn);
  }

  /** A message from whomever, there or not, to a user: a text, or with an action a command. Faults can strike it like any other. */
  inject(from: string, to: string, content: MessageContent): Promise<Outcome> {
    return post(this.#router, { name: userIdOf(from) }, to, content);
  }

  /** Calls back once for each message that clients send, before any fault has it, acks too. Returns what ends it. */
  onMessage(observer: (message: EasemobMessage) => void): () => void {
    this.#router.observers.add(observer);
    return () => void this.#router.observers.delete(observer);
  }

  /** What waits for a user: no device of theirs has said that it has got it. */
  storedFor(userId: string): EasemobMessage[] {
    return this.#users.get(userIdOf(userId)).waiting.map(({ message }) => message);
  }

  /** A user without an SDK, as a stand-in for a native client, who gets at once what waits. */
  logIn(userId: string, { device = 'native' }: { device?: string } = {}): ScriptedUser {
    const user = new ScriptedUser({ userId: userIdOf(userId), resource: device, users: this.#users, router: this.#router });
    this.#edge.admit(user);
    this.#router.remind(user.userId);
    return user;
  }

  /** Messages to this user are kept as for one who is away, although the devices are there; afterwards they come. */
  setOffline(userId: string, offline = true): void {
    const id = userIdOf(userId);
    if (offline) this.#users.hidden.add(id);
    else if (this.#users.hidden.delete(id)) this.#router.remind(id);
  }

  /**
   * From now on every login, or those of one user, ends like this: with a number and a reason by which the SDK goes (2: no right, 12: the app
   * is forbidden, 13: too many devices), never, or without an answer. `'up'` takes back all of that, as does nothing at all: `null`, as
   * pages send that.
   */
  provision(fate?: LoginFate | 'up' | null, reason?: string | null, userId?: string | null): void {
    const { loginRules } = this.#edge;
    if (fate === 'up' || fate === undefined || fate === null) loginRules.length = 0;
    else loginRules.push({ fate, reason: reason ?? '', userId: userId ? userIdOf(userId) : undefined });
  }

  /** Throws a user out, on all devices or on one. `otherDevice`: as a login from elsewhere does. */
  kick(userId: string, reason: KickReason = 'otherDevice', { device, text }: { device?: string; text?: string } = {}): void {
    const operation = typeof reason === 'number' ? reason : KICKS[reason];
    for (const each of this.#devicesOf(userId)) if (device === undefined || each.resource === device) this.#edge.kick(each, operation, text);
  }

  /** The SDK learns of a time shortly before its token's end, and tells the app. */
  warnOfTokenExpiry(userId: string): void {
    for (const session of this.#sessionsOf(userId)) this.#edge.warn(session);
  }

  /** All tokens of this user expire now, and are no good for another login; the sockets are closed, so that the SDK learns of it. */
  expireToken(userId: string): void {
    const sessions = this.#sessionsOf(userId);
    this.#accounts.expire(userIdOf(userId), sessions.map(({ token }) => token));
    for (const session of sessions) session.close();
  }

  /** As if no test had been here: everything above is taken back, messages are forgotten, and users without an SDK go. */
  heal(): void {
    // What comes out of a black hole now is of a test that is over.
    for (const device of this.#users.devices) if (device instanceof Session && device.isHeld) this.#edge.end(device);
    this.sockets.heal();
    this.messages.clear();
    this.dns = 'up';
    this.rest = 'up';
    this.provision('up');
    Object.assign(this.policy, EASEMOB_POLICY);
    this.#accounts.unregisterAll();
    this.#users.hidden.clear();
    for (const device of this.#users.devices) if (device instanceof ScriptedUser) device.leave();
    this.#users.forgetMessages();
  }

  answer(request: Request): Answer | NoAnswer | undefined {
    return this.#dns.answer(request) ?? this.#rest.answer(request);
  }

  userOf(first: FirstFrame): string | undefined {
    return userOf(first);
  }

  ownsHost(host: string): boolean {
    return host.split(':')[0]!.endsWith(`.${DOMAIN}`);
  }

  accept(socket: WebSocket, first: FirstFrame): boolean {
    return this.#edge.accept(socket, first);
  }

  async close(): Promise<void> {
    this.#router.close();
  }

  /** Throws when there is none: a test that kicks nobody is wrong. */
  #devicesOf(userId: string): Device[] {
    const devices = [...this.#users.get(userIdOf(userId)).devices.values()];
    if (devices.length === 0) throw new Error(`Nobody is logged in as ${userId}. Logged in: ${this.users.join(', ') || 'nobody'}.`);
    return devices;
  }

  #sessionsOf(userId: string): Session[] {
    return this.#devicesOf(userId).filter((device) => device instanceof Session);
  }
}

export const createEasemob = (context: ServiceContext): EasemobService => new EasemobService(context);

import { CallError } from '@call-elements/core';
import type { SignalClient, SignalListener, SignalState } from '@call-elements/core';
import { tellAll } from '@call-elements/core/adapter';

/** A signalling service in memory that has one login per user: the next one ends the former. */
export class OneLogin {
  /** Every login that there was, by the name of its tab. */
  readonly logins: string[] = [];
  /** Those who were thrown out by a login of the same user. */
  readonly thrownOut: string[] = [];
  readonly tokens: string[] = [];
  readonly pushes: string[] = [];
  readonly #clients = new Map<string, OneLoginClient>();
  /** What logging in fails with, by tab. */
  readonly refuse = new Map<string, CallError>();
  /** Whose messages are taken and not confirmed. */
  holds?: string;

  client(userId: string, tab: string): OneLoginClient {
    return new OneLoginClient(this, userId, tab);
  }

  /** The tab that is logged in. */
  tabOf(userId: string): string | undefined {
    return this.#clients.get(userId)?.tab;
  }

  clientOf(userId: string): OneLoginClient {
    return this.#clients.get(userId)!;
  }

  enter(client: OneLoginClient): void {
    const former = this.#clients.get(client.userId);
    this.logins.push(client.tab);
    this.#clients.set(client.userId, client);
    if (!former || former === client) return;
    this.thrownOut.push(former.tab);
    former.fail(new CallError('signedInElsewhere', `${former.tab} was thrown out by ${client.tab}`));
  }

  exit(client: OneLoginClient): void {
    if (this.#clients.get(client.userId) === client) this.#clients.delete(client.userId);
  }

  async deliver(from: OneLoginClient, to: string, text: string): Promise<void> {
    const addressee = this.#clients.get(to);
    if (!addressee) throw new CallError('peerOffline', `${to} is not there.`, { certain: false });
    await new Promise((resolve) => setTimeout(resolve));
    this.#clients.get(to)?.hear(text, from.userId);
    if (this.holds === from.userId) await new Promise(() => {});
  }
}

export class OneLoginClient implements SignalClient {
  readonly onePerUser = true;
  readonly userId: string;
  readonly tab: string;
  state: SignalState = 'offline';
  warm = true;
  readonly #service: OneLogin;
  readonly #listeners = new Set<SignalListener>();
  #turn = 0;

  constructor(service: OneLogin, userId: string, tab: string) {
    this.#service = service;
    this.userId = userId;
    this.tab = tab;
  }

  mayWarm(): boolean {
    return this.warm;
  }

  async connect(): Promise<void> {
    if (this.state === 'online') return;
    const turn = (this.#turn += 1);
    this.become('connecting');
    await new Promise((resolve) => setTimeout(resolve));
    if (turn !== this.#turn) throw new CallError('signalNotReady', 'disconnected meanwhile');
    const refusal = this.#service.refuse.get(this.tab);
    if (refusal) {
      this.become('failed');
      throw refusal;
    }
    this.#service.enter(this);
    this.become('online');
  }

  async disconnect(): Promise<void> {
    this.#turn += 1;
    this.#service.exit(this);
    this.become('offline');
  }

  async sendMessage(userId: string, text: string): Promise<void> {
    if (this.state !== 'online') throw new CallError('signalNotReady', `it is ${this.state}`);
    await this.#service.deliver(this, userId, text);
  }

  async sendPush(userId: string, text: string): Promise<void> {
    this.#service.pushes.push(`${this.tab} to ${userId}: ${text}`);
  }

  async renewToken(token: string): Promise<void> {
    this.#service.tokens.push(`${this.tab}: ${token}`);
  }

  normalizeUserId(userId: string): string {
    return userId.toLowerCase();
  }

  addListener(listener: SignalListener): void {
    this.#listeners.add(listener);
  }

  removeListener(listener: SignalListener): void {
    this.#listeners.delete(listener);
  }

  /** An outage, its end, or the end of all. */
  become(state: SignalState, error?: CallError): void {
    if (state === this.state) return;
    this.state = state;
    this.#tell((listener) => listener.onStateChange?.(state, error));
  }

  fail(error: CallError): void {
    this.#service.exit(this);
    this.become('failed', error);
  }

  hear(text: string, from: string): void {
    if (this.state === 'online') this.#tell((listener) => listener.onMessageReceive?.(text, { userId: from, ageMs: 5, queued: false }));
  }

  tokenWillExpire(): void {
    this.#tell((listener) => listener.onTokenWillExpire?.());
  }

  #tell(report: (listener: SignalListener) => void): void {
    tellAll(this.#listeners, () => {}, report);
  }
}

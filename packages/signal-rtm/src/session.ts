import { CallError } from '@call-elements/core';
import type { Log, SignalState } from '@call-elements/core';
import { within } from '@call-elements/core/adapter';
import { isTokenError, linkError, loginError, numberOf, RTM, signedInElsewhere } from './errors.ts';
import type { LoginTokens } from './login-tokens.ts';
import { isConnected } from './rtm-client.ts';
import type { LinkReason, LinkStateEvent, RtmClient } from './rtm-client.ts';

/** A login that fails so soon after the last one was mended is not mended again: that would go on for ever. */
const MEND_AGAIN_MS = 10_000;

/** What another token may help against. An expired one that comes to light in a reconnect is UNKNOWN to the SDK. */
const TOKEN_REASONS: readonly LinkReason[] = ['TOKEN_EXPIRED', 'INVALID_TOKEN', 'UNKNOWN'];

/** Who uses a client that the page did not hand in: RTM has one login per user, and one object carries it. */
const holders = new WeakMap<RtmClient, Session>();

export interface SessionOptions {
  readonly userId: string;
  readonly client: () => RtmClient | Promise<RtmClient>;
  /** By the page, which logs it out; also in, unless there is a token. */
  readonly handedIn: boolean;
  readonly tokens: LoginTokens;
  readonly loginTimeout: number;
  readonly log: Log;
  onState(state: SignalState, error?: CallError): void;
  onTokenWillExpire(): void;
}

/** One login, from `open` to `leave`; made anew for the next. */
export class Session {
  readonly #options: SessionOptions;
  #client?: RtmClient;
  /** What the SDK was given last. */
  #token?: string;
  #loggingIn = false;
  #wasOnline = false;
  #mendedAt = -Infinity;
  /** Ends when somebody else logs the client in that was handed to us. */
  #waiting?: { resolve(): void; reject(error: CallError): void };
  #former?: Promise<void>;
  #left?: Promise<void>;
  #leftFor?: CallError;
  #end!: (reason: CallError) => void;
  readonly #ended = new Promise<never>((_, reject) => (this.#end = reject));

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#ended.catch(() => {});
  }

  /** Rejects as soon as `leave` is called, and with what keeps the user from being logged in. */
  async open(): Promise<void> {
    const { client: getClient, handedIn, userId } = this.#options;
    try {
      this.#client = await this.#unlessLeft(getClient());
      if (!handedIn) await this.#takeOver(this.#client);
      this.#stillHere();
      this.#listen(this.#client);
      if (handedIn) await this.#join(this.#client);
      else await this.#logIn(this.#client);
    } catch (error) {
      throw loginError(error, userId);
    }
    this.#stillHere();
    this.#onConnected();
  }

  /** Resolves when nothing of this login is left. */
  leave(reason = new CallError('signalNotReady', 'Logged out before the connection was made.')): Promise<void> {
    return (this.#left ??= this.#leave(reason));
  }

  /** Rejects with `tokenFailed` when the service refuses it; the connection stays as it is. */
  async renew(token: string): Promise<void> {
    if (token === this.#token) return;
    try {
      await this.#client?.renewToken(token);
      this.#token = token;
    } catch (error) {
      throw loginError(error, this.#options.userId);
    }
  }

  async #leave(reason: CallError): Promise<void> {
    this.#leftFor = reason;
    this.#end(reason);
    if (!this.#client) return;
    this.#client.removeEventListener('linkState', this.#onLinkState);
    this.#client.removeEventListener('tokenPrivilegeWillExpire', this.#onTokenWillExpire);
    if (this.#options.handedIn) return;
    await this.#former;
    // Also ends a login that is under way; the SDK would try for ever.
    await this.#client.logout().catch((error: unknown) => this.#options.log('warning', `RTM logout: ${String(error)}`));
  }

  /** Whoever held this client is signed out. */
  async #takeOver(client: RtmClient): Promise<void> {
    this.#stillHere();
    const former = holders.get(client);
    holders.set(client, this);
    this.#former = former?.giveUp();
    await this.#unlessLeft(this.#former);
  }

  /** Another login of this user on this page, which ends ours as one on another device does. */
  giveUp(): Promise<void> {
    const error = signedInElsewhere(this.#options.userId);
    if (this.#wasOnline) this.#report('failed', error);
    return this.leave(error);
  }

  #listen(client: RtmClient): void {
    client.addEventListener('linkState', this.#onLinkState);
    client.addEventListener('tokenPrivilegeWillExpire', this.#onTokenWillExpire);
  }

  /** Gets the client of the page, however far it is. */
  async #join(client: RtmClient): Promise<void> {
    const { userId, tokens } = this.#options;
    if (await this.#unlessLeft(isConnected(client, userId))) return;
    if (!tokens.any) return this.#bounded(this.#connectedByOthers());
    try {
      await this.#logIn(client);
    } catch (error) {
      if (numberOf(error) !== RTM.duplicateOperation) throw error;
      await this.#bounded(this.#connectedByOthers());
    }
  }

  /** With another token when the first is refused. */
  async #logIn(client: RtmClient): Promise<void> {
    const { tokens, userId } = this.#options;
    const token = await this.#unlessLeft(tokens.get());
    try {
      await this.#bounded(this.#logInWith(client, token));
    } catch (error) {
      if (!isTokenError(error)) throw error;
      if (token === undefined) throw new CallError('tokenFailed', `RTM wants a token from "${userId}", and there is none.`, { cause: error });
      const other = await this.#unlessLeft(tokens.get(token));
      await this.#bounded(this.#logInWith(client, other));
    }
  }

  async #logInWith(client: RtmClient, token: string | undefined): Promise<void> {
    this.#stillHere();
    this.#token = token;
    this.#loggingIn = true;
    try {
      await this.#unlessLeft(client.login(token === undefined ? {} : { token }));
    } finally {
      this.#loggingIn = false;
    }
  }

  #connectedByOthers(): Promise<void> {
    return new Promise((resolve, reject) => (this.#waiting = { resolve, reject }));
  }

  #onConnected(): void {
    const { tokens, log } = this.#options;
    this.#wasOnline = true;
    this.#waiting?.resolve();
    this.#waiting = undefined;
    this.#report('online');
    // Pushed during an outage, when the SDK takes none.
    if (tokens.pushed !== undefined) this.renew(tokens.pushed).catch((error: unknown) => log('warning', `RTM token: ${String(error)}`));
  }

  #onLinkState = ({ previousState, currentState, reasonCode }: LinkStateEvent): void => {
    this.#options.log('normal', `RTM link: ${previousState} → ${currentState} (${reasonCode})`);
    if (currentState === 'CONNECTED') this.#onConnected();
    else if (currentState === 'FAILED') this.#onFailed(reasonCode);
    else if (this.#wasOnline) this.#report(currentState === 'IDLE' ? 'offline' : 'reconnecting');
  };

  #onFailed(reason: LinkReason): void {
    // What login() rejects with says more.
    if (this.#loggingIn) return;
    const { handedIn, tokens, userId } = this.#options;
    const error = linkError(reason, userId);
    if (this.#waiting) return this.#waiting.reject(error);
    const soon = performance.now() - this.#mendedAt < MEND_AGAIN_MS;
    const ours = !handedIn || tokens.any;
    if (TOKEN_REASONS.includes(reason) && ours && !soon) void this.#mend(reason);
    else this.#report('failed', error);
  }

  /** Logs in again, once, with another token. As long as the service cannot be reached, the SDK goes on trying. */
  async #mend(reason: LinkReason): Promise<void> {
    const { tokens, userId } = this.#options;
    this.#mendedAt = performance.now();
    this.#report('reconnecting');
    try {
      const same = this.#token;
      const other = tokens.get(same);
      // It may not have been for the token.
      const token = await this.#unlessLeft(reason === 'UNKNOWN' ? other.catch(() => same) : other);
      await this.#logInWith(this.#client!, token);
    } catch (error) {
      this.#report('failed', loginError(error, userId));
    }
  }

  /** A channel's name: that is a stream channel of the page, and its token. */
  #onTokenWillExpire = async (channelName: string): Promise<void> => {
    const { log, onTokenWillExpire, tokens } = this.#options;
    if (channelName !== '') return;
    onTokenWillExpire();
    if (!tokens.any) return;
    try {
      const token = await this.#unlessLeft(tokens.get(this.#token));
      if (token !== undefined) await this.renew(token);
    } catch (error) {
      // It is good for a while yet; and when that is over, there is another try.
      if (!this.#leftFor) log('warning', `RTM token: ${String(error)}`);
    }
  };

  #report(state: SignalState, error?: CallError): void {
    if (!this.#leftFor) this.#options.onState(state, error);
  }

  async #unlessLeft<Value>(promise: Value | Promise<Value>): Promise<Value> {
    const value = await Promise.race([promise, this.#ended]);
    this.#stillHere();
    return value;
  }

  /** After an `await`: `leave` may have come in between. */
  #stillHere(): void {
    if (this.#leftFor) throw this.#leftFor;
  }

  /** The SDK tries for ever to log in; whoever waits wants to know. */
  #bounded(promise: Promise<void>): Promise<void> {
    const { loginTimeout: ms } = this.#options;
    return within(ms, this.#unlessLeft(promise), () => new CallError('signalFailed', `RTM could not be reached within ${ms} ms.`));
  }
}

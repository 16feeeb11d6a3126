import { CallError } from '@call-elements/core';
import type { Log, SignalState } from '@call-elements/core';
import { within } from '@call-elements/core/adapter';
import type { Credential, Credentials, Token } from './credentials.ts';
import { EASEMOB, isCredentialError, isFinal, isKick, loginError, numberOf } from './errors.ts';
import { normalizeUserId } from './ids.ts';
import { isLoggedIn, Link } from './link.ts';
import type { EasemobConnection } from './link.ts';
import type { Sdk } from './sdk.ts';
import { Watch } from './watch.ts';

/** A token that expires so soon after the last one is not replaced again: that would go on for ever. */
const EXPIRED_AGAIN_MS = 10_000;

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 8_000;

export interface SessionOptions {
  readonly userId: string;
  readonly sdk: () => Promise<Sdk>;
  /** By the page, which closes it; it also logs it in, unless there is a token. */
  readonly handedIn: EasemobConnection | undefined;
  /** Another one for each login: an old one goes on with what it was doing, also when it is closed. */
  readonly makeConnection: (sdk: Sdk) => EasemobConnection;
  readonly credentials: Credentials;
  readonly loginTimeout: number;
  readonly log: Log;
  onState(state: SignalState, error?: CallError): void;
  onTokenWillExpire(): void;
}

/** One sign-in, from `open` to `leave`, on as many connection objects as it takes. */
export class Session {
  readonly #options: SessionOptions;
  readonly #watch = new Watch(() => this.#link?.connection.onShow());
  #sdk!: Sdk;
  #link?: Link;
  /** What the SDK was given last. */
  #credential?: Credential;
  #wasOnline = false;
  #renewing = false;
  #recovering = false;
  #expiredAt = -Infinity;
  /** Ends when somebody else logs the connection in that was handed to us. */
  #waiting?: { resolve(): void; reject(error: unknown): void };
  #leftFor?: CallError;
  #end!: (reason: CallError) => void;
  readonly #ended = new Promise<never>((_, reject) => (this.#end = reject));

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#ended.catch(() => {});
  }

  get connection(): EasemobConnection | undefined {
    return this.#link?.connection;
  }

  /** Rejects as soon as `leave` is called, and with what keeps the user from being logged in. */
  async open(): Promise<void> {
    const { handedIn, sdk, userId } = this.#options;
    try {
      this.#sdk = await this.#unlessLeft(sdk());
      if (handedIn) await this.#join(handedIn);
      else await this.#logIn();
    } catch (error) {
      throw loginError(error, userId);
    }
    this.#stillHere();
  }

  leave(reason = new CallError('signalNotReady', 'Logged out before the connection was made.')): void {
    if (this.#leftFor) return;
    this.#leftFor = reason;
    this.#end(reason);
    this.#watch.stop();
    this.#link?.drop();
  }

  /** Before something depends on the connection. */
  look(): void {
    this.#watch.look();
  }

  /** Rejects with `tokenFailed` when the service refuses it; the connection stays as it is. */
  async renew(credential: Token): Promise<void> {
    const connection = this.#link?.connection;
    // The SDK takes none while it has no connection; there is another try when it has one.
    if (credential === this.#credential || !connection?.isOpened()) return;
    try {
      await connection.renewToken(credential.token);
      this.#credential = credential;
    } catch (error) {
      throw loginError(error, this.#options.userId);
    }
  }

  /** Gets the connection of the page, however far it is. */
  async #join(connection: EasemobConnection): Promise<void> {
    this.#link = this.#makeLink(connection);
    if (await this.#unlessLeft(isLoggedIn(connection, this.#sdk))) {
      this.#checkOwner();
      return this.#onConnected();
    }
    if (!this.#options.credentials.any) return this.#bounded(this.#connectedByOthers());
    try {
      await this.#logIn();
    } catch (error) {
      const number = numberOf(error);
      if (number !== EASEMOB.loginFailed && number !== EASEMOB.alreadyLoggedIn) throw error;
      await this.#bounded(this.#connectedByOthers());
    }
  }

  /** With another token when the first is refused. `stale` was before. */
  async #logIn(stale?: Credential): Promise<void> {
    const { credentials, userId } = this.#options;
    const credential = await this.#unlessLeft(credentials.get(stale));
    if (!credential) throw new CallError('tokenFailed', `Easemob wants a token or a password from "${userId}", and there is none.`);
    try {
      await this.#bounded(this.#logInWith(credential));
    } catch (error) {
      if (!isCredentialError(error)) throw error;
      const other = await this.#unlessLeft(
        credentials.get(credential).catch((reason: CallError) => {
          // There is no other, so what counts is why this one was refused.
          throw reason.certain ? error : reason;
        }),
      );
      await this.#bounded(this.#logInWith(other!));
    }
  }

  async #logInWith(credential: Credential): Promise<void> {
    const { handedIn, makeConnection, userId } = this.#options;
    this.#stillHere();
    this.#credential = credential;
    this.#link?.drop();
    this.#link = this.#makeLink(handedIn ?? makeConnection(this.#sdk));
    await this.#unlessLeft(this.#link.logIn(userId, credential));
  }

  #makeLink(connection: EasemobConnection): Link {
    return new Link(connection, connection !== this.#options.handedIn, {
      onConnected: () => this.#onConnected(),
      onReconnecting: () => void (this.#wasOnline && this.#report('reconnecting')),
      onError: (error) => this.#onError(error),
      onClosed: (error) => this.#onClosed(error),
      onTokenWillExpire: () => void this.#onTokenWillExpire(),
      onTokenExpired: () => this.#onTokenExpired(),
    });
  }

  #connectedByOthers(): Promise<void> {
    return new Promise((resolve, reject) => (this.#waiting = { resolve, reject }));
  }

  #checkOwner(): void {
    const { handedIn, userId } = this.#options;
    const owner = handedIn?.context.userId;
    if (owner === undefined || normalizeUserId(owner) === userId) return;
    throw new CallError('invalidArgument', `The connection that was handed in is that of "${owner}", not of "${userId}".`);
  }

  #onConnected(): void {
    const { credentials, log } = this.#options;
    try {
      this.#checkOwner();
    } catch (error) {
      return this.#fail(error as CallError);
    }
    this.#wasOnline = true;
    this.#waiting?.resolve();
    this.#waiting = undefined;
    this.#watch.start();
    this.#report('online');
    // Pushed during an outage, when the SDK takes none.
    const pushed = credentials.pushed;
    if (pushed && 'token' in pushed) this.renew(pushed).catch((error: unknown) => log('warning', `Easemob token: ${String(error)}`));
  }

  #onError(error: unknown): void {
    const { handedIn, userId } = this.#options;
    // The service may leave the socket open, and then the SDK would hang.
    if (isKick(error)) return this.#fail(loginError(error, userId));
    // At a reconnect; the SDK would go on with the same token. A page's own connection is the page's.
    if (handedIn) return;
    if (isCredentialError(error)) return void this.#recover(this.#stale);
    if (isFinal(error)) this.#fail(loginError(error, userId));
  }

  #onClosed(error: unknown): void {
    const { handedIn, userId } = this.#options;
    // The SDK closes what has an expired token, and says so when another login is under way.
    if (this.#recovering) return;
    if (handedIn && error === undefined) return this.#report('offline');
    if (handedIn || isKick(error)) return this.#fail(loginError(error, userId));
    void this.#recover();
  }

  #onTokenExpired(): void {
    const { credentials, handedIn } = this.#options;
    const soon = performance.now() - this.#expiredAt < EXPIRED_AGAIN_MS;
    this.#expiredAt = performance.now();
    if (handedIn && !credentials.any) return this.#fail(new CallError('tokenFailed', 'The token for Easemob has expired.'));
    if (soon) return this.#fail(new CallError('tokenFailed', 'The token for Easemob expired at once, as the one before: is the clock of this device right?'));
    void this.#recover(this.#stale);
  }

  /** What is no good any more when a token is not. Of a password it was made by the service, which makes another. */
  get #stale(): Credential | undefined {
    return this.#credential && 'token' in this.#credential ? this.#credential : undefined;
  }

  /** Logs in anew. As long as the service cannot be reached, it goes on trying. */
  async #recover(stale?: Credential): Promise<void> {
    const { handedIn, log, userId } = this.#options;
    if (this.#recovering) return;
    this.#recovering = true;
    this.#report('reconnecting');
    try {
      for (let wait = FIRST_RETRY_MS; ; wait = Math.min(2 * wait, LAST_RETRY_MS)) {
        // What it does from here on, such as reconnecting with what was refused, is noise.
        if (!handedIn) this.#link?.drop();
        const error = await this.#logIn(stale).catch((cause: unknown) => ({ cause }));
        if (!error) return;
        if (handedIn || isFinal(error.cause)) return this.#fail(loginError(error.cause, userId));
        log('warning', loginError(error.cause, userId).message);
        if (!handedIn) this.#link?.drop();
        await this.#pause(wait);
      }
    } catch {
      // Left meanwhile.
    } finally {
      this.#recovering = false;
    }
  }

  async #onTokenWillExpire(): Promise<void> {
    const { credentials, log, onTokenWillExpire } = this.#options;
    onTokenWillExpire();
    // With every answer of the service it is said again.
    if (this.#renewing || !credentials.any || !this.#credential) return;
    this.#renewing = true;
    try {
      const other = await this.#unlessLeft(credentials.token(this.#credential));
      if (other) await this.renew(other);
    } catch (error) {
      // It is good for a while yet; and when that is over, there is another try.
      if (!this.#leftFor) log('warning', `Easemob token: ${String(error)}`);
    } finally {
      this.#renewing = false;
    }
  }

  /** A page's own connection may come back. */
  #fail(error: CallError): void {
    this.#watch.stop();
    if (!this.#options.handedIn) this.#link?.drop();
    if (this.#waiting) return this.#waiting.reject(error);
    this.#report('failed', error);
  }

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

  #pause(ms: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout>;
    return this.#unlessLeft(new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))).finally(() => clearTimeout(timer));
  }

  /** The SDK takes 30 s to tell that nobody answers, and without `unsafe-eval` it never tells anything. */
  #bounded(promise: Promise<void>): Promise<void> {
    const { loginTimeout: ms } = this.#options;
    return within(ms, this.#unlessLeft(promise), () => new CallError('signalFailed', `Easemob did not log in within ${ms} ms. Does the page allow 'unsafe-eval', which its SDK needs?`));
  }
}

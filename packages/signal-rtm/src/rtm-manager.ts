import { silent } from '@call-elements/core';
import type { AdapterOptions, CallError, Log, SignalState } from '@call-elements/core';
import { tellAll } from '@call-elements/core/adapter';
import { checkIds } from './ids.ts';
import { LoginTokens } from './login-tokens.ts';
import { ownClient } from './rtm-client.ts';
import type { RtmClient } from './rtm-client.ts';
import { Session } from './session.ts';

/** The SDK's attempts last 5 s each, so that is three; and callers give up when it has rung for as long. */
const LOGIN_TIMEOUT_MS = 15_000;

export interface RtmOptions extends AdapterOptions {
  /** A client that the page has already. It is never logged out, and logged in only when there is a token. */
  readonly rtm?: RtmClient | undefined;
  /** How long a login may take, in milliseconds. Default 15 000. A connection that was made and lost is waited for without end. */
  readonly loginTimeout?: number;
}

/** CallAPI's callbacks, and the state in more detail. */
export interface RtmManagerListener {
  onConnected?(): void;
  /** Not connected any more. It comes back by itself, unless there is an error. */
  onDisconnected?(error?: CallError): void;
  /** `channelName` is "": the token is the login's. */
  onTokenPrivilegeWillExpire?(channelName: string): void;
  onStateChange?(state: SignalState, error?: CallError): void;
}

/** Logs a user in to Agora RTM and keeps that so, with tokens that are renewed (CallAPI's CallRtmManager). Messages are RtmSignalClient's. */
export class RtmManager {
  readonly userId: string;
  readonly #options: RtmOptions;
  readonly #log: Log;
  readonly #tokens: LoginTokens;
  readonly #listeners = new Set<RtmManagerListener>();
  #client: RtmClient | undefined;
  #state: SignalState = 'offline';
  #failure: CallError | undefined;
  #session: Session | undefined;
  #opened: Promise<void> = Promise.resolve();

  constructor(options: RtmOptions) {
    this.userId = options.userId;
    this.#options = options;
    this.#log = options.log ?? silent;
    this.#tokens = new LoginTokens(options.token);
    this.#client = options.rtm;
  }

  get state(): SignalState {
    return this.#state;
  }

  get isConnected(): boolean {
    return this.#state === 'online';
  }

  get isHandedIn(): boolean {
    return this.#options.rtm !== undefined;
  }

  /** Undefined until the SDK has been loaded by the first login, unless one was handed in. */
  getRtmClient(): RtmClient | undefined {
    return this.#client;
  }

  /**
   * Resolves when connected; at once when that is so already. `token` is used instead of the one from the options, until it expires.
   * Rejects with `invalidArgument`, `tokenFailed`, `signedInElsewhere`, `loadFailed`, `signalNotReady` (logged out meanwhile) or `signalFailed`.
   */
  login(token?: string): Promise<void> {
    if (token !== undefined) this.#tokens.pushed = token;
    if (this.#state === 'offline' || this.#state === 'failed') this.#opened = this.#open();
    return this.#opened;
  }

  /** Also takes back a login that is under way. A client that was handed in stays logged in. */
  async logout(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    this.#setState('offline');
    await session?.leave();
  }

  /** Uses another token from here on. Rejects with `tokenFailed` when the service refuses it; the connection stays as it is. */
  async renewToken(token: string): Promise<void> {
    const former = this.#tokens.pushed;
    this.#tokens.pushed = token;
    // It was given up for want of this.
    if (this.#state === 'failed' && this.#failure?.code === 'tokenFailed') return this.login();
    if (this.#state !== 'online') return;
    try {
      await this.#session?.renew(token);
    } catch (error) {
      if (this.#tokens.pushed === token) this.#tokens.pushed = former;
      throw error;
    }
  }

  addListener(listener: RtmManagerListener): void {
    this.#listeners.add(listener);
  }

  removeListener(listener: RtmManagerListener): void {
    this.#listeners.delete(listener);
  }

  async #open(): Promise<void> {
    void this.#session?.leave();
    const session = this.#createSession();
    this.#session = session;
    this.#setState('connecting');
    try {
      await session.open();
    } catch (error) {
      const leaving = session.leave();
      if (session === this.#session) {
        this.#failure = error as CallError;
        // Whoever asked for the login is told why; listeners would hear it a second time.
        this.#setState('failed');
      }
      await leaving;
      throw error;
    }
  }

  #createSession(): Session {
    const { rtm, loginTimeout = LOGIN_TIMEOUT_MS } = this.#options;
    return new Session({
      userId: this.userId,
      client: () => this.#client ?? this.#loadClient(),
      handedIn: rtm !== undefined,
      tokens: this.#tokens,
      loginTimeout,
      log: this.#log,
      onState: (state, error) => {
        this.#failure = error;
        this.#setState(state, error);
      },
      onTokenWillExpire: () => this.#tell((listener) => listener.onTokenPrivilegeWillExpire?.('')),
    });
  }

  async #loadClient(): Promise<RtmClient> {
    const { appId } = this.#options;
    checkIds(appId, this.userId);
    return (this.#client = await ownClient(appId, this.userId));
  }

  #setState(state: SignalState, error?: CallError): void {
    if (state === this.#state) return;
    const wasConnected = this.isConnected;
    this.#state = state;
    this.#tell((listener) => listener.onStateChange?.(state, error));
    // A listener may have changed it again.
    if (this.#state !== state) return;
    if (this.isConnected) this.#tell((listener) => listener.onConnected?.());
    else if (wasConnected) this.#tell((listener) => listener.onDisconnected?.(error));
  }

  #tell(report: (listener: RtmManagerListener) => void): void {
    tellAll(this.#listeners, this.#log, report);
  }
}

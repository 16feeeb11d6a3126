import { randomId, silent } from '@call-elements/core';
import type { AdapterOptions, CallError, Log, SignalState } from '@call-elements/core';
import { tellAll } from '@call-elements/core/adapter';
import { Credentials } from './credentials.ts';
import type { Credential } from './credentials.ts';
import { registrationError } from './errors.ts';
import { normalizeUserId } from './ids.ts';
import type { EasemobConnection } from './link.ts';
import { checkInterop, checkOptions, makeConnection } from './make-connection.ts';
import { loadSdk } from './sdk.ts';
import type { Sdk } from './sdk.ts';
import { Session } from './session.ts';

/** Callers give up when it has rung for as long. */
const LOGIN_TIMEOUT_MS = 15_000;

export interface EasemobOptions extends AdapterOptions {
  /** A connection that the page has already. It is never closed, and logged in only when it is not and there is a token or password. */
  readonly easemob?: EasemobConnection | undefined;
  /** How long a login may take, in milliseconds. Default 15 000. A connection that was made and lost is waited for without end. */
  readonly loginTimeout?: number;
  /** The sound of the push for who is not there, a file of the native app. Default: the app's own. */
  readonly pushSound?: string;
}

export interface EasemobManagerListener {
  onConnected?(): void;
  /** Not connected any more. It comes back by itself, unless there is an error. */
  onDisconnected?(error?: CallError): void;
  onTokenWillExpire?(): void;
  onStateChange?(state: SignalState, error?: CallError): void;
}

/** What `login` takes. Agora's tokens for its chat are used as Easemob's own. */
export type EasemobLogin = string | { readonly token: string } | { readonly agoraToken: string } | { readonly password: string };

function credentialOf(login: EasemobLogin): Credential {
  if (typeof login === 'string') return { token: login };
  return 'agoraToken' in login ? { token: login.agoraToken } : login;
}

/** Logs a user in to Easemob and keeps that so, with tokens that are renewed. Messages are EasemobSignalClient's. */
export class EasemobManager {
  /** In lower case: the service knows no other. */
  readonly userId: string;
  /** Names this client among those of the user, to the service and to peers. */
  readonly device = randomId();
  readonly #options: EasemobOptions;
  readonly #log: Log;
  readonly #credentials: Credentials;
  readonly #listeners = new Set<EasemobManagerListener>();
  #sdk: Sdk | undefined;
  #state: SignalState = 'offline';
  #failure: CallError | undefined;
  #session: Session | undefined;
  #opened: Promise<void> = Promise.resolve();

  constructor(options: EasemobOptions) {
    this.userId = normalizeUserId(options.userId);
    this.#options = options;
    this.#log = options.log ?? silent;
    this.#credentials = new Credentials(options.token, options.password);
  }

  get state(): SignalState {
    return this.#state;
  }

  get isConnected(): boolean {
    return this.#state === 'online';
  }

  get isHandedIn(): boolean {
    return this.#options.easemob !== undefined;
  }

  /** Another one after each login, unless one was handed in. */
  getConnection(): EasemobConnection | undefined {
    return this.#session?.connection ?? this.#options.easemob;
  }

  /** Undefined until the first login has loaded it. */
  getSdk(): Sdk | undefined {
    return this.#sdk;
  }

  /**
   * Resolves when connected; at once when that is so already. What is given is used instead of what is in the options, until it is no good any
   * more. Rejects with `invalidArgument`, `tokenFailed`, `signedInElsewhere`, `loadFailed`, `signalNotReady` (logged out meanwhile) or `signalFailed`.
   */
  login(login?: EasemobLogin): Promise<void> {
    if (login !== undefined) this.#credentials.pushed = credentialOf(login);
    if (this.#state === 'offline' || this.#state === 'failed') this.#opened = this.#open();
    return this.#opened;
  }

  /** Also takes back a login that is under way. A connection that was handed in stays logged in. */
  async logout(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    this.#setState('offline');
    session?.leave();
  }

  /** Makes an account, where the app lets everybody do so: for demos. Rejects with `invalidArgument` when there is one already. */
  async register(password: string): Promise<void> {
    const { easemob, userId } = { ...this.#options, userId: this.userId };
    const connection = easemob ?? this.#makeConnection(await this.#loadSdk());
    await connection.registerUser({ username: userId, password }).catch((error: unknown) => {
      throw registrationError(error, userId);
    });
  }

  /** Uses another token from here on. Rejects with `tokenFailed` when the service refuses it; the connection stays as it is. */
  async renewToken(token: string): Promise<void> {
    const former = this.#credentials.pushed;
    const credential = { token };
    this.#credentials.pushed = credential;
    // It was given up for want of this.
    if (this.#state === 'failed' && this.#failure?.code === 'tokenFailed') return this.login();
    if (this.#state !== 'online') return;
    try {
      await this.#session?.renew(credential);
    } catch (error) {
      if (this.#credentials.pushed === credential) this.#credentials.pushed = former;
      throw error;
    }
  }

  /** Has the connection tried, where it may be dead without a sign. */
  look(): void {
    this.#session?.look();
  }

  addListener(listener: EasemobManagerListener): void {
    this.#listeners.add(listener);
  }

  removeListener(listener: EasemobManagerListener): void {
    this.#listeners.delete(listener);
  }

  async #open(): Promise<void> {
    this.#session?.leave();
    const session = this.#createSession();
    this.#session = session;
    this.#setState('connecting');
    try {
      await session.open();
    } catch (error) {
      session.leave();
      if (session === this.#session) {
        this.#failure = error as CallError;
        // Whoever asked for the login is told why; listeners would hear it a second time.
        this.#setState('failed');
      }
      throw error;
    }
  }

  #createSession(): Session {
    const { easemob, loginTimeout = LOGIN_TIMEOUT_MS } = this.#options;
    return new Session({
      userId: this.userId,
      sdk: () => this.#loadSdk(),
      handedIn: easemob,
      makeConnection: (sdk) => this.#makeConnection(sdk),
      credentials: this.#credentials,
      loginTimeout,
      log: this.#log,
      onState: (state, error) => {
        this.#failure = error;
        this.#setState(state, error);
      },
      onTokenWillExpire: () => this.#tell((listener) => listener.onTokenWillExpire?.()),
    });
  }

  async #loadSdk(): Promise<Sdk> {
    checkInterop(this.#options.interop);
    if (!this.#options.easemob) checkOptions(this.#options, this.userId);
    return (this.#sdk ??= await loadSdk());
  }

  #makeConnection(sdk: Sdk): EasemobConnection {
    return makeConnection(sdk, this.#options, this.device);
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

  #tell(report: (listener: EasemobManagerListener) => void): void {
    tellAll(this.#listeners, this.#log, report);
  }
}

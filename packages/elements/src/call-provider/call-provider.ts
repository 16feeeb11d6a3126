import { CallClient, CallError } from '@call-elements/core';
import type { AdapterOptions, CallConfig, CallErrorCode, CallListener, CallState, CallType, Capture, Clock, EarlyMedia, JsonObject, MediaEngine, OfflinePush, SignalClient } from '@call-elements/core';
import { LitElement, css, html } from 'lit';
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { isAnswered } from '../call-rules.ts';
import { announceProvider } from '../context.ts';
import type { CallScope, ProviderElement } from '../context.ts';
import { CallConnectedEvent, CallDisconnectedEvent, CallErrorEvent, CallIncomingEvent, CallRemoteOfflineEvent, CallStateChangeEvent } from '../events.ts';
import { insist } from '../lazy.ts';
import { loadCallParts } from '../load-call-parts.ts';
import { ScopeProvider } from '../scope-provider.ts';
import { unlockTones } from '../tone-context.ts';
import { findMedia, findSignal } from './adapters.ts';
import { closeConnection, deferred, whenIdle } from './connection.ts';
import type { CallMemory } from './call-memory.ts';
import type { Connection } from './connection.ts';
import { pageCapture } from './lazy-capture.ts';
import { lazyTokens } from './lazy-tokens.ts';
import type { Tokens } from './lazy-tokens.ts';
import { People } from './people.ts';
import type { ResolveUser } from './people.ts';
import { readConfig, same } from './provider-config.ts';
import type { ClientConfig, Preload, ProviderAttributes, ProviderConfig, SignalOptions, Tabs, Theme } from './provider-config.ts';
import { RemoteSound } from './remote-sound.ts';
import type { FetchTokens } from './token-answer.ts';

/**
 * Signs a user in and gives the client to the call elements inside (and to those outside that name it by `for`).
 *
 * Attributes are read together; what changes during a call applies after it. Moving the element within a task keeps the call,
 * removing it hangs up.
 *
 * @tag call-provider
 * @attr user-id - Who is signed in, at most 64 characters. Nothing happens until it is set.
 * @attr signal - Signalling adapter: `local` (default), `rtm`, `easemob`, or one that the page registered.
 * @attr media - Media adapter: `webrtc` (default), `agora`, or one that the page registered.
 * @attr app - local: the name that the tabs share.
 * @attr app-id - Agora: the application.
 * @attr app-key - Easemob: the application, `org#app`.
 * @attr interop - Easemob: `callapi` sends as CallAPI's own clients do, so that they can be called. Both forms are heard in any case.
 * @attr tabs - Whether the tabs of a user have one connection (`shared`) or each its own (`own`). Default: `shared` where the service has one per user, as `rtm` and `easemob`.
 * @attr token-endpoint - Agora and Easemob: the address that hands out tokens, by `POST {"userId": …}` as `@call-elements/token-server` does. Without it none are used.
 * @attr call-timeout - Milliseconds a call rings; 0 = no limit. Default 15000.
 * @attr early-media - What happens before accepting: `none`, `receive` (default), `warm`, `full`.
 * @attr first-frame-wait-disabled - Be `connected` without waiting for a picture.
 * @attr send-push-if-offline - A callee who is not there is told by a push, and the call rings on; otherwise it ends with `remoteOffline`.
 * @attr offline-message-text - What that push says. Default "Incoming call".
 * @attr resume - Reloading the page does not end a call: the peer shows that it reconnects, and the call goes on when the page is back within five seconds.
 * @attr preload - When what a call needs (media adapter and its SDK, devices) is fetched: `ring` (default: when one rings or is dialled), `idle`, `none` (when needed).
 * @attr theme - `auto` (default), `light`, `dark`.
 * @slot - The page, or the call elements alone.
 * @fires call-incoming - Somebody calls, nothing has rung yet. Cancel it to answer busy.
 * @fires call-state-change - The state of the client changed.
 * @fires call-connected - A call connected.
 * @fires call-disconnected - A connected call ended.
 * @fires call-remote-offline - The callee is not there and is being told by a push; with `send-push-if-offline`.
 * @fires call-error - Something went wrong; a call goes on with what is left.
 * @cssprop [--call-color-scheme=light dark] - What `theme` sets for the elements inside.
 */
export class CallProvider extends LitElement implements ProviderElement, ProviderAttributes {
  static override properties: PropertyDeclarations = {
    userId: { attribute: 'user-id' },
    signal: {},
    media: {},
    app: {},
    appId: { attribute: 'app-id' },
    appKey: { attribute: 'app-key' },
    interop: {},
    tabs: {},
    resume: { type: Boolean },
    tokenEndpoint: { attribute: 'token-endpoint' },
    callTimeout: { attribute: 'call-timeout' },
    earlyMedia: { attribute: 'early-media' },
    firstFrameWaitDisabled: { type: Boolean, attribute: 'first-frame-wait-disabled' },
    sendPushIfOffline: { type: Boolean, attribute: 'send-push-if-offline' },
    offlineMessageText: { attribute: 'offline-message-text' },
    preload: {},
    theme: { reflect: true, useDefault: true },
    fetchTokens: { attribute: false },
    signalOptions: { attribute: false },
    sendPush: { attribute: false },
    iceServers: { attribute: false },
    resolveUser: { attribute: false },
    capture: { attribute: false },
    clock: { attribute: false },
    userExtension: { attribute: false },
  };
  static override styles = css`
    :host { display: contents; }
    :host([hidden]) { display: none; }
    :host([theme='light']) { --call-color-scheme: light; }
    :host([theme='dark']) { --call-color-scheme: dark; }
  `;

  userId?: string;
  signal = 'local';
  media = 'webrtc';
  app?: string;
  appId?: string;
  appKey?: string;
  interop?: string;
  tabs?: Tabs;
  resume = false;
  tokenEndpoint?: string;
  callTimeout: number | string = 15_000;
  earlyMedia: EarlyMedia = 'receive';
  firstFrameWaitDisabled = false;
  sendPushIfOffline = false;
  offlineMessageText?: string;
  preload: Preload = 'ring';
  theme: Theme = 'auto';
  /** More for the signalling adapter, by its README: a password, a server of one's own. */
  signalOptions?: SignalOptions;
  /** Tells a callee who is not there, in place of the signalling service. May be async. */
  sendPush?: (push: OfflinePush) => void | Promise<void>;
  /** Agora and Easemob: fetches tokens for `{ userId, roomId? }`, in place of `token-endpoint`. */
  fetchTokens?: FetchTokens;
  /** webrtc: `RTCIceServer[]`, or an async function that returns them. */
  iceServers?: unknown;
  /** Name and avatar of a user. Called once per user; may be async. */
  resolveUser?: ResolveUser;
  /** Opens devices. Default: the page's one. */
  capture?: Capture;
  /** What the engine takes for time. Default: the system's clock. */
  clock?: Clock;
  /** Sent along with every call. */
  userExtension?: JsonObject;

  #config?: ProviderConfig;
  #connection?: Connection;
  #ready = deferred<CallClient>();
  #closing: Promise<void> = Promise.resolve();
  /** Counts builds; whoever awaited compares. */
  #turn = 0;
  /** The call that everything was fetched for. */
  #loadedFor?: string;
  readonly #reported = new WeakSet<CallError>();
  #audio = document.createElement('audio');
  #sound = new RemoteSound(this.#audio, () => this.#publish());
  #people = new People(() => this.#publish());
  #context = new ScopeProvider(this, this.#makeScope());

  /** Undefined until the adapters are loaded. It can dial once `ready`. */
  get client(): CallClient | undefined {
    return this.#connection?.client;
  }
  /** Resolves when the user is signed in and can dial. A new promise after each sign-out. */
  get ready(): Promise<CallClient> {
    return this.#ready.promise;
  }
  get state(): CallState {
    return this.client?.getState().state ?? 'idle';
  }
  /** The browser refuses to play the peer's voice before a gesture: call `unlock()` in a click. */
  get audioBlocked(): boolean {
    return this.#sound.blocked;
  }
  get scope(): CallScope {
    return this.#context.value;
  }

  /** Dials, once signed in. Resolves with the call id when the invite was sent; rejects with a `CallError`. */
  async call(userId: string, options?: { type?: CallType; extension?: JsonObject }): Promise<string> {
    this.unlock();
    return (await this.ready).call(userId, options);
  }

  /** Allows sound from here on. Call it synchronously in a click. */
  unlock(): void {
    this.#sound.unlock();
    unlockTones();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('pagehide', this.#leave);
    addEventListener('pageshow', this.#comeBack);
    announceProvider(this, true);
    this.#sound.play();
    if (this.hasUpdated) this.#apply();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // Frameworks re-mount within one task (StrictMode, keyed lists): that keeps the call.
    setTimeout(() => {
      if (this.isConnected) return;
      removeEventListener('pagehide', this.#leave);
      removeEventListener('pageshow', this.#comeBack);
      announceProvider(this, false);
      this.#close();
    });
  }

  override render(): TemplateResult {
    return html`<slot></slot>${this.#audio}`;
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('resolveUser')) this.#people.use(this.resolveUser);
    this.#apply();
  }

  /** Makes the client; for those who bring their own. */
  protected createClient(config: CallConfig): CallClient {
    return new CallClient(config);
  }

  #apply(): void {
    const wanted = readConfig(this);
    const { call } = this.client?.getState() ?? {};
    if (call || !this.isConnected) return;
    const current = this.#config;
    this.#config = wanted;
    if (!same(wanted?.client, current?.client)) {
      this.#close();
      this.#config = wanted;
      if (wanted) void this.#open(wanted);
    } else if (wanted && this.#ready.settled && !same(wanted.prepare, current?.prepare)) {
      this.client?.prepareForCall(wanted.prepare).catch(this.#report);
    }
  }

  async #open({ client: config, preload }: ProviderConfig): Promise<void> {
    const turn = ++this.#turn;
    const matters = (): boolean => turn === this.#turn;
    const tokens = lazyTokens(this, config, this.#report);
    const { iceServers = tokens?.iceServers } = config;
    // Of a function that changed with every rendering, the last one is asked.
    const ask = () => ((this.iceServers as () => unknown) ?? iceServers)();
    const options: AdapterOptions = { ...config, ...config.signalOptions, token: tokens?.signal, iceServers: typeof iceServers === 'function' ? ask : iceServers, onError: this.#report };
    // The service may allow one sign-in per user: the former one goes first.
    const load = () => Promise.all([findSignal(this, config, options), findMedia(this, config.media), config.resume && import('./call-memory.ts'), this.#closing]);
    const adapters = await insist(load, matters, this.#failed('loadFailed', 'The adapters could not be loaded.'));
    if (!adapters || !matters()) return;
    const memory = adapters[2] ? new adapters[2].CallMemory(config) : undefined;
    const connection = this.#connect(config, adapters[0], adapters[1](options), tokens, memory);
    if (!connection) return;
    if (preload === 'idle') whenIdle(() => matters() && this.#loadAhead(connection));
    const ready = await insist(() => this.#signIn(connection), matters, this.#failed('signalFailed', 'Signing in failed.'));
    if (!ready || !matters()) return;
    void memory?.takeUp(connection.client);
    this.#ready.resolve(connection.client);
    // Where signalling needed none, so that no call waits for them.
    tokens?.iceServers().catch(() => {});
  }

  #connect(config: ClientConfig, signal: SignalClient, media: MediaEngine, tokens?: Tokens, memory?: CallMemory): Connection | undefined {
    const { userId, capture = pageCapture, clock } = config;
    try {
      // The page's function as it is by then.
      const sendPush = (push: OfflinePush) => (this.sendPush ? this.sendPush(push) : signal.sendPush?.(push.userId, push.text));
      const client = this.createClient({ userId, signal, media, capture, clock, sendPush, mediaToken: tokens?.media, resumption: memory?.resumption });
      const unsubscribe = client.subscribe(() => this.#follow());
      const listener = this.#listener();
      client.addListener(listener);
      this.#connection = { client, signal, media, tokens, memory, unsubscribe, unlisten: () => client.removeListener(listener) };
      this.#publish();
    } catch (error) {
      this.#failed('invalidArgument', 'The client could not be made.')(error);
    }
    return this.#connection;
  }

  /** True once the service knows us and the client may dial. */
  async #signIn(connection: Connection): Promise<boolean> {
    await connection.signal.connect();
    for (let prepared; connection === this.#connection; ) {
      const { prepare } = this.#config!;
      // What was changed while it was being prepared.
      if (same(prepare, prepared)) return true;
      await connection.client.prepareForCall((prepared = prepare));
    }
    return false;
  }

  /** Fetches what a call needs. When that fails, the call will say so. */
  #loadAhead({ media }: Connection): void {
    loadCallParts().catch(() => {});
    if (!this.capture) pageCapture.preload();
    media.warmUp?.().catch(() => {});
  }

  #close(): void {
    this.#turn++;
    this.#config = undefined;
    const connection = this.#connection;
    if (!connection) return;
    this.#connection = undefined;
    if (this.#ready.settled) this.#ready = deferred();
    this.#sound.set(null);
    this.#closing = closeConnection(connection);
    this.#publish();
  }

  #listener(): CallListener {
    return {
      shouldRing: (call) => this.dispatchEvent(new CallIncomingEvent(call)),
      onCallStateChanged: (state, reason, _text, info) => this.dispatchEvent(new CallStateChangeEvent(state, reason, info)),
      onCallConnected: (info) => this.dispatchEvent(new CallConnectedEvent(info)),
      onCallDisconnected: (info) => this.dispatchEvent(new CallDisconnectedEvent(info)),
      onCallRemoteOffline: (call) => this.dispatchEvent(new CallRemoteOfflineEvent(call)),
      onCallError: this.#report,
    };
  }

  #follow(): void {
    const snapshot = this.client?.getState();
    this.#sound.set((isAnswered(snapshot) && snapshot?.call?.media?.remote.audio) || null);
    if (snapshot?.call && snapshot.call.callId !== this.#loadedFor && this.#config?.preload === 'ring') {
      this.#loadedFor = snapshot.call.callId;
      this.#loadAhead(this.#connection!);
    }
    // What was changed during the call applies now, but not from inside the client's own notification.
    if (!snapshot?.call) queueMicrotask(() => this.hasUpdated && this.#apply());
  }

  #makeScope(): CallScope {
    return { client: this.client, audioBlocked: this.audioBlocked, person: (userId) => this.#people.get(userId), unlock: () => this.unlock() };
  }

  #publish(): void {
    this.#context.setValue(this.#makeScope());
    if (this.isConnected) announceProvider(this, true);
  }

  #failed(code: CallErrorCode, message: string): (error: unknown) => void {
    return (error) => this.#report(CallError.from(error, code, message));
  }
  #report = (error: CallError): void => {
    // It may come from whoever failed, and from each who waited for that.
    if (this.#reported.has(error)) return;
    this.#reported.add(error);
    this.dispatchEvent(new CallErrorEvent(error));
  };
  #leave = (): void => {
    const { client, memory } = this.#connection ?? {};
    if (client && !memory?.keep(client)) client.leave();
  };
  #comeBack = (event: PageTransitionEvent): void => {
    if (!event.persisted) return;
    this.#close();
    this.#apply();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'call-provider': CallProvider;
  }
}

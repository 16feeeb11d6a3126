import { ContextProvider } from '@lit/context';
import { capture as pageCapture } from '@call-elements/capture';
import { CallClient, CallError } from '@call-elements/core';
import type { AdapterOptions, CallConfig, CallListener, CallState, CallType, Capture, JsonObject } from '@call-elements/core';
import { LitElement, css, html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { isAnswered } from '../call-rules.ts';
import { announceProvider, callContext } from '../context.ts';
import type { CallScope, ProviderElement } from '../context.ts';
import { CallConnectedEvent, CallDisconnectedEvent, CallErrorEvent, CallIncomingEvent, CallStateChangeEvent } from '../events.ts';
import { unlockTones } from '../ringtone.ts';
import { loadAdapters } from './adapters.ts';
import { closeConnection, deferred, warmUp, whenIdle } from './connection.ts';
import type { Connection } from './connection.ts';
import { People } from './people.ts';
import type { ResolveUser } from './people.ts';
import { readConfig, same } from './provider-config.ts';
import type { ProviderAttributes, ProviderConfig } from './provider-config.ts';
import { RemoteSound } from './remote-sound.ts';

const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;

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
 * @attr app-id - Agora and Easemob: the application.
 * @attr call-timeout - Milliseconds a call rings; 0 = no limit. Default 15000.
 * @attr early-media - What happens before accepting: `none`, `receive` (default), `warm`, `full`.
 * @attr first-frame-wait-disabled - Be `connected` without waiting for a picture.
 * @attr preload - When the vendor's media SDK is fetched: `ring` (default), `idle`, `none` (when needed).
 * @attr theme - `auto` (default), `light`, `dark`.
 * @slot - The page, or the call elements alone.
 * @fires call-incoming - Somebody calls, nothing has rung yet. Cancel it to answer busy.
 * @fires call-state-change - The state of the client changed.
 * @fires call-connected - A call connected.
 * @fires call-disconnected - A connected call ended.
 * @fires call-error - Something went wrong; a call goes on with what is left.
 * @cssprop [--call-color-scheme=light dark] - What `theme` sets for the elements inside.
 */
export class CallProvider extends LitElement implements ProviderElement, ProviderAttributes {
  static override styles = css`
    :host { display: contents; }
    :host([hidden]) { display: none; }
    :host([theme='light']) { --call-color-scheme: light; }
    :host([theme='dark']) { --call-color-scheme: dark; }
  `;

  @property({ attribute: 'user-id' }) userId?: string;
  @property() signal = 'local';
  @property() media = 'webrtc';
  @property() app?: string;
  @property({ attribute: 'app-id' }) appId?: string;
  @property({ attribute: 'call-timeout' }) callTimeout: number | string = 15_000;
  @property({ attribute: 'early-media' }) earlyMedia = 'receive';
  @property({ type: Boolean, attribute: 'first-frame-wait-disabled' }) firstFrameWaitDisabled = false;
  @property() preload = 'ring';
  @property({ reflect: true, useDefault: true }) theme = 'auto';
  /** webrtc: `RTCIceServer[]`, or an async function that returns them. */
  @property({ attribute: false }) iceServers?: unknown;
  /** Name and avatar of a user. Called once per user; may be async. */
  @property({ attribute: false }) resolveUser?: ResolveUser;
  /** Opens devices. Default: the page's one. */
  @property({ attribute: false }) capture?: Capture;
  /** Sent along with every call. */
  @property({ attribute: false }) userExtension?: JsonObject;

  #config?: ProviderConfig;
  #connection?: Connection;
  #ready = deferred<CallClient>();
  #closing: Promise<void> = Promise.resolve();
  /** Counts builds; whoever awaited compares. */
  #turn = 0;
  #audio = document.createElement('audio');
  #sound = new RemoteSound(this.#audio, () => this.#publish());
  #people = new People(undefined, () => this.#publish());
  #context = new ContextProvider(this, { context: callContext, initialValue: this.#makeScope() });

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
    if (changed.has('resolveUser')) {
      this.#people = new People(this.resolveUser, () => this.#publish());
      this.#publish();
    }
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
    try {
      // The service may allow one sign-in per user: the former one goes first.
      const [[createSignal, createMedia]] = await Promise.all([loadAdapters(this, config.signal, config.media), this.#closing]);
      if (turn !== this.#turn) return;
      const options: AdapterOptions = { ...config, onError: this.#report };
      const [signal, media] = [createSignal(options), createMedia(options)];
      const client = this.createClient({ userId: config.userId, signal, media, capture: config.capture ?? pageCapture() });
      const stop = client.subscribe(() => this.#follow());
      const listener = this.#listener();
      client.addListener(listener);
      this.#connection = { client, signal, media, unsubscribe: stop, unlisten: () => client.removeListener(listener) };
      this.#publish();
      if (preload === 'idle') whenIdle(() => turn === this.#turn && warmUp(this.#connection!));
      await this.#signIn(this.#connection);
    } catch (error) {
      if (turn === this.#turn) this.#report(CallError.from(error, 'loadFailed', 'The adapters could not be loaded.'));
    }
  }

  /** Tries until it works: a page that was opened offline needs no reload. */
  async #signIn(connection: Connection): Promise<void> {
    for (let wait = FIRST_RETRY_MS; connection === this.#connection; wait = Math.min(2 * wait, LAST_RETRY_MS)) {
      try {
        await connection.signal.connect();
        if (connection !== this.#connection) return;
        const { prepare } = this.#config!;
        await connection.client.prepareForCall(prepare);
        if (connection !== this.#connection) return;
        if (!same(prepare, this.#config!.prepare)) continue;
        return this.#ready.resolve(connection.client);
      } catch (error) {
        if (connection !== this.#connection) return;
        this.#report(CallError.from(error, 'signalFailed', 'Signing in failed.'));
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
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
      onCallError: this.#report,
    };
  }

  #follow(): void {
    const snapshot = this.client?.getState();
    this.#sound.set((isAnswered(snapshot) && snapshot?.call?.media?.remote.audio) || null);
    if (snapshot?.state === 'calling' && this.#config?.preload === 'ring') warmUp(this.#connection!);
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

  #report = (error: CallError): void => {
    this.dispatchEvent(new CallErrorEvent(error));
  };
  #leave = (): void => this.client?.leave();
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

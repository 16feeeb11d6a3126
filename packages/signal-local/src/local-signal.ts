import { CallError, randomId, silent } from '@call-elements/core';
import type { AdapterOptions, Log, SignalClient, SignalListener, SignalState } from '@call-elements/core';
import { Link } from './link.ts';
import type { LinkEvents } from './link.ts';

/**
 * Signalling between the tabs of one browser, without a server or an account: a BroadcastChannel per app carries the messages,
 * and a Web Lock per tab tells who is there.
 *
 * Whoever may run script on the page's origin may speak for any user of it.
 */
export class LocalSignal implements SignalClient {
  readonly userId: string;
  /** Random, one per client: the name of its lock. */
  readonly device = randomId();
  readonly #app: string;
  readonly #log: Log;
  readonly #listeners = new Set<SignalListener>();
  #state: SignalState = 'offline';
  #link?: Link;
  #opened?: Promise<void>;

  constructor(options: AdapterOptions) {
    this.userId = options.userId;
    this.#app = options.app ?? 'call-elements';
    this.#log = options.log ?? silent;
  }

  get state(): SignalState {
    return this.#state;
  }

  /** Rejects with `unsupported` where the browser, or an insecure page, has no Web Locks or BroadcastChannel. */
  async connect(): Promise<void> {
    if (!globalThis.navigator?.locks || !globalThis.BroadcastChannel) {
      throw new CallError('unsupported', 'Calls between tabs need Web Locks and BroadcastChannel: a page from https or localhost, in a current browser.');
    }
    if (!this.#opened) {
      this.#link = new Link(this.#app, this.userId, this.device, this.#linkEvents());
      this.#opened = this.#open(this.#link);
    }
    await this.#opened;
  }

  async disconnect(): Promise<void> {
    const link = this.#link;
    this.#link = this.#opened = undefined;
    this.#setState('offline');
    await link?.close();
  }

  async sendMessage(userId: string, message: string): Promise<void> {
    const link = this.#link;
    if (!link || this.#state !== 'online') throw new CallError('signalNotReady', 'Not connected: connect() comes first.');
    // Posted before asking who is there, so that a farewell on pagehide still leaves. To nobody it does no harm.
    link.send(userId, message);
    const tabs = await link.find(userId).catch((error: unknown) => {
      throw new CallError('signalFailed', 'The browser did not say who is connected.', { cause: error });
    });
    if (tabs.length === 0) throw new CallError('peerOffline', `${userId} has no tab open here.`, { certain: true });
  }

  addListener(listener: SignalListener): void {
    this.#listeners.add(listener);
  }

  removeListener(listener: SignalListener): void {
    this.#listeners.delete(listener);
  }

  async #open(link: Link): Promise<void> {
    this.#setState('connecting');
    try {
      await link.open();
    } catch (error) {
      if (this.#link === link) await this.#fail(error);
    }
    if (this.#link !== link) throw new CallError('signalNotReady', 'disconnect() was called before the connection was made.');
    this.#setState('online');
  }

  /** A page in a sandboxed frame has the interfaces, but may not use them. */
  async #fail(cause: unknown): Promise<never> {
    const error = new CallError('signalFailed', 'The browser does not let this page use Web Locks.', { cause });
    this.#link = this.#opened = undefined;
    this.#setState('failed', error);
    throw error;
  }

  #linkEvents(): LinkEvents {
    return {
      message: (text, userId) => this.#tell((listener) => listener.onMessageReceive?.(text, { userId })),
      peerGone: (userId, tab) => this.#tell((listener) => listener.onPeerGone?.(userId, tab)),
    };
  }

  #setState(state: SignalState, error?: CallError): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#tell((listener) => listener.onStateChange?.(state, error));
  }

  #tell(report: (listener: SignalListener) => void): void {
    for (const listener of [...this.#listeners]) {
      try {
        report(listener);
      } catch (error) {
        this.#log('error', `a signal listener threw: ${String(error)}`);
      }
    }
  }
}

export function createLocalSignal(options: AdapterOptions): SignalClient {
  return new LocalSignal(options);
}

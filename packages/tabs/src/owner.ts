import { CallError } from '@call-elements/core';
import type { CallErrorCode, Log, SignalClient, SignalListener, SignalState } from '@call-elements/core';
import { within } from '@call-elements/core/adapter';
import { asCallError } from './words.ts';
import type { News, Service } from './words.ts';

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 8_000;

/** How long a tab that goes may keep the next one waiting. */
const LOGOUT_MS = 3_000;

/** What may be over by the next attempt. Of the rest another attempt of this page would come to the same. */
const PASSING: readonly CallErrorCode[] = ['signalFailed', 'signalNotReady', 'loadFailed'];

export interface OwnerOptions {
  readonly inner: SignalClient;
  readonly log: Log;
  /** This tab has been online: nobody waits any more to be told that the first attempt failed. */
  readonly wasOnline: boolean;
  onState(state: SignalState): void;
  onNews(news: News, args: readonly unknown[]): void;
}

/** This tab has the connection, from now until `over`. */
export class Owner {
  /** What ended it, unless that was `leave`; when nothing of the connection is left. */
  readonly over: Promise<CallError | undefined>;
  readonly #options: OwnerOptions;
  readonly #listener: SignalListener;
  #finish!: (end: Promise<CallError | undefined>) => void;
  #signingIn = false;
  #isOver = false;
  #stopPause = (): void => {};

  constructor(options: OwnerOptions) {
    this.#options = options;
    this.over = new Promise((resolve) => (this.#finish = resolve));
    const { onNews } = options;
    this.#listener = {
      onMessageReceive: (...args) => onNews('onMessageReceive', args),
      onPeerGone: (...args) => onNews('onPeerGone', args),
      onTokenWillExpire: () => onNews('onTokenWillExpire', []),
      onStateChange: (_state, error) => this.#onState(error),
    };
    options.inner.addListener(this.#listener);
    void this.#signIn();
  }

  /** In the order of the asking, as `service` is called in this turn. */
  async serve(service: Service, args: readonly unknown[]): Promise<void> {
    const { inner } = this.#options;
    const serve = inner[service] as ((...args: unknown[]) => Promise<void>) | undefined;
    if (this.#isOver) throw new CallError('signalNotReady', 'This tab gave the connection up.');
    await serve?.apply(inner, [...args]);
  }

  leave(): void {
    this.#end();
  }

  async #signIn(): Promise<void> {
    const { inner, log, wasOnline } = this.#options;
    for (let wait = FIRST_RETRY_MS; !this.#isOver; wait = Math.min(2 * wait, LAST_RETRY_MS)) {
      this.#signingIn = true;
      const error = await inner.connect().catch((cause: unknown) => asCallError(cause, 'Signing in failed'));
      this.#signingIn = false;
      if (!error || this.#isOver) return this.#onState();
      if (!wasOnline || !PASSING.includes(error.code)) return this.#end(error);
      log('warning', error.message);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, wait);
        this.#stopPause = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  #onState(error?: CallError): void {
    const { inner, onState } = this.#options;
    if (this.#isOver) return;
    if (inner.state !== 'failed') return onState(inner.state);
    // What `connect` rejects with says more.
    if (!this.#signingIn) this.#end(error ?? new CallError('signalFailed', 'The signalling service ended the connection.'));
  }

  #end(why?: CallError): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { inner } = this.#options;
    this.#stopPause();
    inner.removeListener(this.#listener);
    // In this turn: a page that is being frozen has no other.
    const left = within(LOGOUT_MS, inner.disconnect(), () => new Error('late'));
    this.#finish(left.catch(() => {}).then(() => why));
  }
}

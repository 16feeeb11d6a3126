import { CallError } from '@call-elements/core';
import type { Log, SignalClient, SignalListener, SignalState } from '@call-elements/core';
import { tellAll } from '@call-elements/core/adapter';
import { Circle } from './circle.ts';
import { Focus } from './focus.ts';
import { watchPageLife } from './page-life.ts';
import type { Service } from './words.ts';

/** One connect, until it has come to an end. */
interface Opening {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(error: CallError): void;
}

/**
 * A client whose connection may be in another tab. All tabs of the user hear what comes in; what they send goes through the one that has
 * the connection, and when that goes, the next one connects.
 */
export class TabsSignal implements SignalClient {
  readonly userId: string;
  readonly sendPush?: NonNullable<SignalClient['sendPush']>;
  readonly normalizeUserId?: NonNullable<SignalClient['normalizeUserId']>;
  readonly #inner: SignalClient;
  readonly #name: string;
  readonly #log: Log;
  readonly #listeners = new Set<SignalListener>();
  #state: SignalState = 'offline';
  #failure?: CallError;
  #wasOnline = false;
  #opening?: Opening;
  /** Undefined also while the page stands still. */
  #circle?: Circle;
  #focus?: Focus;
  #stopWatching = (): void => {};

  constructor(inner: SignalClient, name: string, log: Log) {
    this.userId = inner.userId;
    this.#inner = inner;
    this.#name = name;
    this.#log = log;
    this.normalizeUserId = inner.normalizeUserId?.bind(inner);
    if (inner.sendPush) this.sendPush = (...args) => this.#ask('sendPush', args);
  }

  get state(): SignalState {
    return this.#state;
  }

  get takesForAbsent(): boolean {
    return this.#inner.takesForAbsent === true;
  }

  /** The tab that was looked at last. */
  mayWarm(): boolean {
    return this.#focus?.isOurs === true && this.#circle?.mayWarm === true;
  }

  /** Whether this tab has the connection. */
  get isOwner(): boolean {
    return this.#circle?.isOwner === true;
  }

  /** Rejects with what the service says, when it is this tab that signs in. Else it waits for the one that does. */
  connect(): Promise<void> {
    if (!this.#opening) {
      this.#opening = makeOpening();
      this.#wasOnline = false;
      this.#stopWatching = watchPageLife({ freeze: () => this.#standStill(), resume: () => this.#goOn() });
      this.#join();
    }
    return this.#opening.promise;
  }

  async disconnect(): Promise<void> {
    const circle = this.#circle;
    this.#over('offline', new CallError('signalNotReady', 'disconnect() was called before the connection was made.'));
    await circle?.leave();
  }

  sendMessage(userId: string, message: string, options?: { stored?: boolean }): Promise<void> {
    return this.#ask('sendMessage', [userId, message, options]);
  }

  /** For the connection, wherever it is, and for the time when this tab has it. */
  async renewToken(token: string): Promise<void> {
    await this.#inner.renewToken?.(token);
    if (this.#state === 'online' && !this.isOwner) return this.#ask('renewToken', [token]);
    if (this.#state === 'failed' && this.#failure?.code === 'tokenFailed') return this.connect();
  }

  addListener(listener: SignalListener): void {
    this.#listeners.add(listener);
  }

  removeListener(listener: SignalListener): void {
    this.#listeners.delete(listener);
  }

  async #ask(service: Service, args: readonly unknown[]): Promise<void> {
    const circle = this.#circle;
    if (!circle || this.#state !== 'online') throw new CallError('signalNotReady', `Not connected: it is ${this.#state}.`);
    await circle.ask(service, args);
  }

  #join(): void {
    // What one that was left says is no matter any more.
    const heard = (run: () => void): void => void (circle === this.#circle && run());
    const circle: Circle = new Circle({
      name: this.#name,
      inner: this.#inner,
      log: this.#log,
      wasOnline: () => this.#wasOnline,
      onState: (state, error) => heard(() => this.#onState(state, error)),
      onNews: (news, args) => heard(() => this.#tell((listener) => (listener[news] as ((...values: readonly unknown[]) => void) | undefined)?.(...args))),
    });
    this.#circle = circle;
    this.#focus ??= new Focus(`${this.#name} focus`);
    this.#setState(this.#wasOnline ? 'reconnecting' : 'connecting');
    circle.join();
  }

  #onState(state: SignalState, error?: CallError): void {
    if (state === 'failed') return this.#over(state, error!);
    if (state === 'online') {
      this.#wasOnline = true;
      this.#setState(state);
      this.#opening?.resolve();
    } else {
      this.#setState(this.#wasOnline ? 'reconnecting' : 'connecting');
    }
  }

  /** Neither connected nor about to be, until `connect`. */
  #over(state: 'offline' | 'failed', error: CallError): void {
    const waited = !this.#wasOnline;
    const opening = this.#opening;
    this.#opening = this.#circle = undefined;
    this.#failure = error;
    this.#wasOnline = false;
    this.#stopWatching();
    this.#focus?.close();
    this.#focus = undefined;
    // Whoever waits for `connect` is told why; listeners would hear it a second time.
    this.#setState(state, state === 'failed' && !waited ? error : undefined);
    opening?.reject(error);
  }

  #standStill(): void {
    void this.#circle?.leave({ atOnce: true });
    this.#circle = undefined;
    this.#setState(this.#wasOnline ? 'reconnecting' : 'connecting');
  }

  #goOn(): void {
    if (!this.#circle) this.#join();
  }

  #setState(state: SignalState, error?: CallError): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#tell((listener) => listener.onStateChange?.(state, error));
  }

  #tell(report: (listener: SignalListener) => void): void {
    tellAll(this.#listeners, this.#log, report);
  }
}

function makeOpening(): Opening {
  let settle!: Pick<Opening, 'resolve' | 'reject'>;
  const promise = new Promise<void>((resolve, reject) => (settle = { resolve, reject }));
  // Those who asked have promises of their own from it.
  promise.catch(() => {});
  return { promise, ...settle };
}

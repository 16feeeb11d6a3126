import type { SignalClient, SignalListener, SignalState } from '@call-elements/core';
import { Focus } from './focus.ts';

/** A client whose service lets every tab connect. They agree on who negotiates ahead, and on nothing else. */
export class FocusSignal implements SignalClient {
  readonly sendPush?: NonNullable<SignalClient['sendPush']>;
  readonly renewToken?: NonNullable<SignalClient['renewToken']>;
  readonly normalizeUserId?: NonNullable<SignalClient['normalizeUserId']>;
  readonly #inner: SignalClient;
  readonly #name: string;
  #focus?: Focus;

  constructor(inner: SignalClient, name: string) {
    this.#inner = inner;
    this.#name = name;
    this.sendPush = inner.sendPush?.bind(inner);
    this.renewToken = inner.renewToken?.bind(inner);
    this.normalizeUserId = inner.normalizeUserId?.bind(inner);
  }

  get userId(): string {
    return this.#inner.userId;
  }

  get device(): string | undefined {
    return this.#inner.device;
  }

  get state(): SignalState {
    return this.#inner.state;
  }

  get takesForAbsent(): boolean {
    return this.#inner.takesForAbsent === true;
  }

  mayWarm(): boolean {
    return this.#focus?.isOurs === true && this.#inner.mayWarm?.() !== false;
  }

  connect(): Promise<void> {
    this.#focus ??= new Focus(`${this.#name} focus`);
    return this.#inner.connect();
  }

  disconnect(): Promise<void> {
    this.#focus?.close();
    this.#focus = undefined;
    return this.#inner.disconnect();
  }

  sendMessage(userId: string, message: string, options?: { stored?: boolean }): Promise<void> {
    return this.#inner.sendMessage(userId, message, options);
  }

  addListener(listener: SignalListener): void {
    this.#inner.addListener(listener);
  }

  removeListener(listener: SignalListener): void {
    this.#inner.removeListener(listener);
  }
}

import { defineSignal, loadSignal } from '@call-elements/core';
import type { SignalClient, SignalListener, SignalState } from '@call-elements/core';

export interface Faults {
  /** Milliseconds that every message travels. */
  readonly delay: number;
  /** CallAPI's `message_action` numbers that get lost. */
  readonly drop: ReadonlySet<number>;
}

function actionOf(message: string): number {
  return (JSON.parse(message) as { message_action: number }).message_action;
}

/** A signal client whose messages are late or lost, as on a bad network. Everything else passes through. */
class FaultySignal implements SignalClient {
  readonly #inner: SignalClient;
  readonly #faults: Faults;

  constructor(inner: SignalClient, faults: Faults) {
    this.#inner = inner;
    this.#faults = faults;
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
    return this.#inner.takesForAbsent ?? false;
  }
  connect(): Promise<void> {
    return this.#inner.connect();
  }
  disconnect(): Promise<void> {
    return this.#inner.disconnect();
  }
  addListener(listener: SignalListener): void {
    this.#inner.addListener(listener);
  }
  removeListener(listener: SignalListener): void {
    this.#inner.removeListener(listener);
  }
  async sendPush(userId: string, text: string): Promise<void> {
    await this.#inner.sendPush?.(userId, text);
  }
  normalizeUserId(userId: string): string {
    return this.#inner.normalizeUserId?.(userId) ?? userId;
  }

  async sendMessage(userId: string, message: string, options?: { stored?: boolean }): Promise<void> {
    if (this.#faults.delay > 0) await new Promise((resolve) => setTimeout(resolve, this.#faults.delay));
    if (this.#faults.drop.has(actionOf(message))) return;
    await this.#inner.sendMessage(userId, message, options);
  }
}

/** Reads `?signal-delay=80&drop=4,1` and puts a faulty client in front of the registered `name`. Does nothing without them. */
export function applyFaults(name: string, query: URLSearchParams): void {
  const drop = new Set((query.get('drop') ?? '').split(',').filter(Boolean).map(Number));
  const faults: Faults = { delay: Number(query.get('signal-delay') ?? 0), drop };
  if (faults.delay === 0 && drop.size === 0) return;
  // Asked for before the name is taken over, or the wrapper would load itself.
  const original = loadSignal(name);
  defineSignal(name, async () => {
    const create = await original;
    return (options) => new FaultySignal(create(options), faults);
  });
}

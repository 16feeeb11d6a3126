import { Timers } from './timers.ts';

export interface TokenEvents {
  willExpire(): void;
  didExpire(): void;
}

/** Tells one member's token's end ahead, and then the end. */
export class TokenTimers {
  readonly #warningMs: number;
  readonly #events: TokenEvents;
  readonly #timers = new Timers();

  constructor(warningMs: number, events: TokenEvents) {
    this.#warningMs = warningMs;
    this.#events = events;
  }

  /** `expiresAt`: milliseconds since 1970; Infinity for never. A token that starts shorter than the warning is warned of at once. */
  arm(expiresAt: number): void {
    this.#timers.clear();
    const left = expiresAt - Date.now();
    this.#timers.after(left - this.#warningMs, () => this.#events.willExpire());
    this.#timers.after(left, () => this.#events.didExpire());
  }

  stop(): void {
    this.#timers.clear();
  }
}

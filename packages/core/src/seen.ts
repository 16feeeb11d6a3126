import type { Clock } from './clock.ts';

/** Remembers keys for a while. What is too old goes when it is next looked at, so that no timer is left behind. */
export class Seen {
  readonly #clock: Clock;
  readonly #ttl: number;
  readonly #limit: number;
  // A Map keeps insertion order, and all entries live equally long: the oldest is always first.
  readonly #expiry = new Map<string, number>();

  constructor(clock: Clock, ttl: number, limit = 4096) {
    this.#clock = clock;
    this.#ttl = ttl;
    this.#limit = limit;
  }

  has(key: string): boolean {
    this.#forgetOld();
    return this.#expiry.has(key);
  }

  add(key: string): void {
    this.#expiry.delete(key);
    this.#expiry.set(key, this.#clock.now() + this.#ttl);
    this.#forgetOld();
  }

  #forgetOld(): void {
    const now = this.#clock.now();
    for (const [key, expiry] of this.#expiry) {
      if (expiry > now && this.#expiry.size <= this.#limit) return;
      this.#expiry.delete(key);
    }
  }
}

/** The key of one user's call: ids are compared together, since a stranger may know the call id. */
export const callKey = (userId: string, callId: string): string => JSON.stringify([userId, callId]);

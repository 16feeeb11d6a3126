import type { Clock } from './clock.ts';

/** Remembers keys for a while, and only so many: no timer is left behind. */
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
    return (this.#expiry.get(key) ?? 0) > this.#clock.now();
  }

  add(key: string): void {
    this.#expiry.delete(key);
    this.#expiry.set(key, this.#clock.now() + this.#ttl);
    if (this.#expiry.size > this.#limit) this.#expiry.delete(this.#expiry.keys().next().value!);
  }
}

/** The key of one user's call: ids are compared together, since a stranger may know the call id. */
export const callKey = (userId: string, callId: string): string => JSON.stringify([userId, callId]);

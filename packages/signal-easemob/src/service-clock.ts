/**
 * What time it is for the service, as far as it has told: every message carries the time at which the service took it. The page's own clock
 * may be wrong; it only carries the time on, and, other than `performance.now()`, goes on while a laptop sleeps.
 */
export class ServiceClock {
  #ahead: number | undefined;

  get isKnown(): boolean {
    return this.#ahead !== undefined;
  }

  /** The service took a message of ours just now. */
  set(time: number): void {
    this.#ahead = time - Date.now();
  }

  /** A message of somebody else was taken then. It may have waited: it cannot be earlier than that. */
  atLeast(time: number): void {
    if (this.#ahead !== undefined) this.#ahead = Math.max(this.#ahead, time - Date.now());
  }

  /** How long ago that was. Undefined as long as the time is not known. */
  age(time: number): number | undefined {
    return this.#ahead === undefined ? undefined : Math.max(0, Date.now() + this.#ahead - time);
  }

  forget(): void {
    this.#ahead = undefined;
  }
}

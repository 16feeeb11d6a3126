/** The SDK's own heartbeat comes once a minute, and nobody looks for its answer. */
const EVERY_MS = 20_000;

/** A probe takes 8 s to tell that a connection is dead, and another one begins these anew. */
const PROBE_MS = 10_000;

/** Has a connection tried that may be dead without a sign: after a sleep, on another network, or behind a router that forgot it. */
export class Watch {
  readonly #probe: () => void;
  #probedAt = -Infinity;
  #timer?: ReturnType<typeof setInterval>;

  constructor(probe: () => void) {
    this.#probe = probe;
  }

  start(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(this.look, EVERY_MS);
    document.addEventListener('visibilitychange', this.#onVisibility);
    for (const event of ['online', 'pageshow']) addEventListener(event, this.look);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    document.removeEventListener('visibilitychange', this.#onVisibility);
    for (const event of ['online', 'pageshow']) removeEventListener(event, this.look);
  }

  look = (): void => {
    const now = performance.now();
    if (this.#timer === undefined || now - this.#probedAt < PROBE_MS) return;
    this.#probedAt = now;
    this.#probe();
  };

  #onVisibility = (): void => {
    if (document.visibilityState === 'visible') this.look();
  };
}

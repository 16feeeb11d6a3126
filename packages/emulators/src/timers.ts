/** Node's limit; a longer one would fire at once. */
const LONGEST = 2 ** 31 - 1;

/** Timers that end together. They keep no process alive. */
export class Timers {
  readonly #running = new Set<NodeJS.Timeout>();

  /** Never, when the time is infinite. Returns what calls it off. */
  after(ms: number, callback: () => void): () => void {
    if (ms > LONGEST) return () => {};
    const timer = setTimeout(() => {
      this.#running.delete(timer);
      callback();
    }, ms);
    timer.unref();
    this.#running.add(timer);
    return () => {
      clearTimeout(timer);
      this.#running.delete(timer);
    };
  }

  clear(): void {
    for (const timer of this.#running) clearTimeout(timer);
    this.#running.clear();
  }
}

/**
 * One thing at a time. Inputs run in the order they came, never inside one another; what listeners are to hear runs before the next
 * input. So a listener may call back into the client, and every listener still hears everything in one order (callapi.md N-02, N-04).
 */
export class Mailbox {
  readonly #inputs: (() => void)[] = [];
  readonly #notifications: (() => void)[] = [];
  readonly #onError: (error: unknown) => void;
  #running = false;

  /** `onError`: a task threw. The mailbox goes on: one bad listener must not wedge a call. */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Runs `task` now, or after what is running. */
  input(task: () => void): void {
    this.#inputs.push(task);
    this.#run();
  }

  notify(task: () => void): void {
    this.#notifications.push(task);
    this.#run();
  }

  #run(): void {
    if (this.#running) return;
    this.#running = true;
    for (let task = this.#next(); task; task = this.#next()) {
      try {
        task();
      } catch (error) {
        this.#report(error);
      }
    }
    this.#running = false;
  }

  #report(error: unknown): void {
    try {
      this.#onError(error);
    } catch {
      // A page's own log that throws: there is nowhere left to say so, and the next task matters more.
    }
  }

  #next(): (() => void) | undefined {
    return this.#notifications.shift() ?? this.#inputs.shift();
  }
}

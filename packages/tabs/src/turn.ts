export interface TurnListener {
  held(): void;
  /** Another tab took it away. */
  lost(): void;
  /** The browser gives no locks to this page, as in a sandboxed frame. */
  refused(error: unknown): void;
}

/** A place in the line for a lock that one tab at a time has, and the lock once it is this tab's turn. */
export class Turn {
  readonly #name: string;
  readonly #listener: TurnListener;
  #request = new AbortController();

  constructor(name: string, listener: TurnListener) {
    this.#name = name;
    this.#listener = listener;
  }

  wait(): void {
    void this.#ask(false);
  }

  /** Takes it away from whoever has it. */
  take(): void {
    this.leave();
    void this.#ask(true);
  }

  /** Gives it, or the place in the line, up in this turn. */
  leave(): void {
    this.#request.abort();
  }

  async #ask(steal: boolean): Promise<void> {
    const { signal } = (this.#request = new AbortController());
    let got = false;
    const hold = (): Promise<void> | undefined => {
      if (signal.aborted) return undefined;
      got = true;
      this.#listener.held();
      return new Promise((release) => signal.addEventListener('abort', () => release()));
    };
    try {
      // What steals cannot be aborted.
      await navigator.locks.request(this.#name, steal ? { steal } : { signal }, hold);
    } catch (error) {
      if (signal.aborted) return;
      if (got) this.#listener.lost();
      else this.#listener.refused(error);
    }
  }
}

import type { Clock } from '@call-elements/core';

interface Task {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Time that stands still until it is moved. One world shares one; `view()` gives each client its own, to count what it left behind. */
export class SimulatedClock implements Clock {
  #now = 0;
  #order = 0;
  #tasks: Task[] = [];

  now(): number {
    return this.#now;
  }

  wallTime(): number {
    return 1_700_000_000_000 + this.#now;
  }

  schedule(ms: number, run: () => void): () => void {
    const task: Task = { at: this.#now + Math.max(0, ms), order: this.#order++, run };
    this.#tasks.push(task);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== task);
    };
  }

  get pending(): number {
    return this.#tasks.length;
  }

  /** Runs the next task and moves to its time. False when there is none, or none before `limit`. */
  step(limit = Infinity): boolean {
    let next: Task | undefined;
    for (const task of this.#tasks) {
      if (!next || task.at < next.at || (task.at === next.at && task.order < next.order)) next = task;
    }
    if (!next || next.at > limit) return false;
    this.#tasks = this.#tasks.filter((task) => task !== next);
    this.#now = next.at;
    next.run();
    return true;
  }

  /** Moves on by `ms`, letting promises settle after every task. */
  async advance(ms: number): Promise<void> {
    const limit = this.#now + ms;
    await settle();
    while (this.step(limit)) await settle();
    this.#now = limit;
  }

  view(): Clock & { readonly pending: number } {
    return new ClockView(this);
  }
}

class ClockView implements Clock {
  readonly #clock: SimulatedClock;
  #pending = 0;

  constructor(clock: SimulatedClock) {
    this.#clock = clock;
  }

  get pending(): number {
    return this.#pending;
  }
  now(): number {
    return this.#clock.now();
  }
  wallTime(): number {
    return this.#clock.wallTime();
  }
  schedule(ms: number, run: () => void): () => void {
    this.#pending++;
    let live = true;
    const over = () => {
      if (live) this.#pending--;
      live = false;
    };
    const stop = this.#clock.schedule(ms, () => {
      over();
      run();
    });
    return () => {
      over();
      stop();
    };
  }
}

/** Lets chains of resolved promises run out. Nothing in the engine awaits more deeply than this. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 12; i++) await Promise.resolve();
}

import type { Clock } from '@call-elements/core';

interface Task {
  readonly at: number;
  readonly run: () => void;
}

/** Time that stands still until it is moved. One world shares one; `view()` gives each client its own, to count what it left behind. */
export class SimulatedClock implements Clock {
  #now = 0;
  /** Called when time has gone on by so much, before anything happens. */
  onMove: ((ms: number) => void) | undefined;
  /** In the order in which they are due; those of one moment in the order in which they were asked for. */
  readonly #tasks: Task[] = [];

  now(): number {
    return this.#now;
  }

  wallTime(): number {
    return 1_700_000_000_000 + this.#now;
  }

  schedule(ms: number, run: () => void): () => void {
    const task: Task = { at: this.#now + Math.max(0, ms), run };
    let place = this.#tasks.length;
    while (place > 0 && this.#tasks[place - 1]!.at > task.at) place--;
    this.#tasks.splice(place, 0, task);
    return () => {
      const index = this.#tasks.indexOf(task);
      if (index >= 0) this.#tasks.splice(index, 1);
    };
  }

  get pending(): number {
    return this.#tasks.length;
  }

  /** Runs the next task and moves to its time. False when there is none, or none before `limit`. */
  step(limit = Infinity): boolean {
    const next = this.#tasks[0];
    if (!next || next.at > limit) return false;
    this.#tasks.shift();
    const before = this.#now;
    this.#now = next.at;
    this.onMove?.(this.#now - before);
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

  view(): PageClock {
    return new PageClock(this);
  }
}

/** Guards against steps too small for the clock to show. */
const HAIR_MS = 0.001;

/** The clock of one page: counts what it left behind, and can be as wrong, as late or as dead as that of a real one. */
export class PageClock implements Clock {
  /** How far its wall clock is off, ms. */
  skew = 0;
  readonly #clock: SimulatedClock;
  readonly #live = new Set<Timer>();
  #granularity = 0;

  constructor(clock: SimulatedClock) {
    this.#clock = clock;
  }

  get pending(): number {
    return this.#live.size;
  }
  now(): number {
    return this.#clock.now();
  }
  wallTime(): number {
    return this.#clock.wallTime() + this.skew;
  }
  schedule(ms: number, run: () => void): () => void {
    const timer: Timer = { run, late: false, stop: () => {} };
    this.#live.add(timer);
    timer.stop = this.#clock.schedule(ms, () => this.#due(timer));
    return () => this.#cancel(timer);
  }

  /** A tab in the background: timers run at multiples of `ms` only. 0: it is in front again, and what is late runs at once. */
  throttle(ms: number): void {
    this.#granularity = ms;
    if (ms > 0) return;
    for (const timer of this.#live) {
      if (!timer.late) continue;
      timer.stop();
      timer.stop = this.#clock.schedule(0, () => this.#due(timer));
    }
  }

  /** The page is gone: nothing of it runs any more. */
  stop(): void {
    for (const timer of this.#live) this.#cancel(timer);
  }

  #due(timer: Timer): void {
    const wait = this.#granularity > 0 ? this.#granularity - (this.#clock.now() % this.#granularity) : 0;
    timer.late = wait > HAIR_MS && this.#granularity - wait > HAIR_MS;
    if (timer.late) {
      timer.stop = this.#clock.schedule(wait, () => this.#due(timer));
      return;
    }
    this.#live.delete(timer);
    timer.run();
  }

  #cancel(timer: Timer): void {
    this.#live.delete(timer);
    timer.stop();
  }
}

interface Timer {
  readonly run: () => void;
  /** Would have run, were the tab in front. */
  late: boolean;
  stop: () => void;
}

/** Lets chains of resolved promises run out. Nothing in the engine awaits more deeply than this. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 12; i++) await Promise.resolve();
}

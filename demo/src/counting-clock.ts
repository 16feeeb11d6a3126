import { systemClock } from '@call-elements/core';
import type { Clock } from '@call-elements/core';

/** The system's clock, which also knows how many timers are waiting: after a call there must be none. */
export class CountingClock implements Clock {
  #waiting = new Set<symbol>();
  /** Timers so far: nobody who never used this clock can claim to have none waiting. */
  scheduled = 0;

  get pending(): number {
    return this.#waiting.size;
  }

  now(): number {
    return systemClock.now();
  }

  wallTime(): number {
    return systemClock.wallTime();
  }

  schedule(ms: number, run: () => void): () => void {
    const timer = Symbol();
    this.scheduled += 1;
    this.#waiting.add(timer);
    const cancel = systemClock.schedule(ms, () => {
      this.#waiting.delete(timer);
      run();
    });
    return () => {
      this.#waiting.delete(timer);
      cancel();
    };
  }
}

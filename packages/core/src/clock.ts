/** Time, as the engine sees it. An argument, so that a simulation can own it. */
export interface Clock {
  /** Milliseconds from an arbitrary start; never goes back, also when the wall clock is set. Durations come from this. */
  now(): number;
  /** Milliseconds since 1970, from the wall clock. Only for showing and for the wire. */
  wallTime(): number;
  /** Calls `run` once, not before `ms` have passed. A throttled tab may be late. Returns the cancelling function. */
  schedule(ms: number, run: () => void): () => void;
}

import { systemClock } from '../system.ts';

/** `promise`, or a rejection after `ms`. The timer ends with either. */
export function within<Value>(ms: number, promise: Promise<Value>, late: () => Error): Promise<Value> {
  let stop = (): void => {};
  const over = new Promise<never>((_, reject) => {
    stop = systemClock.schedule(ms, () => reject(late()));
  });
  return Promise.race([promise, over]).finally(() => stop());
}

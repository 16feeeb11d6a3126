import type { CallError } from '../errors.ts';
import type { MediaConnection } from '../media.ts';
import { StateStore } from './state-store.ts';
import { NO_STATS } from './stats.ts';

/** For an `open` that has nothing to open. It fails after `open` has returned, so that whoever subscribes hears of it. */
export function failedConnection(error: CallError): MediaConnection {
  const store = new StateStore();
  void Promise.resolve().then(() => store.set({ phase: 'failed', error }));
  return {
    get state() {
      return store.value;
    },
    subscribe: (listener) => store.subscribe(listener),
    receive() {},
    publish: () => Promise.resolve(),
    accepted() {},
    stats: () => Promise.resolve(NO_STATS),
    close: async () => store.end(),
  };
}

import { resumption } from '@call-elements/core/resume';
import type { CallClient, SavedCall } from '@call-elements/core';
import type { ClientConfig } from './provider-config.ts';

/** Keeps the call of this tab over a reload, in its sessionStorage. Loaded for providers with `resume` only. */
export class CallMemory {
  readonly resumption = resumption;
  readonly #key: string;

  constructor({ userId, signal, media, app, appId, appKey }: ClientConfig) {
    this.#key = `call-elements.call:${JSON.stringify([userId, signal, media, app, appId, appKey])}`;
  }

  /** The page goes away. False: there is nothing to come back to. */
  keep(client: CallClient): boolean {
    try {
      // Where nothing can be stored nobody should wait.
      sessionStorage.setItem(this.#key, '');
      const saved = client.saveCall();
      if (saved) sessionStorage.setItem(this.#key, JSON.stringify(saved));
      else this.#take();
      return saved !== undefined;
    } catch {
      return false;
    }
  }

  /** The page is (back) here. What it kept is used once. */
  async takeUp(client: CallClient): Promise<void> {
    try {
      const kept = this.#take();
      if (!kept) return;
      const saved = JSON.parse(kept) as SavedCall;
      // A tab that was doubled remembers the same. It would open devices, and in a room be taken for the one that is there.
      await first(`call-elements.resume:${saved.device}`, async () => {
        await client.resumeCall(saved);
        await over(client);
      });
    } catch {
      // Too late, or another call was faster: the call is over, as after any reload.
    }
  }

  #take(): string | null {
    const kept = sessionStorage.getItem(this.#key);
    sessionStorage.removeItem(this.#key);
    return kept;
  }
}

/** Of all that call this with a name while the first is at it, only that one runs. Pages that are not secure have no locks, and no devices either. */
function first(name: string, run: () => Promise<void>): Promise<void> {
  const locks = navigator.locks as LockManager | undefined;
  return locks ? locks.request(name, { ifAvailable: true }, (lock) => (lock ? run() : undefined)) : run();
}

async function over(client: CallClient): Promise<void> {
  while (client.getState().call) {
    await new Promise<void>((resolve) => {
      const unsubscribe = client.subscribe(() => {
        unsubscribe();
        resolve();
      });
    });
  }
}

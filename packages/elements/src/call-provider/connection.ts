import type { CallClient, MediaEngine, SignalClient } from '@call-elements/core';
import type { CallMemory } from './call-memory.ts';
import type { Tokens } from './lazy-tokens.ts';

/** A client and what it was built on. */
export interface Connection {
  readonly client: CallClient;
  readonly signal: SignalClient;
  readonly media: MediaEngine;
  readonly tokens?: Tokens;
  /** With `resume`. */
  readonly memory?: CallMemory;
  unsubscribe(): void;
  unlisten(): void;
}

/** Ends what is going on and signs out, in this order: the farewell still needs the service. */
export async function closeConnection({ client, signal, tokens, unsubscribe, unlisten }: Connection): Promise<void> {
  unsubscribe();
  tokens?.close();
  await client.deinitialize().catch(() => {});
  // Not before: whoever heard `call-connected` hears `call-disconnected` too.
  unlisten();
  await signal.disconnect().catch(() => {});
}

/** When the page has nothing better to do. */
export function whenIdle(run: () => void): void {
  // Safari has none.
  (globalThis.requestIdleCallback ?? setTimeout)(run);
}

export interface Deferred<Value> {
  readonly promise: Promise<Value>;
  settled: boolean;
  resolve(value: Value): void;
}

export function deferred<Value>(): Deferred<Value> {
  let settle!: (value: Value) => void;
  return {
    promise: new Promise<Value>((resolve) => (settle = resolve)),
    settled: false,
    resolve(value) {
      this.settled = true;
      settle(value);
    },
  };
}

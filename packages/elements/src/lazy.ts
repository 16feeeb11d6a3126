import { CallError } from '@call-elements/core';

const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;

/** `load`, run once and remembered. A failure is forgotten: whoever needs it next tries again. */
export function once<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loading: Promise<Value> | undefined;
  return () =>
    (loading ??= load().catch((cause: unknown) => {
      loading = undefined;
      throw CallError.from(cause, 'loadFailed', 'A part that calls need could not be loaded.');
    }));
}

/**
 * Repeats `attempt` until it works, ever more slowly: a page that was opened offline needs no reload. Resolves with undefined once
 * it no longer matters, or when trying again would not help.
 */
export async function insist<Value>(attempt: () => Promise<Value>, matters: () => boolean, failed: (error: unknown) => void): Promise<Value | undefined> {
  for (let wait = FIRST_RETRY_MS; matters(); wait = Math.min(2 * wait, LAST_RETRY_MS)) {
    try {
      return await attempt();
    } catch (error) {
      if (!matters()) break;
      failed(error);
      if (error instanceof CallError && (error.certain || error.code === 'invalidArgument')) break;
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  return undefined;
}

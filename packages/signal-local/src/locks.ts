// Who is there. Every connected client holds one Web Lock, and the browser frees it when the page goes, however it goes:
// closed, navigated, or crashed (measured: 60 ms after a crash, web-mapping.md O8). No heartbeat can say that as surely.

/** The names of all locks of a user start with this. JSON's quotes delimit the ids, so a colon in one of them cannot make two users look alike. */
function prefixOf(app: string, userId: string): string {
  return `call-elements:${JSON.stringify(app)}:${JSON.stringify(userId)}:`;
}

export function lockName(app: string, userId: string, tab: string): string {
  return prefixOf(app, userId) + tab;
}

/** The tabs of this user that are connected now. */
export async function tabsOf(app: string, userId: string): Promise<string[]> {
  const prefix = prefixOf(app, userId);
  const { held = [] } = await navigator.locks.query();
  return held.flatMap(({ name, mode }) => {
    // Whoever watches a tab holds its lock for a moment after it has gone, but in shared mode.
    return mode === 'exclusive' && name?.startsWith(prefix) ? [name.slice(prefix.length)] : [];
  });
}

/** Holds the lock from `held` until `closing` aborts. Resolves when it is released; rejects when it was not granted before that. */
export async function holdLock(name: string, closing: AbortSignal, held: () => void): Promise<void> {
  await navigator.locks.request(name, { signal: closing }, () => {
    if (closing.aborted) return undefined;
    held();
    return new Promise<void>((release) => closing.addEventListener('abort', () => release()));
  });
}

/** Resolves when nobody holds the lock any more; rejects when `closing` aborts. */
export async function lockFreed(name: string, closing?: AbortSignal): Promise<void> {
  await navigator.locks.request(name, { mode: 'shared', signal: closing }, () => undefined);
}

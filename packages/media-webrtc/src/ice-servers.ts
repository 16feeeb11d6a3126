import { after } from './timer.ts';

/** A list, or a function that fetches one (short-lived TURN credentials). */
export type IceServers = readonly RTCIceServer[] | (() => readonly RTCIceServer[] | Promise<readonly RTCIceServer[]>);

// A credential server that hangs must not cost the call more than this: direct paths often need no server at all.
const DEADLINE_MS = 3000;

/** Rejects when the function does, when it takes more than 3 s, or when there is no list in what it gives. Stays pending once `signal` aborts. */
export async function loadIceServers(source: unknown, signal: AbortSignal): Promise<RTCIceServer[]> {
  if (source === undefined || source === null) return [];
  const servers = typeof source === 'function' ? await inTime(source as () => unknown, signal) : source;
  if (!Array.isArray(servers)) throw new TypeError('iceServers must be an array, or a function that returns one');
  return servers as RTCIceServer[];
}

function inTime(fetchServers: () => unknown, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const cancel = after(DEADLINE_MS, signal, () => reject(new Error(`None after ${DEADLINE_MS} ms`)));
    // The function runs inside a promise, as it may throw before it returns one.
    new Promise((start) => start(fetchServers())).then(resolve, reject).finally(cancel);
  });
}

export function hasTurn(servers: readonly RTCIceServer[]): boolean {
  return servers.some(({ urls }) => [urls].flat().some((url) => /^turns?:/i.test(url)));
}

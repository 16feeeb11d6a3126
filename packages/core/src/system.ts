import type { Clock } from './clock.ts';

// The only file of core that touches its host. Core compiles with no library but the language's own,
// so what every host has (browsers, workers, Node 20) is declared here, and nowhere else.
declare const setTimeout: (run: () => void, ms: number) => unknown;
declare const clearTimeout: (handle: unknown) => void;
declare const performance: { now(): number };
declare const crypto: { randomUUID?(): string; getRandomValues<T extends Uint8Array>(bytes: T): T };
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

export const systemClock: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  schedule(ms, run) {
    const handle = setTimeout(run, ms);
    return () => clearTimeout(handle);
  },
};

/** A random UUID; on insecure pages, where ringing still works but `crypto.randomUUID` is missing, 32 hexadecimal digits. */
export function randomId(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

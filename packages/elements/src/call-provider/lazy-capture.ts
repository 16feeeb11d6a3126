import type { Capture } from '@call-elements/core';
import { once } from '../lazy.ts';

/** A capture that is loaded with the first device. */
export interface LazyCapture extends Capture {
  /** Loads ahead, and opens nothing. Never rejects: what failed is tried again when a device is needed. */
  preload(): void;
}

export function lazyCapture(load: () => Promise<Capture>): LazyCapture {
  const capture = once(load);
  return {
    acquire: async (request) => (await capture()).acquire(request),
    preload: () => void capture().catch(() => {}),
  };
}

/** The one of the page, for every provider that was not given another. */
export const pageCapture = lazyCapture(async () => (await import('@call-elements/capture')).capture());

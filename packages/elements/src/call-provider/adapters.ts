import { loadMedia, loadSignal, mediaNames, signalNames } from '@call-elements/core';
import type { AdapterOptions, MediaEngine, SignalFactory } from '@call-elements/core';
import { mistake } from '../mistake.ts';
import { lazyMedia } from './lazy-media.ts';

/** Loads the signalling adapter. Waits for one that nobody registered yet, and says so once all scripts have run. */
export function findSignal(element: Element, name: string): Promise<SignalFactory> {
  if (!signalNames().includes(name)) mistake(element, 'signal', name);
  return loadSignal(name);
}

/** The media engine of that name, which is loaded when a call needs it. Waits for one that nobody registered yet, as `findSignal`. */
export async function findMedia(element: Element, name: string): Promise<(options: AdapterOptions) => MediaEngine> {
  if (!mediaNames().includes(name)) {
    mistake(element, 'media', name);
    // Who could not talk must not ring.
    await loadMedia(name);
  }
  return (options) => lazyMedia(name, async () => (await loadMedia(name))(options));
}

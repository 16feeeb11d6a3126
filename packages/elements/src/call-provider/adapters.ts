import { loadMedia, loadSignal, mediaNames, signalNames } from '@call-elements/core';
import type { AdapterOptions, MediaEngine, SignalFactory } from '@call-elements/core';
import { attributeError } from '../attribute-error.ts';
import { lazyMedia } from './lazy-media.ts';

const KNOWN = { signal: ['local', 'rtm', 'easemob'], media: ['webrtc', 'agora'] };

/** When every script of the page has run, whatever its order. */
async function scriptsRan(): Promise<void> {
  if (document.readyState !== 'complete') await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
  await new Promise((resolve) => setTimeout(resolve));
}

/** Tells the author of the page about an adapter that no script registered. */
async function complainIfMissing(element: Element, kind: 'signal' | 'media', name: string): Promise<void> {
  await scriptsRan();
  const registered = kind === 'signal' ? signalNames() : mediaNames();
  if (registered.includes(name)) return;
  const missing = KNOWN[kind].includes(name);
  const accepted = [...new Set([...registered, ...KNOWN[kind]])].join(', ');
  attributeError(element, kind, name, missing ? `its adapter is not loaded; import "@call-elements/${kind}-${name}/register".` : `use ${accepted}, or register an adapter of that name.`);
}

/** Loads the signalling adapter. Waits for one that nobody registered yet, and says so once all scripts have run. */
export function findSignal(element: Element, name: string): Promise<SignalFactory> {
  if (!signalNames().includes(name)) void complainIfMissing(element, 'signal', name);
  return loadSignal(name);
}

/** The media engine of that name, which is loaded when a call needs it. Waits for one that nobody registered yet, as `findSignal`. */
export async function findMedia(element: Element, name: string): Promise<(options: AdapterOptions) => MediaEngine> {
  if (!mediaNames().includes(name)) {
    void complainIfMissing(element, 'media', name);
    // Who could not talk must not ring.
    await loadMedia(name);
  }
  return (options) => lazyMedia(name, async () => (await loadMedia(name))(options));
}

import { loadMedia, loadSignal, mediaNames, signalNames } from '@call-elements/core';
import type { MediaFactory, SignalFactory } from '@call-elements/core';
import { attributeError } from '../attribute-error.ts';

const KNOWN = { signal: ['local', 'rtm', 'easemob'], media: ['webrtc', 'agora'] };

/** When every script of the page has run, whatever its order. */
async function scriptsRan(): Promise<void> {
  if (document.readyState !== 'complete') await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
  await new Promise((resolve) => setTimeout(resolve));
}

async function complainIfMissing(element: Element, kind: 'signal' | 'media', name: string): Promise<void> {
  await scriptsRan();
  const registered = kind === 'signal' ? signalNames() : mediaNames();
  if (registered.includes(name)) return;
  const missing = KNOWN[kind].includes(name);
  const accepted = [...new Set([...registered, ...KNOWN[kind]])].join(', ');
  attributeError(element, kind, name, missing ? `its adapter is not loaded; import "@call-elements/${kind}-${name}/register".` : `use ${accepted}, or register an adapter of that name.`);
}

/** Loads both adapters by name. Waits for those that nobody registered yet, and says so once all scripts have run. */
export async function loadAdapters(element: Element, signal: string, media: string): Promise<[SignalFactory, MediaFactory]> {
  void complainIfMissing(element, 'signal', signal);
  void complainIfMissing(element, 'media', media);
  return Promise.all([loadSignal(signal), loadMedia(media)]);
}

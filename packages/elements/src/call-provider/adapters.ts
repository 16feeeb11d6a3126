import { loadMedia, loadSignal, mediaNames, signalNames } from '@call-elements/core';
import type { AdapterOptions, MediaEngine, SignalClient } from '@call-elements/core';
import { mistake } from '../mistake.ts';
import { lazyMedia } from './lazy-media.ts';
import type { ClientConfig } from './provider-config.ts';

/** Makes the signalling client, for this tab or for all. Waits for an adapter that nobody registered yet, and says so once all scripts have run. */
export async function findSignal(element: Element, config: ClientConfig, options: AdapterOptions): Promise<SignalClient> {
  const { signal: name, media, tabs } = config;
  if (!signalNames().includes(name)) mistake(element, 'signal', name);
  const signal = (await loadSignal(name))(options);
  // Where each tab has its own connection, WebRTC does not mind that all of them negotiate ahead.
  const alone = tabs ? tabs === 'own' : !signal.onePerUser && media === 'webrtc';
  return alone ? signal : (await import('./shared-tabs.ts')).sharedTabs(element, config, signal, options);
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

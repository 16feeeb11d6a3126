import type { AdapterOptions, SignalClient } from '@call-elements/core';
import { shareTabs } from '@call-elements/tabs';
import { mistake } from '../mistake.ts';
import type { ClientConfig } from './provider-config.ts';

/** `signal`, which it shares with the other tabs of the user. */
export function sharedTabs(element: Element, { signal: service, tabs }: ClientConfig, signal: SignalClient, options: AdapterOptions): SignalClient {
  if (tabs && tabs !== 'shared') mistake(element, 'tabs', tabs);
  return shareTabs(signal, { ...options, service });
}

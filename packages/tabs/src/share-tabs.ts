import { silent } from '@call-elements/core';
import type { AdapterOptions, SignalClient } from '@call-elements/core';
import { FocusSignal } from './focus-signal.ts';
import { TabsSignal } from './tabs-signal.ts';

/** With what the adapter was made, and for which service. What differs in these is not shared. */
export type TabsOptions = Pick<AdapterOptions, 'app' | 'appId' | 'appKey' | 'url' | 'log'> & { readonly service: string };

/**
 * `inner`, for tabs: where the service has one connection per user (`onePerUser`), the tabs of a user share it. Where each tab has its own they
 * agree on who negotiates before a call is answered.
 *
 * Without Web Locks, as on a page that is not secure, each tab is by itself.
 */
export function shareTabs(inner: SignalClient, { service, app, appId, appKey, url, log = silent }: TabsOptions): SignalClient {
  if (!globalThis.navigator?.locks || !globalThis.BroadcastChannel) {
    log('warning', 'Tabs of a user share their connection by Web Locks and BroadcastChannel, which are missing: open the page over https. This one is by itself.');
    return inner;
  }
  const name = `call-elements tabs ${JSON.stringify([service, app, appId, appKey, url, inner.userId])}`;
  return inner.onePerUser ? new TabsSignal(inner, name, log) : new FocusSignal(inner, name);
}

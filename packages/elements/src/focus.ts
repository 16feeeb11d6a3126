import type { CallClient } from '@call-elements/core';
import { CallElement } from './call-element.ts';

/** The focused element, looked for inside shadow roots too. */
export function deepActiveElement(): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active as HTMLElement | null;
}

/** Nowhere, or on something that cannot be used any more: browsers take the focus away from it a little later. */
export function isFocusLost(): boolean {
  const active = deepActiveElement();
  return !active || active === document.body || active.matches(':disabled') || !active.checkVisibility();
}

/** Whether the focus is on one of the elements for that client. */
export function isFocusOn(client: CallClient | undefined): boolean {
  const { host } = (deepActiveElement()?.getRootNode() ?? {}) as Partial<ShadowRoot>;
  return host instanceof CallElement && host.client === client;
}

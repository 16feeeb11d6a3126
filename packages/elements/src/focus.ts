import type { CallClient } from '@call-elements/core';
import { CallElement } from './call-element.ts';

/** The focused element, looked for inside shadow roots too. */
export function deepActiveElement(): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active as HTMLElement | null;
}

/** Whether the focus is on one of the elements for that client. */
export function isFocusOn(client: CallClient | undefined): boolean {
  const { host } = (deepActiveElement()?.getRootNode() ?? {}) as Partial<ShadowRoot>;
  return host instanceof CallElement && host.client === client;
}

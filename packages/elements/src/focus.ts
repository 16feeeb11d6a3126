import type { CallClient } from '@call-elements/core';
import { CallElement } from './call-element.ts';

/** The focused element, looked for inside shadow roots too. */
export function deepActiveElement(): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active as HTMLElement | null;
}

/** Whether keys are going into a text or a choice now: a call must not take them away. */
export function isTyping(): boolean {
  return deepActiveElement()?.matches(':read-write, select') === true;
}

/** Nowhere, or on a button that cannot be pressed: where browsers leave the focus when its element goes away. */
export function isFocusLost(): boolean {
  const active = deepActiveElement();
  return !active || active === document.body || active.matches(':disabled');
}

/** Whether the focus is on one of the elements for that client. */
export function isFocusOn(client: CallClient | undefined): boolean {
  const { host } = (deepActiveElement()?.getRootNode() ?? {}) as Partial<ShadowRoot>;
  return host instanceof CallElement && host.client === client;
}

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

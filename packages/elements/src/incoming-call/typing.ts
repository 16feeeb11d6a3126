const TEXTLESS_INPUTS = ['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit'];

/** The focused element, looked for inside shadow roots too. */
export function deepActiveElement(): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active as HTMLElement | null;
}

/** Whether keys are going into a text now: a call must not take them away. */
export function isTyping(): boolean {
  const active = deepActiveElement();
  if (active instanceof HTMLInputElement) return !TEXTLESS_INPUTS.includes(active.type);
  return active instanceof HTMLTextAreaElement || active instanceof HTMLSelectElement || active?.isContentEditable === true;
}

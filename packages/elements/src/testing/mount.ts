import type { LitElement } from 'lit';
import '../define.ts';

let mounted: Element[] = [];

/** Puts elements into the page; `unmountAll` takes them away. */
export function mount<Kind extends Element = HTMLElement>(markup: string): Kind {
  const template = document.createElement('template');
  template.innerHTML = markup;
  const element = document.importNode(template.content, true).firstElementChild as Kind;
  document.body.append(element);
  mounted.push(element);
  return element;
}

export function unmountAll(): void {
  for (const element of mounted) element.remove();
  mounted = [];
}

/** When an element and all in it have rendered. */
export async function settled(root: Element): Promise<void> {
  // Elements that a rendering creates render in turn; three levels is what there is.
  for (let level = 0; level < 4; level++) await Promise.all(litElements(root).map((element) => element.updateComplete));
}

function litElements(root: Element): LitElement[] {
  const inside = [...root.children, ...(root.shadowRoot?.children ?? [])].flatMap((child) => litElements(child));
  return 'updateComplete' in root ? [root as LitElement, ...inside] : inside;
}

/** Finds through shadow roots: `find(panel, 'call-hangup-button', 'button')`. */
export function find<Kind extends Element = HTMLElement>(root: Element, ...path: string[]): Kind {
  let at: Element = root;
  for (const selector of path) {
    const next = at.shadowRoot?.querySelector(selector) ?? at.querySelector(selector);
    if (!next) throw new Error(`no ${selector} in <${at.localName}>`);
    at = next;
  }
  return at as Kind;
}

export function has(root: Element, selector: string): boolean {
  return root.shadowRoot!.querySelector(selector) !== null;
}

/** The next event of that type at `target`. */
export function next<Kind extends Event>(target: EventTarget, type: string): Promise<Kind> {
  return new Promise((resolve) => target.addEventListener(type, (event) => resolve(event as Kind), { once: true }));
}

/** Waits for something that no event tells. */
export async function until(condition: () => unknown): Promise<void> {
  while (!condition()) await new Promise((resolve) => requestAnimationFrame(resolve));
}

// Runs inside pages that know nothing of tests, before their own scripts: gives them the `window.demo` that phone.html has by itself.
// Bundled on its own (see harness.ts).
import { CountingClock } from '../src/counting-clock.ts';
import type { Demo, EventEntry, Provider, StateEntry } from '../src/hook.ts';

const clock = new CountingClock();
const states: StateEntry[] = [];
const events: EventEntry[] = [];
const violations: string[] = [];

/** Until a page has made its provider, nobody is signed in. */
let provider = {} as Provider;

declare global {
  interface Window {
    /** A selector, for a page with several providers. */
    watched: string;
    /** What the page's security policy forbade. */
    violations: readonly string[];
  }
}
window.watched = 'call-provider';
window.violations = violations;
window.demo = {
  get provider(): Provider {
    // A provider that was removed is still the one to ask what it left behind.
    return (provider = document.querySelector<Provider>(window.watched) ?? provider);
  },
  clock,
  states,
  events,
} satisfies Demo;

/** A provider takes its clock when it signs in, so it has to have it from the beginning. */
function withClock(element: CustomElementConstructor): CustomElementConstructor {
  return class extends element {
    constructor() {
      super();
      (this as unknown as Provider).clock = clock;
    }
  };
}
const { define } = customElements;
customElements.define = (name, element, options) => define.call(customElements, name, name === 'call-provider' ? withClock(element) : element, options);

const listen = (name: EventEntry['name'], detail: (event: Event) => unknown): void =>
  document.addEventListener(name, (event) => events.push({ time: Date.now(), name, detail: detail(event) }));
listen('call-incoming', (event) => (event as unknown as { call: unknown }).call);
listen('call-connected', (event) => (event as unknown as { info: unknown }).info);
listen('call-disconnected', (event) => (event as unknown as { info: unknown }).info);
listen('call-remote-offline', (event) => (event as unknown as { call: unknown }).call);
listen('call-error', (event) => String((event as unknown as { error: unknown }).error));
document.addEventListener('call-state-change', (event) => {
  const { state, reason, info } = event as unknown as StateEntry;
  states.push({ time: Date.now(), state, reason, info });
});
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample, sourceFile, lineNumber }) => {
  violations.push(`${effectiveDirective}: ${blockedURI} ${sample} ${sourceFile}:${lineNumber}`);
});

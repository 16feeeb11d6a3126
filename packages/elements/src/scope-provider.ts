import type { ContextEvent } from '@lit/context';
import { callContext } from './context.ts';
import type { CallScope } from './context.ts';

type Hear = (scope: CallScope, stop?: () => void) => void;
type Request = ContextEvent<typeof callContext>;

/**
 * Answers those inside an element who ask for the call context: the providing side of the context protocol of web components
 * (`@lit/context` asks by it). That package's own provider also moves its listeners to a provider that comes in between later, for 0.5 KB;
 * elements of the kit ask again when one comes.
 */
export class ScopeProvider {
  readonly #listeners = new Map<Hear, () => void>();
  #scope: CallScope;

  constructor(host: HTMLElement, scope: CallScope) {
    this.#scope = scope;
    host.addEventListener('context-request', (event) => this.#answer(host, event as unknown as Request));
  }

  get value(): CallScope {
    return this.#scope;
  }

  setValue(scope: CallScope): void {
    this.#scope = scope;
    for (const [hear, stop] of [...this.#listeners]) hear(scope, stop);
  }

  #answer(host: HTMLElement, event: Request): void {
    // What an element asks for itself, somebody above it answers.
    if (event.context !== callContext || event.contextTarget === host) return;
    event.stopPropagation();
    const hear = event.callback as Hear;
    if (!event.subscribe) return hear(this.#scope);
    const stop = (): void => void this.#listeners.delete(hear);
    this.#listeners.set(hear, stop);
    hear(this.#scope, stop);
  }
}

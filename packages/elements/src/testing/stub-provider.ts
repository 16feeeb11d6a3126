import { ContextProvider } from '@lit/context';
import { LitElement } from 'lit';
import type { CallClient } from '@call-elements/core';
import { announceProvider, callContext } from '../context.ts';
import type { CallScope, Person, ProviderElement } from '../context.ts';

/** A provider that builds nothing: it gives out what a test sets. */
export class StubProvider extends LitElement implements ProviderElement {
  unlocked = 0;
  people: Record<string, Person> = {};
  #context = new ContextProvider(this, { context: callContext, initialValue: this.#make() });

  get scope(): CallScope {
    return this.#context.value;
  }
  set client(client: CallClient | undefined) {
    this.set({ client });
  }

  set(part: Partial<CallScope>): void {
    this.#context.setValue(this.#make({ ...this.scope, ...part }));
    announceProvider(this, true);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    announceProvider(this, true);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    announceProvider(this, false);
  }
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  #make(part: Partial<CallScope> = {}): CallScope {
    return { audioBlocked: false, person: (userId) => this.people?.[userId] ?? { name: userId }, unlock: () => this.unlocked++, ...part };
  }
}

/** Each tag needs a class of its own. */
export function defineStubProvider(tag: string): void {
  if (!customElements.get(tag)) customElements.define(tag, class extends StubProvider {});
}

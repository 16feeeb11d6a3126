import { ContextRoot, createContext } from '@lit/context';
import type { CallClient } from '@call-elements/core';

/** How a user is shown. Comes from the page (`resolveUser`), never from the caller. */
export interface Person {
  readonly name: string;
  /** URL of a picture. */
  readonly avatar?: string;
}

/** What a provider gives to the elements around it: a new object whenever something in it changes. */
export interface CallScope {
  /** Undefined until the adapters are loaded and the client is built. */
  readonly client?: CallClient;
  /** The browser refused to play sound before a gesture: a click has to call `unlock()`. */
  readonly audioBlocked: boolean;
  person(userId: string): Person;
  /** Allows sound from here on. Call it synchronously in a click. */
  unlock(): void;
}

export const callContext = createContext<CallScope, 'call-elements'>('call-elements');

/** A provider as the elements that are not inside one see it. */
export interface ProviderElement extends HTMLElement {
  readonly scope: CallScope;
}

const providers = new Set<ProviderElement>();
const watchers = new Set<() => void>();
let rooted = false;

/** Keeps requests of elements that were upgraded before their provider (lit/lit.dev#1185). */
export function attachContextRoot(): void {
  if (rooted) return;
  rooted = true;
  new ContextRoot().attach(document.documentElement);
}

/** Tells the elements outside of a provider that one came, went (`present` false) or has a new scope. */
export function announceProvider(provider: ProviderElement, present: boolean): void {
  if (present) providers.add(provider);
  else providers.delete(provider);
  for (const changed of [...watchers]) changed();
}

/** The scope of the provider with that id; without an id, of the only provider there is. */
export function providerScope(id?: string): CallScope | undefined {
  const candidates = [...providers];
  if (id) return candidates.find((provider) => provider.id === id)?.scope;
  return candidates.length === 1 ? candidates[0]!.scope : undefined;
}

/** Hears announcements; returns the way to stop. */
export function watchProviders(changed: () => void): () => void {
  watchers.add(changed);
  return () => watchers.delete(changed);
}

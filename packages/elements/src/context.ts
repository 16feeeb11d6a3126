import { createContext } from '@lit/context';
import type { CallClient } from '@call-elements/core';

/** How a user is shown. Comes from the page (`resolveUser`), never from the caller. */
export interface Person {
  readonly name: string;
  /** URL of a picture. */
  readonly avatar?: string | undefined;
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

/** `<incoming-call>`, as the panel sees it. */
export interface Ringer {
  readonly client?: CallClient;
}

const providers = new Set<ProviderElement>();
const ringers = new Set<Ringer>();
const watchers = new Set<() => void>();

function announce<Member>(members: Set<Member>, member: Member, present: boolean): void {
  if (present) members.add(member);
  else members.delete(member);
  for (const changed of [...watchers]) changed();
}

/** Tells the call elements that a provider came, went (`present` false) or has a new scope. */
export function announceProvider(provider: ProviderElement, present: boolean): void {
  announce(providers, provider, present);
}

/** Tells the call elements that something came, or went, that rings for its client and takes the answer. */
export function announceRinger(ringer: Ringer, present: boolean): void {
  announce(ringers, ringer, present);
}

/** Whether something in the document rings for that client. */
export function hasRinger(client: CallClient | undefined): boolean {
  return [...ringers].some((ringer) => ringer.client === client);
}

/** The scope of the provider with that id; without an id, of the only provider there is. */
export function providerScope(id?: string): CallScope | undefined {
  const candidates = [...providers];
  if (id) return candidates.find((provider) => provider.id === id)?.scope;
  return candidates.length === 1 ? candidates[0]!.scope : undefined;
}

/** Hears announcements; returns the way to stop. */
export function watchDocument(changed: () => void): () => void {
  watchers.add(changed);
  return () => watchers.delete(changed);
}

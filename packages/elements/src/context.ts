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

/** What can ring: `<incoming-call>`, and a panel where there is none. */
export interface Ringer {
  readonly client: CallClient | undefined;
  /** Only where nothing else rings. */
  readonly isSubstitute: boolean;
}

const providers = new Set<ProviderElement>();
const ringers = new Set<Ringer>();
const watchers = new Set<() => void>();
let languages: MutationObserver | undefined;

function announce<Member>(members: Set<Member>, member: Member, present: boolean): void {
  if (present) members.add(member);
  else members.delete(member);
  tellWatchers();
}

function tellWatchers(): void {
  for (const changed of [...watchers]) changed();
}

/** Tells the call elements that a provider came, went (`present` false) or has a new scope. */
export function announceProvider(provider: ProviderElement, present: boolean): void {
  announce(providers, provider, present);
}

/** Tells the call elements that something came, went, or has another client, that rings for its client and takes the answer. */
export function announceRinger(ringer: Ringer, present: boolean): void {
  announce(ringers, ringer, present);
}

/** What rings for that client. Of several panels it is one: two of them would ring twice. */
export function ringerFor(client: CallClient | undefined): Ringer | undefined {
  const candidates = [...ringers].filter((ringer) => ringer.client === client);
  return candidates.find((ringer) => !ringer.isSubstitute) ?? candidates[0];
}

/** The scope of the provider with that id; without an id, of the only provider there is. */
export function providerScope(id?: string): CallScope | undefined {
  const candidates = [...providers];
  if (id) return candidates.find((provider) => provider.id === id)?.scope;
  return candidates.length === 1 ? candidates[0]!.scope : undefined;
}

/** Tells the call elements that there are words that were not there before. */
export const announceWords = tellWatchers;

/** Hears announcements, and that a part of the document has another language; returns the way to stop. */
export function watchDocument(changed: () => void): () => void {
  languages ??= new MutationObserver(tellWatchers);
  if (!watchers.size) languages.observe(document, { subtree: true, attributeFilter: ['lang'] });
  watchers.add(changed);
  return () => {
    watchers.delete(changed);
    if (!watchers.size) languages!.disconnect();
  };
}

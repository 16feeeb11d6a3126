import type { Person } from '../context.ts';

/** A user's name and picture, or a promise of them. */
export type ResolveUser = (userId: string) => Person | undefined | Promise<Person | undefined>;

/** Asks the page once per user, and shows the id until it answered. */
export class People {
  readonly #resolve?: ResolveUser;
  readonly #changed: () => void;
  #known = new Map<string, Person>();

  constructor(resolve: ResolveUser | undefined, changed: () => void) {
    this.#resolve = resolve;
    this.#changed = changed;
  }

  get(userId: string): Person {
    const known = this.#known.get(userId);
    if (known) return known;
    const unnamed = { name: userId };
    this.#known.set(userId, unnamed);
    if (userId) void this.#ask(userId);
    return this.#known.get(userId)!;
  }

  async #ask(userId: string): Promise<void> {
    try {
      const answer = this.#resolve?.(userId);
      const later = answer instanceof Promise;
      const person = later ? await answer : answer;
      if (!person) return;
      this.#known.set(userId, { ...person, name: person.name || userId });
      if (later) this.#changed();
    } catch {
      // The page could not tell; the id it is. Asked again by the next provider.
    }
  }
}

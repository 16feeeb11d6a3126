import type { Person } from '../context.ts';

/** A user's name and picture, or a promise of them. */
export type ResolveUser = (userId: string) => Person | undefined | Promise<Person | undefined>;

/** Asks the page once per user and way to ask, and shows the id until it answered. */
export class People {
  #resolve?: ResolveUser;
  readonly #changed: () => void;
  #known = new Map<string, Person>();

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Asks by `resolve` from now on. Who is known already stays so until it answers: frameworks pass a new function at every render. */
  use(resolve: ResolveUser | undefined): void {
    this.#resolve = resolve;
    for (const userId of this.#known.keys()) void this.#ask(userId, true);
  }

  get(userId: string): Person {
    const known = this.#known.get(userId);
    if (known) return known;
    const unnamed = { name: userId };
    this.#known.set(userId, unnamed);
    if (userId) void this.#ask(userId, false);
    return this.#known.get(userId)!;
  }

  /** `again`: those who show the user do not look by themselves. */
  async #ask(userId: string, again: boolean): Promise<void> {
    try {
      const resolve = this.#resolve;
      const answer = resolve?.(userId);
      const later = answer instanceof Promise;
      const person = later ? await answer : answer;
      if (resolve !== this.#resolve) return;
      const { name, avatar } = this.#known.get(userId)!;
      const next = { ...person, name: person?.name || userId };
      this.#known.set(userId, next);
      if ((later || again) && (name !== next.name || avatar !== next.avatar)) this.#changed();
    } catch {
      // The page could not tell; the id it is. Asked again by the next provider.
    }
  }
}

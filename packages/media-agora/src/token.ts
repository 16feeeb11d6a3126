import { CallError } from '@call-elements/core';
import type { TokenSource } from '@call-elements/core';

/** The token of one room, and where the next one comes from. Null is none: the project's certificate is off. */
export class Token {
  #source: TokenSource | undefined;
  #current: string | null = null;

  constructor(source: TokenSource | undefined) {
    this.#source = source;
  }

  /** Where others come from, from here on. */
  comeFrom(source: TokenSource | undefined): void {
    this.#source = source ?? this.#source;
  }

  set(token: string | null): void {
    this.#current = token;
  }

  async get(): Promise<string | null> {
    if (this.#current === null && this.#source) this.#current = await this.#ask(this.#source);
    return this.#current;
  }

  /** One other than `stale`, which was refused or is about to end. */
  async other(stale: string | null): Promise<string> {
    // Somebody has set one meanwhile.
    if (this.#current !== null && this.#current !== stale) return this.#current;
    if (!this.#source) throw new CallError('tokenFailed', 'Agora wants a token for this room, and none was given');
    return (this.#current = await this.#ask(this.#source, stale ?? undefined));
  }

  async #ask(source: TokenSource, stale?: string): Promise<string> {
    try {
      return await source(stale);
    } catch (error) {
      throw CallError.from(error, 'tokenFailed', 'No token for this room could be had');
    }
  }
}

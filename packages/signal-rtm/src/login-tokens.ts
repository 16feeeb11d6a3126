import { CallError } from '@call-elements/core';
import type { TokenSource } from '@call-elements/core';

/** The tokens to log in with: those that a page pushed, and behind them the page's source. */
export class LoginTokens {
  /** The newest one that the page pushed, until it is no good any more. */
  pushed?: string;
  readonly #source: TokenSource | undefined;

  constructor(source: TokenSource | undefined) {
    this.#source = source;
  }

  /** Whether there is a token, or where to get one. */
  get any(): boolean {
    return this.pushed !== undefined || this.#source !== undefined;
  }

  /** A token other than `stale`, which is no good any more. Undefined where nobody uses any; rejects with `tokenFailed`. */
  async get(stale?: string): Promise<string | undefined> {
    if (stale !== undefined && stale === this.pushed) this.pushed = undefined;
    if (this.pushed !== undefined) return this.pushed;
    if (!this.#source) {
      if (stale === undefined) return undefined;
      throw new CallError('tokenFailed', 'The RTM token is no good any more, and there is no other: renewToken() takes one.');
    }
    const token = await this.#ask(this.#source, stale);
    if (token === stale) throw new CallError('tokenFailed', 'The RTM token is no good any more, and the same one was given again.');
    return token;
  }

  async #ask(source: TokenSource, stale: string | undefined): Promise<string> {
    try {
      return await source(stale);
    } catch (error) {
      throw CallError.from(error, 'tokenFailed', 'There is no token for RTM to be had.');
    }
  }
}

import { CallError } from '@call-elements/core';
import type { TokenSource } from '@call-elements/core';

/** Easemob's user tokens and Agora's are the same to the service, and to the SDK but for a warning that it prints. */
export interface Token {
  readonly token: string;
}
export type Credential = Token | { readonly password: string };

const NO_MORE = 'is no good any more, and there is no other: renewToken() takes one.';

/** What to log in with: what the page pushed, and behind that its source of tokens, or else the password. */
export class Credentials {
  /** The newest one that the page pushed, until it is no good any more. */
  pushed?: Credential;
  readonly #source: TokenSource | undefined;
  readonly #password: string | undefined;

  constructor(source: TokenSource | undefined, password: string | undefined) {
    this.#source = source;
    this.#password = password;
  }

  get any(): boolean {
    return this.pushed !== undefined || this.#source !== undefined || this.#password !== undefined;
  }

  /** Another one than `stale`, which is no good any more. Undefined where there is nothing; rejects with `tokenFailed`. */
  async get(stale?: Credential): Promise<Credential | undefined> {
    if (stale && stale === this.pushed) this.pushed = undefined;
    if (this.pushed) return this.pushed;
    if (this.#source) return this.#ask(this.#source, stale && 'token' in stale ? stale.token : undefined);
    if (this.#password !== undefined && !(stale && 'password' in stale && stale.password === this.#password)) return { password: this.#password };
    if (!stale) return undefined;
    throw new CallError('tokenFailed', `The ${'token' in stale ? 'token' : 'password'} for Easemob ${NO_MORE}`, { certain: true });
  }

  /** Like `get`; a password cannot be renewed. */
  async token(stale: Credential): Promise<Token | undefined> {
    if ('password' in stale) return undefined;
    const other = await this.get(stale);
    return other && 'token' in other ? other : undefined;
  }

  async #ask(source: TokenSource, stale: string | undefined): Promise<Credential> {
    let token: string;
    try {
      token = await source(stale);
    } catch (error) {
      throw CallError.from(error, 'tokenFailed', 'There is no token for Easemob to be had.');
    }
    if (token === stale) throw new CallError('tokenFailed', 'The token for Easemob is no good any more, and the same one was given again.', { certain: true });
    return { token };
  }
}

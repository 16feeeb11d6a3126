export interface EasemobOptions {
  /** `org#app`, from Easemob's console, as are the next two. */
  readonly appKey: string;
  readonly clientId: string;
  /** Stays here: whoever has it can be any user. */
  readonly clientSecret: string;
  /** Where the app's REST service is. Default `https://a1.easemob.com`. */
  readonly apiUrl?: string;
}

export interface Grant {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

interface Answer {
  readonly access_token?: unknown;
  /** Seconds. */
  readonly expires_in?: unknown;
  readonly error?: unknown;
}

const DEFAULT_API_URL = 'https://a1.easemob.com';
/** Of one request. Pages wait for 10 s, and there are two of them at first. */
const DEADLINE_MS = 4000;
/** The service does not promise that a token is good until its very end. */
const MARGIN_MS = 60_000;
const UNAUTHORIZED = 401;

const USER_ID = /^[\w.-]{1,64}$/;

export const isEasemobUserId = (userId: string): boolean => USER_ID.test(userId);

/** Nothing of what was sent or answered is in it but the status and the name of the error: the rest may be a secret. */
class RestFailure extends Error {
  readonly status: number | undefined;

  constructor(url: URL, what: string, status?: number) {
    super(`No token from Easemob's REST service (${url.origin}): ${what}.`);
    this.status = status;
  }
}

/** Easemob's tokens cannot be made here: its REST service gives them to the app's server. */
export class EasemobTokens {
  readonly #credentials: object;
  readonly #url: URL;
  readonly #deadlineMs: number;
  #appToken: Grant | undefined;
  #asking: Promise<Grant> | undefined;

  constructor({ appKey, clientId, clientSecret, apiUrl = DEFAULT_API_URL }: EasemobOptions, deadlineMs = DEADLINE_MS) {
    this.#credentials = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    this.#url = new URL(`${apiUrl.replace(/\/+$/, '')}/${appKey.split('#').map(encodeURIComponent).join('/')}/token`);
    this.#deadlineMs = deadlineMs;
  }

  /** For this user, who has an account there from now on. `lifetime`: seconds. */
  async tokenFor(userId: string, lifetime: number): Promise<Grant> {
    const wanted = { grant_type: 'inherit', username: userId, autoCreateUser: true, ttl: lifetime };
    const shown = await this.#currentAppToken();
    try {
      return await this.#ask(wanted, shown.token);
    } catch (error) {
      if (!(error instanceof RestFailure && error.status === UNAUTHORIZED)) throw error;
    }
    // It was taken back before its end. Somebody else may have noticed meanwhile.
    if (this.#appToken === shown) this.#appToken = undefined;
    return this.#ask(wanted, (await this.#currentAppToken()).token);
  }

  /** Kept, and asked for once at a time: the service locks out apps that ask too often. */
  async #currentAppToken(): Promise<Grant> {
    if (this.#appToken && Date.now() < this.#appToken.expiresAt - MARGIN_MS) return this.#appToken;
    this.#asking ??= this.#ask(this.#credentials).finally(() => (this.#asking = undefined));
    return (this.#appToken = await this.#asking);
  }

  async #ask(body: object, bearer?: string): Promise<Grant> {
    const now = Date.now();
    const { status, text } = await this.#post(JSON.stringify(body), bearer);
    const { access_token: token, expires_in: seconds, error } = parse(text);
    if (status !== 200) throw new RestFailure(this.#url, `it answered ${status}${typeof error === 'string' && /^\w{1,64}$/.test(error) ? ` (${error})` : ''}`, status);
    if (typeof token !== 'string' || token === '' || typeof seconds !== 'number' || !(seconds > 0)) throw new RestFailure(this.#url, 'its answer has no access_token with expires_in');
    return { token, expiresAt: now + seconds * 1000 };
  }

  async #post(body: string, bearer: string | undefined): Promise<{ status: number; text: string }> {
    const headers = { 'content-type': 'application/json', accept: 'application/json', ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }) };
    try {
      // No redirect is followed: the secret would go along.
      const response = await fetch(this.#url, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(this.#deadlineMs) });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      throw new RestFailure(this.#url, this.#whyNot(error as Error));
    }
  }

  #whyNot({ name, cause }: Error): string {
    if (name === 'TimeoutError') return `it did not answer within ${this.#deadlineMs / 1000} s`;
    const { code } = (cause ?? {}) as { code?: unknown };
    return `it could not be reached${typeof code === 'string' ? ` (${code})` : ''}`;
  }
}

/** What is no JSON says nothing. */
function parse(text: string): Answer {
  try {
    return (JSON.parse(text) ?? {}) as Answer;
  } catch {
    return {};
  }
}

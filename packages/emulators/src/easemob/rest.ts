import { randomBytes } from 'node:crypto';
import { json, outage } from '../answers.ts';
import type { ServerClock } from '../clock.ts';
import type { Answer, NoAnswer, Request } from '../service.ts';
import type { Accounts, LoginFault } from './accounts.ts';
import { DOMAIN } from './dns.ts';
import type { RestState } from './faults.ts';
import { userIdOf } from './message.ts';

interface Asked {
  readonly grant_type?: string;
  readonly username?: string;
  readonly password?: string;
  readonly client_secret?: string;
  /** Seconds. */
  readonly ttl?: number;
  readonly autoCreateUser?: boolean;
}

const DAY = 86_400;

const failure = (status: number, error: string, error_description: string): Answer => ({ ...json({ error, error_description }), status });

const NOT_HERE = failure(404, 'web_application', 'Service resource not found');
const NO_APP = failure(404, 'organization_application_not_found', 'Could not find application');
const UNAUTHORIZED = failure(401, 'unauthorized', 'Unable to authenticate (OAuth)');
const BAD_CLIENT = failure(400, 'invalid_grant', 'client_id or client_secret is wrong');
const REFUSALS: Record<LoginFault, Answer> = {
  noUser: failure(404, 'invalid_grant', 'user not found'),
  badPassword: failure(400, 'invalid_grant', 'invalid password'),
  noToken: UNAUTHORIZED,
  badToken: UNAUTHORIZED,
  expired: UNAUTHORIZED,
};

export interface RestOptions {
  readonly appKey: string;
  /** Of the app's server; undefined: any will do. */
  readonly clientSecret?: string;
  readonly accounts: Accounts;
  readonly clock: ServerClock;
  /** A client has asked for the end of a token, which it does before it changes to it. */
  readonly renewed: (userId: string, token: string, expiresAt: number) => void;
}

/** Passwords, the time of tokens, new accounts; and tokens for the server of an app. */
export class Rest {
  state: RestState = 'up';
  /** Of the app's server, which shows this when it asks for its users' tokens. */
  readonly #appToken = `YWMt${randomBytes(24).toString('base64url')}`;
  readonly #clientSecret: string | undefined;
  readonly #accounts: Accounts;
  readonly #clock: ServerClock;
  readonly #root: string;
  readonly #renewed: RestOptions['renewed'];

  constructor(options: RestOptions) {
    this.#renewed = options.renewed;
    this.#clientSecret = options.clientSecret;
    this.#accounts = options.accounts;
    this.#clock = options.clock;
    this.#root = `/${options.appKey.replace('#', '/')}/`;
  }

  answer(request: Request): Answer | NoAnswer | undefined {
    const { pathname } = new URL(request.path, 'https://localhost');
    const isOurs = pathname.startsWith(this.#root);
    if (!isOurs && !request.host.split(':')[0]!.endsWith(`.${DOMAIN}`)) return undefined;
    return outage(this.state) ?? (isOurs ? this.#handle(request, pathname.slice(this.#root.length)) : NO_APP);
  }

  #handle({ method, headers, body }: Request, resource: string): Answer {
    const bearer = /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1] ?? '';
    if (method === 'POST' && resource === 'token') return this.#token(parse(body), bearer);
    if (method === 'POST' && resource === 'users') return this.#register(parse(body));
    const user = /^sdk\/users\/(.+)\/token\/expires$/.exec(resource)?.[1];
    return method === 'GET' && user !== undefined ? this.#expiryOf(bearer, userIdOf(decodeURIComponent(user))) : NOT_HERE;
  }

  #token(asked: Asked, bearer: string): Answer {
    const userId = userIdOf(asked.username ?? '');
    if (asked.grant_type === 'client_credentials') return this.#admitApp(asked);
    if (asked.grant_type === 'inherit') return bearer === this.#appToken ? this.#grant(userId, asked) : UNAUTHORIZED;
    const login = this.#accounts.logIn(userId, asked.password ?? '');
    return login.ok ? json(granted(userId, login.token, login.expiresIn)) : REFUSALS[login.fault];
  }

  #admitApp({ client_secret: given }: Asked): Answer {
    if (given !== (this.#clientSecret ?? given)) return BAD_CLIENT;
    return json({ access_token: this.#appToken, expires_in: DAY, application: this.#root });
  }

  /** As an app's server asks for it, which has seen to it who the user is. */
  #grant(userId: string, { ttl = DAY, autoCreateUser = false }: Asked): Answer {
    if (!this.#accounts.isKnown(userId) && !autoCreateUser) return REFUSALS.noUser;
    if (!this.#accounts.isKnown(userId)) this.#accounts.register(userId, '');
    return json(granted(userId, this.#accounts.mint(userId, ttl), ttl));
  }

  #register({ username = '', password = '' }: Asked): Answer {
    const userId = userIdOf(username);
    if (userId === '' || password === '') return failure(400, 'illegal_argument', 'username and password are needed');
    if (this.#accounts.isRegistered(userId)) return failure(400, 'duplicate_unique_property_exists', `Application null Entity user requires that property named username be unique, value of ${userId} exists`);
    this.#accounts.register(userId, password);
    return json({ entities: [{ username: userId, activated: true }] });
  }

  /** By which the SDK knows how long a token is good to which it changes. */
  #expiryOf(token: string, userId: string): Answer {
    const verdict = this.#accounts.verify(token, userId);
    if (!verdict.ok) return REFUSALS[verdict.fault];
    this.#renewed(userId, token, verdict.expiresAt);
    return json({ expire_timestamp: verdict.expiresAt + this.#clock.skewMs });
  }
}

const granted = (username: string, access_token: string, expires_in: number): object => ({ access_token, expires_in, user: { username, type: 'user', activated: true } });

function parse(body: Buffer): Asked {
  try {
    return (JSON.parse(body.toString()) ?? {}) as Asked;
  } catch {
    return {};
  }
}

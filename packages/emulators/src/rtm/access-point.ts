import { json, outage } from '../answers.ts';
import type { AccessPointState } from '../faults.ts';
import type { Answer, NoAnswer, Request } from '../service.ts';
import type { TokenFault, Tokens } from '../tokens.ts';
import type { Tickets } from './tickets.ts';

/** The access point's numbers, which the SDK turns into its own: -10005, -10009, -10015 and so on. */
const CODES: Record<TokenFault, number> = {
  missing: 15,
  malformed: 9,
  signature: 9,
  appId: 11,
  service: 20,
  channel: 9,
  user: 7,
  expired: 10,
};
const WRONG_APP = 5;

interface Login {
  readonly opid?: number;
  /** The token, or the app id without one. */
  readonly key?: string;
  /** The user. */
  readonly cname?: string;
  /** By number: 25 is the app id. */
  readonly detail?: Readonly<Record<string, string>>;
}

/** Where a client asks for an edge and a ticket, before its first login, when it cannot come back, and for a new token. */
export class AccessPoint {
  state: AccessPointState = 'up';
  readonly #appId: string;
  readonly #host: string;
  readonly #tokens: Tokens;
  readonly #tickets: Tickets;

  constructor(options: { appId: string; host: string; tokens: Tokens; tickets: Tickets }) {
    this.#appId = options.appId;
    this.#host = options.host;
    this.#tokens = options.tokens;
    this.#tickets = options.tickets;
  }

  /** Without a query: with one it is a request of the RTC SDK, to others of Agora's hosts. */
  answer({ method, path, body }: Request): Answer | NoAnswer | undefined {
    if (method !== 'POST' || path !== '/api/v1') return undefined;
    return outage(this.state) ?? json(this.#logIn(parse(body)));
  }

  #logIn({ key, cname = '', detail, opid }: Login): object {
    if (typeof this.state === 'object' && 'code' in this.state) return refusal(this.state.code);
    if (detail?.['25'] !== this.#appId) return refusal(WRONG_APP);
    const verdict = this.#tokens.verifyRtm(key, cname);
    if (!verdict.ok) return refusal(CODES[verdict.fault]);
    const ticket = this.#tickets.write({ userId: cname, token: key, issuedAt: Date.now() });
    return { code: 0, opid, addresses: [{ ip: this.#host, ticket }], detail: {} };
  }
}

/** The SDK waits for ever without `detail`, even then. */
const refusal = (code: number): object => ({ code, addresses: [], detail: {} });

function parse(body: Buffer): Login {
  try {
    return (JSON.parse(body.toString()) ?? {}) as Login;
  } catch {
    return {};
  }
}

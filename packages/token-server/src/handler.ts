import { readBody, Refusal } from './body.ts';
import { checkOptions } from './options.ts';
import type { TokenRequest, TokenServerOptions } from './options.ts';
import { buildTokens, DEFAULT_LIFETIME } from './tokens.ts';
import type { Tokens } from './tokens.ts';
import { DEFAULT_TURN_LIFETIME, turnServer } from './turn.ts';
import type { TurnServer } from './turn.ts';

export type TokenHandler = (request: Request) => Promise<Response>;

/** What a page gets, as JSON. */
export interface TokenAnswer extends TokenRequest, Tokens {
  /** Milliseconds since 1970: when the first of it is no good any more. */
  readonly expiresAt: number;
  readonly iceServers?: readonly TurnServer[];
}

const NO_AUTHORIZE = 'This server gives tokens to nobody: it has no authorize(request, { userId, roomId }) that says who may have them.';
const NOT_AUTHORIZED = 'authorize() refused tokens for this user and room.';

/**
 * Answers `POST {"userId": "alice"}` (and `"roomId"`, for one room alone) with tokens, to those whom `authorize` lets have them.
 * Rejects with what `authorize` throws. Throws a TypeError for options that cannot work.
 */
export function createTokenHandler(options: TokenServerOptions): TokenHandler {
  checkOptions(options);
  return async (request) => {
    const answer = await decide(request, options);
    return answer instanceof Refusal ? refuse(answer) : reply(200, answer);
  };
}

async function decide(request: Request, options: TokenServerOptions): Promise<TokenAnswer | Refusal> {
  const { authorize } = options;
  if (request.method !== 'POST') return new Refusal(405, 'Tokens are asked for by POST.');
  if (!authorize) return new Refusal(403, NO_AUTHORIZE);
  const wanted = await readBody(request);
  if (wanted instanceof Refusal) return wanted;
  // Not just anything that is not false: who returns the session by mistake, whoever's it is, has checked nothing.
  if ((await authorize(request, wanted)) !== true) return new Refusal(403, NOT_AUTHORIZED);
  return answerFor(wanted, options);
}

function answerFor(wanted: TokenRequest, { lifetime = DEFAULT_LIFETIME, turn, ...app }: TokenServerOptions): TokenAnswer {
  // Before the tokens are made, which count from the second they are made in: they never end earlier than said.
  const now = Math.floor(Date.now() / 1000);
  const tokens = { ...wanted, ...buildTokens(app, wanted, lifetime) };
  if (!turn) return { ...tokens, expiresAt: (now + lifetime) * 1000 };
  const turnLifetime = turn.lifetime ?? DEFAULT_TURN_LIFETIME;
  const expiresAt = (now + Math.min(lifetime, turnLifetime)) * 1000;
  return { ...tokens, expiresAt, iceServers: [turnServer(turn, wanted.userId, now + turnLifetime)] };
}

function refuse({ status, message }: Refusal): Response {
  return reply(status, { error: message }, status === 405 ? { allow: 'POST' } : {});
}

function reply(status: number, body: object, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } });
}

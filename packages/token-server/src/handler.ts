import { readBody, Refusal } from './body.ts';
import { EasemobTokens, isEasemobUserId } from './easemob.ts';
import { checkOptions } from './options.ts';
import type { TokenRequest, TokenServerOptions } from './options.ts';
import { buildTokens, DEFAULT_LIFETIME } from './tokens.ts';
import type { Tokens } from './tokens.ts';
import { DEFAULT_TURN_LIFETIME, turnServer } from './turn.ts';
import type { TurnServer } from './turn.ts';

export type TokenHandler = (request: Request) => Promise<Response>;

/** What a page gets, as JSON. */
export interface TokenAnswer extends TokenRequest, Partial<Tokens> {
  /** For the signalling service of Easemob. */
  readonly easemobToken?: string;
  /** Milliseconds since 1970: when the first of it is no good any more. */
  readonly expiresAt: number;
  readonly iceServers?: readonly TurnServer[];
}

const NO_AUTHORIZE = 'This server gives tokens to nobody: it has no authorize(request, { userId, roomId }) that says who may have them.';
const NOT_AUTHORIZED = 'authorize() refused tokens for this user and room.';
const NO_EASEMOB_USER = 'userId must be a string of 1 to 64 letters, digits, _, - or . for Easemob.';

/**
 * Answers `POST {"userId": "alice"}` (and `"roomId"`, for one room alone) with tokens, to those whom `authorize` lets have them.
 * Rejects with what `authorize` throws, and when Easemob gives no token. Throws a TypeError for options that cannot work.
 */
export function createTokenHandler(options: TokenServerOptions): TokenHandler {
  checkOptions(options);
  const easemob = options.easemob && new EasemobTokens(options.easemob);
  return async (request) => {
    const answer = await decide(request, options, easemob);
    return answer instanceof Refusal ? refuse(answer) : reply(200, answer);
  };
}

async function decide(request: Request, options: TokenServerOptions, easemob: EasemobTokens | undefined): Promise<TokenAnswer | Refusal> {
  const { authorize } = options;
  if (request.method !== 'POST') return new Refusal(405, 'Tokens are asked for by POST.');
  if (!authorize) return new Refusal(403, NO_AUTHORIZE);
  const wanted = await readBody(request);
  if (wanted instanceof Refusal) return wanted;
  if (easemob && !isEasemobUserId(wanted.userId)) return new Refusal(400, NO_EASEMOB_USER);
  // Not just anything that is not false: who returns the session by mistake, whoever's it is, has checked nothing.
  if ((await authorize(request, wanted)) !== true) return new Refusal(403, NOT_AUTHORIZED);
  return answerFor(wanted, options, easemob);
}

async function answerFor(wanted: TokenRequest, options: TokenServerOptions, easemob: EasemobTokens | undefined): Promise<TokenAnswer> {
  const { appId, appCertificate, lifetime = DEFAULT_LIFETIME, turn } = options;
  const granted = await easemob?.tokenFor(wanted.userId, lifetime);
  // Before the tokens are made, which count from the second they are made in: they never end earlier than said.
  const now = Math.floor(Date.now() / 1000);
  const tokens = appId && appCertificate ? buildTokens({ appId, appCertificate }, wanted, lifetime) : undefined;
  const turnEnd = now + (turn?.lifetime ?? DEFAULT_TURN_LIFETIME);
  return {
    ...wanted,
    ...tokens,
    ...(granted && { easemobToken: granted.token }),
    expiresAt: Math.min(tokens ? (now + lifetime) * 1000 : Infinity, granted?.expiresAt ?? Infinity, turn ? turnEnd * 1000 : Infinity),
    ...(turn && { iceServers: [turnServer(turn, wanted.userId, turnEnd)] }),
  };
}

function refuse({ status, message }: Refusal): Response {
  return reply(status, { error: message }, status === 405 ? { allow: 'POST' } : {});
}

function reply(status: number, body: object, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } });
}

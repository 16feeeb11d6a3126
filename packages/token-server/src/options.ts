import { MAX_LIFETIME } from './tokens.ts';
import type { TurnOptions } from './turn.ts';

/** What a page wants tokens for: all rooms, or the one that it names. */
export interface TokenRequest {
  readonly userId: string;
  readonly roomId?: string;
}

/**
 * Whether whoever sent `request` is `wanted.userId`, and may enter. Only `true` is a yes.
 * Look at the session (a cookie, a header); what the body says was written by the page.
 */
export type Authorize = (request: Request, wanted: TokenRequest) => boolean | Promise<boolean>;

export interface TokenServerOptions {
  /** Both are 32 hexadecimal digits, from Agora's console. */
  readonly appId: string;
  /** Stays here: whoever has it can be any user. */
  readonly appCertificate: string;
  /** Without it nobody gets anything: 403. */
  readonly authorize?: Authorize;
  /** Seconds that tokens are good for: 1 to 86400. Default 3600. */
  readonly lifetime?: number;
  /** For pages that call by WebRTC through a TURN server of one's own. */
  readonly turn?: TurnOptions;
}

const HEX_32 = /^[\da-f]{32}$/i;

function check(ok: boolean, option: string, accepts: string): void {
  // Never the value: one of them is the certificate, and what stands in a wrong place may be it, too.
  if (!ok) throw new TypeError(`createTokenHandler: ${option} must be ${accepts}.`);
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

function isLifetime(value: unknown): boolean {
  return value === undefined || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_LIFETIME);
}

/** Throws a TypeError for the first option that cannot work. */
export function checkOptions({ appId, appCertificate, authorize, lifetime, turn }: TokenServerOptions): void {
  const seconds = `a whole number of seconds from 1 to ${MAX_LIFETIME}`;
  check(HEX_32.test(appId), 'appId', 'the 32 hexadecimal digits of the app');
  check(HEX_32.test(appCertificate), 'appCertificate', "the 32 hexadecimal digits of the app's primary certificate");
  check(authorize === undefined || typeof authorize === 'function', 'authorize', 'a function (request, { userId, roomId }) that returns true for those who may have tokens');
  check(isLifetime(lifetime), 'lifetime', seconds);
  if (turn === undefined) return;
  const urls = [turn.urls].flat();
  check(urls.length > 0 && urls.every((url) => /^(turns?|stun):./.test(url)), 'turn.urls', 'one or more addresses that begin with turn:, turns: or stun:');
  check(isText(turn.secret), 'turn.secret', "the TURN server's shared secret (static-auth-secret of coturn)");
  check(isLifetime(turn.lifetime), 'turn.lifetime', seconds);
}

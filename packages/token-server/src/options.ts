import type { EasemobOptions } from './easemob.ts';
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
  /** Both are 32 hexadecimal digits, from Agora's console. Left out together where there is `easemob` alone. */
  readonly appId?: string;
  /** Stays here: whoever has it can be any user. */
  readonly appCertificate?: string;
  /** For pages with `signal="easemob"`. */
  readonly easemob?: EasemobOptions;
  /** Without it nobody gets anything: 403. */
  readonly authorize?: Authorize;
  /** Seconds that tokens are good for: 1 to 86400. Default 3600. */
  readonly lifetime?: number;
  /** For pages that call by WebRTC through a TURN server of one's own. */
  readonly turn?: TurnOptions;
}

const HEX_32 = /^[\da-f]{32}$/i;
const APP_KEY = /^[^#/\s]+#[^#/\s]+$/;

function check(ok: boolean, option: string, accepts: string): void {
  // Never the value: some of them are secrets, and what stands in a wrong place may be one, too.
  if (!ok) throw new TypeError(`createTokenHandler: ${option} must be ${accepts}.`);
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

function isLifetime(value: unknown): boolean {
  return value === undefined || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_LIFETIME);
}

/** Where a client's secret may be sent to. */
function isRestUrl(value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === '';
}

function checkAgora(appId = '', appCertificate = ''): void {
  check(HEX_32.test(appId), 'appId', 'the 32 hexadecimal digits of the app');
  check(HEX_32.test(appCertificate), 'appCertificate', "the 32 hexadecimal digits of the app's primary certificate");
}

function checkEasemob({ appKey, clientId, clientSecret, apiUrl }: EasemobOptions): void {
  check(typeof appKey === 'string' && APP_KEY.test(appKey), 'easemob.appKey', 'an organization and an app as in org#app');
  check(isText(clientId), 'easemob.clientId', "the app's client id");
  check(isText(clientSecret), 'easemob.clientSecret', "the app's client secret");
  check(isRestUrl(apiUrl), 'easemob.apiUrl', 'the address of the REST service as in https://a1.easemob.com');
}

/** Throws a TypeError for the first option that cannot work. */
export function checkOptions({ appId, appCertificate, easemob, authorize, lifetime, turn }: TokenServerOptions): void {
  const seconds = `a whole number of seconds from 1 to ${MAX_LIFETIME}`;
  const forAgora = appId !== undefined || appCertificate !== undefined;
  if (!forAgora && !easemob) throw new TypeError('createTokenHandler: there must be appId and appCertificate, or easemob, or all of them.');
  if (forAgora) checkAgora(appId, appCertificate);
  if (easemob) checkEasemob(easemob);
  check(authorize === undefined || typeof authorize === 'function', 'authorize', 'a function (request, { userId, roomId }) that returns true for those who may have tokens');
  check(isLifetime(lifetime), 'lifetime', seconds);
  if (turn === undefined) return;
  const urls = [turn.urls].flat();
  check(urls.length > 0 && urls.every((url) => /^(turns?|stun):./.test(url)), 'turn.urls', 'one or more addresses that begin with turn:, turns: or stun:');
  check(isText(turn.secret), 'turn.secret', "the TURN server's shared secret (static-auth-secret of coturn)");
  check(isLifetime(turn.lifetime), 'turn.lifetime', seconds);
}

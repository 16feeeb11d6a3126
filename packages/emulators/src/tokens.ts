import { AccessToken2, kChatServiceType, kRtcServiceType, kRtm2ServiceType, kRtmServiceType } from './access-token.ts';
import type { RtcTokenService, Token, TokenService, UserTokenService } from './access-token.ts';

/** Why a token does not open the door. Each service has its own numbers for these. */
export type TokenFault =
  /** None was given, or the app id in its place, and the app has a certificate. */
  | 'missing'
  /** Not an AccessToken2. */
  | 'malformed'
  /** Signed with another certificate. */
  | 'signature'
  /** For another app. */
  | 'appId'
  /** Without this service, or without the right to join or to log in. */
  | 'service'
  /** For another channel. */
  | 'channel'
  /** For another user. */
  | 'user'
  | 'expired';

export type TokenVerdict =
  /** `expiresAt` in milliseconds since 1970; Infinity where no token is needed. */
  { readonly ok: true; readonly expiresAt: number } | { readonly ok: false; readonly fault: TokenFault };

/** Right number 1 is the one without which nothing goes, in every service: joining a channel, logging in. */
const ENTER = 1;
const ANY_CHANNEL = ['', '*'];
/** What a token has that was built with uid 0. */
const ANY_UID = '';

const refused = (fault: TokenFault): TokenVerdict => ({ ok: false, fault });

/** Verifies tokens as AccessToken2, for one app. Without a certificate anybody may enter, with whatever token. */
export class Tokens {
  readonly #appId: string;
  readonly #certificate: string | undefined;
  readonly #expired = new Set<string>();

  constructor(appId: string, certificate: string | undefined) {
    this.#appId = appId;
    this.#certificate = certificate;
  }

  /** May whoever has this token join this channel? `uid`: as a number, or as the account of who joins with a string. */
  verifyRtc(token: string | undefined, channel: string, uid: number | string): TokenVerdict {
    return this.#verify(token, [kRtcServiceType], (service) => {
      const { __channel_name, __uid } = service as RtcTokenService;
      if (![...ANY_CHANNEL, channel].includes(String(__channel_name))) return 'channel';
      return [ANY_UID, String(uid)].includes(String(__uid)) ? undefined : 'user';
    });
  }

  /** May whoever has this token log in as this user? */
  verifyRtm(token: string | undefined, userId: string): TokenVerdict {
    return this.#verify(token, [kRtmServiceType, kRtm2ServiceType], (service) => (isOf(service, userId) ? undefined : 'user'));
  }

  /** May whoever has this token log in to Agora Chat as this user? */
  verifyChat(token: string | undefined, userId: string): TokenVerdict {
    return this.#verify(token, [kChatServiceType], (service) => (isOf(service, userId) ? undefined : 'user'));
  }

  /** From now on this token counts as expired, whatever it says. */
  expire(token: string): void {
    this.#expired.add(token);
  }

  #verify(token: string | undefined, types: readonly number[], faultIn: (service: TokenService) => TokenFault | undefined): TokenVerdict {
    const given = token !== undefined && token !== '' && token !== this.#appId;
    if (given && this.#expired.has(token)) return refused('expired');
    if (this.#certificate === undefined) return { ok: true, expiresAt: Infinity };
    if (!given) return refused('missing');
    const read = new AccessToken2('', '', 0, 0);
    if (!read.from_string(token)) return refused('malformed');
    if (String(read.appId) !== this.#appId) return refused('appId');
    if (!read.verifySignature(this.#certificate)) return refused('signature');
    const service = types.flatMap((type) => read.getServices(type))[0];
    if (!service || service.__privileges[ENTER] === undefined) return refused('service');
    const fault = faultIn(service);
    if (fault) return refused(fault);
    const expiresAt = expiryOf(read, service);
    return expiresAt <= Date.now() ? refused('expired') : { ok: true, expiresAt };
  }
}

const isOf = (service: TokenService, userId: string): boolean => String((service as UserTokenService).__user_id) === userId;

/** The whole token ends, or the right to enter: whatever is first. */
function expiryOf({ issueTs, expire }: Token, service: TokenService): number {
  return (issueTs + Math.min(expire, service.__privileges[ENTER] ?? 0)) * 1000;
}

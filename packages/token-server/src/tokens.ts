import agora from 'agora-token';
import type { TokenRequest } from './options.ts';

/** Agora accepts no token for longer. */
export const MAX_LIFETIME = 24 * 3600;
export const DEFAULT_LIFETIME = 3600;

const ANY_ROOM = '*';

export interface App {
  readonly appId: string;
  readonly appCertificate: string;
}

export interface Tokens {
  /** For the media service: of the room, or of any. */
  readonly rtcToken: string;
  /** For the signalling service. */
  readonly rtmToken: string;
}

/** Tokens for this user alone. They begin now and last `lifetime` seconds. */
export function buildTokens({ appId, appCertificate }: App, { userId, roomId = ANY_ROOM }: TokenRequest, lifetime: number): Tokens {
  // In a token a numeric uid is the same text as an account, so this one fits users of native apps, whose uids are numbers, too.
  const rtcToken = agora.RtcTokenBuilder.buildTokenWithUserAccount(appId, appCertificate, roomId, userId, agora.RtcRole.PUBLISHER, lifetime, lifetime);
  const rtmToken = agora.RtmTokenBuilder.buildToken(appId, appCertificate, userId, lifetime);
  return { rtcToken, rtmToken };
}

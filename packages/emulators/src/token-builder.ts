import { AccessToken2, ServiceChat, ServiceRtc, ServiceRtm } from './access-token.ts';
import type { TokenService } from './access-token.ts';

export interface TokenOptions {
  /** Seconds from now; with a negative number the token expired that long ago. Default: an hour. */
  readonly expiresIn?: number;
  /** Another one makes a token with a bad signature. */
  readonly certificate?: string;
}

const HOUR = 3600;
const RTC_RIGHTS = [ServiceRtc.kPrivilegeJoinChannel, ServiceRtc.kPrivilegePublishAudioStream, ServiceRtc.kPrivilegePublishVideoStream, ServiceRtc.kPrivilegePublishDataStream];

/** What an app's server does: makes tokens of agora-token for whom it trusts. */
export class TokenBuilder {
  readonly #appId: string;
  readonly #certificate: string | undefined;

  constructor(appId: string, certificate: string | undefined) {
    this.#appId = appId;
    this.#certificate = certificate;
  }

  rtm(userId: string, options: TokenOptions = {}): string {
    return this.#build(options, (lifetime) => [rtmService(userId, lifetime)]);
  }

  /** For Agora Chat, which Easemob is: its SDKs take it for an Agora token. */
  chat(userId: string, options: TokenOptions = {}): string {
    return this.#build(options, (lifetime) => [chatService(userId, lifetime)]);
  }

  /** `uid` 0 is for any user, channel `*` or `''` for any channel. */
  rtc(channel: string, uid: number | string, options: TokenOptions = {}): string {
    return this.#build(options, (lifetime) => [rtcService(channel, uid, lifetime)]);
  }

  /** One token for both, as the servers of many call apps hand out. */
  both(userId: string, channel: string, uid: number | string, options: TokenOptions = {}): string {
    return this.#build(options, (lifetime) => [rtcService(channel, uid, lifetime), rtmService(userId, lifetime)]);
  }

  #build({ expiresIn = HOUR, certificate = this.#certificate }: TokenOptions, services: (lifetime: number) => TokenService[]): string {
    if (certificate === undefined) throw new Error('A token needs a certificate: start the emulators with one, or pass it here.');
    // A lifetime cannot be negative, so what has expired was issued earlier.
    const lifetime = expiresIn > 0 ? expiresIn : HOUR;
    const issued = Math.floor(Date.now() / 1000) + expiresIn - lifetime;
    const token = new AccessToken2(this.#appId, certificate, issued, lifetime);
    for (const service of services(lifetime)) token.add_service(service);
    return token.build();
  }
}

function rtmService(userId: string, lifetime: number): TokenService {
  const service = new ServiceRtm(userId);
  service.add_privilege(ServiceRtm.kPrivilegeLogin, lifetime);
  return service;
}

function chatService(userId: string, lifetime: number): TokenService {
  const service = new ServiceChat(userId);
  service.add_privilege(ServiceChat.kPrivilegeUser, lifetime);
  return service;
}

function rtcService(channel: string, uid: number | string, lifetime: number): TokenService {
  const service = new ServiceRtc(channel, uid);
  for (const right of RTC_RIGHTS) service.add_privilege(right, lifetime);
  return service;
}

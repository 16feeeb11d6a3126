import { createRequire } from 'node:module';

/** A right of a token's owner, as one service grants it. */
export interface TokenService {
  add_privilege(privilege: number, expire: number): void;
  /** Seconds from the token's issue, by the number of the privilege. */
  readonly __privileges: Readonly<Record<number, number>>;
}

/** Strings in a token that is built, buffers in one that was read. */
type Text = string | Uint8Array;

export interface RtcTokenService extends TokenService {
  readonly __channel_name: Text;
  readonly __uid: Text;
}

/** RTM's, and Agora Chat's. */
export interface UserTokenService extends TokenService {
  readonly __user_id: Text;
}

export interface Token {
  readonly appId: Text;
  /** Seconds. */
  readonly issueTs: number;
  /** Seconds after `issueTs`. */
  readonly expire: number;
  add_service(service: TokenService): void;
  getServices(type: number): TokenService[];
  build(): string;
  from_string(token: string): boolean;
  verifySignature(certificate: string): boolean;
}

/** The part of agora-token that also reads tokens. Its types only know the builders, so they are here. */
export const { AccessToken2, ServiceChat, ServiceRtc, ServiceRtm, kChatServiceType, kRtcServiceType, kRtmServiceType, kRtm2ServiceType } = createRequire(import.meta.url)(
  'agora-token/src/AccessToken2.js',
) as {
  readonly AccessToken2: new (appId: string, certificate: string, issueTs: number, expire: number) => Token;
  readonly ServiceRtc: (new (channel: string, uid: string | number) => RtcTokenService) & {
    readonly kPrivilegeJoinChannel: number;
    readonly kPrivilegePublishAudioStream: number;
    readonly kPrivilegePublishVideoStream: number;
    readonly kPrivilegePublishDataStream: number;
  };
  readonly ServiceRtm: (new (userId: string) => UserTokenService) & { readonly kPrivilegeLogin: number };
  readonly ServiceChat: (new (userId: string) => UserTokenService) & { readonly kPrivilegeUser: number };
  readonly kChatServiceType: number;
  readonly kRtcServiceType: number;
  readonly kRtmServiceType: number;
  readonly kRtm2ServiceType: number;
};

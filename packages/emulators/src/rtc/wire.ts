import type { ClientOrtc } from './ortc.ts';
import type { IceParameters } from './ice-lite.ts';

// What the RTC SDK and the gateway say to each other: JSON in text frames. A request has an `_id`, which its answer repeats; what has none
// is told and not answered. Only what the edge reads or has to send is here.

/** The user as the app knows them: the number, or the account of who joined with a string. */
export type UserName = number | string;

export type Kind = 'audio' | 'video';
export type StreamType = 'audio' | 'high' | 'low' | 'screen' | 'screen_low';

export interface PublishedStream {
  readonly stream_type: StreamType;
  readonly ssrcs: readonly { readonly ssrcId: number; readonly rtx?: number }[];
}

/** In masses of users, the kinds of streams are bits. */
export const STREAM_BITS = { audio: 1, low: 2, video: 4 } as const;

export interface JoinRequest {
  readonly channel_name: string;
  /** The token; the app id of who has none. */
  readonly channel_key: string;
  /** Stays the same when the SDK joins again after it has lost its media. */
  readonly session_id: string;
  readonly role: 'host' | 'audience';
  readonly string_uid?: string;
  readonly ap_response: { readonly uid: number };
  readonly ortc: ClientOrtc;
}

export interface RejoinRequest {
  readonly uid: UserName;
  readonly token: string;
}

/** What the SDK asks for by this name, and the `_message` that comes with it. */
export interface Requests {
  join_v3: JoinRequest;
  rejoin_v3: RejoinRequest;
  leave: undefined;
  ping: undefined;
  traffic_stats: undefined;
  gateway_info: undefined;
  renew_token: { readonly token: string };
  set_client_role: { readonly role: 'host' | 'audience' };
  publish: { readonly ortc: readonly PublishedStream[] };
  unpublish: { readonly ortc: readonly { readonly stream_type: StreamType }[] };
  subscribe: { readonly ssrcId: number };
  subscribe_streams: { readonly users: readonly { readonly stream_id: UserName; readonly audio_ssrc?: number; readonly video_ssrc?: number }[] };
  /** An empty list: everything of that user. */
  unsubscribe: { readonly stream_id: UserName; readonly ortc: readonly { readonly ssrcId: number }[] };
  unsubscribe_streams: { readonly users: readonly { readonly stream_id: UserName; readonly stream_type: number }[] };
  control: { readonly action: string };
  restart_ice: { readonly ortc: { readonly iceParameters: IceParameters } };
  connect_pc: { readonly ortc: ClientOrtc };
  data_stream: { readonly payload: string; readonly sendTs?: number };
  send_metadata: { readonly metadata: string };
}

/** Who it is about, by both names. */
export interface About {
  readonly uid: UserName;
  readonly uint_id: number;
}

export type OfflineReason = 'Quit' | 'ServerTimeOut' | 'BecomeAudience';

/** What the gateway tells the SDK under this name. */
export interface Notifications {
  /** Has to come before the user's streams, or those are dropped. */
  on_user_online: About;
  on_user_offline: About & { readonly reason: OfflineReason };
  on_add_audio_stream: About & { readonly audio: true; readonly ssrcId: number; readonly cname: string };
  on_add_video_stream: About & { readonly video: true; readonly ssrcId: number; readonly rtxSsrcId: number | undefined; readonly cname: string };
  /** Ends both kinds. */
  on_remove_stream: About;
  mute_audio: About;
  unmute_audio: About;
  mute_video: About;
  unmute_video: About;
  on_token_privilege_will_expire: object;
  on_token_privilege_did_expire: object;
  on_user_banned: { readonly error_code: number };
  on_notification: { readonly code: number };
  on_data_stream: { readonly uid: UserName; readonly payload: string; readonly sendTs: number | undefined };
  receive_metadata: { readonly uid: UserName; readonly metadata: string };
}

export type NotificationType = keyof Notifications;

/** One of the others, told to who has got a new socket. */
export interface RejoinPeer extends About {
  readonly audio: boolean;
  readonly video: boolean;
  readonly audio_ssrc: number | undefined;
  readonly video_ssrc: number | undefined;
  readonly audio_mute: boolean;
  readonly video_mute: boolean;
  readonly audio_enable_local: boolean;
  readonly video_enable_local: boolean;
}

/** Codes of the gateway. What the SDK does about each is its own. */
export const CODES = {
  /** join() and renewToken() reject. Any other code that comes to mind for a join_v3 makes the SDK try again for ever. */
  notAuthorized: 110,
  uidBanned: 14,
  /** In a notification: the uid has joined elsewhere. */
  joinedElsewhere: 2003,
  rejoinTokenInvalid: 2024,
  badRequest: 2022,
} as const;

/** An answer that is no. */
export class Refusal extends Error {
  readonly code: number;

  constructor(code: number, reason: string) {
    super(reason);
    this.code = code;
  }
}

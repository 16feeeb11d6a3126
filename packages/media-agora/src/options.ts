import { CallError, silent } from '@call-elements/core';
import type { AdapterOptions, Log } from '@call-elements/core';
import type { ClientConfig, IAgoraRTCClient } from 'agora-rtc-sdk-ng/esm';

export interface AgoraOptions extends AdapterOptions {
  /** `live` (the default) joins as a host, as Agora's CallAPI for phones does. `rtc` is for a peer that does the same. */
  readonly mode?: 'live' | 'rtc';
  /** Default `vp8`: every peer has it, and it is the quickest to the first frame. */
  readonly codec?: ClientConfig['codec'];
  /** A client of yours: joined and left with each call, and otherwise left alone. Its mode and codec are its own. */
  readonly client?: IAgoraRTCClient;
  /** The most that video sends, in kbit/s. Default 2500; small pictures get less. */
  readonly maxVideoKbps?: number;
  /** What suffers first on a bad network: `motion` keeps it smooth, `detail` keeps it sharp. Default: the browser decides. */
  readonly optimizationMode?: 'motion' | 'detail' | 'balanced';
  /** Lets the SDK send its log to Agora, for their support. Default false. */
  readonly logUpload?: boolean;
}

export interface Settings {
  readonly appId: string;
  readonly mode: 'live' | 'rtc';
  readonly codec: ClientConfig['codec'];
  readonly client: IAgoraRTCClient | undefined;
  readonly maxVideoKbps: number;
  readonly optimizationMode: AgoraOptions['optimizationMode'];
  readonly logUpload: boolean;
  readonly log: Log;
}

export function settingsOf(options: AdapterOptions | AgoraOptions): Settings {
  const given = options as AgoraOptions;
  return {
    appId: given.appId ?? '',
    mode: given.mode ?? 'live',
    codec: given.codec ?? 'vp8',
    client: given.client,
    maxVideoKbps: given.maxVideoKbps ?? 2500,
    optimizationMode: given.optimizationMode,
    logUpload: given.logUpload ?? false,
    log: given.log ?? silent,
  };
}

const APP_ID = /^[0-9a-f]{32}$/i;

/** What makes every call impossible, known without asking Agora. */
export function problem({ appId }: Settings): CallError | undefined {
  if (typeof RTCPeerConnection === 'undefined') return new CallError('unsupported', 'This browser has no WebRTC');
  if (APP_ID.test(appId)) return undefined;
  const given = appId === '' ? 'there is none' : `"${appId}" is none`;
  return new CallError('invalidArgument', `Agora needs the app id of your project: 32 hexadecimal digits, and ${given}`);
}

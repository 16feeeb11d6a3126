import { CallError, silent } from '@call-elements/core';
import type { AdapterOptions, MediaConnection, MediaEngine, MediaOpenOptions } from '@call-elements/core';
import { failedConnection } from '@call-elements/core/adapter';
import { WebrtcConnection } from './connection.ts';
import type { IceServers } from './ice-servers.ts';

export type { IceServers } from './ice-servers.ts';

export interface WebrtcOptions extends AdapterOptions {
  /**
   * STUN and TURN servers, or a function that fetches them (asked at every call; 3 s, then the call goes on without). Default: none.
   * With a TURN server only relay candidates are used until the call is accepted, so ringing shows nobody an address.
   */
  readonly iceServers?: IceServers | undefined;
  /** What video starts with, in kbit/s, where the browser lets it be chosen (Chromium). Default 1200. */
  readonly startVideoKbps?: number;
  /** The most that video sends, in kbit/s. Default 2500. */
  readonly maxVideoKbps?: number;
}

/** Media over RTCPeerConnection. Negotiation rides on the signal channel, so it needs no server of its own. */
export function createWebrtcMedia(options: AdapterOptions | WebrtcOptions): MediaEngine {
  const given = options as WebrtcOptions;
  const settings = {
    iceServers: given.iceServers,
    startVideoKbps: given.startVideoKbps ?? 1200,
    maxVideoKbps: given.maxVideoKbps ?? 2500,
    log: given.log ?? silent,
    onError: given.onError,
  };
  return {
    name: 'webrtc',
    open(open: MediaOpenOptions): MediaConnection {
      if (typeof RTCPeerConnection === 'undefined') return failedConnection(new CallError('unsupported', 'This browser has no WebRTC'));
      try {
        return new WebrtcConnection(open, settings);
      } catch (error) {
        return failedConnection(CallError.from(error, 'mediaFailed', 'The peer connection could not be made'));
      }
    },
  };
}

import { CallError, silent } from '@call-elements/core';
import type { AdapterOptions, MediaConnection, MediaEngine, MediaOpenOptions } from '@call-elements/core';
import { WebrtcConnection } from './connection.ts';
import type { IceServers } from './ice-servers.ts';
import { StateStore } from './state-store.ts';
import { NO_STATS } from './stats.ts';

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
      if (typeof RTCPeerConnection === 'undefined') return failed(new CallError('unsupported', 'This browser has no WebRTC'));
      try {
        return new WebrtcConnection(open, settings);
      } catch (error) {
        return failed(CallError.from(error, 'mediaFailed', 'The peer connection could not be made'));
      }
    },
  };
}

/** Fails after `open` has returned, so that whoever subscribes hears of it. */
function failed(error: CallError): MediaConnection {
  const store = new StateStore();
  queueMicrotask(() => store.set({ phase: 'failed', error }));
  return {
    get state() {
      return store.value;
    },
    subscribe: (listener) => store.subscribe(listener),
    receive() {},
    publish: () => Promise.resolve(),
    accepted() {},
    stats: () => Promise.resolve(NO_STATS),
    close: async () => store.end(),
  };
}

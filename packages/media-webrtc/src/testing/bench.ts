// oxlint-disable no-restricted-imports -- for tests alone: only they import this file, and it is not built
import type { Json, MediaOpenOptions, Track } from '@call-elements/core';
import { MediaSide, openPair } from '@call-elements/testing/media-conformance';
import type { MediaPair, PairOptions } from '@call-elements/testing/media-conformance';
import { colourTrack, fakeTracks } from '@call-elements/testing/media-probes';
import { createWebrtcMedia } from '../index.ts';
import type { WebrtcOptions } from '../index.ts';

export const NativePeerConnection = RTCPeerConnection;

interface Description {
  readonly type: 'offer' | 'answer';
  readonly sdp: string;
}

/** The caller's peer connection, then the callee's. */
export interface BenchPair extends MediaPair {
  readonly pcs: [RTCPeerConnection, RTCPeerConnection];
}

/** Two sides in one page, with their peer connections within reach, and everything put away after each test. */
export class Bench {
  /** In the order in which they were made. */
  connections: RTCPeerConnection[] = [];
  sides: MediaSide[] = [];
  tracks: MediaStreamTrack[] = [];

  pair(options: PairOptions = {}, settings: Partial<WebrtcOptions> = {}, callerSettings = settings): BenchPair {
    const both = openPair(
      { caller: createWebrtcMedia({ userId: 'alice', ...callerSettings }), callee: createWebrtcMedia({ userId: 'bob', ...settings }) },
      options,
    );
    this.sides.push(both.caller, both.callee);
    return { ...both, pcs: this.connections.slice(-2) as [RTCPeerConnection, RTCPeerConnection] };
  }

  async connected(options: PairOptions = {}, settings: Partial<WebrtcOptions> = {}): Promise<BenchPair> {
    const made = this.pair(options, settings);
    await Promise.all([isConnected(made.caller), isConnected(made.callee)]);
    return made;
  }

  /** One side alone; `carry` gets what it sends. */
  side(role: MediaOpenOptions['role'], carry: (payload: Json) => void = () => {}, type: MediaOpenOptions['type'] = 'video'): MediaSide {
    const options = { callId: 'c', roomId: 'r', type, role, localUserId: role, remoteUserId: 'peer', early: 'receive' } as const;
    const side = new MediaSide(createWebrtcMedia({ userId: role }), options, carry);
    this.sides.push(side);
    return side;
  }

  async devices(): Promise<{ audio: Track; video: Track }> {
    const { audio, video } = await fakeTracks();
    this.tracks.push(audio, video);
    return { audio: audio as Track, video: video as Track };
  }

  colour(name: string): Track {
    const track = colourTrack(name);
    this.tracks.push(track);
    return track as Track;
  }
}

export function useBench(): Bench {
  const bench = new Bench();
  beforeEach(() => {
    bench.connections = [];
    bench.sides = [];
    bench.tracks = [];
    window.RTCPeerConnection = class extends NativePeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        bench.connections.push(this);
      }
    } as typeof RTCPeerConnection;
  });
  afterEach(async () => {
    await Promise.all(bench.sides.map(({ connection }) => connection.close()));
    for (const track of bench.tracks) track.stop();
    window.RTCPeerConnection = NativePeerConnection;
  });
  return bench;
}

export const isConnected = (side: MediaSide) => side.until(({ phase }) => phase === 'connected');
export const descriptions = (side: MediaSide): Description[] => side.payloads.flatMap((payload) => (payload as { description?: Description }).description ?? []);
export const candidates = (side: MediaSide): Json[] => side.payloads.filter((payload) => (payload as { candidate?: Json }).candidate);

/** A real break takes ICE seconds to notice and a network to cut; what matters here is what follows the browser's report. */
export function breakPath(pc: RTCPeerConnection, state: RTCPeerConnectionState): void {
  Object.defineProperty(pc, 'connectionState', { configurable: true, get: () => state });
  pc.dispatchEvent(new Event('connectionstatechange'));
}

export function mend(pc: RTCPeerConnection): void {
  Reflect.deleteProperty(pc, 'connectionState');
  pc.dispatchEvent(new Event('connectionstatechange'));
}

export async function untilTold(from: MediaSide, to: MediaSide): Promise<void> {
  const heard = to.told.length;
  while (!from.connection.tell!('ping')) await from.connection.stats();
  await to.until(() => to.told.length > heard);
}

export function stable(pc: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const look = () => pc.signalingState === 'stable' && pc.remoteDescription && resolve();
    pc.addEventListener('signalingstatechange', look);
    look();
  });
}

// oxlint-disable no-restricted-imports -- for tests alone: only they import this file, and it is not built
import type { EarlyMedia, MediaOpenOptions, TokenSource, Track } from '@call-elements/core';
import { emulatorsInfo, onEmulators } from '@call-elements/emulators/page';
import { MediaSide } from '@call-elements/testing/media-conformance';
import { colourTrack, fakeTracks } from '@call-elements/testing/media-probes';
import { createAgoraMedia } from '../index.ts';
import type { AgoraConnection, AgoraOptions } from '../index.ts';

export interface SideOptions {
  readonly room?: string;
  readonly userId?: string;
  readonly peer?: string;
  readonly type?: MediaOpenOptions['type'];
  readonly early?: EarlyMedia;
  readonly token?: TokenSource;
  readonly tokenWillExpire?: () => void;
}

export interface Pair {
  readonly room: string;
  readonly alice: MediaSide;
  readonly bob: MediaSide;
}

let rooms = 0;

/** Alice calls Bob in one page; what either opens is counted, and put away after each test. */
export class Bench {
  appId = '';
  sides: MediaSide[] = [];
  tracks: MediaStreamTrack[] = [];
  sockets: WebSocket[] = [];
  pcs: RTCPeerConnection[] = [];
  clones: MediaStreamTrack[] = [];
  #wake = () => {};

  room(): string {
    return `bench-${Date.now()}-${++rooms}`;
  }

  options(userId: string, options: Partial<AgoraOptions> = {}): AgoraOptions {
    return { userId, appId: this.appId, ...options };
  }

  side(role: 'caller' | 'callee', options: SideOptions = {}, settings: Partial<AgoraOptions> = {}): MediaSide {
    const [me, other] = role === 'caller' ? ['alice', 'bob'] : ['bob', 'alice'];
    const { userId = me, peer = other, room = this.room(), type = 'video', early = 'receive', token, tokenWillExpire } = options;
    const engine = createAgoraMedia(this.options(userId, settings));
    const side = new MediaSide(engine, { callId: room, roomId: room, type, role, localUserId: userId, remoteUserId: peer, early, token, tokenWillExpire }, () => {});
    this.sides.push(side);
    return side;
  }

  pair(options: SideOptions = {}, settings: Partial<AgoraOptions> = {}): Pair {
    const room = options.room ?? this.room();
    const pair = { room, alice: this.side('caller', { ...options, room }, settings), bob: this.side('callee', { ...options, room }, settings) };
    pair.bob.connection.accepted();
    return pair;
  }

  /** Both in the room. */
  async met(options: SideOptions = {}, settings: Partial<AgoraOptions> = {}): Promise<Pair> {
    const pair = this.pair(options, settings);
    await Promise.all([pair.alice, pair.bob].map((side) => side.until(({ phase, peer }) => phase === 'connected' && peer === 'here')));
    return pair;
  }

  /** Alice's picture and sound have arrived at Bob's. */
  async flowing(options: SideOptions = {}, settings: Partial<AgoraOptions> = {}): Promise<Pair & { audio: MediaStreamTrack; video: MediaStreamTrack }> {
    const pair = await this.met(options, settings);
    const { audio, video } = await this.devices();
    await Promise.all([pair.alice.connection.publish('audio', audio as Track), pair.alice.connection.publish('video', video as Track)]);
    await pair.bob.until(({ received }) => received.audio && received.video);
    return { ...pair, audio, video };
  }

  async devices(): Promise<{ audio: MediaStreamTrack; video: MediaStreamTrack }> {
    const { audio, video } = await fakeTracks();
    this.tracks.push(audio, video);
    return { audio, video };
  }

  colour(name: string): MediaStreamTrack {
    const track = colourTrack(name);
    this.tracks.push(track);
    return track;
  }

  get openConnections(): number {
    return this.pcs.filter(({ signalingState }) => signalingState !== 'closed').length;
  }

  get liveClones(): number {
    return this.clones.filter(({ readyState }) => readyState === 'live').length;
  }

  /** A connection that the SDK is negotiating for is closed a moment after it was left. */
  async untilNoConnection(): Promise<void> {
    while (this.openConnections > 0) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  closed(): void {
    this.#wake();
  }

  /** A socket that was closed takes a moment. */
  async untilNoSocket(): Promise<void> {
    for (const socket of this.sockets) {
      if (socket.readyState !== WebSocket.CLOSED) await new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }));
    }
  }
}

const Native = { WebSocket, RTCPeerConnection, clone: MediaStreamTrack.prototype.clone };

export function useBench(): Bench {
  const bench = new Bench();
  before(async () => void (bench.appId = (await emulatorsInfo()).appId));
  beforeEach(() => {
    Object.assign(bench, { sides: [], tracks: [], sockets: [], pcs: [], clones: [] });
    window.WebSocket = class extends Native.WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        bench.sockets.push(this);
      }
    };
    window.RTCPeerConnection = class extends Native.RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        bench.pcs.push(this);
      }
      override close(): void {
        super.close();
        bench.closed();
      }
    } as typeof RTCPeerConnection;
    MediaStreamTrack.prototype.clone = function (this: MediaStreamTrack) {
      const clone = Native.clone.call(this);
      bench.clones.push(clone);
      return clone;
    };
  });
  afterEach(async () => {
    await onEmulators('rtc.heal');
    await Promise.all(bench.sides.map(({ connection }) => connection.close()));
    for (const track of bench.tracks) track.stop();
    window.WebSocket = Native.WebSocket;
    window.RTCPeerConnection = Native.RTCPeerConnection;
    MediaStreamTrack.prototype.clone = Native.clone;
  });
  return bench;
}

export const clientOf = ({ connection }: MediaSide) => (connection as AgoraConnection).client!;
export const isConnected = (side: MediaSide): Promise<void> => side.until(({ phase }) => phase === 'connected');
export const hasFailed = (side: MediaSide): Promise<void> => side.until(({ phase }) => phase === 'failed');

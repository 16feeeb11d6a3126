import type AgoraRTC from 'agora-rtc-sdk-ng';
import type { ClientRole, IAgoraRTCClient, IAgoraRTCRemoteUser, ILocalAudioTrack, ILocalVideoTrack, SDK_CODEC, SDK_MODE, UID, VideoEncoderConfigurationPreset } from 'agora-rtc-sdk-ng';

type Kind = 'audio' | 'video';

export interface PageOptions {
  readonly appId: string;
  readonly channel: string;
  readonly uid?: UID;
  readonly token?: string;
  readonly mode?: SDK_MODE;
  readonly codec?: SDK_CODEC;
  readonly role?: ClientRole;
  /** The camera's picture. Small by default: several browsers share the machine's cores. */
  readonly encoder?: VideoEncoderConfigurationPreset;
  /** Subscribes to whatever is published; by default it does. */
  readonly subscribes?: boolean;
}

/** What a call of the SDK came to. */
export type Result = 'ok' | string;

/** A page's RTC client and what happened to it. */
export interface RtcPage {
  readonly client: IAgoraRTCClient;
  /** What the SDK told, as `user-published 2 audio`. */
  readonly events: string[];
  /** Data messages, as text. */
  readonly data: string[];
  readonly connections: RTCPeerConnection[];
  /** With what it was set up with, or instead of that with these. */
  join(instead?: Partial<Pick<PageOptions, 'appId' | 'token'>>): Promise<Result>;
  publish(kinds?: readonly Kind[]): Promise<Result>;
  unpublish(kinds?: readonly Kind[]): Promise<Result>;
  mute(kind: Kind, muted: boolean): Promise<Result>;
  leave(): Promise<Result>;
  renew(token: string): Promise<Result>;
  say(text: string): Promise<Result>;
  untilMoves(uid: UID, frames?: number): Promise<void>;
  untilSounds(uid: UID): Promise<void>;
  received(kind: Kind): Promise<Record<string, number>>;
  /** Lost packets of the received video were asked for, and came. */
  untilRepaired(): Promise<void>;
  /** The far end has reported a loss and a round trip of the sound and of the picture that this page sends. */
  untilToldOfLoss(): Promise<void>;
  /** The edge's user name on the path that media takes. */
  path(): Promise<string | undefined>;
  untilOtherPath(than: string | undefined): Promise<void>;
}

declare global {
  interface Window {
    AgoraRTC: typeof AgoraRTC;
    /** This module. */
    rtcPage: { setUp: typeof setUp };
    rtc: RtcPage;
  }
}

const WIDTH = 64;
const HEIGHT = 48;
/** Of 64 × 48 pixels: the fake camera's moving parts are more than that, the noise of an encoder is less. */
const MOVED_PIXELS = 20;
const LOUD = 0.01;

const local: Partial<Record<Kind, ILocalAudioTrack | ILocalVideoTrack>> = {};

export function setUp(options: PageOptions): void {
  const { AgoraRTC } = window;
  AgoraRTC.setLogLevel(4);
  const { appId, channel, uid, token, mode = 'rtc', codec = 'vp8', role, encoder = '240p_1', subscribes = true } = options;
  const client = AgoraRTC.createClient({ mode, codec, role });
  const connections = recordedConnections();
  const events: string[] = [];
  const data: string[] = [];
  follow(client, events, data, subscribes);
  const tracks = (kinds: readonly Kind[]) => kinds.flatMap((kind) => local[kind] ?? []);
  window.rtc = {
    client,
    events,
    data,
    connections,
    join: (instead) => {
      const given = { appId, token, ...instead };
      return settled(client.join(given.appId, channel, given.token ?? null, uid ?? null));
    },
    publish: (kinds = ['audio', 'video']) => settled(open(kinds, encoder).then((opened) => client.publish(opened as never))),
    unpublish: (kinds = ['audio', 'video']) => settled(client.unpublish(tracks(kinds) as never)),
    mute: (kind, muted) => settled(local[kind]!.setMuted(muted)),
    leave: () => settled(client.leave()),
    renew: (other) => settled(client.renewToken(other)),
    say: (text) => settled((client as unknown as { sendStreamMessage(text: string): Promise<void> }).sendStreamMessage(text)),
    untilMoves: (who, frames = 5) => untilMoves(() => trackOf(client, who, 'video'), frames),
    untilSounds: (who) => untilSounds(() => trackOf(client, who, 'audio')),
    received: (kind) => received(connections, kind),
    untilRepaired: () => untilRepaired(connections),
    untilToldOfLoss: () => untilToldOfLoss(connections),
    path: () => path(connections),
    async untilOtherPath(than) {
      for (let now = than; now === than || now === undefined; now = await path(connections)) await soon();
    },
  };
}

/** Every RTCPeerConnection from now on. */
function recordedConnections(): RTCPeerConnection[] {
  const connections: RTCPeerConnection[] = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };
  return connections;
}

async function settled(promise: Promise<unknown>): Promise<Result> {
  try {
    await promise;
    return 'ok';
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return `${code}: ${message}`;
  }
}

async function open(kinds: readonly Kind[], encoderConfig: VideoEncoderConfigurationPreset): Promise<(ILocalAudioTrack | ILocalVideoTrack)[]> {
  const { AgoraRTC } = window;
  if (kinds.includes('audio')) local.audio ??= await AgoraRTC.createMicrophoneAudioTrack({ AEC: false, AGC: false, ANS: false });
  if (kinds.includes('video')) local.video ??= await AgoraRTC.createCameraVideoTrack({ encoderConfig });
  return kinds.map((kind) => local[kind]!);
}

function follow(client: IAgoraRTCClient, events: string[], data: string[], subscribes: boolean): void {
  const subscribe = async (user: IAgoraRTCRemoteUser, kind: Kind): Promise<void> => {
    const play = kind === 'audio' ? client.subscribe(user, kind).then((track) => track.play()) : client.subscribe(user, kind).then(show);
    const result = await settled(play);
    events.push(`subscribed ${user.uid} ${kind} ${result}`);
  };
  client.on('user-joined', (user: IAgoraRTCRemoteUser) => void events.push(`user-joined ${user.uid}`));
  client.on('user-left', (user: IAgoraRTCRemoteUser, reason: string) => void events.push(`user-left ${user.uid} ${reason}`));
  client.on('user-published', (user: IAgoraRTCRemoteUser, kind: Kind) => {
    events.push(`user-published ${user.uid} ${kind}`);
    if (subscribes) void subscribe(user, kind);
  });
  client.on('user-unpublished', (user: IAgoraRTCRemoteUser, kind: Kind) => void events.push(`user-unpublished ${user.uid} ${kind}`));
  client.on('user-info-updated', (uid: UID, info: string) => void events.push(`user-info-updated ${uid} ${info}`));
  client.on('connection-state-change', (state: string, _before: string, reason?: string) => void events.push(`state ${state}${reason ? ` ${reason}` : ''}`));
  client.on('peerconnection-state-change', (state: string) => void events.push(`media ${state}`));
  client.on('token-privilege-will-expire', () => void events.push('token-privilege-will-expire'));
  client.on('token-privilege-did-expire', () => void events.push('token-privilege-did-expire'));
  client.on('stream-message', (uid: UID, payload: Uint8Array) => void data.push(`${uid}: ${new TextDecoder().decode(payload)}`));
}

function show(track: { play(element: HTMLElement): void }): void {
  const element = document.body.appendChild(document.createElement('div'));
  element.style.cssText = 'width: 320px; height: 240px';
  track.play(element);
}

function trackOf(client: IAgoraRTCClient, uid: UID, kind: Kind): MediaStreamTrack | undefined {
  const user = client.remoteUsers.find((each) => String(each.uid) === String(uid));
  return (kind === 'audio' ? user?.audioTrack : user?.videoTrack)?.getMediaStreamTrack();
}

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

/**
 * Resolves when so many frames were decoded that each are different from the one before. The track may come later, and be another one
 * after a connection was lost.
 */
async function untilMoves(current: () => MediaStreamTrack | undefined, frames: number): Promise<void> {
  const video = document.createElement('video');
  video.muted = true;
  const context = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT }).getContext('2d', { willReadFrequently: true })!;
  let track: MediaStreamTrack | undefined;
  let before: Uint8ClampedArray | undefined;
  for (let moved = 0; moved < frames; ) {
    if (current() !== track) {
      track = current();
      video.srcObject = track ? new MediaStream([track]) : null;
      void video.play().catch(() => {});
    }
    await Promise.race([soon(), new Promise((resolve) => video.requestVideoFrameCallback(resolve))]);
    context.drawImage(video, 0, 0, WIDTH, HEIGHT);
    const { data } = context.getImageData(0, 0, WIDTH, HEIGHT);
    if (before && differing(before, data) > MOVED_PIXELS) moved++;
    before = data;
  }
  video.srcObject = null;
}

function differing(before: Uint8ClampedArray, after: Uint8ClampedArray): number {
  let count = 0;
  for (let at = 0; at < after.length; at += 4) if (Math.abs(after[at + 1]! - before[at + 1]!) > 20) count++;
  return count;
}

/** Resolves when something was heard. The fake microphone beeps once a second. */
async function untilSounds(current: () => MediaStreamTrack | undefined): Promise<void> {
  const context = new AudioContext();
  await context.resume();
  const analyser = Object.assign(context.createAnalyser(), { fftSize: 32_768 });
  const samples = new Float32Array(analyser.fftSize);
  let track: MediaStreamTrack | undefined;
  let source: MediaStreamAudioSourceNode | undefined;
  do {
    if (current() !== track) {
      source?.disconnect();
      track = current();
      // Chromium gives a remote track to WebAudio only while an element plays it; the SDK's does.
      source = track && context.createMediaStreamSource(new MediaStream([track]));
      source?.connect(analyser);
    }
    await soon();
    analyser.getFloatTimeDomainData(samples);
  } while (!samples.some((sample) => Math.abs(sample) > LOUD));
  await context.close();
}

/** The browser's own counts of a kind that is received, over all its streams. */
async function received(connections: RTCPeerConnection[], kind: Kind): Promise<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const connection of connections) {
    if (connection.connectionState === 'closed') continue;
    for (const stats of (await connection.getStats()).values() as Iterable<Record<string, unknown>>) {
      if (stats['type'] !== 'inbound-rtp' || stats['kind'] !== kind) continue;
      for (const [name, value] of Object.entries(stats)) if (typeof value === 'number') sums[name] = (sums[name] ?? 0) + value;
    }
  }
  return sums;
}

async function untilRepaired(connections: RTCPeerConnection[]): Promise<void> {
  const before = await received(connections, 'video');
  const since = (now: Record<string, number>, name: string): number => (now[name] ?? 0) - (before[name] ?? 0);
  for (let now = before; since(now, 'nackCount') === 0 || since(now, 'retransmittedPacketsReceived') === 0; now = await received(connections, 'video')) await soon();
}

async function untilToldOfLoss(connections: RTCPeerConnection[]): Promise<void> {
  // Each kind has reports of its own, and the round trip is in later ones than a loss.
  const told = new Set<unknown>();
  while (told.size < 2) {
    await soon();
    const stats = await connections.find(({ connectionState }) => connectionState === 'connected')?.getStats();
    for (const { type, kind, packetsLost, roundTripTime } of (stats?.values() ?? []) as Iterable<Record<string, unknown>>) {
      if (type === 'remote-inbound-rtp' && Number(packetsLost) > 0 && Number(roundTripTime) > 0) told.add(kind);
    }
  }
}

async function path(connections: RTCPeerConnection[]): Promise<string | undefined> {
  const stats = await connections.find(({ connectionState }) => connectionState === 'connected')?.getStats();
  if (!stats) return undefined;
  const all = [...(stats.values() as Iterable<Record<string, string>>)];
  const selected = all.find(({ type }) => type === 'transport')?.['selectedCandidatePairId'];
  const pair = all.find(({ id }) => id === selected);
  return all.find(({ id }) => id === pair?.['remoteCandidateId'])?.['usernameFragment'];
}

// Runs inside every page before its own scripts: remembers what the browser really opened, and looks at what really arrives.
// It is bundled on its own (see stage.ts), so it may import types only.
import type { Demo } from '../src/hook.ts';

const WIDTH = 32;
const HEIGHT = 24;
/** Above this mean luminance a picture is no longer black. */
const BLACK = 12;

const tracks: MediaStreamTrack[] = [];
const connections: RTCPeerConnection[] = [];
const mediaSockets = new Set<WebSocket>();
const requests: { audio: boolean; video: boolean }[] = [];

function recordTracks(): void {
  // An empty page is no secure one and has none.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) return;
  const { getUserMedia } = devices;
  devices.getUserMedia = async (constraints) => {
    requests.push({ audio: Boolean(constraints?.audio), video: Boolean(constraints?.video) });
    const stream = await getUserMedia.call(devices, constraints);
    tracks.push(...stream.getTracks());
    return stream;
  };
  const { clone } = MediaStreamTrack.prototype;
  MediaStreamTrack.prototype.clone = function () {
    const copy = clone.call(this);
    tracks.push(copy);
    return copy;
  };
  const { captureStream } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.captureStream = function (rate) {
    const stream = captureStream.call(this, rate);
    // Agora's RTM SDK films a single pixel for as long as it is loaded.
    if (this.width > 1) tracks.push(...stream.getTracks());
    return stream;
  };
}

function recordConnections(): void {
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };
}

/** Agora's media sockets speak text, and those of its messages bytes; the latter stay open between calls. */
function recordSockets(): void {
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (data: Parameters<typeof send>[0]) {
    if (typeof data === 'string') mediaSockets.add(this);
    send.call(this, data);
  };
}

/** Elements of a kind, also inside shadow roots. */
function deep<T extends Element>(selector: string, root: ParentNode = document): T[] {
  const inner = [...root.querySelectorAll('*')].flatMap((element) => (element.shadowRoot ? deep<T>(selector, element.shadowRoot) : []));
  return [...root.querySelectorAll<T>(selector), ...inner];
}

function plays(element: HTMLMediaElement, track: { id: string } | null | undefined): boolean {
  const stream = element.srcObject;
  return Boolean(track) && stream instanceof MediaStream && stream.getTracks().some((own) => own.id === track!.id) && !element.paused;
}

/** Not so small that nobody sees it: Agora's SDK keeps such ones in the page for itself. */
function isVisible(element: Element): boolean {
  const { width, height } = element.getBoundingClientRect();
  return width > 8 && height > 8 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
}

const demo = (): Demo => window.demo;
const remote = () => demo().provider.client?.getState().call?.media?.remote;

/** The element that shows the peer to the person in front of the page. */
function remoteVideo(): HTMLVideoElement | undefined {
  return deep<HTMLVideoElement>('video').find((video) => plays(video, remote()?.video) && isVisible(video));
}

const canvas = document.createElement('canvas');
canvas.width = WIDTH;
canvas.height = HEIGHT;

function pixels(video: HTMLVideoElement): Uint8ClampedArray {
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(video, 0, 0, WIDTH, HEIGHT);
  return context.getImageData(0, 0, WIDTH, HEIGHT).data;
}

function luminance(data: Uint8ClampedArray): number {
  let sum = 0;
  for (let i = 0; i < data.length; i += 4) sum += 0.2126 * data[i]! + 0.7152 * data[i + 1]! + 0.0722 * data[i + 2]!;
  return sum / (data.length / 4);
}

/** True when the peer's picture is shown, is not black, and a pixel differs from the last time this was asked. */
let lastPixels: { video: HTMLVideoElement; data: Uint8ClampedArray } | undefined;
function remoteMoves(): boolean {
  const video = remoteVideo();
  if (!video || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return false;
  const data = pixels(video);
  const previous = lastPixels;
  lastPixels = { video, data };
  if (previous?.video !== video || luminance(data) <= BLACK) return false;
  return data.some((value, index) => Math.abs(value - previous.data[index]!) > 8);
}

/** A statistic of the open connections, summed over all streams of a type and kind. */
async function stat(type: 'inbound-rtp' | 'outbound-rtp', kind: 'audio' | 'video', name: string): Promise<number> {
  const reports = await Promise.all(connections.filter((connection) => connection.signalingState !== 'closed').map((connection) => connection.getStats()));
  let sum = 0;
  for (const report of reports) {
    for (const entry of report.values() as Iterable<Record<string, unknown>>) {
      if (entry['type'] === type && entry['kind'] === kind) sum += Number(entry[name] ?? 0);
    }
  }
  return sum;
}

/** True when the peer's sound is being played, and carries more energy than the last time this was asked. */
let lastEnergy = -1;
async function remoteSounds(): Promise<boolean> {
  const playing = deep<HTMLMediaElement>('audio, video').some((element) => plays(element, remote()?.audio) && !element.muted && element.volume > 0);
  if (!playing) return false;
  const energy = await stat('inbound-rtp', 'audio', 'totalAudioEnergy');
  const grew = lastEnergy >= 0 && energy > lastEnergy;
  lastEnergy = energy;
  return grew;
}

/** Milliseconds from the click on "Accept" to the first frame of the peer that is in view and not black. */
async function acceptToPicture(): Promise<number> {
  await new Promise((resolve) => document.addEventListener('call-accept-request', resolve, { once: true }));
  const accepted = performance.now();
  for (;;) {
    await new Promise(requestAnimationFrame);
    const video = remoteVideo();
    if (video && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && luminance(pixels(video)) > BLACK) return performance.now() - accepted;
  }
}

/** When the peer is first to be seen, in milliseconds since 1970. */
async function untilShown(): Promise<number> {
  for (;;) {
    await new Promise(requestAnimationFrame);
    const video = remoteVideo();
    if (video && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && luminance(pixels(video)) > BLACK) return Date.now();
  }
}

async function untilState(wanted: string): Promise<number> {
  const { provider } = demo();
  while (state() !== wanted) await new Promise((resolve) => provider.addEventListener('call-state-change', resolve, { once: true }));
  return Date.now();
}

/** Accepts the next call so many milliseconds after it rings. */
async function answer(after: number): Promise<{ rang: number; accepted: number }> {
  const rang = await untilState('calling');
  if (after > 0) await new Promise((resolve) => setTimeout(resolve, after));
  const accepted = Date.now();
  await demo().provider.client!.accept();
  return { rang, accepted };
}

/** Accepts every call from here on as soon as it rings. */
function answerAll(): void {
  const client = demo().provider.client!;
  client.addListener({ onCallStateChanged: (now) => void (now === 'calling' && client.accept().catch(() => {})) });
}

/** Dials; resolves at once, with when that was. */
function dial(to: string): number {
  const dialled = Date.now();
  demo().provider.client!.call(to).catch(() => {});
  return dialled;
}

/** Milliseconds from the click on "Call" to the end of that call. */
async function dialToEnd(): Promise<number> {
  await new Promise((resolve) => document.addEventListener('call-dial-request', resolve, { once: true }));
  const dialled = Date.now();
  const { provider, states } = demo();
  const before = states.length;
  const ended = (): number | undefined => states.slice(before).find((entry) => entry.state === 'prepared')?.time;
  while (ended() === undefined) await new Promise((resolve) => provider.addEventListener('call-state-change', resolve, { once: true }));
  return ended()! - dialled;
}

/** What is there before any call is none of a call: Agora's RTM SDK films a canvas of its own as long as it is loaded. */
const before = new Set<MediaStreamTrack>();
function start(): void {
  for (const track of tracks) before.add(track);
}

const liveTracks = (kind?: string): number => tracks.filter((track) => track.readyState === 'live' && !before.has(track) && (!kind || track.kind === kind)).length;
const openConnections = (): number => connections.filter((connection) => connection.signalingState !== 'closed').length;

const openMediaSockets = (): number => [...mediaSockets].filter(({ readyState }) => readyState <= WebSocket.OPEN).length;

/** What a finished call may not leave behind; empty when all is gone. */
function leftovers(timers = true): string[] {
  const left: [string, number][] = [
    ['live track', liveTracks()],
    ['open connection', openConnections()],
    ['open media socket', openMediaSockets()],
    ['pending timer', timers ? demo().clock.pending : 0],
    ['clock that nobody used', demo().clock.scheduled === 0 ? 1 : 0],
  ];
  return left.filter(([, count]) => count > 0).map(([what, count]) => `${count} ${what}${count > 1 ? 's' : ''}`);
}

/** Resolves with the time at which nothing of a call is left. */
async function untilClean(): Promise<number> {
  while (leftovers().length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  return Date.now();
}

/** Lets go of what has ended, where memory is measured. */
function forget(): void {
  lastPixels = undefined;
  tracks.splice(0, tracks.length, ...tracks.filter((track) => track.readyState === 'live'));
  connections.splice(0, connections.length, ...connections.filter((connection) => connection.signalingState !== 'closed'));
}

const state = (): string | undefined => demo().provider.client?.getState().state;
const lastReason = (): string | undefined => demo().provider.client?.getState().lastCall?.endReason;

/** The media lines that the connections negotiated. */
function mediaLines(): string[] {
  return connections.flatMap((connection) => [...(connection.currentLocalDescription?.sdp ?? '').matchAll(/^m=(\w+)/gm)].map((match) => match[1]!));
}

const probe = { requests, start, liveTracks, openConnections, openMediaSockets, leftovers, untilClean, forget, remoteMoves, remoteSounds, acceptToPicture, dialToEnd, untilShown, untilState, answer, answerAll, dial, stat, state, lastReason, mediaLines };
export type Probe = typeof probe;

declare global {
  interface Window {
    probe: Probe;
  }
}

recordTracks();
recordConnections();
recordSockets();
window.probe = probe;

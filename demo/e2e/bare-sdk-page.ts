// Runs inside a page of its own: Agora's SDK with nothing around it, as its own quick start goes. What a call costs is compared with it.
// Bundled on its own (see bare-sdk.ts).
import { createClient, createCustomAudioTrack, createCustomVideoTrack, setLogLevel } from 'agora-rtc-sdk-ng/esm';
import type { IAgoraRTCClient, ILocalTrack, IRemoteVideoTrack } from 'agora-rtc-sdk-ng/esm';

setLogLevel(4);

/** Above this mean luminance a picture is no longer black. */
const BLACK = 12;
const stage = document.createElement('div');
Object.assign(stage.style, { width: '640px', height: '480px' });

let client: IAgoraRTCClient;
let tracks: ILocalTrack[] = [];
let picture: IRemoteVideoTrack | undefined;

/** Opens camera and microphone, once. */
async function ready(): Promise<void> {
  document.body.append(stage);
  if (tracks.length > 0) return;
  // As the kit opens them: a larger picture takes longer to its first frame.
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { max: 30 } } });
  tracks = [
    createCustomAudioTrack({ mediaStreamTrack: stream.getAudioTracks()[0]! }),
    createCustomVideoTrack({ mediaStreamTrack: stream.getVideoTracks()[0]! }),
  ];
}

/** Joins, publishes, and subscribes to whatever is published. `plays`: shows and sounds it at once. */
async function join(appId: string, room: string, token: string, uid: string, plays: boolean): Promise<void> {
  client = createClient({ mode: 'live', codec: 'vp8', role: 'host' });
  client.on('user-published', async (user, kind) => {
    const track = await client.subscribe(user, kind);
    if (kind === 'video') picture = track as IRemoteVideoTrack;
    if (kind === 'video' && plays) (track as IRemoteVideoTrack).play(stage);
    if (kind === 'audio' && plays) (track as { play(): void }).play();
  });
  await client.join(appId, room, token, uid);
  await client.publish(tracks);
}

function reveal(): void {
  picture!.play(stage);
}

async function leave(): Promise<void> {
  await client.leave();
  picture = undefined;
}

const canvas = Object.assign(document.createElement('canvas'), { width: 16, height: 12 });
const context = canvas.getContext('2d', { willReadFrequently: true })!;

/** A picture that is in view and not black. */
function shows(): boolean {
  const video = stage.querySelector('video');
  if (!video || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return false;
  context.drawImage(video, 0, 0, 16, 12);
  const { data } = context.getImageData(0, 0, 16, 12);
  let sum = 0;
  for (let i = 0; i < data.length; i += 4) sum += 0.2126 * data[i]! + 0.7152 * data[i + 1]! + 0.0722 * data[i + 2]!;
  return sum / (data.length / 4) > BLACK;
}

/** Milliseconds since 1970 of the first frame in which the peer is to be seen. */
async function untilShown(): Promise<number> {
  do await new Promise(requestAnimationFrame);
  while (!shows());
  return Date.now();
}

/** The peer's video has frames, whether or not they are shown. */
async function untilDecoded(): Promise<void> {
  const decoded = (): boolean => (client.getRemoteVideoStats()[Object.keys(client.getRemoteVideoStats())[0] ?? '']?.receiveFrameRate ?? 0) > 0;
  while (!picture || !decoded()) await new Promise((resolve) => setTimeout(resolve, 20));
}

const bare = { ready, join, reveal, leave, untilShown, untilDecoded };

declare global {
  interface Window {
    bare: typeof bare;
  }
}

window.bare = bare;

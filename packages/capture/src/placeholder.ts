import type { LocalTrack, Taken } from './device-pool.ts';

/** A dark picture with nothing on it, once a second: enough for a peer that waits for a first frame, and next to nothing to send. */
export function placeholder(): Taken {
  const canvas = document.createElement('canvas');
  canvas.width = 320;
  canvas.height = 180;
  const context = canvas.getContext('2d')!;
  const paint = () => {
    context.fillStyle = '#26282c';
    context.fillRect(0, 0, canvas.width, canvas.height);
  };
  paint();
  const track = canvas.captureStream(1).getVideoTracks()[0] as LocalTrack;
  // A canvas that nobody paints gives no frames, and who starts sending later would have none to start with. Goes on in a hidden page (measured).
  const timer = setInterval(paint, 1_000);
  const close = () => {
    clearInterval(timer);
    track.stop();
  };
  return { track, close };
}

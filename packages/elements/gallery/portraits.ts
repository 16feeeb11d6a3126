// Cameras that show a painted person who holds still: real tracks, and no codec on the way to the screen.
import type { Track } from '@call-elements/core';

/** `white` and `black`: the worst that can be behind a text. */
export type Sitter = 'alice' | 'bob' | 'white' | 'black';

interface Look {
  readonly wall: string;
  readonly skin: string;
  readonly hair: string;
  readonly shirt: string;
  readonly long: boolean;
}
const LOOKS: Partial<Record<Sitter, Look>> = {
  alice: { wall: '#c9b18b', skin: '#e8b48f', hair: '#4a2a1a', shirt: '#1f6f5c', long: true },
  bob: { wall: '#7f9cae', skin: '#b97f58', hair: '#1d1a1a', shirt: '#c9573f', long: false },
};
const [WIDTH, HEIGHT] = [640, 480];

function paint(context: CanvasRenderingContext2D, sitter: Sitter): void {
  const look = LOOKS[sitter];
  context.fillStyle = look?.wall ?? sitter;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  if (!look) return;
  const { skin, hair, shirt, long } = look;
  const ellipse = (x: number, y: number, rx: number, ry: number, color: string): void => {
    context.fillStyle = color;
    context.beginPath();
    context.ellipse(WIDTH / 2 + x, y, rx, ry, 0, 0, 2 * Math.PI);
    context.fill();
  };
  // A window on one side, so that a mirrored picture is another one.
  context.fillStyle = 'rgb(255 255 255 / .45)';
  context.fillRect(50, 60, 110, 150);
  if (long) ellipse(0, 235, 118, 150, hair);
  ellipse(0, 520, 215, 170, shirt);
  ellipse(0, 345, 44, 60, skin);
  ellipse(0, 225, 88, 112, skin);
  ellipse(0, 150, 96, 58, hair);
  for (const side of [-1, 1]) ellipse(side * 34, 228, 8, 9, '#241712');
  context.strokeStyle = '#7c3a2c';
  context.lineWidth = 6;
  context.lineCap = 'round';
  context.beginPath();
  context.arc(WIDTH / 2, 262, 32, 0.25 * Math.PI, 0.75 * Math.PI);
  context.stroke();
}

interface Camera {
  readonly context: CanvasRenderingContext2D;
  readonly track: CanvasCaptureMediaStreamTrack;
}
const cameras = new Map<Sitter, Camera>();

function camera(sitter: Sitter): Camera {
  let made = cameras.get(sitter);
  if (!made) {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: WIDTH, height: HEIGHT });
    const context = canvas.getContext('2d')!;
    made = { context, track: canvas.captureStream(0).getVideoTracks()[0] as CanvasCaptureMediaStreamTrack };
    cameras.set(sitter, made);
  }
  return made;
}

export function portraitTrack(sitter: Sitter): Track {
  return camera(sitter).track as Track & MediaStreamTrack;
}

/** The same as a picture for an avatar. */
export function portraitUrl(sitter: Sitter): string {
  const { context } = camera(sitter);
  paint(context, sitter);
  return context.canvas.toDataURL('image/png');
}

/** Sends one frame from every camera. */
export function filmAll(): void {
  for (const [sitter, { context, track }] of cameras) {
    paint(context, sitter);
    track.requestFrame();
  }
}

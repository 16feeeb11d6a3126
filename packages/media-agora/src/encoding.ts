import type { Settings } from './options.ts';

const KBPS_PER_MEGAPIXEL = 4000;
// Agora's own floor for 1280 × 720 is 850 kbit/s, and Chromium sends that much into a network that cannot take it.
const MIN_KBPS = 100;

/** For `createCustomVideoTrack` and `setEncoderConfiguration`. Chromium starts with the maximum, so it has to fit the picture. */
export interface Encoding {
  readonly width?: number;
  readonly height?: number;
  readonly frameRate?: number;
  readonly bitrateMin: number;
  readonly bitrateMax: number;
}

export function encodingFor({ width, height, frameRate }: MediaTrackSettings, { maxVideoKbps }: Settings): Encoding {
  const area = width && height ? width * height : 640 * 480;
  const bitrateMax = Math.min(maxVideoKbps, Math.max(MIN_KBPS, Math.round((area / 1e6) * KBPS_PER_MEGAPIXEL)));
  // Width, height and rate go together, or the SDK tells the gateway nothing of them.
  const complete = width && height && frameRate ? { width, height, frameRate: Math.round(frameRate) || 1 } : {};
  return { ...complete, bitrateMin: Math.min(MIN_KBPS, bitrateMax), bitrateMax };
}

export function isSame(one: Encoding, other: Encoding): boolean {
  return one.width === other.width && one.height === other.height && one.bitrateMax === other.bitrateMax;
}

import type { Rtp } from './rtp.ts';
import type { Kind } from './wire.ts';

/** Packets of one stream, to be played again. */
export interface Recording {
  readonly kind: Kind;
  /** In order; a video begins with a key frame, as VP8. */
  readonly packets: readonly Rtp[];
  readonly clockRate: number;
  /** By the sender's clock, to where the next packet would be. */
  readonly durationMs: number;
}

const CLOCK_RATE: Readonly<Record<Kind, number>> = { audio: 48_000, video: 90_000 };

/** What of these packets can be played: they are put in order, and a last frame that may not be whole is left out. */
export function recordingOf(kind: Kind, packets: readonly Rtp[]): Recording {
  const clockRate = CLOCK_RATE[kind];
  const base = packets[0]?.header.sequenceNumber ?? 0;
  const order = ({ header }: Rtp): number => ((header.sequenceNumber - base + 0x8000) & 0xffff) - 0x8000;
  // Padding that probes the bandwidth has no payload.
  const sorted = packets.filter(({ header, payload }) => payload.length > header.paddingSize).toSorted((a, b) => order(a) - order(b));
  const first = kind === 'audio' ? 0 : sorted.findIndex(({ payload }) => startsKeyFrame(payload));
  const playable = first < 0 ? [] : sorted.slice(first);
  const last = playable.at(-1)?.header.timestamp ?? 0;
  const whole = playable.filter(({ header }) => header.timestamp !== last);
  const ticks = whole.length === 0 ? 0 : (last - whole[0]!.header.timestamp) >>> 0;
  return { kind, packets: whole, clockRate, durationMs: (ticks / clockRate) * 1000 };
}

/** RFC 7741: the first packet of a frame without reference to others. */
export function startsKeyFrame(payload: Buffer): boolean {
  const first = payload[0] ?? 0;
  const isStart = (first & 0x10) !== 0 && (first & 0x07) === 0;
  if (!isStart) return false;
  let at = 1;
  if (first & 0x80) {
    const extensions = payload[at++] ?? 0;
    if (extensions & 0x80) at += (payload[at] ?? 0) & 0x80 ? 2 : 1; // picture id, short or long
    if (extensions & 0x40) at++; // TL0PICIDX
    if (extensions & 0x30) at++; // TID, KEYIDX
  }
  return payload.length > at && (payload[at]! & 0x01) === 0;
}

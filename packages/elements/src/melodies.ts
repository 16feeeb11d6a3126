// Tones are computed, not downloaded: no file, nothing to configure.

export type Melody = 'ring' | 'ringback';

interface Note {
  readonly at: number;
  readonly hertz: number;
}
const RING_SECONDS = 3.2;
const RINGBACK_SECONDS = 4;
const [E5, GS5, B5, CS6] = [659.26, 830.61, 987.77, 1108.73];
const RING: readonly Note[] = [
  [0, E5], [0.16, GS5], [0.32, B5], [0.64, CS6], [0.96, B5],
  [1.28, E5], [1.44, GS5], [1.6, B5], [1.92, GS5],
].map(([at, hertz]) => ({ at: at!, hertz: hertz! }));

/** A bar of a marimba: the fundamental, and two octaves above it a partial that is gone sooner. */
function addMarimba(samples: Float32Array, sampleRate: number, { at, hertz }: Note): void {
  const from = Math.floor(at * sampleRate);
  for (let index = from; index < samples.length; index++) {
    const seconds = (index - from) / sampleRate;
    const attack = Math.min(1, seconds / 0.004);
    const fundamental = Math.sin(2 * Math.PI * hertz * seconds) * Math.exp(-5.5 * seconds);
    const partial = Math.sin(8 * Math.PI * hertz * seconds) * Math.exp(-18 * seconds);
    samples[index]! += attack * (0.3 * fundamental + 0.08 * partial);
  }
}

/** Two soft tones for one second, then silence: what a caller knows from the telephone. */
function addRingback(samples: Float32Array, sampleRate: number): void {
  const length = sampleRate * 1.2;
  for (let index = 0; index < length; index++) {
    const seconds = index / sampleRate;
    const edge = Math.min(1, seconds / 0.05, (1.2 - seconds) / 0.05);
    samples[index] = 0.045 * edge * (Math.sin(2 * Math.PI * 440 * seconds) + Math.sin(2 * Math.PI * 480 * seconds));
  }
}

/** One period of a melody. */
export function renderMelody(melody: Melody, sampleRate: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.floor(sampleRate * (melody === 'ring' ? RING_SECONDS : RINGBACK_SECONDS)));
  if (melody === 'ringback') addRingback(samples, sampleRate);
  else for (const note of RING) addMarimba(samples, sampleRate, note);
  return samples;
}

// Tones are computed, not downloaded: no file, no request, nothing to configure. One period is rendered once and looped by the
// audio thread, so that neither throttled timers nor a busy page make it stutter, and it stops at once.

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

let shared: AudioContext | undefined;
const sounding = new Set<Ringtone>();

/** Lets tones sound from here on, where the browser wants a gesture for that. Call it in one. */
export function unlockTones(): void {
  shared ??= new AudioContext();
  shared.resume().then(rest, () => {});
}

function rest(): void {
  if (!sounding.size) shared?.suspend().catch(() => {});
}

const GESTURES = ['pointerup', 'keydown', 'touchend'];

/** A melody that repeats until stopped. Silent where the browser refuses sound before a gesture; the first gesture lets it in. */
export class Ringtone {
  readonly #melody: Melody;
  readonly #context?: BaseAudioContext;
  #source?: AudioBufferSourceNode;

  /** `context`: where to play, instead of the page's own context. */
  constructor(melody: Melody, context?: BaseAudioContext) {
    this.#melody = melody;
    this.#context = context;
  }

  get playing(): boolean {
    return this.#source !== undefined;
  }

  start(): void {
    if (this.#source) return;
    const context = this.#context ?? (shared ??= new AudioContext());
    const samples = renderMelody(this.#melody, context.sampleRate);
    const buffer = context.createBuffer(1, samples.length, context.sampleRate);
    buffer.copyToChannel(samples, 0);
    this.#source = new AudioBufferSourceNode(context, { buffer, loop: true });
    this.#source.connect(context.destination);
    this.#source.start();
    if (this.#context) return;
    sounding.add(this);
    for (const type of GESTURES) document.addEventListener(type, unlockTones, { capture: true, passive: true });
    unlockTones();
  }

  stop(): void {
    this.#source?.stop();
    this.#source?.disconnect();
    this.#source = undefined;
    if (!sounding.delete(this) || sounding.size) return;
    for (const type of GESTURES) document.removeEventListener(type, unlockTones, { capture: true });
    rest();
  }
}

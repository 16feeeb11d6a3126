import type { Melody } from './melodies.ts';
import { loadCallParts } from './load-call-parts.ts';

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

/**
 * A melody that repeats until stopped. Silent where the browser refuses sound before a gesture; the first gesture lets it in.
 *
 * One period is rendered once and looped by the audio thread, so that neither throttled timers nor a busy page make it stutter,
 * and it stops at once.
 */
export class Ringtone {
  readonly #melody: Melody;
  readonly #context?: BaseAudioContext;
  /** Made by `start`, taken away by `stop`: whoever awaited in between compares. */
  #source?: AudioBufferSourceNode;

  /** `context`: where to play, instead of the page's own context. */
  constructor(melody: Melody, context?: BaseAudioContext) {
    this.#melody = melody;
    this.#context = context;
  }

  /** From `start` to `stop`, also while the melody is still being loaded. */
  get playing(): boolean {
    return this.#source !== undefined;
  }

  /** Rejects with `loadFailed` when the melody could not be loaded; the next start after a stop tries again. */
  async start(): Promise<void> {
    if (this.#source) return;
    const context = this.#context ?? (shared ??= new AudioContext());
    const source = (this.#source = new AudioBufferSourceNode(context, { loop: true }));
    if (!this.#context) this.#askForSound();
    const { renderMelody } = await loadCallParts();
    if (source !== this.#source) return;
    const samples = renderMelody(this.#melody, context.sampleRate);
    const buffer = context.createBuffer(1, samples.length, context.sampleRate);
    buffer.copyToChannel(samples, 0);
    source.buffer = buffer;
    source.connect(context.destination);
    source.start();
  }

  stop(): void {
    // One that was never started, as its melody is still on the way, may not be stopped; nothing holds it.
    if (this.#source?.buffer) this.#source.stop();
    this.#source?.disconnect();
    this.#source = undefined;
    if (!sounding.delete(this) || sounding.size) return;
    for (const type of GESTURES) document.removeEventListener(type, unlockTones, { capture: true });
    rest();
  }

  #askForSound(): void {
    sounding.add(this);
    for (const type of GESTURES) document.addEventListener(type, unlockTones, { capture: true, passive: true });
    unlockTones();
  }
}

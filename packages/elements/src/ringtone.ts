import { renderMelody } from './melodies.ts';
import type { Melody } from './melodies.ts';
import { whenAudible } from './tone-context.ts';

/**
 * Repeats a melody until told otherwise. Silent where the browser refuses sound before a gesture; the first gesture lets it in.
 *
 * One period is rendered once and looped by the audio thread, so that neither throttled timers nor a busy page make it stutter,
 * and it stops at once.
 */
export class Ringtone {
  readonly #context?: BaseAudioContext;
  #melody?: Melody;
  #source?: AudioBufferSourceNode;
  #release?: () => void;

  /** `context`: where to play, instead of the page's own context. */
  constructor(context?: BaseAudioContext) {
    this.#context = context;
  }

  /** Plays `melody` from now on, or nothing. One that plays already goes on. */
  play(melody: Melody | undefined): void {
    if (melody === this.#melody) return;
    this.#melody = melody;
    this.#release?.();
    this.#source?.stop();
    this.#source?.disconnect();
    this.#source = this.#release = undefined;
    if (!melody) return;
    if (this.#context) this.#sound(melody, this.#context);
    else this.#release = whenAudible((context) => this.#sound(melody, context));
  }

  #sound(melody: Melody, context: BaseAudioContext): void {
    if (this.#source) return;
    const samples = renderMelody(melody, context.sampleRate);
    const buffer = context.createBuffer(1, samples.length, context.sampleRate);
    buffer.copyToChannel(samples, 0);
    this.#source = new AudioBufferSourceNode(context, { buffer, loop: true });
    this.#source.connect(context.destination);
    this.#source.start();
  }
}

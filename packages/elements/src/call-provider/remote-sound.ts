import type { Track } from '@call-elements/core';

/** The one place that plays the peer's voice. */
export class RemoteSound {
  readonly #audio: HTMLAudioElement;
  readonly #changed: () => void;
  #track: Track | null = null;
  #blocked = false;

  constructor(audio: HTMLAudioElement, changed: () => void) {
    this.#audio = audio;
    this.#changed = changed;
  }

  /** The browser wants a gesture first. */
  get blocked(): boolean {
    return this.#blocked;
  }

  /** Plays `track`, or nothing. */
  set(track: Track | null): void {
    if (track === this.#track) return;
    this.#track = track;
    this.#audio.srcObject = track ? new MediaStream([track as MediaStreamTrack]) : null;
    if (track) this.play();
    else this.#setBlocked(false);
  }

  /** Plays again after the element was moved, which pauses it. */
  play(): void {
    const track = this.#track;
    if (!track) return;
    this.#audio.play().then(
      () => this.#setBlocked(false),
      // AbortError: replaced or removed meanwhile, whoever did that plays.
      (error: unknown) => this.#setBlocked(track === this.#track && (error as DOMException).name === 'NotAllowedError'),
    );
  }

  /** In a gesture: an element that was asked to play in one may play later (WebKit keeps that per element). */
  unlock(): void {
    if (this.#track) return this.play();
    this.#audio.play().catch(() => {});
    this.#audio.pause();
  }

  #setBlocked(blocked: boolean): void {
    if (blocked === this.#blocked) return;
    this.#blocked = blocked;
    this.#changed();
  }
}

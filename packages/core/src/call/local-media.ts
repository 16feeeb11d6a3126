import type { Capture, CaptureRequest, Lease } from '../capture.ts';
import { CallError } from '../errors.ts';
import type { Track, TrackKind } from '../media.ts';
import type { CallInput } from './call.ts';

type DeviceInput = CallInput extends infer Input ? (Input extends { type: 'captured' | 'placeholder' | 'deviceOpened' | 'deviceFailed' | 'deviceEnded' } ? Omit<Input, 'at'> : never) : never;

/** A track, or why there is none; null for a device that was not asked for. */
type Opened = Track | CallError | null;

/**
 * The devices of one call. Whatever comes back from an `await` becomes an input, or is released when the call is over by then:
 * no camera stays on behind a call that ended while it was opening.
 */
export class LocalMedia {
  readonly #capture: Capture;
  readonly #preferred = new Map<TrackKind, string>();
  #post: (input: DeviceInput) => void;
  #lease: Promise<Lease> | undefined;
  #held: Lease | undefined;
  #standIn: Promise<void | Lease> | undefined;
  #released = false;

  constructor(capture: Capture, post: (input: DeviceInput) => void) {
    this.#capture = capture;
    this.#post = post;
  }

  /** The devices go on in another call (DESIGN "Glare"). */
  handOver(post: (input: DeviceInput) => void): void {
    this.#post = post;
  }

  prefer(kind: TrackKind, deviceId: string): void {
    this.#preferred.set(kind, deviceId);
  }

  async acquire(audio: boolean, video: boolean, onlyIfGranted: boolean): Promise<void> {
    if (this.#lease) return this.#openMore(audio, video);
    try {
      // What the user chose is opened by name, the rest as the browser sees fit.
      const chosen = !onlyIfGranted && this.#preferred.size > 0;
      const lease = await this.#acquire(chosen ? { audio: false, video: false } : { audio, video, onlyIfGranted });
      if (chosen) return await this.#openMore(audio, video);
      this.#captured(lease.errors.audio ?? lease.audio, lease.errors.video ?? lease.video);
    } catch (cause) {
      const error = CallError.from(cause, 'deviceFailed', 'The devices could not be opened.');
      this.#captured(audio ? error : null, video ? error : null);
    }
  }

  #acquire(request: CaptureRequest): Promise<Lease> {
    const lease = this.#capture.acquire(request).then(
      (held) => {
        if (this.#released) held.release();
        else this.#hold(held);
        return held;
      },
      (error: unknown) => {
        // Nothing is remembered of a failure: the next attempt starts anew.
        this.#lease = undefined;
        throw error;
      },
    );
    this.#lease = lease;
    return lease;
  }

  #hold(lease: Lease): void {
    this.#held = lease;
    lease.onEnded((kind) => this.#post({ type: 'deviceEnded', kind }));
  }

  async #openMore(audio: boolean, video: boolean): Promise<void> {
    this.#captured(...(await Promise.all([audio ? this.#open('audio') : null, video ? this.#open('video') : null])));
  }

  #captured(audio: Opened, video: Opened): void {
    const trackOf = (opened: Opened) => (opened instanceof CallError ? null : opened);
    const errorOf = (opened: Opened) => (opened instanceof CallError ? opened : undefined);
    if (!this.#released) this.#post({ type: 'captured', audio: trackOf(audio), video: trackOf(video), errors: { audio: errorOf(audio), video: errorOf(video) } });
  }

  /** Opens or switches a device. Rejects with what went wrong, for whoever asked; the call hears it as well. */
  async open(kind: TrackKind, deviceId?: string): Promise<void> {
    const result = await this.#open(kind, deviceId);
    if (this.#released) throw new CallError('callEnded', 'The call ended before the device was open.');
    if (result instanceof CallError) {
      this.#post({ type: 'deviceFailed', kind, error: result });
      throw result;
    }
    this.#post({ type: 'deviceOpened', kind, track: result });
  }

  async #open(kind: TrackKind, deviceId = this.#preferred.get(kind)): Promise<Track | CallError> {
    try {
      const lease = await (this.#lease ?? this.#acquire({ audio: false, video: false }));
      return await lease.open(kind, deviceId);
    } catch (error) {
      return CallError.from(error, 'deviceFailed', 'The device could not be opened.');
    }
  }

  mute(on: boolean): void {
    this.#held?.mute(on);
  }

  stop(kind: TrackKind): void {
    this.#held?.stop(kind);
  }

  /** A lease of its own: the camera comes and goes beside it. */
  standIn(on: boolean): void {
    void this.#standIn?.then((lease) => lease?.release());
    const standIn = on ? this.#capture.acquire({ audio: false, video: false, placeholder: true }).catch(() => {}) : undefined;
    this.#standIn = standIn;
    void standIn?.then((lease) => {
      if (lease && this.#standIn === standIn) this.#post({ type: 'placeholder', track: lease.video });
    });
  }

  release(): void {
    this.#released = true;
    this.standIn(false);
    this.#held?.release();
  }
}

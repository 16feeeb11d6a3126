import { CallError } from '@call-elements/core';
import type { CallErrorCode, Lease, TrackKind } from '@call-elements/core';
import type { Wish } from './constraints.ts';
import type { LocalTrack, Taken } from './device-pool.ts';
import { DEVICE } from './errors.ts';

type Errors = Partial<Record<TrackKind, CallError>>;

/** Phones have one camera module for both directions, and refuse the second camera while the first is open (web-mapping.md U6). */
function mayBlockAnother(track: LocalTrack): boolean {
  return track.kind === 'video' && !!track.getSettings().facingMode;
}

function hasCode(error: unknown, code: CallErrorCode): boolean {
  return error instanceof CallError && error.code === code;
}

export class DeviceLease implements Lease {
  readonly errors: Errors;
  readonly #take: (wish: Wish) => Promise<Taken>;
  readonly #taken: Partial<Record<TrackKind, Taken>> = {};
  /** Counts what was asked for each kind, so that an answer that comes late is known as such. */
  readonly #asked: Record<TrackKind, number> = { audio: 0, video: 0 };
  readonly #chosen: Partial<Record<TrackKind, string>> = {};
  readonly #endedListeners = new Set<(kind: TrackKind) => void>();
  #muted = false;
  #released = false;

  constructor(take: (wish: Wish) => Promise<Taken>, taken: Partial<Record<TrackKind, Taken>>, errors: Errors) {
    this.#take = take;
    this.errors = errors;
    for (const kind of ['audio', 'video'] as const) if (taken[kind]) this.#install(kind, taken[kind]);
  }

  get audio(): LocalTrack | null {
    return this.#taken.audio?.track ?? null;
  }

  get video(): LocalTrack | null {
    return this.#taken.video?.track ?? null;
  }

  mute(on: boolean): void {
    this.#muted = on;
    if (this.audio) this.audio.enabled = !on;
  }

  /** Without `deviceId`: the one chosen last in this lease if it is still there, else the browser's choice. */
  async open(kind: TrackKind, deviceId?: string): Promise<LocalTrack> {
    const asked = (this.#asked[kind] += 1);
    const checkInTime = () => {
      if (this.#released) throw new CallError('callEnded', `The call ended before the ${DEVICE[kind]} was opened.`);
      if (this.#asked[kind] !== asked) throw new CallError('invalidState', `The ${DEVICE[kind]} was stopped or switched again before it was opened.`);
    };
    checkInTime();
    const take = () => (deviceId === undefined ? this.#takeChosen(kind, checkInTime) : this.#take({ kind, deviceId }));
    const taken = await this.#takeInsteadOf(this.#taken[kind], take, checkInTime);
    try {
      checkInTime();
    } catch (error) {
      taken.close();
      throw error;
    }
    this.#taken[kind]?.close();
    this.#install(kind, taken);
    if (deviceId !== undefined) this.#chosen[kind] = deviceId;
    delete this.errors[kind];
    return taken.track;
  }

  stop(kind: TrackKind): void {
    this.#asked[kind] += 1;
    this.#taken[kind]?.close();
    delete this.#taken[kind];
  }

  onEnded(listener: (kind: TrackKind) => void): () => void {
    this.#endedListeners.add(listener);
    return () => this.#endedListeners.delete(listener);
  }

  release(): void {
    this.#released = true;
    this.stop('audio');
    this.stop('video');
  }

  /** The new one first, so that a failure leaves the old one; on a phone the old one has to go first. */
  async #takeInsteadOf(old: Taken | undefined, take: () => Promise<Taken>, checkInTime: () => void): Promise<Taken> {
    try {
      return await take();
    } catch (error) {
      checkInTime();
      if (!hasCode(error, 'deviceInUse') || !old || !mayBlockAnother(old.track)) throw error;
    }
    old.close();
    try {
      return await take();
    } catch (error) {
      checkInTime();
      this.#lose(old.track.kind, old);
      throw error;
    }
  }

  async #takeChosen(kind: TrackKind, checkInTime: () => void): Promise<Taken> {
    const deviceId = this.#chosen[kind];
    try {
      return await this.#take({ kind, deviceId });
    } catch (error) {
      checkInTime();
      if (deviceId === undefined || !hasCode(error, 'deviceNotFound')) throw error;
      return this.#take({ kind });
    }
  }

  #install(kind: TrackKind, taken: Taken): void {
    this.#taken[kind] = taken;
    if (kind === 'audio') taken.track.enabled = !this.#muted;
    // stop() fires no event: this is the device going away.
    taken.track.addEventListener('ended', () => this.#lose(kind, taken));
  }

  #lose(kind: TrackKind, taken: Taken): void {
    if (this.#taken[kind] !== taken) return;
    delete this.#taken[kind];
    taken.close();
    for (const listener of [...this.#endedListeners]) listener(kind);
  }
}

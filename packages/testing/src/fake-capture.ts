import { CallError } from '@call-elements/core';
import type { Capture, CaptureRequest, Clock, Lease, Track, TrackKind } from '@call-elements/core';

export interface FakeTrack extends Track {
  readonly live: boolean;
  enabled: boolean;
}

class OneTrack implements FakeTrack {
  readonly id: string;
  readonly kind: TrackKind;
  live = true;
  enabled = true;

  constructor(kind: TrackKind, id: string) {
    this.kind = kind;
    this.id = id;
  }
}

/** Devices in memory: opening takes `delay` ms of the clock, may be refused, and every track ever made can be asked whether it lives. */
export class FakeCapture implements Capture {
  readonly tracks: OneTrack[] = [];
  readonly #clock: Clock;
  readonly #leases: FakeLease[] = [];
  delay = 0;
  refuse: Partial<Record<TrackKind, CallError>> = {};
  /** Whether permission was given before, for `onlyIfGranted`. */
  granted = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get live(): number {
    return this.tracks.filter((track) => track.live).length;
  }

  async acquire(request: CaptureRequest): Promise<Lease> {
    const lease = new FakeLease(this);
    this.#leases.push(lease);
    await this.wait();
    if (request.onlyIfGranted && !this.granted) return lease;
    for (const kind of ['audio', 'video'] as const) if (request[kind]) lease.begin(kind);
    if (request.placeholder && !lease.video) lease.video = this.make('video', 'placeholder');
    return lease;
  }

  /** A device is pulled out, whoever has it. */
  unplug(kind: TrackKind): void {
    for (const lease of this.#leases) if (lease[kind]?.live) lease.unplug(kind);
  }

  /** The page dies, and its devices close. */
  crash(): void {
    for (const track of this.tracks) track.live = false;
  }

  wait(): Promise<void> {
    if (this.delay === 0) return Promise.resolve();
    return new Promise((resolve) => void this.#clock.schedule(this.delay, resolve));
  }

  make(kind: TrackKind, name: string = kind): OneTrack {
    const track = new OneTrack(kind, `${name}-${this.tracks.length}`);
    this.tracks.push(track);
    return track;
  }
}

class FakeLease implements Lease {
  audio: OneTrack | null = null;
  video: OneTrack | null = null;
  readonly errors: { audio?: CallError; video?: CallError } = {};
  readonly #capture: FakeCapture;
  readonly #endedListeners = new Set<(kind: TrackKind) => void>();
  #released = false;

  constructor(capture: FakeCapture) {
    this.#capture = capture;
  }

  begin(kind: TrackKind): void {
    const refused = this.#capture.refuse[kind];
    if (refused) this.errors[kind] = refused;
    else this[kind] = this.#capture.make(kind);
    if (this.#released) this.stop(kind);
  }

  mute(on: boolean): void {
    if (this.audio) this.audio.enabled = !on;
  }

  /** Its track is named after the device that was asked for. */
  async open(kind: TrackKind, deviceId?: string): Promise<Track> {
    await this.#capture.wait();
    const refused = this.#capture.refuse[kind];
    if (refused) throw refused;
    this.stop(kind);
    const track = this.#capture.make(kind, deviceId);
    this[kind] = track;
    if (this.#released) {
      this.stop(kind);
      throw new CallError('callEnded', 'released');
    }
    return track;
  }

  stop(kind: TrackKind): void {
    const track = this[kind];
    if (track) track.live = false;
    this[kind] = null;
  }

  onEnded(listener: (kind: TrackKind) => void): () => void {
    this.#endedListeners.add(listener);
    return () => void this.#endedListeners.delete(listener);
  }

  /** The device is unplugged. */
  unplug(kind: TrackKind): void {
    const track = this[kind];
    if (track) track.live = false;
    for (const listener of [...this.#endedListeners]) listener(kind);
  }

  release(): void {
    this.#released = true;
    this.stop('audio');
    this.stop('video');
  }
}

// Real fake devices with a spy before them; for the tests of this package.
import type { Capture, CaptureRequest, Lease, TrackKind } from '@call-elements/core';
import { createCapture } from './index.ts';
import type { CaptureOptions } from './index.ts';

/** Between the code and the devices: notes every track there ever was, clones too, and lets a test say no. */
export class DeviceSpy {
  readonly asked: MediaStreamConstraints[] = [];
  readonly sources: MediaStreamTrack[] = [];
  readonly clones: MediaStreamTrack[] = [];
  refuse: (constraints: MediaStreamConstraints) => Error | undefined = () => undefined;
  /** What getUserMedia waits for. */
  gate: Promise<void> = Promise.resolve();
  permissions: Partial<Record<string, PermissionState | Error>> = {};
  readonly #restore: (() => void)[] = [];

  constructor() {
    const devices = navigator.mediaDevices;
    const open = devices.getUserMedia.bind(devices);
    this.#replace(devices, 'getUserMedia', async (constraints: MediaStreamConstraints) => {
      this.asked.push(constraints);
      await this.gate;
      const refusal = this.refuse(constraints);
      if (refusal) throw refusal;
      const stream = await open(constraints);
      this.sources.push(...stream.getTracks());
      return stream;
    });
    const { clones } = this;
    const clone = MediaStreamTrack.prototype.clone;
    this.#replace(MediaStreamTrack.prototype, 'clone', function (this: MediaStreamTrack) {
      const copy = clone.call(this);
      clones.push(copy);
      return copy;
    });
    this.#replace(navigator.permissions, 'query', async ({ name }: { name: string }) => {
      const answer = this.permissions[name] ?? 'prompt';
      if (answer instanceof Error) throw answer;
      return { state: answer };
    });
  }

  get live(): MediaStreamTrack[] {
    return [...this.sources, ...this.clones].filter(({ readyState }) => readyState === 'live');
  }

  kindsAsked(): string[] {
    return this.asked.map((constraints) => Object.keys(constraints).sort().join('+'));
  }

  replaceOnPage(key: 'isSecureContext', value: unknown): void {
    this.#replace(window, key, value);
  }

  removeMediaDevices(): void {
    this.#replace(navigator, 'mediaDevices', undefined);
  }

  restore(): void {
    for (const restore of this.#restore.splice(0)) restore();
  }

  #replace(target: object, key: string, value: unknown): void {
    const own = Object.getOwnPropertyDescriptor(target, key);
    Object.defineProperty(target, key, { value, configurable: true, writable: true });
    this.#restore.push(() => {
      if (own) Object.defineProperty(target, key, own);
      else delete (target as Record<string, unknown>)[key];
    });
  }
}

export const failure = (name: string): DOMException => new DOMException(`made up: ${name}`, name);
export const asksFor = (constraints: MediaStreamConstraints, kind: TrackKind): boolean => !!constraints[kind];
export const BOTH = { audio: true, video: true };

export function track(lease: Lease, kind: TrackKind): MediaStreamTrack {
  if (!lease[kind]) throw new Error(`the lease has no ${kind} track`);
  return lease[kind] as unknown as MediaStreamTrack;
}

export async function rejection(promise: Promise<unknown>): Promise<{ code?: string; message?: string; cause?: unknown }> {
  return promise.then(
    () => {
      throw new Error('should have been rejected');
    },
    (error: object) => error,
  );
}

declare class MediaStreamTrackProcessor<Item> {
  constructor(init: { track: MediaStreamTrack });
  readonly readable: ReadableStream<Item>;
}

async function firstOf<Item extends { close(): void }>(source: MediaStreamTrack, fits: (item: Item) => boolean): Promise<void> {
  const copy = source.clone();
  const reader = new MediaStreamTrackProcessor<Item>({ track: copy }).readable.getReader();
  try {
    for (;;) {
      const { value } = await reader.read();
      const found = fits(value!);
      value!.close();
      if (found) return;
    }
  } finally {
    await reader.cancel();
    copy.stop();
  }
}

export const pictureArrives = (source: MediaStreamTrack): Promise<void> => firstOf<VideoFrame>(source, (frame) => luminance(frame) > 12);

export const soundArrives = (source: MediaStreamTrack): Promise<void> => firstOf<AudioData>(source, (sound) => peak(sound) > 0.01);
export const silenceArrives = (source: MediaStreamTrack): Promise<void> => firstOf<AudioData>(source, (sound) => peak(sound) === 0);

function luminance(frame: VideoFrame): number {
  const context = new OffscreenCanvas(16, 12).getContext('2d')!;
  context.drawImage(frame, 0, 0, 16, 12);
  const { data } = context.getImageData(0, 0, 16, 12);
  return data.reduce((sum, value, index) => (index % 4 === 3 ? sum : sum + value), 0) / (16 * 12 * 3);
}

function peak(sound: AudioData): number {
  const samples = new Float32Array(sound.numberOfFrames);
  sound.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

/** A spy and a fresh `Capture` for every test of the suite that calls this; afterwards no track may be live that ever was. */
export function useDevices(): { readonly spy: DeviceSpy; acquire(request?: CaptureRequest): Promise<Lease>; configure(options: CaptureOptions): void } {
  let spy: DeviceSpy;
  let capture: Capture;
  const leases: Lease[] = [];
  beforeEach(() => {
    spy = new DeviceSpy();
    capture = createCapture();
  });
  afterEach(() => {
    for (const lease of leases.splice(0)) lease.release();
    const left = spy.live;
    spy.restore();
    if (left.length > 0) throw new Error(`left live: ${left.map(({ kind, label }) => `${kind} ${label}`).join(', ')}`);
  });
  return {
    get spy() {
      return spy;
    },
    async acquire(request = BOTH) {
      const lease = await capture.acquire(request);
      leases.push(lease);
      return lease;
    },
    configure: (options) => void (capture = createCapture(options)),
  };
}

import { CallError } from '@call-elements/core';
import type { Capture, CaptureRequest, Lease, TrackKind } from '@call-elements/core';
import type { CaptureOptions } from './constraints.ts';
import { DevicePool } from './device-pool.ts';
import type { Taken } from './device-pool.ts';
import { DeviceLease } from './lease.ts';
import { permission } from './permission.ts';

class DeviceCapture implements Capture {
  readonly #pool: DevicePool;

  constructor(options: CaptureOptions) {
    this.#pool = new DevicePool(options);
  }

  async acquire(request: CaptureRequest): Promise<Lease> {
    const kinds = await wantedKinds(request);
    const taken: Partial<Record<TrackKind, Taken>> = {};
    const errors: Partial<Record<TrackKind, CallError>> = {};
    const pending = this.#pool.take(kinds.map((kind) => ({ kind })));
    await Promise.all(
      kinds.map(async (kind, index) => {
        try {
          taken[kind] = await pending[index]!;
        } catch (error) {
          errors[kind] = error as CallError;
        }
      }),
    );
    if (request.placeholder && !taken.video) {
      try {
        taken.video = (await import('./placeholder.ts')).placeholder();
      } catch (cause) {
        errors.video ??= new CallError('loadFailed', 'The placeholder for the camera picture could not be loaded.', { cause });
      }
    }
    return new DeviceLease((wish) => this.#pool.take([wish])[0]!, taken, errors);
  }
}

async function wantedKinds(request: CaptureRequest): Promise<TrackKind[]> {
  const kinds = (['audio', 'video'] as const).filter((kind) => request[kind]);
  if (!request.onlyIfGranted) return kinds;
  const granted = await Promise.all(kinds.map(async (kind) => (await permission(kind)) === 'granted'));
  return kinds.filter((_kind, index) => granted[index]);
}

export function createCapture(options: CaptureOptions = {}): Capture {
  return new DeviceCapture(options);
}

let shared: Capture | undefined;

/** The one of this page, so that two clients on it open a camera once. */
export function capture(): Capture {
  return (shared ??= createCapture());
}

import type { Track } from '@call-elements/core';
import type { CaptureOptions, Wish } from './constraints.ts';
import { openDevices } from './open-devices.ts';

/** The DOM's types say no more of `kind` than that it is a string. */
export type LocalTrack = MediaStreamTrack & Track;

/** A track of somebody's own, and how to end it. */
export interface Taken {
  readonly track: LocalTrack;
  close(): void;
}

/** A device that is open, or being opened. Closes with its last user; a user counts from the moment of asking, or the device could close between two of them. */
interface Device {
  readonly wish: Wish;
  readonly opening: Promise<MediaStreamTrack>;
  source?: MediaStreamTrack;
  users: number;
}

function serves({ wish, source }: Device, other: Wish): boolean {
  if (wish.kind !== other.kind || source?.readyState === 'ended') return false;
  if (other.deviceId === undefined) return wish.deviceId === undefined;
  const deviceId = source ? source.getSettings().deviceId : wish.deviceId;
  return deviceId === other.deviceId;
}

/** The open devices of a page. Whoever wants one that is open gets a clone of its track, so the camera's light goes off with the last clone. */
export class DevicePool {
  readonly #options: CaptureOptions;
  readonly #devices = new Set<Device>();

  constructor(options: CaptureOptions) {
    this.#options = options;
  }

  /** One promise for each wish; what has to be opened is asked for in one question. They reject with a `CallError`. */
  take(wishes: readonly Wish[]): Promise<Taken>[] {
    const missing = wishes.filter((wish) => !this.#find(wish));
    const opening = openDevices(missing, this.#options);
    missing.forEach((wish, index) => this.#add(wish, opening[index]!));
    return wishes.map((wish) => this.#use(this.#find(wish)!));
  }

  #find(wish: Wish): Device | undefined {
    return [...this.#devices].find((device) => serves(device, wish));
  }

  #add(wish: Wish, opening: Promise<MediaStreamTrack>): void {
    const device: Device = { wish, opening, users: 0 };
    this.#devices.add(device);
    opening.then(
      (source) => (device.source = source),
      () => this.#devices.delete(device),
    );
  }

  async #use(device: Device): Promise<Taken> {
    device.users += 1;
    const source = await device.opening;
    const track = source.clone() as LocalTrack;
    let open = true;
    const close = () => {
      if (!open) return;
      open = false;
      track.stop();
      device.users -= 1;
      if (device.users > 0) return;
      source.stop();
      this.#devices.delete(device);
    };
    return { track, close };
  }
}

import { recordingOf } from './recording.ts';
import type { Recording } from './recording.ts';
import type { Rtp } from './rtp.ts';
import type { Kind } from './wire.ts';

/** A packet that came, and when, in milliseconds. */
export interface Arrival extends Rtp {
  readonly at: number;
}

/** One stream that a native member receives. */
export class Inflow {
  readonly kind: Kind;
  packets = 0;
  bytes = 0;
  readonly #stop: () => void;
  readonly #listeners = new Set<(arrival: Arrival) => void>();

  constructor(kind: Kind, stop: () => void) {
    this.kind = kind;
    this.#stop = stop;
  }

  unsubscribe(): void {
    this.#stop();
  }

  /** Resolves when so many more packets have come. */
  async more(packets: number): Promise<void> {
    await this.#collect(() => --packets <= 0);
  }

  /** What comes from now on, for so long by the sender's clock; a video from a key frame on. */
  async record(ms: number): Promise<Recording> {
    return recordingOf(this.kind, await this.#collect((arrivals) => recordingOf(this.kind, arrivals).durationMs >= ms));
  }

  receive({ header, payload }: Rtp): void {
    this.packets++;
    this.bytes += payload.length;
    for (const listener of this.#listeners) listener({ header, payload, at: performance.now() });
  }

  #collect(isEnough: (arrivals: Arrival[]) => boolean): Promise<Arrival[]> {
    return new Promise((resolve) => {
      const arrivals: Arrival[] = [];
      const listener = (arrival: Arrival): void => {
        arrivals.push(arrival);
        if (!isEnough(arrivals)) return;
        this.#listeners.delete(listener);
        resolve(arrivals);
      };
      this.#listeners.add(listener);
    });
  }
}

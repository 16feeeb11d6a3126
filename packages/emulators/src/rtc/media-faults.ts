import { setTimeout as after } from 'node:timers/promises';
import { Affected } from '../affected.ts';
import { isMedia } from './ice-lite.ts';
import type { Link } from './ice-lite.ts';
import type { UserName } from './wire.ts';

export type Direction = 'up' | 'down';

/** In percent of the RTP and RTCP packets that a user sends to the edge (`up`) and is sent by it (`down`). */
export interface Loss {
  readonly up?: number;
  readonly down?: number;
}

/** What happens to the UDP of users: of one, or of all without a user. Sockets are not touched. */
export interface MediaFaults {
  /**
   * Loses media at random; a number is for `down`. Checks of the path and handshakes pass. The same seed loses the same packets. A user's
   * own loss is instead of everybody's; a user's own delay likewise.
   */
  lose(percent: number | Loss, user?: UserName): void;
  /** Everything takes so much longer, in each direction. */
  delay(ms: number, user?: UserName): void;
  /** Nothing passes in either direction, checks of the path neither. */
  blackout(user?: UserName): void;
  /** Takes back all of them, for all. */
  heal(): void;
  /** `blackout`, and the end of that after so many milliseconds. Resolves then. */
  blackoutFor(ms: number, user?: UserName): Promise<void>;
  /** Of the losses that follow. */
  seed: number;
}

interface Weather {
  readonly loss: Readonly<Record<Direction, number>>;
  readonly delayMs: number;
}

const CALM: Weather = { loss: { up: 0, down: 0 }, delayMs: 0 };
const EVERYBODY = '';

export class MediaWeather implements MediaFaults {
  readonly #weather = new Map<string, Partial<Weather>>();
  readonly #dark = new Affected();
  #random = randomFrom(1);

  set seed(seed: number) {
    this.#random = randomFrom(seed);
  }

  lose(percent: number | Loss, user?: UserName): void {
    const { up = 0, down = 0 } = typeof percent === 'number' ? { down: percent } : percent;
    for (const share of [up, down]) if (!(share >= 0 && share <= 100)) throw new RangeError(`A loss of ${share} percent: accepted is 0 to 100`);
    this.#set(user, { loss: { up, down } });
  }

  delay(ms: number, user?: UserName): void {
    this.#set(user, { delayMs: ms });
  }

  blackout(user?: UserName): void {
    this.#dark.add(nameOf(user));
  }

  heal(): void {
    this.#weather.clear();
    this.#dark.clear();
  }

  async blackoutFor(ms: number, user?: UserName): Promise<void> {
    const end = this.#dark.add(nameOf(user));
    await after(ms);
    end();
  }

  linkOf(user: UserName): Link {
    return {
      pass: (direction, datagram, deliver) => {
        if (this.#dark.has(nameOf(user))) return;
        const { loss, delayMs } = this.#of(user);
        if (isMedia(datagram) && this.#random() * 100 < loss[direction]) return;
        if (delayMs > 0) setTimeout(deliver, delayMs);
        else deliver();
      },
    };
  }

  #of(user: UserName): Weather {
    return { ...CALM, ...this.#weather.get(EVERYBODY), ...this.#weather.get(String(user)) };
  }

  #set(user: UserName | undefined, weather: Partial<Weather>): void {
    const key = nameOf(user) ?? EVERYBODY;
    this.#weather.set(key, { ...this.#weather.get(key), ...weather });
  }
}

const nameOf = (user: UserName | undefined): string | undefined => (user === undefined ? undefined : String(user));

/** mulberry32: small, and the same seed gives the same numbers. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

import { Random } from '../random.ts';
import type { Fate, SimulatedSignal } from '../simulated-network.ts';
import type { Weather } from './schedule.ts';

const WELL: Fate = { delays: [10] };

/**
 * What becomes of each message. It depends on nothing but the seed and the message's place among those from this device to that user, so
 * that a step less in a schedule does not change the weather for all the others.
 */
export class Fates {
  /** What became of each so far. */
  readonly used = new Map<string, Fate>();
  readonly #seed: number;
  readonly #weather: Weather | undefined;
  readonly #fixed: Readonly<Record<string, Fate>> | undefined;
  readonly #counts = new Map<string, number>();
  #healed = false;

  constructor(seed: number, weather: Weather, fixed?: Readonly<Record<string, Fate>>) {
    this.#seed = seed;
    this.#fixed = fixed;
    this.#weather = weather;
  }

  of(from: SimulatedSignal, to: string): { label: string; fate: Fate } {
    const route = `${from.device ?? from.userId}>${to}`;
    const count = (this.#counts.get(route) ?? 0) + 1;
    this.#counts.set(route, count);
    const label = `${route}#${count}`;
    const fate = this.#fixed ? (this.#fixed[label] ?? WELL) : this.#draw(label);
    this.used.set(label, fate);
    return { label, fate };
  }

  /** Nothing is lost any more; it takes its time all the same. */
  heal(): void {
    this.#healed = true;
  }

  #draw(label: string): Fate {
    const { drop, duplicate, refuse, minDelay, maxDelay } = this.#weather!;
    const random = new Random(hash(label, this.#seed));
    const bad = !this.#healed;
    if (bad && random.chance(refuse)) return { refused: true, delays: [] };
    const copies = bad && random.chance(drop) ? 0 : bad && random.chance(duplicate) ? 2 : 1;
    return { delays: Array.from({ length: copies }, () => Math.round(random.between(minDelay, maxDelay))) };
  }
}

function hash(text: string, seed: number): number {
  let value = seed | 0;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value ^ (value >>> 13);
}

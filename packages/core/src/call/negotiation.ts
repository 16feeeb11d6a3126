import type { Clock } from '../clock.ts';
import type { Json } from '../json.ts';
import type { MediaConnection } from '../media.ts';
import type { Kit, Message } from '../wire/message.ts';

/** Candidates come in bursts; one message carries those of this many milliseconds. */
const BATCH_MS = 50;
/** More than any negotiation needs; what a hostile peer sends beyond it is dropped. */
const MAX_DEVICES = 8;
const MAX_HELD = 256;

interface Stream {
  next: number;
  readonly held: Map<number, readonly Json[]>;
  /** From the start, for the case that another device answers than the one media warmed up with. */
  readonly delivered: Json[];
}

/**
 * Carries a media engine's payloads over signalling that loses, doubles and reorders: each of the peer's devices has its own numbered
 * stream, delivered in order and once to the connection that is open with that device.
 */
export class Negotiation {
  readonly #clock: Clock;
  readonly #isHeard: () => boolean;
  readonly #post: (seq: number, payloads: readonly Json[]) => void;
  readonly #streams = new Map<string, Stream>();
  #connection: MediaConnection | undefined;
  #device: string | undefined;
  #seq = 0;
  #batch: Json[] = [];
  #stopBatch: (() => void) | undefined;

  /** `isHeard`: whether the peer has shown that it understands negotiation; until then payloads wait. */
  constructor(clock: Clock, isHeard: () => boolean, post: (seq: number, payloads: readonly Json[]) => void) {
    this.#clock = clock;
    this.#isHeard = isHeard;
    this.#post = post;
  }

  /** The first payload goes at once (an offer should not wait), those right behind it together. */
  send(payload: Json): void {
    this.#batch.push(payload);
    if (this.#stopBatch || !this.#isHeard()) return;
    this.#flush();
    this.#stopBatch = this.#clock.schedule(BATCH_MS, () => {
      this.#stopBatch = undefined;
      if (this.#batch.length > 0) this.#flush();
    });
  }

  #flush(): void {
    const payloads = this.#batch;
    this.#batch = [];
    this.#post(this.#seq++, payloads);
  }

  /** From now on `connection` hears what the peer's `device` sends, from its first payload on. */
  attach(connection: MediaConnection, device: string | undefined): void {
    this.#connection = connection;
    this.#seq = 0;
    this.#listenTo(device);
  }

  /** The peer's device is known, perhaps only since the connection was opened. */
  follow(device: string): void {
    if (this.#device === undefined) this.#listenTo(device);
    if (this.#batch.length > 0 && !this.#stopBatch) this.#flush();
  }

  #listenTo(device: string | undefined): void {
    this.#device = device;
    const stream = device === undefined ? undefined : this.#streams.get(device);
    for (const payload of stream?.delivered ?? []) this.#connection?.receive(payload);
  }

  detach(): void {
    this.#connection = undefined;
    this.#stopBatch?.();
    this.#stopBatch = undefined;
    this.#batch = [];
  }

  receive(message: Message): void {
    const { device, seq, payloads }: Partial<Kit> = message.kit ?? {};
    if (device === undefined || seq === undefined || !payloads) return;
    const stream = this.#stream(device);
    if (!stream || seq < stream.next || seq >= stream.next + MAX_HELD) return;
    stream.held.set(seq, payloads);
    for (let ready = stream.held.get(stream.next); ready; ready = stream.held.get(stream.next)) {
      stream.held.delete(stream.next++);
      if (stream.delivered.length < MAX_HELD) stream.delivered.push(...ready);
      if (device === this.#device) for (const payload of ready) this.#connection?.receive(payload);
    }
  }

  #stream(device: string): Stream | undefined {
    const known = this.#streams.get(device);
    if (known || this.#streams.size >= MAX_DEVICES) return known;
    const stream: Stream = { next: 0, held: new Map(), delivered: [] };
    this.#streams.set(device, stream);
    return stream;
  }
}

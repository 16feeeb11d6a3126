import { Recent } from '../recent.ts';
import type { Ids } from './ids.ts';
import type { Parcel } from './message.ts';

/** Of one device: more than it reads before it says what of it has arrived. */
const REMEMBERED = 100;

export interface Batch {
  readonly parcels: readonly Parcel[];
  /** With this the device says that they have arrived. Another one each time: the SDK takes the same one twice for the end of the queue. */
  readonly key: bigint;
}

/** What one device has still to hear, in a queue for each user that it talks with. */
export class Mailbox {
  readonly #ids: Ids;
  readonly #queues = new Map<string, Parcel[]>();
  readonly #batches = new Recent<bigint, { readonly peer: string; readonly parcels: ReadonlySet<Parcel> }>(REMEMBERED);

  constructor(ids: Ids) {
    this.#ids = ids;
  }

  get unread(): { peer: string; count: number }[] {
    return [...this.#queues].map(([peer, parcels]) => ({ peer, count: parcels.length }));
  }

  get parcels(): Parcel[] {
    return [...this.#queues.values()].flat();
  }

  put(peer: string, parcel: Parcel): void {
    this.#queues.set(peer, [...(this.#queues.get(peer) ?? []), parcel]);
  }

  /** What comes next, of which nothing is forgotten before it is acknowledged. Undefined: there is nothing. */
  read(peer: string, count: number): Batch | undefined {
    const parcels = this.#queues.get(peer)?.slice(0, count);
    if (!parcels) return undefined;
    const key = this.#ids.next();
    this.#batches.set(key, { peer, parcels: new Set(parcels) });
    return { parcels, key };
  }

  /** Returns what has arrived. */
  acknowledge(key: bigint): readonly Parcel[] {
    const batch = this.#batches.get(key);
    if (!batch) return [];
    this.#keep(batch.peer, (parcel) => !batch.parcels.has(parcel));
    return [...batch.parcels];
  }

  /** The device is gone: what was only for somebody who is there is forgotten. */
  forgetOnlineOnly(): void {
    for (const peer of [...this.#queues.keys()]) this.#keep(peer, ({ message }) => !message.onlineOnly);
  }

  clear(): void {
    this.#queues.clear();
  }

  #keep(peer: string, stays: (parcel: Parcel) => boolean): void {
    const parcels = (this.#queues.get(peer) ?? []).filter(stays);
    if (parcels.length > 0) this.#queues.set(peer, parcels);
    else this.#queues.delete(peer);
  }
}

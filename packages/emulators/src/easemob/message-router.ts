import type { ServerClock } from '../clock.ts';
import { Timers } from '../timers.ts';
import { MessageFaultList } from './message-faults.ts';
import type { AckFate } from './message-faults.ts';
import { readParcel } from './message.ts';
import type { EasemobMessage, Parcel } from './message.ts';
import { STATUSES } from './schema.ts';
import type { Jid, Status, WireMeta } from './schema.ts';
import type { EasemobPolicy } from './faults.ts';
import type { Users } from './users.ts';

/** What somebody sends, and to whom. */
export type Letter = Pick<WireMeta, 'to' | 'payload' | 'routetype'>;

/** What a sender is told. */
export interface Receipt {
  readonly status: Status;
  readonly serverId: bigint;
  readonly timestamp: bigint;
}

/** Whether there is somebody of this name. */
export interface Directory {
  isKnown(userId: string): boolean;
}

export interface RouterOptions {
  readonly users: Users;
  readonly clock: ServerClock;
  readonly policy: EasemobPolicy;
  readonly directory: Directory;
  /** Resets the sockets of a user. */
  readonly cut: (userId: string) => void;
}

const OK: Status = { errorCode: STATUSES.ok, reason: '' };

/** Takes each message, lets faults have it, answers it, and passes it on. */
export class MessageRouter {
  readonly faults = new MessageFaultList();
  readonly observers = new Set<(message: EasemobMessage) => void>();
  readonly #options: RouterOptions;
  readonly #timers = new Timers();

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  /** From a device of `from`, or from nowhere, to whom `letter` says. */
  take(from: Jid, letter: Letter, reply: (receipt: Receipt) => void): void {
    const { clock, directory } = this.#options;
    const parcel = this.#stamp(from, letter);
    const { message } = parcel;
    for (const observe of this.observers) observe(message);
    const fate = this.faults.fateOf(message);
    if (fate.kind === 'drop') return;
    const answer = (status: Status): void => reply({ status, serverId: parcel.id, timestamp: BigInt(clock.now()) });
    if (fate.kind === 'refuse') answer(fate.status);
    else if (!directory.isKnown(message.to)) answer({ errorCode: STATUSES.fail, reason: `username ${message.to} doesn't exist!` });
    else {
      // The rest are other messages to the SDK, which knows them by their ids.
      const copies = Array.from({ length: fate.times }, (_, copy) => (copy === 0 ? parcel : this.#stamp(from, letter)));
      // First, as what is passed on may be answered at once.
      this.#acknowledge(message, this.faults.ackFateOf(message), () => answer(OK));
      this.#after(fate.afterMs, () => copies.forEach((copy) => this.#deliver(copy)));
    }
  }

  /** Whether a fault keeps these from a receiver who asks for them, with its connection. */
  cutsPull(userId: string, parcels: readonly Parcel[]): boolean {
    const cuts = parcels.some(({ message }) => this.faults.cutsPullOf(message));
    if (cuts) this.#options.cut(userId);
    return cuts;
  }

  /** Those for this user that were kept back are shown. */
  remind(userId: string): void {
    this.#options.users.get(userId).remind();
  }

  close(): void {
    this.#timers.clear();
  }

  #stamp(from: Jid, letter: Letter): Parcel {
    return readParcel(letter, { id: this.#options.users.ids.next(), from, timestamp: this.#options.clock.now() });
  }

  #acknowledge(message: EasemobMessage, { afterMs, cut }: AckFate, acknowledge: () => void): void {
    if (cut) this.#options.cut(message.from);
    else this.#after(afterMs, acknowledge);
  }

  #after(ms: number, callback: () => void): void {
    if (ms === 0) callback();
    else this.#timers.after(ms, callback);
  }

  #deliver(parcel: Parcel): void {
    const { users, policy } = this.#options;
    const { from, to, kind } = parcel.message;
    const sentBy = parcel.from.clientResource;
    const except = from === to ? sentBy : undefined;
    users.get(to).put(parcel, { except, only: parcel.toResource, reachable: !users.hidden.has(to) });
    const isShared = policy.devices === 'several' && from !== to && kind !== 'readAck' && kind !== 'deliveryAck';
    if (isShared && users.get(from).devices.size > 0) users.get(from).put(parcel, { except: sentBy, reachable: !users.hidden.has(from) });
  }
}

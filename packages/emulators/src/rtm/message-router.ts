import type { RtmPolicy } from '../faults.ts';
import { Recent } from '../recent.ts';
import { Timers } from '../timers.ts';
import { MessageFaultList } from './message-faults.ts';
import { keyOf, newKey, readMessage, writeMessage } from './message.ts';
import type { RtmMessage } from './message.ts';
import { encodeFrame } from './schema.ts';
import type { WireMessage } from './schema.ts';
import type { Users } from './users.ts';

type Wire = WireMessage<'Message'>;
type Ack = WireMessage<'Ack'>;

/** A message on its way, as one of its frames. */
export interface Parcel {
  readonly message: RtmMessage;
  readonly wire: Wire;
  readonly frame: Buffer;
}

export interface Recipient {
  readonly userId: string;
  receive(parcel: Parcel): void;
}

/** What became of a message that a test sent. `unanswered`: nobody said anything within 13 s. */
export type Outcome = 'delivered' | 'offline' | 'refused' | 'unanswered';

/** What is known of a message, over all its copies and repetitions. */
interface Delivery {
  readonly message: RtmMessage;
  readonly acknowledge: (code: number) => void;
  /** The transmissions that were seen, of which each comes on both sockets. */
  readonly attempts: Set<number>;
  /** The code of its ack, whether that got through or not. */
  outcome?: number;
}

/** A message for a user who is away. */
interface Kept {
  readonly until: number;
  deliver(): void;
}

export const RTM_POLICY: RtmPolicy = { acks: 'receiver', away: 'offline' };

const OK = 0;
const OFFLINE = 8;
/** How long the SDK waits for an ack. */
const PATIENCE_MS = 13_000;
/** Messages: more than pass while one of them may still be repeated. */
const REMEMBERED = 1000;

/** Takes each message once, lets faults have it, and passes it and its ack on. */
export class MessageRouter {
  readonly policy: RtmPolicy = { ...RTM_POLICY };
  readonly faults = new MessageFaultList(() => this.#releaseAll());
  readonly observers = new Set<(message: RtmMessage) => void>();
  readonly #users: Users;
  readonly #timers = new Timers();
  readonly #deliveries = new Recent<string, Delivery>(REMEMBERED);
  /** Those to be passed on behind the next one, by sender and receiver. */
  readonly #heldBack = new Map<string, (() => void)[]>();
  /** Between whom all messages are disguised, until the faults are cleared. */
  readonly #disguisedPairs = new Set<string>();
  /** Those for users who are away, by user. */
  readonly #kept = new Map<string, Kept[]>();

  constructor(users: Users) {
    this.#users = users;
  }

  /** How many are held back, or wait for their receiver. */
  get size(): number {
    return [...this.#heldBack.values(), ...this.#kept.values()].flat().length;
  }

  /** A frame of a client, `attempt` by `attempt`, each on both of its sockets. */
  take(wire: Wire, frame: Buffer, reply: (ack: Ack) => void): void {
    const message = readMessage(wire);
    const delivery = this.#deliveries.get(keyOf(wire)) ?? this.#begin(wire, message, reply);
    if (delivery.attempts.has(message.attempt)) return;
    delivery.attempts.add(message.attempt);
    if (delivery.outcome === undefined) this.#send(delivery, { message, wire, frame });
    // Its receiver acknowledges once only, so the ack that was lost comes from here.
    else this.#acknowledge(delivery);
  }

  /** A receiver has got it. */
  acknowledge(userId: string, ack: Ack): void {
    const delivery = this.#deliveries.get(keyOf(ack));
    if (delivery?.message.to === userId) this.#settle(delivery, ack.code);
  }

  inject(from: string, to: string, content: string | Uint8Array, { customType }: { customType?: string } = {}): Promise<Outcome> {
    const wire = writeMessage(from, to, content, customType);
    return new Promise((resolve) => {
      const stopWaiting = this.#timers.after(PATIENCE_MS, () => resolve('unanswered'));
      this.take(wire, encodeFrame('Message', wire), ({ code }) => {
        stopWaiting();
        resolve(code === OK ? 'delivered' : code === OFFLINE ? 'offline' : 'refused');
      });
    });
  }

  /** A user is back, or here for the first time. */
  userCame(userId: string): void {
    const kept = this.#keptFor(userId);
    this.#kept.delete(userId);
    for (const { deliver } of kept) deliver();
  }

  close(): void {
    this.#timers.clear();
  }

  #begin(wire: Wire, message: RtmMessage, reply: (ack: Ack) => void): Delivery {
    const { instance, dialogue, sequence } = wire;
    const delivery: Delivery = { message, attempts: new Set(), acknowledge: (code) => reply({ instance, dialogue, sequence, code }) };
    this.#deliveries.set(keyOf(wire), delivery);
    for (const observe of this.observers) observe(message);
    return delivery;
  }

  #send(delivery: Delivery, parcel: Parcel): void {
    const fate = this.faults.fateOf(parcel.message);
    // All that follow too: the receiving SDK would wait for what came disguised.
    if ((fate.kind === 'delay' || fate.kind === 'behindNext') && fate.disguised) this.#disguisedPairs.add(pairOf(parcel.message));
    const deliver = (): void => this.#deliver(delivery, parcel);
    if (fate.kind === 'pass') deliver();
    else if (fate.kind === 'delay') this.#timers.after(fate.ms, deliver);
    else if (fate.kind === 'behindNext') this.#holdBack(parcel, deliver);
    else if (fate.kind === 'refuse') this.#settle(delivery, fate.code);
    else if (fate.kind === 'duplicate') {
      deliver();
      for (let copy = 0; copy < fate.copies; copy += 1) this.#deliver(delivery, fate.disguised ? this.#disguise(delivery, parcel) : parcel);
    }
  }

  #deliver(delivery: Delivery, parcel: Parcel): void {
    const { to, toChannel } = parcel.message;
    const pair = pairOf(parcel.message);
    if (toChannel) this.#fanOut(delivery, parcel);
    else this.#deliverTo(to, delivery, this.#disguisedPairs.has(pair) ? this.#disguise(delivery, parcel) : parcel);
    this.#release(pair);
  }

  #deliverTo(userId: string, delivery: Delivery, parcel: Parcel): void {
    const user = this.#users.hidden.has(userId) ? undefined : this.#users.find(userId);
    if (user?.present) {
      user.receive(parcel);
      if (this.policy.acks === 'edge') this.#settle(delivery, OK);
    } else if (user && this.policy.away === 'hold') {
      this.#kept.set(userId, [...this.#keptFor(userId), { until: Date.now() + PATIENCE_MS, deliver: () => this.#deliver(delivery, parcel) }]);
    } else {
      this.#settle(delivery, OFFLINE);
    }
  }

  /** Without those whose senders have given up. */
  #keptFor(userId: string): Kept[] {
    return (this.#kept.get(userId) ?? []).filter(({ until }) => until > Date.now());
  }

  #fanOut(delivery: Delivery, parcel: Parcel): void {
    const others = this.#users.subscribers(parcel.message.to).filter(({ userId }) => userId !== parcel.message.from);
    for (const subscriber of others) subscriber.receive(parcel);
    this.#settle(delivery, OK);
  }

  #settle(delivery: Delivery, code: number): void {
    if (delivery.outcome !== undefined) return;
    delivery.outcome = code;
    this.#acknowledge(delivery);
  }

  #acknowledge(delivery: Delivery): void {
    const { afterMs } = this.faults.ackFateOf(delivery.message);
    const acknowledge = (): void => delivery.acknowledge(delivery.outcome ?? OK);
    if (afterMs === 0) acknowledge();
    else this.#timers.after(afterMs, acknowledge);
  }

  /** The same content under a name of its own; the ack of either will do. */
  #disguise(delivery: Delivery, { message, wire }: Parcel): Parcel {
    const disguised = { ...wire, ...newKey() };
    this.#deliveries.set(keyOf(disguised), delivery);
    return { message, wire: disguised, frame: encodeFrame('Message', disguised) };
  }

  #holdBack({ message }: Parcel, deliver: () => void): void {
    const pair = pairOf(message);
    this.#heldBack.set(pair, [...(this.#heldBack.get(pair) ?? []), deliver]);
  }

  #release(pair: string): void {
    const held = this.#heldBack.get(pair) ?? [];
    this.#heldBack.delete(pair);
    for (const deliver of held) deliver();
  }

  #releaseAll(): void {
    for (const pair of [...this.#heldBack.keys()]) this.#release(pair);
    this.#disguisedPairs.clear();
  }
}

const pairOf = ({ from, to }: RtmMessage): string => JSON.stringify([from, to]);

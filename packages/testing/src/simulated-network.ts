import { CallError } from '@call-elements/core';
import type { Clock, SignalClient, SignalListener, SignalState } from '@call-elements/core';
import type { Random } from './random.ts';

export interface NetworkFaults {
  /** Probability that a message is lost although the service took it. */
  drop: number;
  /** Probability that a message arrives twice. */
  duplicate: number;
  /** Probability that the service refuses a message. */
  refuse: number;
  /** One-way delay, ms; a message takes a random time in between, so messages overtake each other. */
  minDelay: number;
  maxDelay: number;
}

export const PERFECT: NetworkFaults = { drop: 0, duplicate: 0, refuse: 0, minDelay: 10, maxDelay: 10 };

/** What becomes of one message. */
export interface Fate {
  /** The service does not take it. */
  readonly refused?: boolean;
  /** When each copy arrives; none: it is lost. */
  readonly delays: readonly number[];
}

/** A signalling service in memory. Users are there while they are connected; several clients may be one user. */
export class SimulatedNetwork {
  faults: NetworkFaults;
  readonly clock: Clock;
  readonly random: Random;
  readonly #clients = new Set<SimulatedSignal>();
  /** Every message that was sent, for tests that look at the wire. */
  readonly sent: { from: string; to: string; text: string }[] = [];
  /** When set, decides about each message instead of chance; for tests of one named race. */
  intercept: ((message: { from: string; to: string; text: string }) => 'drop' | number | undefined) | undefined;

  /** When set, decides about each message instead of chance, also whether it is taken. */
  fate: ((message: { from: SimulatedSignal; to: string; text: string }) => Fate) | undefined;

  /** Whether the service knows that somebody is not there, as with the locks of local tabs; RTM only believes it. */
  certain = true;

  /** Like Easemob's: takes messages for users who are not there, and keeps those that are to be stored. */
  stores = false;
  #stored: { from: string; to: string; text: string; at: number }[] = [];

  /** Called for every message that a client is about to hear. */
  onDelivery: ((to: SimulatedSignal, text: string, from: string) => void) | undefined;
  /** Called when a client has heard one. */
  onDelivered: ((to: SimulatedSignal, text: string, from: string) => void) | undefined;

  constructor(clock: Clock, random: Random, faults: Partial<NetworkFaults> = {}) {
    this.clock = clock;
    this.random = random;
    this.faults = { ...PERFECT, ...faults };
  }

  client(userId: string, device?: string): SimulatedSignal {
    return new SimulatedSignal(this, userId, device);
  }

  online(userId: string): SimulatedSignal[] {
    return [...this.#clients].filter((client) => client.userId === userId);
  }

  join(client: SimulatedSignal): void {
    this.#clients.add(client);
    const waiting = this.#stored.filter(({ to }) => to === client.userId);
    if (waiting.length === 0) return;
    this.#stored = this.#stored.filter(({ to }) => to !== client.userId);
    this.clock.schedule(this.faults.minDelay, () => {
      for (const { text, from, at } of waiting) client.hear(text, from, { ageMs: this.clock.now() - at, queued: true });
    });
  }

  store(from: string, to: string, text: string): void {
    this.#stored.push({ from, to, text, at: this.clock.now() });
  }

  leave(client: SimulatedSignal): void {
    this.#clients.delete(client);
  }

  /** A tab dies without a farewell, and nobody is told. */
  vanish(client: SimulatedSignal): void {
    this.leave(client);
    client.die();
  }

  /** A tab dies: no farewell, and the others are told by the backend after `ms`. */
  crash(client: SimulatedSignal, ms = 60): void {
    this.vanish(client);
    this.clock.schedule(ms, () => {
      for (const other of this.#clients) {
        other.peerGone(client.userId, client.device);
        if (this.online(client.userId).length === 0) other.peerGone(client.userId);
      }
    });
  }

  /** Decided before the service takes it. */
  fateOf(from: SimulatedSignal, to: string, text: string): Fate {
    if (this.fate) return this.fate({ from, to, text });
    const { drop, duplicate, refuse, minDelay, maxDelay } = this.faults;
    if (this.random.chance(refuse)) return { refused: true, delays: [] };
    const verdict = this.intercept?.({ from: from.userId, to, text });
    if (verdict !== undefined) return { delays: verdict === 'drop' ? [] : [verdict] };
    const copies = this.random.chance(drop) ? 0 : this.random.chance(duplicate) ? 2 : 1;
    return { delays: Array.from({ length: copies }, () => this.random.between(minDelay, maxDelay)) };
  }

  deliver(from: SimulatedSignal, to: string, text: string, delays: readonly number[]): void {
    this.sent.push({ from: from.userId, to, text });
    for (const delay of delays) {
      this.clock.schedule(delay, () => {
        for (const client of this.online(to)) {
          this.onDelivery?.(client, text, from.userId);
          client.hear(text, from.userId);
          this.onDelivered?.(client, text, from.userId);
        }
      });
    }
  }
}

export class SimulatedSignal implements SignalClient {
  readonly userId: string;
  readonly device?: string;
  readonly #network: SimulatedNetwork;
  readonly #listeners = new Set<SignalListener>();
  #state: SignalState = 'offline';

  constructor(network: SimulatedNetwork, userId: string, device?: string) {
    this.#network = network;
    this.userId = userId;
    if (device !== undefined) this.device = device;
  }

  get state(): SignalState {
    return this.#state;
  }

  get takesForAbsent(): boolean {
    return this.#network.stores;
  }

  async connect(): Promise<void> {
    if (this.#state === 'online') return;
    this.#network.join(this);
    this.setState('online');
  }

  async disconnect(): Promise<void> {
    if (this.#state === 'offline') return;
    this.#network.leave(this);
    this.setState('offline');
  }

  async sendMessage(userId: string, message: string, { stored }: { stored?: boolean } = {}): Promise<void> {
    const { certain, stores } = this.#network;
    if (this.#state !== 'online') throw new CallError('signalNotReady', 'The simulated service is not connected.');
    const isThere = this.#network.online(userId).length > 0;
    if (!isThere && stores) return stored ? this.#network.store(this.userId, userId, message) : undefined;
    if (!isThere) throw new CallError('peerOffline', `"${userId}" is not there.`, { certain });
    const { refused, delays } = this.#network.fateOf(this, userId, message);
    if (refused) throw new CallError('signalFailed', 'The simulated service refused.');
    this.#network.deliver(this, userId, message, delays);
  }

  addListener(listener: SignalListener): void {
    this.#listeners.add(listener);
  }

  removeListener(listener: SignalListener): void {
    this.#listeners.delete(listener);
  }

  /** An outage, or its end. */
  setState(state: SignalState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener.onStateChange?.(state);
  }

  hear(message: string, from: string, stored: { ageMs?: number; queued?: boolean } = {}): void {
    if (this.#state !== 'online') return;
    for (const listener of [...this.#listeners]) listener.onMessageReceive?.(message, { userId: from, ...stored });
  }

  peerGone(userId: string, device?: string): void {
    for (const listener of [...this.#listeners]) listener.onPeerGone?.(userId, device);
  }

  die(): void {
    this.#state = 'offline';
    this.#listeners.clear();
  }
}

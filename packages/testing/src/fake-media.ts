import type { Clock, Json, MediaConnection, MediaConnectionState, MediaEngine, MediaOpenOptions, MediaStats, Track, TrackKind } from '@call-elements/core';

/** What all engines of a world share: who is linked with whom, and how long media takes. */
export class FakeMediaWorld {
  readonly clock: Clock;
  readonly connections: FakeConnection[] = [];
  latency = 20;
  /** Which connections never come about. */
  broken: () => boolean = () => false;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Who is in the room of this connection, and its peer. */
  metBy(one: FakeConnection): FakeConnection | undefined {
    const { roomId, localUserId, remoteUserId } = one.options;
    return this.connections.findLast(({ isOpen, isInRoom, options }) => isOpen && isInRoom && options.roomId === roomId && options.localUserId === remoteUserId && options.remoteUserId === localUserId);
  }

  find(id: number): FakeConnection | undefined {
    return this.connections.find((connection) => connection.id === id && connection.isOpen);
  }
}

/**
 * A media engine in memory that negotiates like webrtc: the callee offers, the caller answers, then both are linked.
 * With `rooms` it is like agora: whoever is in a room meets whom it is looking for, and nothing is said over signalling.
 */
export class FakeMedia implements MediaEngine {
  readonly name: string;
  readonly world: FakeMediaWorld;
  readonly opened: FakeConnection[] = [];
  readonly #rooms: boolean;

  constructor(world: FakeMediaWorld, name = 'fake', rooms = false) {
    this.world = world;
    this.name = name;
    this.#rooms = rooms;
  }

  get openCount(): number {
    return this.opened.filter((connection) => connection.isOpen).length;
  }

  open(options: MediaOpenOptions): FakeConnection {
    const connection = new FakeConnection(this.world, options, this.#rooms);
    this.opened.push(connection);
    return connection;
  }

  /** The page dies: nothing is closed, and those at the other end find out by themselves. */
  crash(): void {
    for (const connection of this.opened) connection.crash();
  }
}

/** How long nobody notices that a page died. */
const UNNOTICED_MS = 3_000;

const NEW: MediaConnectionState = Object.freeze({
  phase: 'connecting',
  peer: 'absent',
  remote: { audio: null, video: null },
  remotePaused: { audio: false, video: false },
  received: { audio: false, video: false },
  sent: { audio: false, video: false },
});

export class FakeConnection implements MediaConnection {
  readonly id: number;
  readonly options: MediaOpenOptions;
  readonly published: Record<TrackKind, Track | null> = { audio: null, video: null };
  /** Media left this connection while its side had not accepted: the rule that consent is about. */
  sentBeforeAccept = false;
  /** A payload arrived before one that was sent before it. */
  disordered = false;
  isOpen = true;
  isAccepted = false;
  isInRoom = false;
  #state = NEW;
  #peer: FakeConnection | undefined;
  #expected = 0;
  readonly #broken: boolean;
  readonly #world: FakeMediaWorld;
  readonly #listeners = new Set<() => void>();

  constructor(world: FakeMediaWorld, options: MediaOpenOptions, rooms = false) {
    this.#world = world;
    this.options = options;
    this.id = world.connections.push(this);
    this.#broken = world.broken();
    if (rooms) this.#later(() => this.#join());
    else if (options.role === 'callee') this.#later(() => this.#negotiate({ offer: this.id }), 0);
  }

  get state(): MediaConnectionState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  receive(payload: Json): void {
    if (!this.isOpen || typeof payload !== 'object' || payload === null || Array.isArray(payload)) return;
    const { offer, answer, n } = payload as { offer?: Json; answer?: Json; n?: Json };
    if (n !== this.#expected++) this.disordered = true;
    if (typeof offer === 'number' && this.options.role === 'caller') {
      this.#negotiate({ answer: this.id });
      this.#link(offer);
    } else if (typeof answer === 'number') {
      this.#link(answer);
    }
  }

  /** A description, and some candidates behind it, as a real engine has them: in one turn, and a little later. */
  #negotiate(description: { offer: number } | { answer: number }): void {
    this.options.send({ ...description, n: 0 });
    this.options.send({ n: 1 });
    this.#later(() => this.options.send({ n: 2 }), 120);
  }

  #link(id: number): void {
    this.#later(() => {
      const peer = this.#world.find(id);
      if (peer && !peer.#broken && !this.#broken) this.#meet(peer);
    });
  }

  #join(): void {
    if (this.#broken) return;
    this.isInRoom = true;
    const peer = this.#world.metBy(this);
    if (!peer) return this.#set({ phase: 'connected' });
    this.#meet(peer);
    peer.#meet(this);
  }

  #meet(peer: FakeConnection): void {
    this.#peer = peer;
    this.#set({ phase: 'connected', peer: 'here' });
    for (const kind of ['audio', 'video'] as const) this.#transmit(kind);
  }

  async publish(kind: TrackKind, track: Track | null): Promise<void> {
    this.published[kind] = track;
    this.#transmit(kind);
  }

  #transmit(kind: TrackKind): void {
    const track = this.published[kind];
    const peer = this.#peer;
    if (!track || !peer || !this.isOpen) return;
    if (this.options.role === 'callee' && !this.isAccepted) {
      if (this.options.early !== 'full') this.sentBeforeAccept = true;
    }
    this.#set({ sent: { ...this.#state.sent, [kind]: true } });
    peer.#later(() => {
      peer.#set({ received: { ...peer.#state.received, [kind]: true }, remote: { ...peer.#state.remote, [kind]: track } });
    });
  }

  accepted(): void {
    this.isAccepted = true;
  }

  tell(payload: Json): boolean {
    const peer = this.#peer;
    if (!peer || !this.isOpen) return false;
    peer.#later(() => peer.options.told(payload));
    return true;
  }

  async stats(): Promise<MediaStats> {
    return { framesDecoded: 0, framesSent: 0, packetsSent: 0, bytesSent: 0, bytesReceived: 0 };
  }

  async close(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#listeners.clear();
    this.#state = Object.freeze({ ...this.#state, phase: 'closed' });
    for (const one of this.#linked()) one.#later(() => one.#onQuit(this));
  }

  /** Without a farewell. */
  crash(): void {
    const wasOpen = this.isOpen;
    this.isOpen = false;
    this.#listeners.clear();
    if (wasOpen) for (const one of this.#linked()) one.#later(() => one.#lose(this), UNNOTICED_MS);
  }

  /** Who has met this side, which may not have got as far itself. */
  #linked(): FakeConnection[] {
    return this.#world.connections.filter((one) => one.#peer === this);
  }

  #onQuit(peer: FakeConnection): void {
    if (this.#peer === peer) this.#set({ peer: 'quit' });
  }

  #lose(peer: FakeConnection): void {
    if (this.#peer === peer) this.#set({ peer: 'dropped' });
  }

  /** Media breaks, or comes back. */
  fault(change: Partial<MediaConnectionState>): void {
    if (this.isOpen) this.#set(change);
  }

  /** Media comes back; with whoever left meanwhile, it does not. */
  recover(peer: MediaConnectionState['peer'] = 'here'): void {
    if (!this.isOpen || this.#state.phase !== 'reconnecting') return;
    this.#set({ phase: 'connected', peer: this.#peer?.isOpen === false ? this.#state.peer : peer });
  }

  #set(change: Partial<MediaConnectionState>): void {
    this.#state = Object.freeze({ ...this.#state, ...change });
    for (const listener of [...this.#listeners]) listener();
  }

  #later(run: () => void, ms = this.#world.latency): void {
    this.#world.clock.schedule(ms, () => {
      if (this.isOpen) run();
    });
  }
}

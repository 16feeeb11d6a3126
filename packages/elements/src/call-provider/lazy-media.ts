import type { CallError, CallType, Json, MediaConnection, MediaConnectionState, MediaEngine, MediaOpenOptions, MediaStats, Track, TrackKind } from '@call-elements/core';
import { once } from '../lazy.ts';

const NONE = Object.freeze({ audio: false, video: false });
const OPENING: MediaConnectionState = Object.freeze({
  phase: 'connecting',
  peer: 'absent',
  remote: Object.freeze({ audio: null, video: null }),
  remotePaused: NONE,
  received: NONE,
  sent: NONE,
});
const CLOSED: MediaConnectionState = Object.freeze({ ...OPENING, phase: 'closed' });

/** A connection of an engine that is still being loaded. What is asked of it meanwhile is passed on, in that order. */
class LateConnection implements MediaConnection {
  #inner?: MediaConnection;
  /** Never settles when there is nothing to open any more. */
  readonly #opened: Promise<MediaConnection>;
  #state = OPENING;
  readonly #subscribers = new Set<() => void>();

  constructor(loading: Promise<MediaEngine>, options: MediaOpenOptions) {
    this.#opened = new Promise((resolve) => {
      loading.then((engine) => this.#open(engine, options, resolve)).catch((error) => this.#fail(error));
    });
  }

  get state(): MediaConnectionState {
    return this.#inner?.state ?? this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#subscribers.add(listener);
    return () => this.#subscribers.delete(listener);
  }

  receive(payload: Json): void {
    void this.#opened.then((connection) => connection.receive(payload));
  }

  publish(kind: TrackKind, track: Track | null): Promise<void> {
    return this.#opened.then((connection) => connection.publish(kind, track));
  }

  accepted(): void {
    void this.#opened.then((connection) => connection.accepted());
  }

  setType(type: CallType): void {
    void this.#opened.then((connection) => connection.setType?.(type));
  }

  tell(payload: Json): boolean {
    return this.#inner?.tell?.(payload) ?? false;
  }

  stats(): Promise<MediaStats> {
    return this.#opened.then((connection) => connection.stats());
  }

  /** One that is still to be opened asks for a token by itself. */
  async renewToken(token: string): Promise<void> {
    await this.#inner?.renewToken?.(token);
  }

  async close(): Promise<void> {
    this.#state = CLOSED;
    await this.#inner?.close();
  }

  #open(engine: MediaEngine, options: MediaOpenOptions, opened: (connection: MediaConnection) => void): void {
    // The call ended while it was loading: nothing is opened for it any more.
    if (this.#state === CLOSED) return;
    this.#inner = engine.open(options);
    this.#inner.subscribe(this.#changed);
    opened(this.#inner);
    this.#changed();
  }

  #fail(error: CallError): void {
    if (this.#state === CLOSED) return;
    this.#state = Object.freeze({ ...OPENING, phase: 'failed', error });
    this.#changed();
  }

  #changed = (): void => {
    for (const subscriber of [...this.#subscribers]) subscriber();
  };
}

/** An engine that is loaded with the first call, or ahead of it by `warmUp`. `name` is what it is registered under, and what peers are told. */
export function lazyMedia(name: string, load: () => Promise<MediaEngine>): MediaEngine {
  let engine: MediaEngine | undefined;
  const loaded = once(async () => (engine = await load()));
  return {
    name,
    warmUp: async (room) => (await loaded()).warmUp?.(room),
    leaveAhead: async () => engine?.leaveAhead?.(),
    open: (options) => engine?.open(options) ?? new LateConnection(loaded(), options),
  };
}

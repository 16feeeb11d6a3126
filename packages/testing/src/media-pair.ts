import { systemClock } from '@call-elements/core';
import type { CallType, EarlyMedia, Json, MediaConnection, MediaConnectionState, MediaEngine, MediaOpenOptions, MediaStats } from '@call-elements/core';

/** Two that can reach each other. */
export interface Engines {
  readonly caller: MediaEngine;
  readonly callee: MediaEngine;
  /** For the engines that need one. */
  readonly token?: () => Promise<string>;
}

export interface PairOptions {
  readonly type?: CallType;
  /** The callee's. */
  readonly early?: EarlyMedia;
  /** One-way delay of payloads in ms. Default 0: a later turn. */
  readonly delay?: number;
}

/** One end of a call, with what it heard and every state it went through. */
export class MediaSide {
  readonly connection: MediaConnection;
  readonly told: Json[] = [];
  /** What it asked to have carried to the other side. */
  readonly payloads: Json[] = [];
  readonly states: MediaConnectionState[] = [];
  #waiting: (() => void)[] = [];

  constructor(engine: MediaEngine, options: Omit<MediaOpenOptions, 'send' | 'told'>, carry: (payload: Json) => void) {
    this.connection = engine.open({
      ...options,
      send: (payload) => {
        this.payloads.push(payload);
        carry(payload);
        this.#wake();
      },
      told: (payload) => {
        this.told.push(payload);
        this.#wake();
      },
    });
    this.connection.subscribe(() => {
      this.states.push(this.connection.state);
      this.#wake();
    });
  }

  get state(): MediaConnectionState {
    return this.connection.state;
  }

  /** Awaits something that a notification, a payload or a tell brings about. */
  async until(holds: (state: MediaConnectionState) => boolean): Promise<void> {
    while (!holds(this.state)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Statistics announce nothing, so they are read until they fit. */
  async untilStats(hold: (stats: MediaStats) => boolean): Promise<MediaStats> {
    for (;;) {
      const stats = await this.connection.stats();
      if (hold(stats)) return stats;
      await later(20);
    }
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

export interface MediaPair {
  readonly caller: MediaSide;
  readonly callee: MediaSide;
}

export const later = (ms: number) => new Promise<void>((resolve) => void systemClock.schedule(ms, resolve));

let calls = 0;

/** Opens both sides and carries their payloads as core does: in order, once, and never in the turn they were sent. */
export function openPair(engines: Engines, { type = 'video', early = 'receive', delay = 0 }: PairOptions = {}): MediaPair {
  const callId = `call-${++calls}`;
  const common = { callId, roomId: `room-${callId}`, type, token: engines.token };
  const carrier = (to: () => MediaConnection) => {
    let last = Promise.resolve();
    return (payload: Json) => {
      const travelled = later(delay);
      // A copy, as after a real trip: what is not JSON would show.
      const text = JSON.stringify(payload);
      last = last.then(() => travelled).then(() => to().receive(JSON.parse(text) as Json));
    };
  };
  const caller: MediaSide = new MediaSide(
    engines.caller,
    { ...common, role: 'caller', localUserId: 'alice', remoteUserId: 'bob', early: 'receive' },
    carrier(() => callee.connection),
  );
  const callee: MediaSide = new MediaSide(
    engines.callee,
    { ...common, role: 'callee', localUserId: 'bob', remoteUserId: 'alice', early },
    carrier(() => caller.connection),
  );
  return { caller, callee };
}

import { CallClient } from '@call-elements/core';
import type { CallEvent, CallReason, CallState, Clock, LogLevel, PrepareConfig } from '@call-elements/core';
import { FakeCapture } from './fake-capture.ts';
import { FakeMedia, FakeMediaWorld } from './fake-media.ts';
import { Random } from './random.ts';
import { SimulatedClock, settle } from './simulated-clock.ts';
import { SimulatedNetwork } from './simulated-network.ts';
import type { NetworkFaults, SimulatedSignal } from './simulated-network.ts';

/** One page with one signed-in user: a whole client on simulated surroundings, and what it told its listeners. */
export interface Page {
  readonly name: string;
  readonly client: CallClient;
  readonly signal: SimulatedSignal;
  readonly capture: FakeCapture;
  readonly media: FakeMedia;
  readonly clock: Clock & { readonly pending: number };
  readonly states: { state: CallState; reason: CallReason; callId: string }[];
  readonly events: CallEvent[];
  readonly errors: string[];
  /** Who was called and not there, and what the push says. */
  readonly pushes: string[];
  readonly logs: { level: LogLevel; line: string }[];
  /** +1 for every onCallConnected, -1 for every onCallDisconnected. */
  readonly pairs: ('connected' | 'disconnected')[];
}

export interface PageOptions extends Partial<PrepareConfig> {
  engine?: string;
  prepare?: boolean;
  trustedPublishers?: readonly string[];
}

/** A seeded world: one clock, one network, any number of pages. */
export class World {
  readonly clock = new SimulatedClock();
  readonly random: Random;
  readonly network: SimulatedNetwork;
  readonly media: FakeMediaWorld;
  readonly pages: Page[] = [];
  #ids = 0;

  constructor(seed = 1, faults: Partial<NetworkFaults> = {}) {
    this.random = new Random(seed);
    this.network = new SimulatedNetwork(this.clock, this.random, faults);
    this.media = new FakeMediaWorld(this.clock);
  }

  /** Ids as random as the seed: which call wins a glare varies with it. */
  id(): string {
    return `${this.random.next().toString(36).slice(2, 8)}-${this.#ids++}`;
  }

  async page(userId: string, options: PageOptions = {}): Promise<Page> {
    const { engine = 'fake', prepare = true, trustedPublishers, ...config } = options;
    const clock = this.clock.view();
    const signal = this.network.client(userId, `${userId}/${this.#ids++}`);
    const capture = new FakeCapture(this.clock);
    const media = new FakeMedia(this.media, engine);
    const logs: Page['logs'] = [];
    const pushes: string[] = [];
    const client = new CallClient({
      userId,
      signal,
      media,
      capture,
      clock,
      createId: () => this.id(),
      log: (level, line) => logs.push({ level, line }),
      sendPush: ({ userId: to, text }) => void pushes.push(`${to}: ${text}`),
      ...(trustedPublishers ? { trustedPublishers } : {}),
    });
    const page: Page = { name: userId, client, signal, capture, media, clock, logs, states: [], events: [], errors: [], pushes, pairs: [] };
    client.addListener({
      onCallStateChanged: (state, reason, _text, info) => page.states.push({ state, reason, callId: info.callId }),
      onCallEventChanged: (event) => page.events.push(event),
      onCallError: (error) => page.errors.push(error.code),
      onCallConnected: () => page.pairs.push('connected'),
      onCallDisconnected: () => page.pairs.push('disconnected'),
    });
    this.pages.push(page);
    await signal.connect();
    if (prepare) await client.prepareForCall(config);
    return page;
  }

  advance(ms: number): Promise<void> {
    return this.clock.advance(ms);
  }

  settle(): Promise<void> {
    return settle();
  }
}

/** The state callbacks of a page as `state/reason`, for comparing with a list. */
export function trace(page: Page): string[] {
  return page.states.map(({ state, reason }) => `${state}/${reason}`);
}

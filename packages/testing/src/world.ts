import { CallClient } from '@call-elements/core';
import type { CallEvent, CallReason, CallState, LogLevel, PrepareConfig, Resumption } from '@call-elements/core';
import { FakeCapture } from './fake-capture.ts';
import { FakeMedia, FakeMediaWorld } from './fake-media.ts';
import { Random } from './random.ts';
import { SimulatedClock, settle } from './simulated-clock.ts';
import type { PageClock } from './simulated-clock.ts';
import { SimulatedNetwork } from './simulated-network.ts';
import type { NetworkFaults, SimulatedSignal } from './simulated-network.ts';

/** One page with one signed-in user: a whole client on simulated surroundings, and what it told its listeners. */
export interface Page {
  readonly name: string;
  /** Tells the pages of one user apart, for reading. */
  readonly label: string;
  readonly client: CallClient;
  readonly signal: SimulatedSignal;
  readonly capture: FakeCapture;
  readonly media: FakeMedia;
  readonly clock: PageClock;
  readonly states: { state: CallState; reason: CallReason; callId: string }[];
  readonly events: CallEvent[];
  readonly errors: string[];
  /** Who was called and not there, and what the push says. */
  readonly pushes: string[];
  readonly logs: { level: LogLevel; line: string }[];
  /** +1 for every onCallConnected, -1 for every onCallDisconnected. */
  readonly pairs: ('connected' | 'disconnected')[];
  /** The page is gone without a word. The others are told after `toldAfter` ms, or never. */
  crash(toldAfter?: number): void;
}

export interface PageOptions extends Partial<PrepareConfig> {
  engine?: string;
  prepare?: boolean;
  trustedPublishers?: readonly string[];
  /** Media meets in rooms, as on agora, instead of negotiating over signalling. */
  rooms?: boolean;
  resumption?: Resumption;
  label?: string;
  createId?: () => string;
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
    const { engine = 'fake', prepare = true, rooms = false, label = userId, trustedPublishers, resumption, createId = () => this.id(), ...config } = options;
    const clock = this.clock.view();
    const signal = this.network.client(userId, `${userId}/${this.#ids++}`);
    // Its prompts are no timers of the engine, and go with the page all the same.
    const prompts = this.clock.view();
    const capture = new FakeCapture(prompts);
    const media = new FakeMedia(this.media, engine, rooms);
    const logs: Page['logs'] = [];
    const pushes: string[] = [];
    const client = new CallClient({
      userId,
      signal,
      media,
      capture,
      clock,
      createId,
      log: (level, line) => logs.push({ level, line }),
      sendPush: ({ userId: to, text }) => void pushes.push(`${to}: ${text}`),
      ...(trustedPublishers ? { trustedPublishers } : {}),
      ...(resumption ? { resumption } : {}),
    });
    const crash = (toldAfter?: number): void => {
      if (toldAfter === undefined) this.network.vanish(signal);
      else this.network.crash(signal, toldAfter);
      for (const gone of [clock, prompts]) gone.stop();
      media.crash();
      capture.crash();
    };
    const page: Page = { name: userId, label, client, signal, capture, media, clock, logs, states: [], events: [], errors: [], pushes, pairs: [], crash };
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

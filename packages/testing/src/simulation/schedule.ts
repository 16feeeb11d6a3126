import { CallError } from '@call-elements/core';
import { Random } from '../random.ts';
import { settle } from '../simulated-clock.ts';
import type { NetworkFaults } from '../simulated-network.ts';
import { World } from '../world.ts';
import type { Page } from '../world.ts';
import { Rules, Violation } from './rules.ts';

const ACTIVE_MS = 20_000;
/** Longer than anything lasts that the engine does by itself. */
const REST_MS = 180_000;

export interface Outcome {
  readonly seed: number;
  readonly steps: number;
  /** What was done and when, for reading. */
  readonly trace: readonly string[];
  readonly violation?: string;
  readonly connected: number;
}

/** One seeded schedule: two clients, users who click at any moment, a network that is bad in its own way; the rules at every step. */
export async function runSchedule(seed: number): Promise<Outcome> {
  const random = new Random(seed);
  // On Agora nobody knows at first whether the peer has a native app. Its signalling loses nothing, so nothing is sent twice there.
  const agora = seed % 4 === 0;
  const world = new World(seed ^ 0x5bd1e995, { ...weather(random), ...(agora ? { drop: 0, refuse: 0 } : {}) });
  const rules = new Rules(world);
  const trace: string[] = [];
  const names = agora ? ['1001', '1002'] : ['alice', 'bob'];
  const pages: Page[] = [];
  for (const name of names) pages.push(await world.page(name, { ...(agora ? { engine: 'agora' } : {}), callTimeout: random.pick([3_000, 8_000, 15_000]), firstFrameWaitDisabled: random.chance(0.1), earlyMedia: random.pick(['receive', 'receive', 'receive', 'warm', 'none']) }));
  if (random.chance(0.15)) world.media.broken = () => random.chance(0.3);
  for (const page of pages) arrange(page, random);
  const unsettled = new Set<string>();
  const users = new Users(world, random, trace, unsettled, rules);
  let steps = 0;
  const run = async (until: number): Promise<void> => {
    while (world.clock.step(until)) {
      await settle();
      rules.check();
      steps++;
    }
  };
  let violation: string | undefined;
  try {
    users.plan(ACTIVE_MS);
    await run(ACTIVE_MS);
    heal(world);
    rules.troubled();
    await run(ACTIVE_MS + REST_MS);
    rules.checkAtRest();
    if (unsettled.size > 0) throw new Violation(`never settled: ${[...unsettled].join(', ')}`);
  } catch (error) {
    violation = `${String(error)} at ${Math.round(world.clock.now())} ms`;
  }
  const connected = pages.reduce((sum, page) => sum + page.pairs.filter((kind) => kind === 'connected').length, 0);
  return { seed, steps, trace, connected, ...(violation ? { violation } : {}) };
}

function weather(random: Random): NetworkFaults {
  const bad = random.chance(0.7);
  return {
    drop: bad ? random.between(0, 0.35) : 0,
    duplicate: bad ? random.between(0, 0.3) : 0,
    refuse: random.chance(0.2) ? random.between(0, 0.3) : 0,
    minDelay: 5,
    // Up to two seconds: messages overtake each other, and calls.
    maxDelay: random.pick([10, 100, 400, 2_000]),
  };
}

function arrange(page: Page, random: Random): void {
  page.capture.granted = random.chance(0.5);
  page.capture.delay = random.pick([0, 30, 500, 4_000]);
  if (random.chance(0.15)) page.capture.refuse.video = new CallError('permissionDenied', 'refused');
  if (random.chance(0.1)) page.capture.refuse.audio = new CallError('deviceNotFound', 'none');
}

function heal(world: World): void {
  world.network.faults = { ...world.network.faults, drop: 0, duplicate: 0, refuse: 0 };
  for (const { signal } of world.pages) if (signal.state === 'reconnecting') signal.setState('online');
}

/** Two people who cannot keep their hands off the buttons, and the network's own whims. */
class Users {
  readonly #world: World;
  readonly #random: Random;
  readonly #trace: string[];
  readonly #unsettled: Set<string>;
  readonly #rules: Rules;

  constructor(world: World, random: Random, trace: string[], unsettled: Set<string>, rules: Rules) {
    this.#rules = rules;
    this.#world = world;
    this.#random = random;
    this.#trace = trace;
    this.#unsettled = unsettled;
  }

  plan(until: number): void {
    // Some days are quiet: nobody's next click repairs what went wrong.
    const count = this.#random.chance(0.4) ? 3 : 4 + Math.floor(this.#random.next() * 20);
    for (let i = 0; i < count; i++) {
      this.#world.clock.schedule(this.#random.between(0, until), () => this.#act());
    }
    // Both dial in the same moment more often than chance would have it.
    if (this.#random.chance(0.3)) {
      const at = this.#random.between(0, until / 2);
      for (const page of this.#world.pages) this.#world.clock.schedule(at + this.#random.between(0, 30), () => this.#dial(page));
    }
  }

  #act(): void {
    const random = this.#random;
    const page = random.pick(this.#world.pages);
    const { client, signal } = page;
    const { state, call } = client.getState();
    if (random.chance(0.05)) return this.#outage(page);
    if (random.chance(0.05)) return this.#mediaFault(page);
    if (signal.state !== 'online') return;
    if (state === 'prepared') return this.#dial(page);
    if (state === 'calling' && call?.direction === 'incoming') {
      return random.chance(0.75) ? this.#do(page, 'accept', () => client.accept({ camera: random.chance(0.8) })) : this.#do(page, 'reject', () => client.reject());
    }
    if (state === 'calling') return this.#do(page, 'cancel', () => client.cancelCall());
    const clicks: [string, () => Promise<unknown>][] = [
      ['hangup', () => client.hangup()],
      ['microphone off', () => client.setMicrophone(false)],
      ['microphone on', () => client.setMicrophone(true)],
      ['camera off', () => client.setCamera(false)],
      ['camera on', () => client.setCamera(true)],
      // In the same tick: nothing may be left over from the old call.
      ['hangup and dial', () => client.hangup().then(() => client.call(this.#other(page)))],
    ];
    const [name, click] = random.pick(clicks);
    this.#do(page, name, click);
  }

  #other(page: Page): string {
    return this.#world.pages.find((other) => other !== page)!.name;
  }

  #dial(page: Page): void {
    this.#do(page, 'dial', () => page.client.call(this.#other(page), { type: this.#random.chance(0.7) ? 'video' : 'audio' }));
  }

  #do(page: Page, what: string, act: () => Promise<unknown>): void {
    this.#note(page, what);
    const label = `${page.name} ${what} #${this.#trace.length}`;
    this.#unsettled.add(label);
    // Being refused is an answer too: clicks come at the wrong moment all the time.
    const settled = () => void this.#unsettled.delete(label);
    act().then(settled, settled);
  }

  #outage(page: Page): void {
    if (page.signal.state !== 'online') return;
    this.#note(page, 'signalling lost');
    this.#rules.troubled();
    page.signal.setState('reconnecting');
    this.#world.clock.schedule(this.#random.between(100, 5_000), () => {
      this.#rules.troubled();
      if (page.signal.state === 'reconnecting') page.signal.setState('online');
    });
  }

  #mediaFault(page: Page): void {
    const connection = page.media.opened.at(-1);
    if (!connection?.isOpen || connection.state.phase !== 'connected') return;
    this.#note(page, 'media lost');
    connection.fault({ phase: 'reconnecting', peer: 'dropped' });
    this.#world.clock.schedule(this.#random.between(500, 30_000), () => connection.fault({ phase: 'connected', peer: 'here' }));
  }

  #note(page: Page, what: string): void {
    this.#rules.disturbed();
    this.#trace.push(`${Math.round(this.#world.clock.now()).toString().padStart(6)} ms  ${page.name}: ${what} (${page.client.getState().state})`);
  }
}

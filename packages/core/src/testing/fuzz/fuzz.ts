import { Random, World } from '@call-elements/testing';
import type { Page } from '@call-elements/testing';
import { resumption } from '../../resume.ts';
import { decode } from '../../wire/decode.ts';
import { Mutator } from './mutator.ts';
import type { Address } from './mutator.ts';

/** Messages of one round. */
export const ROUND = 1_000;
/** Longer than anything lasts that the engine does by itself. */
const REST_MS = 200_000;

export interface Outcome {
  readonly messages: number;
  /** How many of them the decoder let through. */
  readonly read: number;
  /** How many changed the state of a call; only the peer's may. */
  readonly moved: number;
}

class Violation extends Error {}

/**
 * A call, and a great many mutated messages: of its peer, of a stranger, and of the user's own account. Nothing may throw, nobody but the
 * peer may change anything, and when it is over nothing may be left, and another call must work. Throws what was wrong.
 */
export async function fuzzRound(seed: number, recorded: readonly string[], messages = ROUND): Promise<Outcome> {
  const round = new Round(seed, recorded);
  try {
    return await round.run(messages);
  } catch (error) {
    throw new Violation(`seed ${seed}: ${(error as Error).message}${round.last ? `\nafter ${round.last}` : ''}`, { cause: error });
  }
}

class Round {
  /** The latest message, and who sent it to whom. */
  last = '';
  readonly #random: Random;
  readonly #world: World;
  readonly #mutator: Mutator;
  readonly #peerSends: boolean;
  readonly #stranger: string;
  readonly #names: readonly [string, string];
  readonly #engine: string;
  readonly #unsettled = new Set<string>();
  #pages: readonly Page[] = [];
  #clicks = 0;

  constructor(seed: number, recorded: readonly string[]) {
    this.#random = new Random(seed);
    this.#world = new World(seed ^ 0x2545f491);
    this.#mutator = new Mutator(recorded, this.#random);
    this.#peerSends = (seed & 4) > 0;
    const agora = (seed & 2) > 0;
    this.#names = agora ? ['1001', '1002'] : ['alice', 'bob'];
    this.#stranger = agora ? '6666' : 'mallory';
    this.#engine = agora ? 'agora' : 'fake';
  }

  async run(messages: number): Promise<Outcome> {
    const [alice, bob] = this.#names;
    const earlyMedia = this.#random.pick(['receive', 'none', 'warm', 'full'] as const);
    const options = { engine: this.#engine, ...(this.#random.chance(0.5) ? { resumption } : {}) };
    this.#pages = [await this.#world.page(alice, options), await this.#world.page(bob, { ...options, earlyMedia })];
    await this.#world.network.client(this.#stranger).connect();
    await this.#arrange();
    const were = this.#pages.map(traces);
    const outcome = { messages, read: 0, moved: 0 };
    for (let sent = 1; sent <= messages; sent++) {
      this.#send(outcome);
      if (sent % 20 === 0) await this.#goOn();
    }
    // Without a call, a stranger may ring like anybody.
    if (!this.#peerSends && were[0]![0] !== 'prepared') this.#pages.forEach((page, index) => same(page, 'is changed by a stranger', traces(page), were[index]!));
    await this.#finish();
    await this.#callAgain();
    await this.#finish();
    return outcome;
  }

  /** A call in one of its states, or none. */
  async #arrange(): Promise<void> {
    const [alice, bob] = this.#pages as [Page, Page];
    const upTo = this.#random.pick(['prepared', 'calling', 'connecting', 'connected'] as const);
    if (upTo === 'prepared') return;
    this.#do('call', alice.client.call(bob.name, { type: this.#random.pick(['audio', 'video']) }));
    await this.#world.advance(300);
    if (upTo === 'calling') return;
    // Without media it stays on the way.
    if (upTo === 'connecting') for (const page of this.#pages) page.media.opened.at(-1)?.fault({ received: { audio: false, video: false } });
    if (upTo === 'connecting') this.#world.media.latency = 60_000;
    this.#do('accept', bob.client.accept());
    await this.#world.advance(500);
  }

  #send(outcome: { read: number; moved: number }): void {
    const random = this.#random;
    const page = random.pick(this.#pages);
    const peer = this.#pages.find((other) => other !== page)!;
    const from = this.#peerSends ? random.pick([peer.name, peer.name, this.#stranger]) : random.pick([this.#stranger, this.#stranger, page.name]);
    const text = this.#mutator.next(this.#address(page, peer, from));
    this.last = `${from} → ${page.name}: ${text.slice(0, 2_000)}`;
    if (wasRead(text)) outcome.read++;
    const before = page.client.getState();
    const may = mayChange(page, from, text);
    page.signal.hear(text, from, random.chance(0.05) ? { ageMs: random.next() * 30_000, queued: random.chance(0.5) } : {});
    // A peer has the media connection as well.
    if (may && from === peer.name && random.chance(0.05)) page.media.opened.at(-1)?.options.told(random.chance(0.9) ? text : (this.#mutator as never));
    if (page.client.getState() === before) return;
    outcome.moved++;
    if (!may) throw new Violation(`${page.name} went from ${before.state} to ${page.client.getState().state} by a message of somebody else`);
  }

  /** A stranger says who it is, or that it is the peer. */
  #address(page: Page, peer: Page, from: string): Address {
    const { lastCall } = page.client.getState();
    const id = page.client.getCallId();
    return {
      callId: id || 'none',
      from: this.#random.chance(0.5) ? peer.name : from,
      to: page.name,
      fromDevice: peer.signal.device!,
      toDevice: page.signal.device!,
      others: [lastCall?.callId ?? 'earlier', this.#stranger, 'other-device', `${id}x`, id.toUpperCase()],
    };
  }

  /** Time passes, and the users do what users do. */
  async #goOn(): Promise<void> {
    const { network } = this.#world;
    network.sent.length = 0;
    await this.#world.advance(this.#peerSends ? this.#random.between(0, 60) : 1);
    if (!this.#peerSends) return;
    for (const page of this.#pages) this.#click(page);
  }

  #click({ name, client }: Page): void {
    const random = this.#random;
    const { state, call } = client.getState();
    const rings = state === 'calling' && call?.direction === 'incoming';
    if (!call) return random.chance(0.5) ? this.#do('call', client.call(this.#names.find((other) => other !== name)!)) : undefined;
    if (rings && random.chance(0.3)) return this.#do('accept', client.accept());
    const clicks: [string, () => Promise<unknown>][] = [
      ['hangup', () => client.hangup()],
      ['camera', () => client.setCamera(random.chance(0.5))],
      ['camera', () => client.setCamera(random.chance(0.5))],
      ['type', () => client.switchType(random.pick(['audio', 'video']))],
      ['type', () => client.switchType(random.pick(['audio', 'video']))],
    ];
    const [what, click] = random.pick(clicks);
    if (random.chance(0.25)) this.#do(what, click());
  }

  /** Being refused is an answer; hearing nothing is none. */
  #do(what: string, promise: Promise<unknown>): void {
    const label = `${what} #${++this.#clicks}`;
    this.#unsettled.add(label);
    const settled = (): void => void this.#unsettled.delete(label);
    promise.then(settled, settled);
  }

  /** Everybody hangs up; then nothing may be left. */
  async #finish(): Promise<void> {
    this.#world.media.latency = 20;
    for (const { client } of this.#pages) if (client.getState().call) this.#do('hangup', client.hangup());
    await this.#world.advance(REST_MS);
    for (const { client } of this.#pages) if (client.getState().call) this.#do('hangup', client.hangup());
    await this.#world.advance(REST_MS);
    for (const page of this.#pages) this.#expectNothingLeft(page);
    if (this.#unsettled.size > 0) throw new Violation(`never settled: ${[...this.#unsettled].join(', ')}`);
  }

  #expectNothingLeft({ name, client, media, capture, clock, logs, pairs }: Page): void {
    const { state, call } = client.getState();
    const error = logs.find(({ level }) => level === 'error');
    if (error) throw new Violation(`${name} logged: ${error.line}`);
    if (state !== 'prepared' || call) throw new Violation(`${name} is still ${state}`);
    if (media.openCount > 0) throw new Violation(`${name} has ${media.openCount} connections left`);
    if (capture.live > 0) throw new Violation(`${name} has ${capture.live} tracks left`);
    if (clock.pending > 0) throw new Violation(`${name} has ${clock.pending} timers left`);
    if (media.opened.some(({ sentBeforeAccept }) => sentBeforeAccept)) throw new Violation(`${name} sent media before it accepted`);
    pairs.forEach((kind, index) => {
      if ((kind === 'connected') !== (index % 2 === 0)) throw new Violation(`${name} heard ${pairs.join(', ')}`);
    });
    if (pairs.length % 2 === 1) throw new Violation(`${name} never heard of the end`);
  }

  async #callAgain(): Promise<void> {
    this.last = '';
    const [alice, bob] = this.#pages as [Page, Page];
    await alice.client.call(bob.name);
    await this.#world.advance(300);
    this.#do('accept', bob.client.accept());
    await this.#world.advance(2_000);
    for (const { name, client } of this.#pages) if (client.getState().state !== 'connected') throw new Violation(`${name} is ${client.getState().state} in another call`);
  }
}

/** What strangers must leave alone. */
function traces({ client, states, events, errors, media, capture }: Page): readonly unknown[] {
  const { state, call } = client.getState();
  return [state, call?.callId, states.length, events.length, errors.length, media.opened.length, capture.tracks.length];
}

function same(page: Page, what: string, is: readonly unknown[], was: readonly unknown[]): void {
  if (JSON.stringify(is) !== JSON.stringify(was)) throw new Violation(`${page.name} ${what}: ${JSON.stringify(was)} became ${JSON.stringify(is)}`);
}

/** Whether this sender may change anything at that page with this: told apart as simply as can be, and not by the code that is tested. */
function mayChange({ client, name }: Page, from: string, text: string): boolean {
  const { call } = client.getState();
  if (from === name) return false;
  if (call) return call.remoteUserId === from;
  // Whoever has an account may call, in its own name.
  return text.includes('fromRoomId') && text.includes(from);
}

function wasRead(text: string): boolean {
  const decoded = decode(text);
  if (!('message' in decoded)) {
    if (typeof decoded.problem !== 'string' || decoded.problem === '') throw new Violation('the decoder gave no reason');
    return false;
  }
  const { callId, fromUserId, messageId, kit } = decoded.message;
  const isId = (value: unknown) => typeof value === 'string' && value.length <= 64;
  const isCount = (value: unknown) => value === undefined || (Number.isSafeInteger(value) && (value as number) >= 0);
  const good = isId(callId) && isId(fromUserId) && fromUserId !== '' && [messageId, kit?.seq, kit?.receipt, kit?.ring].every(isCount) && [kit?.to, kit?.winner, kit?.device].every((id) => id === undefined || isId(id));
  if (!good) throw new Violation('the decoder let something through that is out of bounds');
  return true;
}

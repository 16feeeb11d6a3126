import { CallError } from '@call-elements/core';
import { resumption } from '@call-elements/core/resume';
import { FakeMedia } from '../fake-media.ts';
import { NativeApp } from '../native-app.ts';
import { openRoom } from '../native-room.ts';
import { Random } from '../random.ts';
import type { PageClock } from '../simulated-clock.ts';
import type { SimulatedSignal } from '../simulated-network.ts';
import { World } from '../world.ts';
import type { Page } from '../world.ts';
import { Fates } from './fates.ts';
import type { Device, Schedule } from './schedule.ts';

export const SERVER = 'server';
export const MALLORY = '6666';

/** How long the local backend takes to notice that a tab is gone. */
const NOTICED_MS = 60;

/** One device of the cast, and what is on it now: nothing after a crash. */
export interface Actor {
  readonly device: Device;
  /** For reading: the user, and which of the user's devices it is when there are several. */
  readonly name: string;
  page?: Page;
  app?: NativeApp;
  signal?: SimulatedSignal;
  /** How far its wall clock is off by now. */
  skew: number;
}

/** The world of one schedule, with everybody in it. */
export class Stage {
  readonly schedule: Schedule;
  readonly world: World;
  readonly fates: Fates;
  readonly actors: readonly Actor[];
  readonly server: SimulatedSignal;
  readonly mallory: SimulatedSignal;
  /** Called for every page and app that is opened. */
  onOpen: ((actor: Actor) => void) | undefined;
  readonly #ids: Random;
  readonly #appClocks = new Map<NativeApp, PageClock>();
  #count = 0;

  constructor(schedule: Schedule) {
    this.schedule = schedule;
    const { seed, setup, fates } = schedule;
    this.world = new World(seed);
    this.#ids = new Random(seed ^ 0x2545f491);
    this.fates = new Fates(seed, setup.weather, fates);
    const { network, media } = this.world;
    network.fate = ({ from, to }) => this.fates.of(from, to).fate;
    network.certain = setup.backend === 'local';
    network.stores = setup.backend === 'store';
    media.latency = setup.media.latency;
    const luck = new Random(seed ^ 0x6c078965);
    if (setup.media.broken > 0) media.broken = () => luck.chance(setup.media.broken);
    const users = setup.devices.map(({ user }) => user);
    this.actors = setup.devices.map((device, index) => {
      const nth = users.slice(0, index + 1).filter((user) => user === device.user).length;
      return { device, name: nth > 1 ? `${device.user}/${nth}` : device.user, skew: device.skew ?? 0 };
    });
    this.server = network.client(SERVER);
    this.mallory = network.client(MALLORY);
  }

  /** Ids as random as the seed: which call wins a glare varies with it. */
  id(): string {
    return `${Math.floor(this.#ids.next() * 36 ** 4).toString(36)}-${++this.#count}`;
  }

  async begin(): Promise<void> {
    await this.server.connect();
    await this.mallory.connect();
    for (const actor of this.actors) await this.open(actor);
  }

  async open(actor: Actor): Promise<void> {
    if (actor.device.kind === 'kit') actor.page = await this.#openPage(actor.device, actor);
    else await this.#openApp(actor);
    actor.signal = actor.page?.signal ?? actor.signal;
    this.onOpen?.(actor);
  }

  async #openPage({ user, ring, eager = false, early = 'receive', granted = false, prompt = 0, refused = [], resumes = false }: Device, { name: label, skew }: Actor): Promise<Page> {
    const rooms = this.schedule.setup.backend === 'rtm';
    const page = await this.world.page(user, {
      engine: rooms ? 'agora' : 'fake',
      rooms,
      label,
      ...(resumes ? { resumption } : {}),
      createId: () => this.id(),
      trustedPublishers: [SERVER],
      callTimeout: ring,
      firstFrameWaitDisabled: eager,
      earlyMedia: early,
    });
    page.clock.skew = skew;
    page.capture.granted = granted;
    page.capture.delay = prompt;
    if (refused.includes('video')) page.capture.refuse.video = new CallError('permissionDenied', 'refused');
    if (refused.includes('audio')) page.capture.refuse.audio = new CallError('deviceNotFound', 'none');
    return page;
  }

  async #openApp(actor: Actor): Promise<void> {
    const { user, kind, ring, eager = false, early } = actor.device;
    const { network, clock: time, media: rooms } = this.world;
    const signal = network.client(user);
    const clock = time.view();
    const media = new FakeMedia(rooms, 'agora', true);
    const app = new NativeApp({
      uid: Number(user),
      platform: kind === 'android' ? 'android' : 'ios',
      callTimeoutMillisecond: ring,
      firstFrameWaittingDisabled: eager,
      canJoinRtcOnCalling: early === 'full',
      hangsUpOnRemoteLeft: true,
      createId: () => this.id(),
      wallTime: () => clock.wallTime(),
      schedule: (ms, run) => clock.schedule(ms, run),
      send: (to, text) => signal.sendMessage(to, text),
      join: (room) => openRoom(media, user, room),
    });
    this.#appClocks.set(app, clock);
    signal.addListener({ onMessageReceive: (text) => app.receive(text) });
    await signal.connect();
    actor.app = app;
    actor.signal = signal;
  }

  /** What is on this device vanishes without a word. */
  crash(actor: Actor): void {
    const told = this.schedule.setup.backend === 'local' ? NOTICED_MS : undefined;
    if (actor.page) actor.skew = actor.page.clock.skew;
    actor.page?.crash(told);
    if (actor.app) {
      this.#appClocks.get(actor.app)?.stop();
      this.world.network.vanish(actor.signal!);
      actor.app.close();
    }
    actor.page = undefined;
    actor.app = undefined;
  }

  get pages(): Page[] {
    const pages: Page[] = [];
    for (const { page } of this.actors) if (page) pages.push(page);
    return pages;
  }

  actorOf(page: Page): Actor | undefined {
    return this.actors.find((actor) => actor.page === page);
  }

  /** Whether this user has one of CallAPI's own apps. */
  isNative(user: string): boolean {
    return this.schedule.setup.devices.some((device) => device.user === user && device.kind !== 'kit');
  }
}

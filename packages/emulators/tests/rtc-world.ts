import { startEmulators } from '@call-elements/emulators';
import type { Emulators } from '@call-elements/emulators';
import type { PageOptions } from './rtc-page.ts';
import { RtcStage } from './rtc-stage.ts';
import type { RtcUser } from './rtc-stage.ts';

/** Short, so that no test has to wait for it long. */
const GRACE_MS = 2000;

/** Emulators and a browser for the tests of one suite, which calls it where `before` may be called. Between tests everything is undone. */
export class RtcWorld {
  #emulators?: Emulators;
  #policy?: Emulators['rtc']['policy'];
  #stage?: RtcStage;
  #rooms = 0;

  constructor() {
    before(async () => {
      this.#emulators = await startEmulators({ certificate: 'fedcba9876543210fedcba9876543210' });
      this.#policy = { ...this.rtc.policy, graceMs: GRACE_MS };
      Object.assign(this.rtc.policy, this.#policy);
      this.#stage = await RtcStage.open(this.#emulators);
    });
    after(async () => {
      await this.#stage?.close();
      await this.#emulators?.close();
    });
    afterEach(() => this.#reset());
  }

  get rtc(): Emulators['rtc'] {
    return this.#emulators!.rtc;
  }

  token(...[channel, uid, options]: Parameters<Emulators['buildRtcToken']>): string {
    return this.#emulators!.buildRtcToken(channel, uid, options);
  }

  /** A channel that no other test uses. */
  room(): string {
    return `room${++this.#rooms}`;
  }

  /** A client in a window of its own, not joined. With a token that is good, unless another is given. */
  open(channel: string, uid: number | string, options: Partial<PageOptions> = {}): Promise<RtcUser> {
    return this.#stage!.openUser({ appId: this.#emulators!.appId, channel, uid, token: this.token(channel, uid), ...options });
  }

  async join(channel: string, uid: number | string, options: Partial<PageOptions> = {}): Promise<RtcUser> {
    const user = await this.open(channel, uid, options);
    await succeeded(user.do('join'));
    return user;
  }

  /** Alice and Bob, uids 1 and 2, joined. */
  aliceAndBob(channel: string, options: Partial<PageOptions> = {}): Promise<[RtcUser, RtcUser]> {
    return Promise.all([this.join(channel, 1, options), this.join(channel, 2, options)]);
  }

  /** Alice and Bob in a call with picture and sound, in both directions. What happened so far is forgotten. */
  async call(channel: string): Promise<[RtcUser, RtcUser]> {
    const pair = await this.aliceAndBob(channel);
    await Promise.all(pair.map((user) => succeeded(user.do('publish'))));
    await flows(...pair);
    await Promise.all(pair.map((user) => user.clearEvents()));
    return pair;
  }

  /** The emulators end, and others take their place. */
  async restart(): Promise<void> {
    await this.#emulators!.close();
    this.#emulators = await startEmulators(this.#emulators!.options);
  }

  async #reset(): Promise<void> {
    const { rtc } = this;
    rtc.sockets.heal();
    rtc.media.heal();
    rtc.accessPoint = 'up';
    rtc.releaseHolds();
    Object.assign(rtc.policy, this.#policy);
    await this.#stage!.closeUsers();
  }
}

/** Each sees the other move, and hears the other. */
export async function flows(alice: RtcUser, bob: RtcUser): Promise<void> {
  const pairs = [[alice, bob.uid!], [bob, alice.uid!]] as const;
  await Promise.all(pairs.flatMap(([user, other]) => [user.sees(other), user.hears(other)]));
}

export async function succeeded(result: Promise<string>): Promise<void> {
  const text = await result;
  if (text !== 'ok') throw new Error(text);
}

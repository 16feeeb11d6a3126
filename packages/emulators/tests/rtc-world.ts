import type { Emulators } from '@call-elements/emulators';
import type { PageOptions } from './rtc-page.ts';
import { RtcUser } from './rtc-user.ts';
import { World } from './world.ts';

interface PairOptions extends Partial<PageOptions> {
  readonly uids?: readonly [number, number];
}

export class RtcWorld extends World {
  #rooms = 0;

  constructor() {
    super({ sdk: 'agora-rtc-sdk-ng', module: 'rtc-page.ts', globalName: 'rtcPage' });
  }

  get rtc(): Emulators['rtc'] {
    return this.emulators.rtc;
  }

  token(...[channel, uid, options]: Parameters<Emulators['tokens']['rtc']>): string {
    return this.emulators.tokens.rtc(channel, uid, options);
  }

  /** A channel that no other test uses. */
  room(): string {
    return `room${++this.#rooms}`;
  }

  /** A client in a window of its own, not joined. With a token that is good, unless another is given. */
  async open(channel: string, uid: number | string, options: Partial<PageOptions> = {}): Promise<RtcUser> {
    const page = await this.stage.openPage();
    const all = { appId: this.emulators.appId, channel, uid, token: this.token(channel, uid), ...options };
    await page.evaluate((given) => window.rtcPage.setUp(given), all);
    return new RtcUser(page, all.uid);
  }

  async join(channel: string, uid: number | string, options: Partial<PageOptions> = {}): Promise<RtcUser> {
    const user = await this.open(channel, uid, options);
    await succeeded(user.do('join'));
    return user;
  }

  /** Alice and Bob, joined: 1 and 2, or others. */
  aliceAndBob(channel: string, { uids: [one, other] = [1, 2], ...options }: PairOptions = {}): Promise<[RtcUser, RtcUser]> {
    return Promise.all([this.join(channel, one, options), this.join(channel, other, options)]);
  }

  /** Alice and Bob in a call with picture and sound, in both directions. What happened so far is forgotten. */
  async call(channel: string, options: PairOptions = {}): Promise<[RtcUser, RtcUser]> {
    const pair = await this.aliceAndBob(channel, options);
    await Promise.all(pair.map((user) => succeeded(user.do('publish'))));
    await flows(...pair);
    await Promise.all(pair.map((user) => user.clearEvents()));
    return pair;
  }

  protected override prepare(): void {
    // No test should have to wait long for it.
    this.rtc.policy.graceMs = 2000;
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

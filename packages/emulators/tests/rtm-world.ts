import { expect } from 'chai';
import { startEmulators } from '@call-elements/emulators';
import type { Emulators } from '@call-elements/emulators';
import type { PageOptions } from './rtm-page.ts';
import { Stage } from './rtm-stage.ts';
import type { RtmUser } from './rtm-stage.ts';

/** The SDK's numbers. */
export const ERRORS = {
  invalidToken: -10005,
  tokenExpired: -10009,
  notAuthorized: -10015,
  notConnected: -10025,
  noAnswer: -11026,
  peerOffline: -11033,
  noPermission: -11039,
} as const;

/** Emulators and a browser for the tests of one suite, which call it where `before` may be called. Between tests everything is undone. */
export class RtmWorld {
  #emulators?: Emulators;
  #stage?: Stage;
  #users: RtmUser[] = [];

  constructor() {
    before(async () => {
      this.#emulators = await startEmulators({ certificate: 'fedcba9876543210fedcba9876543210' });
      this.#stage = await Stage.open(this.#emulators);
    });
    after(async () => {
      await this.#stage?.close();
      await this.#emulators?.close();
    });
    afterEach(() => this.#reset());
  }

  get emulators(): Emulators {
    return this.#emulators!;
  }

  /** A client in a page of its own, not logged in; with a good token, unless another is given. */
  async open(userId: string, options: Partial<PageOptions> = {}): Promise<RtmUser> {
    const { appId, tokens } = this.emulators;
    const user = await this.#stage!.openUser({ appId, userId, token: tokens.rtm(userId), ...options });
    this.#users.push(user);
    return user;
  }

  async logIn(userId: string, options: Partial<PageOptions> = {}): Promise<RtmUser> {
    const user = await this.open(userId, options);
    expect(await user.login()).to.equal('ok');
    return user;
  }

  aliceAndBob(options: Partial<PageOptions> = {}): Promise<[RtmUser, RtmUser]> {
    return Promise.all([this.logIn('alice', options), this.logIn('bob', options)]);
  }

  /** The emulators end, and others take their place. */
  async restart(): Promise<void> {
    await this.emulators.close();
    this.#emulators = await startEmulators(this.emulators.options);
  }

  async #reset(): Promise<void> {
    const users = this.#users;
    this.#users = [];
    await Promise.all(users.map(({ page }) => page.close()));
    const { rtm, clock } = this.emulators;
    rtm.sockets.heal();
    rtm.messages.clear();
    Object.assign(rtm, { accessPoint: 'up', joinCode: undefined });
    Object.assign(rtm.policy, { acks: 'receiver', away: 'offline' });
    clock.skewMs = 0;
  }
}

import { expect } from 'chai';
import type { PageOptions } from './rtm-page.ts';
import { RtmUser } from './rtm-user.ts';
import { World } from './world.ts';

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

export class RtmWorld extends World {
  constructor() {
    super({ sdk: 'agora-rtm-sdk', module: 'rtm-page.ts', globalName: 'rtmPage' });
  }

  /** A client in a page of its own, not logged in; with a good token, unless another is given. */
  async open(userId: string, options: Partial<PageOptions> = {}): Promise<RtmUser> {
    const { appId, tokens } = this.emulators;
    const page = await this.stage.openPage();
    await page.evaluate((given) => window.rtmPage.setUp(given), { appId, userId, token: tokens.rtm(userId), ...options });
    return new RtmUser(page);
  }

  async logIn(userId: string, options: Partial<PageOptions> = {}): Promise<RtmUser> {
    const user = await this.open(userId, options);
    expect(await user.login()).to.equal('ok');
    return user;
  }

  aliceAndBob(options: Partial<PageOptions> = {}): Promise<[RtmUser, RtmUser]> {
    return Promise.all([this.logIn('alice', options), this.logIn('bob', options)]);
  }
}

import { expect } from 'chai';
import type { EasemobService } from '@call-elements/emulators';
import type { Credential } from './easemob-page.ts';
import { EasemobUser } from './easemob-user.ts';
import { World } from './world.ts';

/** The SDK's numbers. */
export const ERRORS = {
  authFailed: 2,
  gaveUp: 16,
  badPassword: 17,
  badToken: 28,
  unauthorized: 52,
  tokenExpired: 56,
  forbidden: 57,
  userNotFound: 204,
  signedInElsewhere: 206,
  removed: 207,
  tooManyDevices: 214,
  passwordChanged: 216,
  kickedByOther: 217,
  busy: 500,
  connectionLost: 510,
  noAck: 512,
  blocked: 603,
} as const;

export class EasemobWorld extends World {
  constructor() {
    super({ sdk: 'easemob-websdk', module: 'easemob-page.ts', globalName: 'easemobPage' });
  }

  get easemob(): EasemobService {
    return this.emulators.easemob;
  }

  /** A connection in a page of its own, which is not open yet. It finds Easemob as any page does, unless it is told where. */
  async open(userId: string, connection: Readonly<Record<string, unknown>> = {}): Promise<EasemobUser> {
    const page = await this.stage.openPage();
    const options = { appKey: this.emulators.appKey, https: true, delivery: true, autoReconnectNumMax: 1000, ...connection };
    await page.evaluate((given) => window.easemobPage.setUp(given), { userId, connection: options });
    return new EasemobUser(page);
  }

  /** With a good token, unless another is given. */
  async logIn(userId: string, { credential = { accessToken: this.easemob.tokenFor(userId) }, ...connection }: { credential?: Credential; [option: string]: unknown } = {}): Promise<EasemobUser> {
    const user = await this.open(userId, connection);
    expect(await user.open(credential)).to.equal('ok');
    return user;
  }

  aliceAndBob(): Promise<[EasemobUser, EasemobUser]> {
    return Promise.all([this.logIn('alice'), this.logIn('bob')]);
  }
}

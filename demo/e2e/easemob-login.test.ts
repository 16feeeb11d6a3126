import { expect } from 'chai';
import type { Page, Route } from 'playwright-core';
import { agora, bothEnd, easemob, openPair, openPhone, openPhoneAnyway, over } from './harness.ts';
import { connect } from './phone.ts';
import type { Phone } from './phone.ts';
import { EASEMOB } from './transports.ts';

const PATIENCE = 60_000;
const ALICE = { user: 'alice', to: 'bob' };
const BOB = { user: 'bob', to: 'alice' };

/** Set before the element is defined, as a page of one's own does. */
const withPassword = (password: string) => (page: Page) =>
  page.addInitScript((signalOptions) => {
    new MutationObserver((_, observer) => {
      const provider = document.querySelector('call-provider');
      if (!provider) return;
      observer.disconnect();
      Object.assign(provider, { signalOptions });
    }).observe(document, { childList: true, subtree: true });
  }, { password });

/** The token endpoint hands out these, one after the other, and then the last. */
const handingOut = (...tokens: string[]) => (page: Page) =>
  page.route('**/tokens', (route: Route) => route.fulfill({ json: { easemobToken: tokens.length > 1 ? tokens.shift() : tokens[0] } }));

const stateOf = ({ page }: Phone): Promise<string | undefined> => page.evaluate(() => window.probe.state());

async function hangUp(alice: Phone, bob: Phone, { unheard = false } = {}): Promise<void> {
  await alice.press('Hang up');
  await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup'], { unheard });
}

over([EASEMOB], () => {
  describe('signing in to Easemob', function () {
    this.timeout(2 * PATIENCE);

    it('with passwords', async () => {
      easemob().policy.accounts = 'registered';
      for (const user of ['alice', 'bob']) easemob().register(user, `secret of ${user}`);
      const [alice, bob] = await Promise.all([ALICE, BOB].map((options) => openPhone({ ...options, 'token-endpoint': undefined }, withPassword(`secret of ${options.user}`))));
      await connect(alice!, bob!);
      await hangUp(alice!, bob!);
    });

    it('with a bad password: nobody signs in, and the page is told', async () => {
      easemob().register('alice', 'secret');
      const alice = await openPhoneAnyway(ALICE, withPassword('wrong'));
      await alice.untilError('tokenFailed', PATIENCE);
      expect(await stateOf(alice)).to.equal('idle');
    });

    for (const how of ['password', 'token']) {
      it(`as somebody who does not exist, by ${how}: the page is told, once and for all`, async () => {
        easemob().policy.accounts = 'registered';
        const alice = await openPhoneAnyway(ALICE, how === 'password' ? withPassword('secret') : handingOut(easemob().tokenFor('alice')));
        await alice.untilError('invalidArgument', PATIENCE);
        expect(await stateOf(alice)).to.equal('idle');
      });
    }

    it('with a token that has expired: with another one', async () => {
      const alice = await openPhone(ALICE, handingOut(easemob().tokenFor('alice', { expiresIn: -1 }), easemob().tokenFor('alice')));
      await connect(alice, await openPhone(BOB));
      expect(await alice.errors()).to.deep.equal([]);
    });

    it('with nothing but tokens that have expired: nobody signs in, and the page is told', async () => {
      const expired = (): string => easemob().tokenFor('alice', { expiresIn: -1 });
      const alice = await openPhoneAnyway(ALICE, handingOut(expired(), expired()));
      await alice.untilError('tokenFailed', PATIENCE);
      expect(await stateOf(alice)).to.equal('idle');
    });

    it('with tokens that are over by the clock of the page: it is told that the clock may be wrong', async () => {
      agora().clock.skewMs = -3_600_000;
      const alice = await openPhoneAnyway(ALICE, handingOut(...Array.from({ length: 9 }, () => easemob().tokenFor('alice', { expiresIn: 3000 }))));
      await alice.untilError('tokenFailed', PATIENCE);
      expect((await alice.errors())[0]).to.contain('is the clock of this device right?');
    });

    it('where the app is forbidden: the page is told, and signs in when it is not any more', async () => {
      easemob().provision(12);
      const alice = await openPhoneAnyway(ALICE);
      await alice.untilError('signalFailed', PATIENCE);
      easemob().provision('up');
      await alice.until('prepared', PATIENCE);
      await connect(alice, await openPhone(BOB));
    });

    for (const status of [403, 503]) {
      it(`where REST answers passwords with ${status}: the page is told, and signs in when it takes them`, async () => {
        easemob().rest = { status };
        const alice = await openPhoneAnyway(ALICE, withPassword('secret'));
        await alice.untilError('signalFailed', PATIENCE);
        easemob().rest = 'up';
        await alice.until('prepared', PATIENCE);
      });
    }

    it('while the list of servers is down: signs in when it is up', async () => {
      easemob().dns = 'reset';
      const alice = await openPhoneAnyway(ALICE);
      await alice.untilSignal('connecting');
      easemob().dns = 'up';
      await alice.until('prepared', PATIENCE);
    });
  });

  describe("Easemob's token in a call", function () {
    this.timeout(2 * PATIENCE);

    it('is about to expire: it is renewed, and the connection stays', async () => {
      const [alice, bob] = await openPair();
      await connect(alice, bob);
      await alice.page.evaluate(() => window.demo.provider.client!.subscribe(() => (document.title += ` ${window.demo.provider.client!.getState().signal}`)));
      const renewed = alice.page.waitForResponse(/\/sdk\/users\/alice\/token\/expires$/);
      easemob().warnOfTokenExpiry('alice');
      expect((await renewed).status()).to.equal(200);
      await Promise.all([alice.seesPeer(), bob.seesPeer()]);
      await hangUp(alice, bob);
      expect(await alice.page.title()).not.to.contain('reconnecting');
    });

    it('expires: it signs in again, and the call goes on', async () => {
      const [alice, bob] = await openPair();
      await connect(alice, bob);
      easemob().expireToken('alice');
      await alice.untilSignal('reconnecting');
      await alice.untilSignal('online', PATIENCE);
      await Promise.all([alice.seesPeer(), bob.seesPeer()]);
      await hangUp(alice, bob);
      await connect(bob, alice);
      expect(await alice.errors()).to.deep.equal([]);
    });

    it('expires, and there is no other: the page is told, and the call goes on over its media', async () => {
      const [alice, bob] = await openPair();
      await connect(alice, bob);
      await alice.page.route('**/tokens', (route) => route.fulfill({ status: 403, json: { error: 'no' } }));
      easemob().expireToken('alice');
      await alice.untilSignal('failed', PATIENCE);
      await alice.untilError('tokenFailed');
      await Promise.all([alice.seesPeer(), bob.seesPeer()]);
      await hangUp(alice, bob, { unheard: true });
    });

    it('is refused at a reconnect, as the app is forbidden: the page is told, and the call goes on over its media', async () => {
      const [alice, bob] = await openPair();
      await connect(alice, bob);
      easemob().provision(12, '', 'alice');
      easemob().sockets.cut('alice');
      await alice.untilSignal('failed', PATIENCE);
      await alice.untilError('signalFailed');
      await Promise.all([alice.seesPeer(), bob.seesPeer()]);
      await hangUp(alice, bob, { unheard: true });
    });
  });

  describe('the same user signs in to Easemob on another device, and the app allows one', function () {
    this.timeout(2 * PATIENCE);

    async function thrownOut(phone: Phone): Promise<void> {
      easemob().logIn(phone.user, { device: 'another' });
      await phone.untilSignal('failed');
      await phone.untilError('signedInElsewhere');
    }

    for (const [who, index] of [['the one who called', 0], ['the one who was called', 1]] as const) {
      it(`in a call, ${who}: the page is told, and the call goes on over its media`, async () => {
        const pair = await openPair();
        await connect(...pair);
        await thrownOut(pair[index]);
        await Promise.all(pair.map((phone) => phone.seesPeer()));
        await pair[index].press('Hang up');
        await bothEnd([pair[index], 'localHangup'], [pair[1 - index]!, 'remoteHangup'], { unheard: true });
      });
    }

    it('while the call rings, the caller: it ends on both sides', async () => {
      const [alice, bob] = await openPair({ 'call-timeout': '4000' });
      await alice.press('Video call');
      await bob.until('calling');
      await thrownOut(alice);
      await bothEnd([alice, 'signalLost'], [bob, 'callingTimeout'], { within: PATIENCE, unheard: true });
    });

    it('while the call rings, the callee: it ends on both sides', async () => {
      const [alice, bob] = await openPair({ 'call-timeout': '4000' });
      await alice.press('Video call');
      await bob.until('calling');
      await thrownOut(bob);
      await bothEnd([alice, 'callingTimeout'], [bob, 'signalLost'], { within: PATIENCE, unheard: true });
    });
  });
});

import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { agora, bothEnd, openPair, openPhone, openPhoneAnyway, over, restartAgora } from './harness.ts';
import { connect } from './phone.ts';
import { AGORA } from './transports.ts';

const PATIENCE = 60_000;

type Answer = { status?: number; json: object };
/** The token endpoint answers with this. */
const answering = (answer: Answer) => (page: Page) => page.route('**/tokens', (route) => route.fulfill(answer));
const ALICE = { user: 'alice', to: 'bob' };

const FORGED = { certificate: '0'.repeat(32) };

/** What the SDKs send with a new token: JSON for media; for messages, bytes that begin with the number of that message. */
function watchRenewals(page: Page): Record<'rtm' | 'rtc', Promise<void>> {
  const sent = (isIt: (frame: string | Buffer) => boolean): Promise<void> =>
    new Promise((resolve) => {
      page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => isIt(payload) && resolve()));
    });
  return {
    rtc: sent((frame) => typeof frame === 'string' && frame.includes('"renew_token"')),
    rtm: sent((frame) => typeof frame !== 'string' && frame[0] === 0x08 && frame[1] === 26),
  };
}

over([AGORA], () => {
  describe('tokens', function () {
    this.timeout(2 * PATIENCE);

    it('that are about to expire in a call are renewed, for messages and for media', async () => {
      let renewals!: Record<'rtm' | 'rtc', Promise<void>>;
      const alice = await openPhone(ALICE, async (page) => void (renewals = watchRenewals(page)));
      const bob = await openPhone({ user: 'bob', to: 'alice' });
      await connect(alice, bob);
      agora().rtm.warnOfTokenExpiry('alice');
      agora().rtc.warnOfTokenExpiry(await alice.room(), 'alice');
      await Promise.all([renewals.rtm, renewals.rtc]);
      await Promise.all([alice.seesPeer(), bob.seesPeer()]);
      await alice.press('Hang up');
      await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
    });

    it('for messages that expired in a call: it signs in again, and the call goes on', async () => {
      const [alice, bob] = await openPair();
      await connect(alice, bob);
      agora().rtm.expireToken('alice');
      await alice.untilSignal('online');
      await Promise.all([alice.seesPeer(), bob.seesPeer()]);
      await bob.press('Hang up');
      await bothEnd([alice, 'remoteHangup'], [bob, 'localHangup']);
      await connect(bob, alice);
    });

    it('for messages that expired while there was no network: it signs in again', async () => {
      const [alice, bob] = await openPair();
      const { rtm } = agora();
      rtm.sockets.cut('alice');
      rtm.sockets.refuse('alice');
      await alice.untilSignal('reconnecting');
      rtm.expireToken('alice');
      rtm.sockets.heal();
      await alice.untilSignal('online', PATIENCE);
      await connect(bob, alice);
    });

    it('for media that expired in a call, without a warning: it ends on both sides, and the next one works', async () => {
      const [alice, bob] = await openPair();
      await connect(alice, bob);
      agora().rtc.expireToken(await alice.room(), 'alice');
      await Promise.all([alice.until('prepared'), bob.until('prepared')]);
      await Promise.all([alice.isClean(), bob.isClean()]);
      expect(await bob.page.evaluate(() => window.probe.lastReason())).to.equal('remoteHangup');
      await connect(alice, bob);
    });

    it('that are bad: nobody signs in, and the page is told once', async () => {
      const { tokens } = agora();
      const alice = await openPhoneAnyway(ALICE, answering({ json: { rtcToken: tokens.rtc('*', 'alice', FORGED), rtmToken: tokens.rtm('alice', FORGED) } }));
      await alice.untilError('tokenFailed', PATIENCE);
      expect(await alice.page.evaluate(() => window.probe.state())).not.to.equal('prepared');
    });

    it('that are bad for media alone: the call fails on both sides', async () => {
      const { tokens } = agora();
      const alice = await openPhone(ALICE, answering({ json: { rtcToken: tokens.rtc('*', 'alice', FORGED), rtmToken: tokens.rtm('alice') } }));
      const bob = await openPhone({ user: 'bob', to: 'alice' });
      await alice.press('Video call');
      await alice.untilEnded('mediaFailed', PATIENCE);
      await bob.until('prepared', PATIENCE);
      await Promise.all([alice.isClean(), bob.isClean()]);
      await alice.untilError('tokenFailed', PATIENCE);
    });

    it('whose endpoint refuses: the page is told once, with the status', async () => {
      const alice = await openPhoneAnyway(ALICE, answering({ status: 403, json: { error: 'no' } }));
      await alice.untilError('tokenFailed', PATIENCE);
      expect((await alice.errors())[0]).to.match(/403/);
    });
  });

  describe('the access point', function () {
    this.timeout(2 * PATIENCE);

    it('of messages is down at the start: it signs in when that is up', async () => {
      agora().rtm.accessPoint = 'reset';
      const alice = await openPhoneAnyway({ user: 'alice', to: 'bob' });
      await alice.untilSignal('connecting');
      agora().rtm.accessPoint = 'up';
      await alice.until('prepared', PATIENCE);
      await connect(alice, await openPhone({ user: 'bob', to: 'alice' }));
    });

    it('of media is down while one dials, and up before it is answered: the call is made', async () => {
      const [alice, bob] = await openPair();
      agora().rtc.accessPoint = { status: 503 };
      await alice.press('Video call');
      await bob.until('calling');
      agora().rtc.accessPoint = 'up';
      await bob.press('Accept call');
      await Promise.all([alice.until('connected', PATIENCE), bob.until('connected', PATIENCE)]);
      await Promise.all([alice.seesPeer(), bob.seesPeer()]);
    });

    it('of media stays down: the call fails on both sides, and the next one works', async () => {
      const [alice, bob] = await openPair();
      agora().rtc.accessPoint = 'reset';
      await alice.press('Video call');
      await bob.until('calling');
      await bob.press('Accept call').catch(() => {});
      await Promise.all([alice.until('prepared', PATIENCE), bob.until('prepared', PATIENCE)]);
      await Promise.all([alice.isClean(), bob.isClean()]);
      agora().rtc.accessPoint = 'up';
      await connect(bob, alice);
    });
  });

  describe('the service restarts', function () {
    this.timeout(2 * PATIENCE);

    it('between calls: the next one works', async () => {
      const [alice, bob] = await openPair();
      await restartAgora();
      await Promise.all([alice, bob].map((phone) => phone.untilSignal('online', PATIENCE)));
      await connect(alice, bob);
    });

    it('in a call: it goes on, or ends on both sides, and the next one works', async () => {
      const [alice, bob] = await openPair();
      await connect(alice, bob);
      await restartAgora();
      await Promise.all([alice, bob].map((phone) => phone.untilSignal('online', PATIENCE)));
      await Promise.all([alice.seesPeer(), bob.seesPeer()]);
    });
  });
});

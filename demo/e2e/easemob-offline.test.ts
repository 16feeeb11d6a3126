import { expect } from 'chai';
import { ACTIONS, actionOf, tokensForADay } from './easemob.ts';
import { agora, bothEnd, easemob, openPhone, over } from './harness.ts';
import { connect } from './phone.ts';
import type { Phone } from './phone.ts';
import { EASEMOB } from './transports.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const PUSH = { 'send-push-if-offline': 'true', 'offline-message-text': 'Alice calls' };

const openAlice = (options: Record<string, string> = {}): Promise<Phone> => openPhone({ user: 'alice', to: 'bob', ...options }, tokensForADay);
const openBob = (): Promise<Phone> => openPhone({ user: 'bob', to: 'alice' }, tokensForADay);

/** What waits for Bob: words of calls by their action, and texts. */
const waiting = (): (number | string | undefined)[] => easemob().storedFor('bob').map((message) => message.text ?? actionOf(message));

const toldOffline = ({ page }: Phone): Promise<number> => page.evaluate(() => window.demo.events.filter(({ name }) => name === 'call-remote-offline').length);

/** The push is under way, and the call goes on. */
async function dialAbsent(alice: Phone): Promise<void> {
  await alice.press('Video call');
  await alice.eventually('word that Bob is not there', () => window.demo.events.some(({ name }) => name === 'call-remote-offline'), undefined);
  expect(await alice.page.evaluate(() => window.probe.state())).to.equal('calling');
}

/** What came before has no effect: the next call, of another kind, is the first that he hears of. */
async function hearsNothingOld(bob: Phone, alice: Phone): Promise<void> {
  await alice.press('Call');
  await bob.until('calling');
  expect(await bob.rings()).to.deep.equal(['calling/remoteAudioCall']);
  await bob.press('Decline call');
  await bothEnd([alice, 'remoteRejected'], [bob, 'localRejected']);
  expect(waiting()).to.deep.equal([]);
}

over([EASEMOB], () => {
  describe('a callee who is not there', () => {
    it('the caller is told, and nothing rings later', async () => {
      const alice = await openAlice();
      await alice.press('Video call');
      await alice.untilEnded('remoteOffline');
      await alice.isClean({ unheard: true });
      await alice.eventually('a cancel that has been taken', () => window.demo.clock.pending === 0, undefined, MINUTE);
      expect(waiting()).to.deep.equal([ACTIONS.call, ACTIONS.cancel]);
      await hearsNothingOld(await openBob(), alice);
      expect(await toldOffline(alice)).to.equal(0);
    });

    it('who does not exist: the caller is told at once', async () => {
      easemob().policy.accounts = 'registered';
      easemob().register('alice', 'secret');
      const alice = await openAlice();
      await alice.press('Video call');
      await alice.untilEnded('remoteOffline');
      await alice.isClean();
    });

    it('is sent a push, once, and rings on until the timeout', async () => {
      const alice = await openAlice({ ...PUSH, 'call-timeout': '6000' });
      await dialAbsent(alice);
      await alice.untilEnded('callingTimeout');
      await alice.isClean({ unheard: true });
      expect(await toldOffline(alice)).to.equal(1);
      expect(waiting()).to.deep.equal([ACTIONS.call, 'Alice calls', ACTIONS.cancel]);
      const push = easemob().storedFor('bob').find(({ kind }) => kind === 'text')!;
      expect([push.ext, push.onlineOnly]).to.deep.equal([{ em_apns_ext: { em_push_title: 'Alice calls' } }, false]);
    });

    it('closes the page meanwhile, and the caller as well: nothing rings later', async () => {
      const alice = await openAlice(PUSH);
      await dialAbsent(alice);
      await alice.page.close({ runBeforeUnload: false });
      const bob = await openBob();
      await hearsNothingOld(bob, await openAlice());
    });
  });

  for (const [clock, skewMs] of [['right', 0], ['an hour ahead', HOUR], ['an hour behind', -HOUR]] as const) {
    describe(`a callee who comes later, with Easemob's clock ${clock}`, () => {
      beforeEach(() => void (agora().clock.skewMs = skewMs));

      it('in time: rings once, and can answer', async () => {
        const alice = await openAlice(PUSH);
        await dialAbsent(alice);
        const bob = await openBob();
        await bob.until('calling');
        await bob.press('Accept call');
        await Promise.all([alice.until('connected'), bob.until('connected')]);
        await Promise.all([alice.seesPeer(), bob.seesPeer()]);
        await alice.press('Hang up');
        await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
        expect(await bob.rings()).to.deep.equal(['calling/remoteVideoCall']);
        expect(await toldOffline(alice)).to.equal(1);
        expect(waiting()).to.deep.equal([]);
      });

      it('when it has been cancelled: does not ring', async () => {
        const alice = await openAlice(PUSH);
        await dialAbsent(alice);
        await alice.press('Cancel call');
        await alice.untilEnded('localCancelled');
        await hearsNothingOld(await openBob(), alice);
      });

      it('when it is old, and nobody has cancelled it: does not ring', async () => {
        const former = await openAlice(PUSH);
        await dialAbsent(former);
        await former.crash();
        agora().clock.skewMs += MINUTE;
        expect(waiting()).to.deep.equal([ACTIONS.call, 'Alice calls']);
        const bob = await openBob();
        await hearsNothingOld(bob, await openAlice());
      });
    });
  }

  describe('a callee who has been there before', () => {
    it('is away for a moment: rings once', async () => {
      const [alice, bob] = await Promise.all([openAlice(PUSH), openBob()]);
      easemob().setOffline('bob');
      await dialAbsent(alice);
      easemob().setOffline('bob', false);
      await bob.until('calling');
      await bob.press('Decline call');
      await bothEnd([alice, 'remoteRejected'], [bob, 'localRejected']);
      expect(await bob.rings()).to.deep.equal(['calling/remoteVideoCall']);
      await connect(alice, bob);
    });
  });
});

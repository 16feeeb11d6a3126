import { expect } from 'chai';
import type { EasemobFaultOptions, MessageFault } from '@call-elements/emulators';
import { ACTIONS, actionOf, tokensForADay } from './easemob.ts';
import { agora, bothEnd, easemob, openPair, over } from './harness.ts';
import { connect } from './phone.ts';
import type { Phone } from './phone.ts';
import { EASEMOB } from './transports.ts';

const PATIENCE = 60_000;
const HOUR = 3_600_000;

const FAULTS: readonly [string, (options: EasemobFaultOptions) => MessageFault][] = [
  ['is refused', (options) => easemob().messages.refuse(1, { reason: 'blocked', ...options })],
  ['is not acknowledged', (options) => easemob().messages.loseAck(options)],
  ['is not acknowledged, as the socket is killed', (options) => easemob().messages.cutBeforeAck(options)],
];
const WORDS: readonly [string, keyof typeof ACTIONS, string][] = [
  ['the call', 'call', 'alice'],
  ['the accept', 'accept', 'bob'],
  ['the hang-up', 'hangup', 'alice'],
];

/** What was not confirmed is said again, until the connection is back. */
const closesEverything = (phone: Phone): Promise<void> => phone.eventually('everything closed', () => window.probe.leftovers().length === 0, undefined, PATIENCE);

async function rangOnce(alice: Phone, bob: Phone): Promise<void> {
  expect([await alice.rings(), await bob.rings()]).to.deep.equal([['calling/localVideoCall'], ['calling/remoteVideoCall']]);
}

async function hangUp(alice: Phone, bob: Phone): Promise<void> {
  await alice.press('Hang up');
  await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup'], { unheard: true });
  await Promise.all([alice, bob].map(closesEverything));
}

over([EASEMOB], () => {
  describe('Easemob', function () {
    this.timeout(2 * PATIENCE);

    for (const [word, action, from] of WORDS) {
      for (const [what, strike] of FAULTS) {
        it(`${word} ${what}: one call, which ends once`, async () => {
          const [alice, bob] = await openPair();
          const fault = strike({ from, match: (message) => actionOf(message) === ACTIONS[action], times: 1 });
          await connect(alice, bob);
          await hangUp(alice, bob);
          expect(fault.hits).to.equal(1);
          await rangOnce(alice, bob);
        });
      }
    }

    it('connects anew in a call, as an ack never comes: nobody notices', async () => {
      const [alice, bob] = await openPair();
      easemob().messages.loseAck({ from: 'alice', to: 'bob', times: 1 });
      await connect(alice, bob);
      // Its SDK waits for 15 s.
      await alice.untilSignal('reconnecting', PATIENCE);
      await alice.untilSignal('online', PATIENCE);
      await Promise.all([alice.seesPeer(), bob.seesPeer()]);
      await hangUp(alice, bob);
      await rangOnce(alice, bob);
    });

    it('is in a black hole when one dials, and nobody has noticed: it rings once when it is out of that', async () => {
      const [alice, bob] = await openPair({ 'call-timeout': String(PATIENCE) });
      easemob().sockets.blackHole('alice');
      // The SDK tries no connection that it has heard of in the last two seconds.
      await alice.page.waitForTimeout(2100);
      await alice.press('Video call');
      await alice.untilSignal('reconnecting', PATIENCE);
      easemob().sockets.heal();
      await bob.until('calling', PATIENCE);
      await bob.press('Accept call');
      await Promise.all([alice.until('connected'), bob.until('connected')]);
      await Promise.all([alice.seesPeer(), bob.seesPeer()]);
      await hangUp(alice, bob);
      await rangOnce(alice, bob);
    });

    it('says everything twice, as different messages: nothing changes', async () => {
      const [alice, bob] = await openPair();
      easemob().messages.duplicate();
      await connect(alice, bob);
      await hangUp(alice, bob);
      await rangOnce(alice, bob);
    });

    it('takes nothing for somebody: the call fails, and nobody rings', async () => {
      const [alice, bob] = await openPair({ 'call-timeout': '3000' });
      const fault = easemob().messages.refuse(1, { reason: 'blocked', from: 'alice', to: 'bob' });
      await alice.press('Video call');
      await alice.untilEnded('messageFailed', PATIENCE);
      await alice.isClean({ unheard: true });
      fault.remove();
      await connect(bob, alice);
      expect(await bob.rings()).to.deep.equal(['calling/localVideoCall']);
    });

    for (const hours of [1, -1]) {
      it(`has a clock that is ${Math.abs(hours)} hour ${hours > 0 ? 'ahead' : 'behind'}: nobody notices`, async () => {
        agora().clock.skewMs = hours * HOUR;
        const [alice, bob] = await openPair({}, tokensForADay);
        await connect(alice, bob);
        await alice.press('Hang up');
        await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
        await rangOnce(alice, bob);
        expect([...alice.complaints, ...bob.complaints]).to.deep.equal([]);
      });
    }

    it('has its clock put right in a call: nobody notices', async () => {
      const [alice, bob] = await openPair();
      await connect(alice, bob);
      for (const skewMs of [HOUR, -HOUR]) {
        agora().clock.skewMs = skewMs;
        easemob().sockets.refuse();
        easemob().sockets.cut();
        await Promise.all([alice, bob].map((phone) => phone.untilSignal('reconnecting')));
        easemob().sockets.heal();
        await Promise.all([alice, bob].map((phone) => phone.untilSignal('online', PATIENCE)));
        await Promise.all([alice.seesPeer(), bob.seesPeer()]);
      }
      await alice.press('Hang up');
      await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
      await connect(bob, alice);
    });
  });
});

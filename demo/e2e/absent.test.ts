import { expect } from 'chai';
import { bothEnd, nobodyComplains, openPhone, over } from './harness.ts';
import type { Phone } from './phone.ts';
import { AGORA, LOCAL } from './transports.ts';

declare global {
  interface Window {
    pushes?: string[];
  }
}

/** Time for the callee to be told, and to come. */
const PATIENCE = 30_000;

/** Where signalling has no push of its own, the page does it (Easemob's is in easemob-offline.test.ts). */
over([LOCAL, AGORA], () => {
  describe('a callee who is not there', function () {
    this.timeout(3 * PATIENCE);

    async function openCaller(): Promise<Phone> {
      const alice = await openPhone({ user: 'alice', to: 'bob', 'call-timeout': String(PATIENCE), 'send-push-if-offline': 'true', 'offline-message-text': 'Alice calls' });
      await alice.page.evaluate(() => {
        const pushes: string[] = (window.pushes = []);
        window.demo.provider.sendPush = ({ userId, text }) => void pushes.push(`${userId}: ${text}`);
      });
      return alice;
    }

    const offline = (alice: Phone): Promise<number> => alice.page.evaluate(() => window.demo.events.filter(({ name }) => name === 'call-remote-offline').length);

    it('is told by the page, once, and rings when it comes', async () => {
      const alice = await openCaller();
      await alice.press('Video call');
      await alice.eventually('a push', () => window.pushes!.length > 0, undefined);
      const bob = await openPhone({ user: 'bob', to: 'alice' });
      await bob.until('calling');
      await bob.press('Accept call');
      await Promise.all([alice.until('connected'), bob.until('connected')]);
      await Promise.all([alice.seesPeer(), bob.seesPeer()]);
      await alice.press('Hang up');
      await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
      expect(await alice.page.evaluate(() => window.pushes)).to.deep.equal(['bob: Alice calls']);
      expect(await offline(alice)).to.equal(1);
      nobodyComplains(alice, bob);
    });

    it('is not rung by a call that was cancelled meanwhile', async () => {
      const alice = await openCaller();
      await alice.press('Video call');
      await alice.eventually('a push', () => window.pushes!.length > 0, undefined);
      await alice.press('Cancel call');
      await alice.untilEnded('localCancelled');
      const bob = await openPhone({ user: 'bob', to: 'alice' });
      // Whatever was on its way to him would be here before this.
      await bob.press('Video call');
      await alice.until('calling');
      expect(await bob.rings()).to.deep.equal(['calling/localVideoCall']);
      await bob.press('Cancel call');
      await bothEnd([bob, 'localCancelled'], [alice, 'remoteCancelled']);
    });
  });
});

import { expect } from 'chai';
import { agora, openPair, overEach } from './harness.ts';
import { connect } from './phone.ts';

overEach(({ signal }) => {
  describe('the peer goes away in a call', () => {
    it('closes the tab', async () => {
      const [alice, bob] = await openPair();
      await connect(alice, bob);
      await alice.page.close({ runBeforeUnload: false });
      await bob.untilEnded('remoteHangup');
      await bob.isClean();
      expect(bob.complaints).to.deep.equal([]);
    });

    it('crashes', async () => {
      agora().rtc.policy.graceMs = 1000;
      const [alice, bob] = await openPair();
      await connect(alice, bob);
      await alice.crash();
      // Between tabs the browser tells. Elsewhere nobody does: media stops, and does not come back.
      const reasons = signal === 'local' ? ['remoteOffline', 'remoteHangup'] : ['mediaFailed'];
      await bob.until('prepared', 60_000);
      await bob.isClean({ unheard: signal !== 'local' });
      expect(await bob.page.evaluate(() => window.probe.lastReason())).to.be.oneOf(reasons);
    });

    it('reloads, and can be called again', async () => {
      const [alice, bob] = await openPair();
      await connect(alice, bob);
      await alice.page.reload();
      await bob.untilEnded('remoteHangup');
      await bob.isClean();
      await alice.until('prepared');
      await connect(bob, alice);
    });
  });

  describe('the peer goes away while it rings', () => {
    it('a caller who closes the tab takes the ringing along', async () => {
      const [alice, bob] = await openPair();
      await alice.press('Video call');
      await bob.until('calling');
      await alice.page.close({ runBeforeUnload: false });
      await bob.untilEnded('remoteCancelled');
      await bob.isClean();
    });

    it('a callee who closes the tab ends the dialling', async () => {
      const [alice, bob] = await openPair();
      await alice.press('Video call');
      await bob.until('calling');
      await bob.page.close({ runBeforeUnload: false });
      await alice.until('prepared');
      await alice.isClean({ unheard: signal !== 'local' });
      expect(await alice.page.evaluate(() => window.probe.lastReason())).to.equal('remoteOffline');
    });
  });
});

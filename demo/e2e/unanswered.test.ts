import { expect } from 'chai';
import { bothEnd, openPair, openPhone, overEach } from './harness.ts';
import { connect } from './phone.ts';

overEach(({ signal }) => {
  describe('a call that is not answered', () => {
    it('reject', async () => {
      const [alice, bob] = await openPair();
      await alice.press('Video call');
      await bob.until('calling');
      await bob.press('Decline call');
      await bothEnd([alice, 'remoteRejected'], [bob, 'localRejected']);
      expect(await bob.page.evaluate(() => window.probe.requests.length), 'devices of the callee').to.equal(0);
      expect([...alice.complaints, ...bob.complaints]).to.deep.equal([]);
    });

    it('cancel', async () => {
      const [alice, bob] = await openPair();
      await alice.press('Video call');
      await bob.until('calling');
      await alice.press('Cancel call');
      await bothEnd([alice, 'localCancelled'], [bob, 'remoteCancelled']);
      expect([...alice.complaints, ...bob.complaints]).to.deep.equal([]);
    });

    it('timeout: the caller decides', async () => {
      const [alice, bob] = await openPair({ 'call-timeout': '1500' });
      await alice.press('Video call');
      await bob.until('calling');
      await bothEnd([alice, 'callingTimeout'], [bob, 'remoteCallingTimeout']);
    });

    it('busy: the third is told, and the call goes on', async () => {
      const [alice, bob] = await openPair();
      const carol = await openPhone({ user: 'carol', to: 'bob' });
      await connect(alice, bob);

      await carol.press('Video call');
      await carol.untilEnded('remoteCallBusy');
      await carol.isClean();
      await Promise.all([alice.seesPeer(), bob.seesPeer()]);
      expect(await bob.reasons()).to.satisfy((reasons: string[]) => reasons.at(-1)?.startsWith('connected'));
    });

    it('an absent user: the caller is told', async () => {
      const alice = await openPhone({ user: 'alice', to: 'nobody' });
      await alice.press('Video call');
      await alice.untilEnded('remoteOffline');
      // Easemob takes the cancel as well, and whoever comes now gets it.
      await alice.isClean({ unheard: signal === 'easemob' });
      expect(alice.complaints).to.deep.equal([]);
    });
  });

  describe('glare', () => {
    it('both dial before either has heard of the other: one call, and both see each other', async () => {
      const [alice, bob] = await openPair({ 'signal-delay': '400' });
      await Promise.all([alice.press('Video call'), bob.press('Video call')]);
      await Promise.all([alice.until('connected'), bob.until('connected')]);
      await Promise.all([alice.seesPeer(), bob.seesPeer()]);

      const callId = (): string | undefined => window.demo.provider.client?.getCallId();
      const [hers, his] = await Promise.all([alice.page.evaluate(callId), bob.page.evaluate(callId)]);
      expect(hers).to.be.a('string').and.equal(his);
      expect(await alice.page.evaluate(() => window.probe.openConnections())).to.equal(1);

      await alice.press('Hang up');
      await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
    });
  });
});

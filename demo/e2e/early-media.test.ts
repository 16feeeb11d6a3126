import { expect } from 'chai';
import { openPair, overEach } from './harness.ts';

overEach(() => {
  describe('early media, as it is by default', () => {
    it('the callee decodes the caller while it rings, and opens and sends nothing before it accepts', async () => {
      const [alice, bob] = await openPair();
      await alice.press('Video call');
      await bob.until('calling');

      // More than one frame: it is decoding, not only negotiated.
      await bob.eventually('decoded frames', async () => (await window.probe.stat('inbound-rtp', 'video', 'framesDecoded')) > 10, undefined);

      expect(await bob.page.evaluate(() => window.probe.requests), 'devices of the callee').to.deep.equal([]);
      for (const kind of ['audio', 'video'] as const) {
        expect(await bob.page.evaluate((of) => window.probe.stat('outbound-rtp', of, 'packetsSent'), kind), `${kind} packets sent`).to.equal(0);
      }
      expect(await bob.page.evaluate(() => window.probe.remoteMoves() || window.probe.remoteMoves()), 'the picture is hidden').to.equal(false);
      expect(await bob.page.evaluate(() => window.probe.remoteSounds()), 'the sound is off').to.equal(false);

      await bob.press('Accept call');
      await Promise.all([alice.until('connected'), bob.until('connected')]);
      await Promise.all([alice.seesPeer(), bob.seesPeer(), alice.hearsPeer(), bob.hearsPeer()]);
    });

    it('with early-media="none" nothing arrives before accept', async () => {
      const [alice, bob] = await openPair({ 'early-media': 'none' });
      await alice.press('Video call');
      await bob.until('calling');
      // The caller has opened its side by now, so media would flow if the callee let it.
      await alice.eventually('an open camera', () => window.probe.liveTracks('video') > 0, undefined);
      expect(await bob.page.evaluate(() => window.probe.openConnections())).to.equal(0);

      await bob.press('Accept call');
      await Promise.all([alice.seesPeer(), bob.seesPeer()]);
    });
  });
});

import { expect } from 'chai';
import { bothEnd, openPair, overEveryPair } from './harness.ts';

overEveryPair(({ media }) => {
  describe('an audio call', () => {
    it('is heard on both sides, opens no camera and sends no video', async () => {
      const [alice, bob] = await openPair();
      await alice.press('Call');
      await bob.until('calling');
      await bob.press('Accept call');
      await Promise.all([alice.until('connected'), bob.until('connected')]);
      await Promise.all([alice.hearsPeer(), bob.hearsPeer()]);

      for (const { page } of [alice, bob]) {
        expect(await page.evaluate(() => window.probe.requests.some((request) => request.video))).to.equal(false);
        expect(await page.evaluate(() => window.probe.stat('outbound-rtp', 'video', 'packetsSent'))).to.equal(0);
        // Agora's SDK asks for both kinds whatever is published.
        if (media === 'webrtc') expect(await page.evaluate(() => window.probe.mediaLines())).to.include('audio').and.not.include('video');
      }
      await bob.press('Hang up');
      await bothEnd([alice, 'remoteHangup'], [bob, 'localHangup']);
      expect([...alice.complaints, ...bob.complaints]).to.deep.equal([]);
    });
  });
});

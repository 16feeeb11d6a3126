import { expect } from 'chai';
import type { RtcUser } from './rtc-stage.ts';
import { flows, RtcWorld, succeeded } from './rtc-world.ts';

/** Some six seconds of the fake camera. */
const MANY_FRAMES = 90;

const pictures = (user: RtcUser): Promise<Record<string, number>> => user.do('received', 'video');

describe('RTC: media', () => {
  const world = new RtcWorld();

  describe('loss', () => {
    for (const percent of [5, 15]) {
      it(`of ${percent} percent of the packets: pictures go on moving, repaired by packets that are sent again`, async () => {
        const [alice, bob] = await world.call(world.room());
        const before = await pictures(bob);
        world.rtc.media.lose(percent);
        await Promise.all([bob.sees(1, MANY_FRAMES), alice.sees(2, MANY_FRAMES), bob.hears(1), alice.hears(2)]);
        const after = await pictures(bob);
        const since = (name: string): number => (after[name] ?? 0) - (before[name] ?? 0);
        expect(since('nackCount'), 'asked for lost packets').to.be.greaterThan(0);
        expect(since('retransmittedPacketsReceived'), 'got some again').to.be.greaterThan(0);
        expect(since('framesDecoded')).to.be.at.least(MANY_FRAMES);
      });
    }

    it('can be one user’s own, and up', async () => {
      const [alice, bob] = await world.call(world.room());
      world.rtc.media.lose({ up: 20 }, 1);
      await bob.sees(1, MANY_FRAMES);
      const [ofAlice, ofBob] = [await pictures(bob), await pictures(alice)];
      expect(ofAlice['nackCount']).to.be.greaterThan(0);
      expect(ofBob['nackCount']).to.equal(0);
    });

    it('is reported to who sends, as is the round trip', async () => {
      const [alice, bob] = await world.call(world.room());
      world.rtc.media.lose({ up: 20 }, 1);
      await bob.sees(1, MANY_FRAMES);
      const reports = await alice.page.evaluate(async () => {
        const stats = await window.rtc.connections.find(({ connectionState }) => connectionState === 'connected')!.getStats();
        return ([...stats.values()] as Record<string, unknown>[]).filter(({ type }) => type === 'remote-inbound-rtp');
      });
      expect(reports.map(({ kind }) => kind)).to.include.members(['audio', 'video']);
      for (const report of reports) {
        expect(report['packetsLost']).to.be.greaterThan(0);
        expect(report['roundTripTime']).to.be.within(0, 1);
      }
    });
  });

  describe('outage', () => {
    it('of 9 s: the path is found again, with the same connection', async () => {
      const [alice, bob] = await world.call(world.room());
      const before = await alice.do('path');
      await world.rtc.media.blackoutFor(9000, 1);
      await flows(alice, bob);
      // Chromium may come back on the old path first, and move to that of the restart a moment later.
      await alice.do('untilOtherPath', before);
      const events = await alice.events();
      expect(events).to.include('media disconnected');
      expect(events).to.include('media connected');
      expect(events.filter((event) => event.startsWith('state') || event === 'media closed')).to.deep.equal([]);
      expect(await alice.page.evaluate(() => window.rtc.connections.filter(({ connectionState }) => connectionState !== 'closed').length)).to.equal(1);
      expect((await bob.events()).filter((event) => !event.startsWith('media'))).to.deep.equal([]);
    });

    it('of 35 s: the SDK joins anew in the same session, and the others have not seen it leave', async () => {
      const [alice, bob] = await world.call(world.room());
      await world.rtc.media.blackoutFor(35_000, 1);
      await flows(alice, bob);
      expect(await alice.events()).to.include('state RECONNECTING');
      expect((await bob.events()).filter((event) => event.startsWith('user-left') || event.startsWith('user-joined'))).to.deep.equal([]);
    }).timeout(120_000);

    it('of everybody, 35 s', async () => {
      const [alice, bob] = await world.call(world.room());
      await succeeded(bob.do('mute', 'audio', true));
      await alice.untilEvent('user-unpublished 2 audio');
      await world.rtc.media.blackoutFor(35_000);
      await Promise.all([alice.sees(2), bob.sees(1), bob.hears(1)]);
      const audio = await alice.page.evaluate(() => window.rtc.client.remoteUsers.map(({ hasAudio, hasVideo }) => [hasAudio, hasVideo]));
      expect(audio, 'who was muted before still is').to.deep.equal([[false, true]]);
    }).timeout(120_000);
  });
});

import { expect } from 'chai';
import { flows, RtcWorld, succeeded } from './rtc-world.ts';

const LONG_MS = 35_000;

describe('RTC: media that stays away', () => {
  const world = new RtcWorld();

  it('for 9 s: the path is found again, with the same connection', async () => {
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

  it('for 35 s: the SDK joins anew in the same session, and the others have not seen it leave', async () => {
    // Between its two sockets the SDK starts media anew, which takes long where the machine is busy.
    world.rtc.policy.graceMs = 10_000;
    const [[alice, bob], [carol, dave]] = await Promise.all([world.call(world.room()), world.call(world.room(), { uids: [3, 4] })]);
    await succeeded(dave.do('mute', 'audio', true));
    await carol.untilEvent('user-unpublished 4 audio');
    // In one room one of them is cut off, in the other both are.
    await Promise.all([1, 3, 4].map((user) => world.rtc.media.blackoutFor(LONG_MS, user)));
    await Promise.all([flows(alice, bob), carol.sees(4), dave.sees(3), dave.hears(3)]);
    for (const user of [alice, carol, dave]) expect(await user.events()).to.include('state RECONNECTING');
    for (const user of [alice, bob, carol, dave]) {
      expect((await user.events()).filter((event) => event.startsWith('user-left') || event.startsWith('user-joined'))).to.deep.equal([]);
    }
    const audio = await carol.page.evaluate(() => window.rtc.client.remoteUsers.map(({ hasAudio, hasVideo }) => [hasAudio, hasVideo]));
    expect(audio, 'who was muted before still is').to.deep.equal([[false, true]]);
  }).timeout(120_000);
});

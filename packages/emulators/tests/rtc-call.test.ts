import { expect } from 'chai';
import { flows, RtcWorld, succeeded } from './rtc-world.ts';

describe('RTC: a call of agora-rtc-sdk-ng', () => {
  const world = new RtcWorld();

  it('two pages see and hear each other; the edge knows who publishes what', async () => {
    const room = world.room();
    await world.call(room);
    const members = world.rtc.members(room).map(({ name, isHost, publishes }) => ({ name, isHost, publishes: Object.keys(publishes) }));
    expect(members).to.have.deep.members([
      { name: 1, isHost: true, publishes: ['audio', 'video'] },
      { name: 2, isHost: true, publishes: ['audio', 'video'] },
    ]);
  });

  it('a newcomer gets what was published before', async () => {
    const room = world.room();
    const alice = await world.join(room, 1);
    await succeeded(alice.do('publish'));
    const bob = await world.join(room, 2);
    await bob.untilSubscribed(1, 'video');
    await bob.sees(1);
    await bob.untilSubscribed(1, 'audio');
    await bob.hears(1);
  });

  it('mute and unmute, of each kind by itself', async () => {
    const [alice, bob] = await world.call(world.room());
    for (const kind of ['audio', 'video'] as const) {
      await bob.clearEvents();
      await succeeded(alice.do('mute', kind, true));
      await bob.untilEvent(`user-unpublished 1 ${kind}`);
      await succeeded(alice.do('mute', kind, false));
      await bob.untilSubscribed(1, kind);
      await (kind === 'audio' ? bob.hears(1) : bob.sees(1));
      expect((await bob.events()).filter((event) => event.startsWith('user-unpublished')), 'nothing else ended').to.deep.equal([`user-unpublished 1 ${kind}`]);
    }
  });

  it('sound can be unpublished while the picture goes on, and published again', async () => {
    const room = world.room();
    const [alice, bob] = await world.call(room);
    await succeeded(alice.do('unpublish', ['audio']));
    await bob.untilEvent('user-unpublished 1 audio');
    expect(Object.keys(world.rtc.members(room).find(({ name }) => name === 1)!.publishes)).to.deep.equal(['video']);
    await bob.sees(1);
    await succeeded(alice.do('publish', ['audio']));
    await bob.untilSubscribed(1, 'audio');
    await bob.hears(1);
    const changes = (await bob.events()).filter((event) => event.startsWith('user-published') || event.startsWith('user-unpublished'));
    expect(changes).to.deep.equal(['user-unpublished 1 audio', 'user-published 1 audio']);
  });

  it('everything can be unpublished, and published again', async () => {
    const [alice, bob] = await world.call(world.room());
    await succeeded(alice.do('unpublish'));
    await bob.untilEvent('user-unpublished 1 audio');
    await bob.untilEvent('user-unpublished 1 video');
    await bob.clearEvents();
    await succeeded(alice.do('publish'));
    await flows(alice, bob);
  });

  it('who leaves is gone at once', async () => {
    const room = world.room();
    const [alice, bob] = await world.aliceAndBob(room);
    await alice.untilEvent('user-joined 2');
    await succeeded(bob.do('leave'));
    await alice.untilEvent('user-left 2 Quit');
    expect(world.rtc.members(room).map(({ name }) => name)).to.deep.equal([1]);
  });

  it('who closes the page has left', async () => {
    const [alice, bob] = await world.aliceAndBob(world.room());
    await alice.untilEvent('user-joined 2');
    await bob.page.close({ runBeforeUnload: true });
    await alice.until('user-left', ({ events }) => events.some((event) => event.startsWith('user-left 2')));
  });

  it('users with strings for uids', async () => {
    const room = world.room();
    const [alice, bob] = await Promise.all([world.open(room, 'alice'), world.open(room, 'bob')]);
    for (const user of [alice, bob]) {
      await succeeded(user.do('join'));
      await succeeded(user.do('publish'));
    }
    await flows(alice, bob);
    expect(world.rtc.members(room).map(({ name }) => name)).to.deep.equal(['alice', 'bob']);
  });

  it('a uid is allocated to who has none', async () => {
    const room = world.room();
    const alice = await world.join(room, 0, { uid: undefined, token: world.token(room, 0) });
    const uid = await alice.page.evaluate(() => window.rtc.client.uid);
    expect(world.rtc.members(room).map(({ name }) => name)).to.deep.equal([uid]);
  });

  it('an audience sees hosts, and is not seen until it becomes one', async () => {
    const room = world.room();
    const host = await world.open(room, 1, { mode: 'live', role: 'host' });
    const guest = await world.open(room, 2, { mode: 'live', role: 'audience' });
    await succeeded(host.do('join'));
    await succeeded(host.do('publish'));
    await succeeded(guest.do('join'));
    await guest.untilSubscribed(1, 'video');
    await guest.sees(1);
    expect(await host.events()).not.to.include('user-joined 2');
    await guest.page.evaluate(() => window.rtc.client.setClientRole('host'));
    await host.untilEvent('user-joined 2');
    await guest.page.evaluate(() => window.rtc.client.setClientRole('audience'));
    await host.untilEvent('user-left 2 BecomeAudience');
  });

  it('who publishes two sizes is seen in the large one', async () => {
    const [alice, bob] = await world.aliceAndBob(world.room(), { encoder: '480p_1' });
    await alice.page.evaluate(() => window.rtc.client.enableDualStream());
    await succeeded(alice.do('publish'));
    await bob.untilSubscribed(1, 'video');
    await bob.page.evaluate(() => window.rtc.client.setRemoteVideoStreamType(1, 1));
    await bob.sees(1);
    expect((await bob.do('received', 'video'))['frameWidth']).to.equal(640);
  });

  it('data messages arrive', async () => {
    const [alice, bob] = await world.aliceAndBob(world.room());
    await succeeded(alice.do('say', 'hello'));
    await bob.until('data', ({ data }) => data.includes('1: hello'));
  });

  it('what the edge reports of the network is what the SDK shows', async () => {
    world.rtc.policy.reportedRttMs = 120;
    world.rtc.policy.reportedQuality = { up: 0.4, down: 0.7 };
    const [alice] = await world.aliceAndBob(world.room());
    await alice.page.evaluate(() => window.rtc.client.on('network-quality', ({ uplinkNetworkQuality, downlinkNetworkQuality }) => window.rtc.events.push(`quality ${uplinkNetworkQuality} ${downlinkNetworkQuality}`)));
    await alice.untilEvent('quality 3 4');
    expect(await alice.page.evaluate(() => window.rtc.client.getRTCStats().RTT)).to.equal(120);
  });
});

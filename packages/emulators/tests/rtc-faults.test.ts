import { expect } from 'chai';
import { flows, RtcWorld, succeeded } from './rtc-world.ts';

describe('RTC: faults', () => {
  const world = new RtcWorld();

  describe('sockets', () => {
    it('one that is cut comes back, and the call has not noticed', async () => {
      const room = world.room();
      const [alice, bob] = await world.call(room);
      world.rtc.sockets.cut('1');
      await alice.untilEvent('state RECONNECTING');
      await bob.sees(1);
      await alice.untilEvent('state CONNECTED');
      await Promise.all([alice.sees(2), bob.sees(1), alice.hears(2), bob.hears(1)]);
      expect(await bob.events()).to.deep.equal([]);
      expect((await alice.events()).filter((event) => event.startsWith('media'))).to.deep.equal([]);
    });

    it('what happened meanwhile is told by the new one', async () => {
      const room = world.room();
      const [alice, bob] = await world.call(room);
      world.rtc.sockets.refuse('1');
      world.rtc.sockets.cut('1');
      await alice.untilEvent('state RECONNECTING');
      await succeeded(bob.do('mute', 'video', true));
      world.rtc.sockets.heal();
      await alice.untilEvent('user-unpublished 2 video');
      await succeeded(bob.do('mute', 'video', false));
      await alice.untilSubscribed(2, 'video');
      await alice.sees(2);
    });

    it('one that stays away is a user who timed out; coming back is a new join', async () => {
      const room = world.room();
      const [alice, bob] = await world.call(room);
      world.rtc.sockets.refuse('1');
      world.rtc.sockets.cut('1');
      await bob.untilEvent('user-left 1 ServerTimeOut');
      world.rtc.sockets.heal();
      await alice.untilEvent('state CONNECTED');
      await flows(alice, bob);
    });
  });

  describe('users', () => {
    it('the same uid elsewhere: the older client is out', async () => {
      const room = world.room();
      const alice = await world.join(room, 1);
      const phone = world.rtc.join(room, 'phone');
      await world.join(room, 1);
      await alice.untilEvent('state DISCONNECTED UID_BANNED');
      await phone.until(({ notifications }) => notifications.length === 3);
      expect(phone.notifications.map(({ type }) => type)).to.deep.equal(['on_user_online', 'on_user_offline', 'on_user_online']);
      expect(world.rtc.members(room).map(({ name }) => name)).to.have.members([1, 'phone']);
    });

    it('one who is kicked or banned is out', async () => {
      const room = world.room();
      const [alice, bob] = await world.aliceAndBob(room);
      world.rtc.kick(room, 1);
      await alice.untilEvent('state DISCONNECTED UID_BANNED');
      await bob.untilEvent('user-left 1 Quit');
      world.rtc.kick(room, 2, 'banned');
      await bob.untilEvent('state DISCONNECTED UID_BANNED');
      expect(world.rtc.members(room)).to.deep.equal([]);
      expect(() => world.rtc.kick(room, 2)).to.throw(`No user 2 with an SDK is in channel "${room}". There: nobody`);
    });
  });

  describe('the access point', () => {
    it('is down at first: join waits, and comes through', async () => {
      const room = world.room();
      const alice = await world.open(room, 1);
      world.rtc.accessPoint = { status: 503 };
      const joined = alice.do('join');
      await alice.page.waitForResponse((response) => response.url().includes('/transpond/webrtc') && response.status() === 503);
      world.rtc.accessPoint = 'up';
      await succeeded(joined);
    });

    it('resets connections at first: join waits, and comes through', async () => {
      const room = world.room();
      const alice = await world.open(room, 1);
      world.rtc.accessPoint = 'reset';
      const joined = alice.do('join');
      await alice.page.waitForEvent('requestfailed', (request) => request.url().includes('/transpond/webrtc'));
      world.rtc.accessPoint = 'up';
      await succeeded(joined);
    });

    it('refuses with a code of the service', async () => {
      const alice = await world.open(world.room(), 1);
      world.rtc.accessPoint = { code: 2_010_016 };
      expect(await alice.do('join')).to.contain('amount of users over load');
    });
  });

  describe('a join that is kept waiting', () => {
    for (const phase of ['accessPoint', 'socket', 'join'] as const) {
      it(`at ${phase}: leaving ends it, and nobody has come`, async () => {
        const room = world.room();
        const phone = world.rtc.join(room, 'phone');
        const alice = await world.open(room, 1);
        const held = world.rtc.hold(phase);
        const joined = alice.do('join');
        await held.reached;
        await succeeded(alice.do('leave'));
        expect(await joined).to.match(/^OPERATION_ABORTED|^WS_ABORT/);
        held.release();
        await succeeded(alice.do('join'));
        await phone.until(({ others }) => others.length > 0);
        expect(phone.notifications.map(({ type }) => type), 'once only').to.deep.equal(['on_user_online']);
      });

      it(`at ${phase}: it goes on when it is let go`, async () => {
        const alice = await world.open(world.room(), 1);
        const held = world.rtc.hold(phase);
        const joined = alice.do('join');
        await held.reached;
        held.release();
        await succeeded(joined);
      });
    }

    it('at publish: others hear of nothing until it is let go', async () => {
      const [alice, bob] = await world.aliceAndBob(world.room());
      const held = world.rtc.hold('publish', 1);
      const published = alice.do('publish');
      await held.reached;
      expect((await bob.events()).filter((event) => event.startsWith('user-published'))).to.deep.equal([]);
      held.release();
      await succeeded(published);
      await bob.untilSubscribed(1, 'video');
      await bob.sees(1);
    });

    it('at publish: leaving ends it', async () => {
      const room = world.room();
      const phone = world.rtc.join(room, 'phone');
      const alice = await world.join(room, 1);
      const held = world.rtc.hold('publish', 1);
      const published = alice.do('publish');
      await held.reached;
      await succeeded(alice.do('leave'));
      await published;
      held.release();
      await succeeded(alice.do('join'));
      await phone.until(({ others }) => others.length > 0);
      expect(phone.notifications.map(({ type }) => type)).to.deep.equal(['on_user_online', 'on_user_offline', 'on_user_online']);
    });

    it('at subscribe: it goes on when it is let go', async () => {
      const [alice, bob] = await world.aliceAndBob(world.room());
      const held = world.rtc.hold('subscribe', 2);
      await succeeded(alice.do('publish'));
      await held.reached;
      expect((await bob.events()).filter((event) => event.startsWith('subscribed'))).to.deep.equal([]);
      held.release();
      await bob.untilSubscribed(1, 'video');
      await bob.sees(1);
    });
  });

  describe('the emulators are started again', () => {
    it('calls come back by themselves', async () => {
      const room = world.room();
      const [alice, bob] = await world.call(room);
      await world.restart();
      await Promise.all([alice, bob].map((user) => user.untilEvent('state CONNECTED')));
      await flows(alice, bob);
      expect(world.rtc.members(room).map(({ name }) => name)).to.have.members([1, 2]);
    });
  });
});

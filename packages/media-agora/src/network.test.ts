import { createClient } from 'agora-rtc-sdk-ng/esm';
import { expect } from 'chai';
import type { Track } from '@call-elements/core';
import { onEmulators } from '@call-elements/emulators/page';
import { hasFailed, isConnected, useBench } from './testing/bench.ts';

describe('an Agora connection', function () {
  this.timeout(60_000);
  const bench = useBench();

  describe('that is thrown out', () => {
    for (const reason of ['sameUid', 'banned'] as const) {
      it(`${reason}: has failed, and the other one sees that it left`, async () => {
        const { room, alice, bob } = await bench.met();
        await onEmulators('rtc.kick', room, 'alice', reason);
        await hasFailed(alice);
        expect(alice.state.error).to.have.property('code', 'signedInElsewhere');
        expect(alice.state.error!.message).to.match(/elsewhere, or was banned/);
        await bob.until(({ peer }) => peer === 'quit');
        await bob.connection.close();
        await Promise.all([bench.untilNoConnection(), bench.untilNoSocket()]);
      });
    }
  });

  // Before the user answered in this one, that one was on its way into the room to negotiate ahead.
  describe('that is thrown out by another tab of a callee who has answered', () => {
    it('comes back, and media flows both ways', async () => {
      const { room, alice, bob } = await bench.flowing();
      const { video } = await bench.devices();
      await bob.connection.publish('video', video as Track);
      await alice.until(({ received }) => received.video);
      const [before, after] = [await alice.connection.stats(), bob.states.length];
      await onEmulators('rtc.kick', room, 'bob', 'sameUid');
      await alice.until(({ peer }) => peer === 'quit');
      await Promise.all([alice.until(({ peer }) => peer === 'here'), isConnected(bob)]);
      await Promise.all([bob, alice].map((side) => side.untilStats(({ framesDecoded }) => framesDecoded > before.framesDecoded + 10)));
      expect(bob.states.slice(after).map(({ phase }) => phase)).to.include('reconnecting').and.not.to.include('failed');
    });

    it('also when that happens before the SDK says that it is in', async () => {
      const room = bench.room();
      const client = createClient({ mode: 'rtc', codec: 'vp8' });
      const join = client.join.bind(client);
      const joins: unknown[] = [];
      client.join = async (...args) => {
        const uid = await join(...args);
        if (joins.push(uid) > 1) return uid;
        const out = new Promise((resolve) => client.on('connection-state-change', (state) => state === 'DISCONNECTED' && resolve(state)));
        await onEmulators('rtc.kick', room, 'bob', 'sameUid');
        await out;
        return uid;
      };
      const bob = bench.side('callee', { room }, { client });
      bob.connection.accepted();
      await isConnected(bob);
      expect(joins).to.have.length(2);
      expect((await onEmulators('rtc.members', room)) as unknown[]).to.have.length(1);
    });
  });

  describe('and its network', () => {
    it('a socket that is cut: reconnecting, and media has not noticed', async () => {
      const { alice, bob } = await bench.flowing();
      const before = await bob.connection.stats();
      await onEmulators('rtc.sockets.cut', 'alice');
      await alice.until(({ phase }) => phase === 'reconnecting');
      await isConnected(alice);
      await bob.untilStats(({ framesDecoded }) => framesDecoded > before.framesDecoded + 10);
      expect(bob.state.peer).to.equal('here');
      expect(bob.states.filter(({ phase, peer }) => phase === 'reconnecting' || peer === 'dropped')).to.deep.equal([]);
    });

    it('what was published meanwhile is there after it', async () => {
      const { alice, bob } = await bench.met();
      await onEmulators('rtc.sockets.refuse', 'bob');
      await onEmulators('rtc.sockets.cut', 'bob');
      await bob.until(({ phase }) => phase === 'reconnecting');
      const { video } = await bench.devices();
      await alice.connection.publish('video', video as Track);
      await onEmulators('rtc.sockets.heal');
      await bob.until(({ received }) => received.video);
    });

    it('9 s without media: reconnecting, and then it goes on', async () => {
      const { alice, bob } = await bench.flowing();
      const blackout = onEmulators('rtc.media.blackoutFor', 9000);
      await Promise.all([alice, bob].map((side) => side.until(({ phase }) => phase === 'reconnecting')));
      await blackout;
      await Promise.all([alice, bob].map(isConnected));
      const { framesDecoded } = await bob.connection.stats();
      await bob.untilStats((stats) => stats.framesDecoded > framesDecoded + 10);
    });
  });
});

import { expect } from 'chai';
import { onEmulators } from '@call-elements/emulators/page';
import type { Track } from '@call-elements/core';
import { clientOf, useBench } from './testing/bench.ts';
import type { Pair } from './testing/bench.ts';

describe('leaving an Agora room', function () {
  this.timeout(30_000);
  const bench = useBench();

  async function isGone({ room, alice, bob }: Pair): Promise<void> {
    const closed = [alice, bob].map(({ connection }) => connection.close());
    expect(bench.liveClones).to.equal(0);
    await onEmulators('rtc.releaseHolds');
    await Promise.all([...closed, bench.untilNoConnection(), bench.untilNoSocket()]);
    // Nothing comes after: what was under way has been answered by the time that others have met. They dial two sockets each, and keep one.
    const before = bench.sockets.length;
    const others = await bench.met();
    expect(bench.sockets.length - before).to.equal(4);
    await Promise.all([others.alice, others.bob].map(({ connection }) => connection.close()));
    await Promise.all([bench.untilNoConnection(), bench.untilNoSocket()]);
    expect(await onEmulators('rtc.members', room)).to.deep.equal([]);
    for (const side of [alice, bob]) expect(side.states.filter(({ phase }) => phase === 'failed')).to.deep.equal([]);
  }

  async function publishBoth({ alice, bob }: Pair): Promise<void> {
    const { audio, video } = await bench.devices();
    for (const { connection } of [alice, bob]) {
      connection.publish('audio', audio as Track).catch(() => {});
      connection.publish('video', video as Track).catch(() => {});
    }
  }

  it('before anything was loaded', async () => {
    await isGone(bench.pair());
  });

  it('while a token is waited for', async () => {
    const asked: (() => void)[] = [];
    await new Promise<void>((resolve) => {
      bench.pair({
        token: () =>
          new Promise<string>((give) => {
            asked.push(() => give('late'));
            if (asked.length === 2) resolve();
          }),
      });
    });
    await Promise.all(bench.sides.map(({ connection }) => connection.close()));
    for (const give of asked) give();
    await isGone(bench.pair());
    expect(bench.sides.slice(0, 2).map((side) => clientOf(side))).to.deep.equal([undefined, undefined]);
  });

  for (const phase of ['accessPoint', 'socket', 'join'] as const) {
    it(`while ${phase === 'accessPoint' ? 'the access point is asked' : phase === 'socket' ? 'the socket is opened' : 'the gateway is asked'}`, async () => {
      await onEmulators('rtc.hold', phase);
      const pair = bench.pair();
      await publishBoth(pair);
      await onEmulators('rtc.untilHeld', phase);
      await isGone(pair);
      if (phase !== 'socket') return;
      // This is when the SDK would dial again. Nothing tells that it does not.
      const dialled = bench.sockets.length;
      await new Promise((resolve) => setTimeout(resolve, 2500));
      expect(bench.sockets).to.have.length(dialled);
    });
  }

  for (const phase of ['publish', 'subscribe'] as const) {
    it(`in the middle of a ${phase}`, async () => {
      await onEmulators('rtc.hold', phase);
      const pair = await bench.met();
      await publishBoth(pair);
      await onEmulators('rtc.untilHeld', phase);
      await isGone(pair);
    });
  }

  it('in the middle of a call', async () => {
    await isGone(await bench.flowing());
  });

  it('without a socket', async () => {
    const pair = await bench.flowing();
    await onEmulators('rtc.sockets.refuse', 'alice');
    await onEmulators('rtc.sockets.cut', 'alice');
    await pair.alice.until(({ phase }) => phase === 'reconnecting');
    await pair.alice.connection.close();
    await pair.bob.connection.close();
    await onEmulators('rtc.sockets.heal');
    await Promise.all([bench.untilNoConnection(), bench.untilNoSocket()]);
  });

  it('leaves no listener behind', async () => {
    const { alice } = await bench.flowing();
    const client = clientOf(alice);
    const events = ['connection-state-change', 'peerconnection-state-change', 'token-privilege-will-expire', 'user-joined', 'user-left', 'user-published', 'user-unpublished', 'user-info-updated'];
    const listening = () => events.map((event) => client.getListeners(event).length);
    expect(listening()).to.deep.equal(events.map(() => 1));
    await alice.connection.close();
    expect(listening()).to.deep.equal(events.map(() => 0));
  });
});

import { trace, World } from '@call-elements/testing';
import type { Page } from '@call-elements/testing';
import { expect } from 'chai';
import { expectQuiet, pair, sentBy } from './testing/pages.ts';
import type { Pair } from './testing/pages.ts';
import { parseSent } from './testing/scripted-peer.ts';
import type { CallType } from './vocabulary.ts';

interface Glare extends Pair {
  readonly winner: Page;
  readonly loser: Page;
  readonly winnerId: string;
  readonly ids: Record<'alice' | 'bob', string>;
}

/** Both dial before either has heard of the other. */
async function glare(types: { winner?: CallType; loser?: CallType } = {}, prepare: (all: Pair) => void = () => {}): Promise<Glare> {
  const { winner: winnersType = 'video', loser: losersType = 'video' } = types;
  const all = await pair();
  prepare(all);
  const ids = ['1-small', '2-large'];
  // The ids of calls and rooms come in the order of the dials: alice's call gets the smaller one.
  let made = 0;
  all.world.id = () => (made++ % 2 === 0 ? ids.shift()! : `room-${made}`);
  const dials = [all.alice.client.call('bob', { type: winnersType }), all.bob.client.call('alice', { type: losersType })];
  await all.world.advance(800);
  const [alice, bob] = (await Promise.all(dials)) as [string, string];
  return { ...all, winner: all.alice, loser: all.bob, winnerId: '1-small', ids: { alice, bob } };
}

describe('glare', () => {
  it('both end up connected in the call with the smaller id, in its room', async () => {
    const { alice, bob, winnerId } = await glare();
    for (const page of [alice, bob]) expect(page.client.getState()).to.include({ state: 'connected' });
    const [a, b] = [alice.client.getState().call!, bob.client.getState().call!];
    expect([a.callId, b.callId]).to.deep.equal([winnerId, winnerId]);
    expect(a.roomId).to.equal(b.roomId);
    expect([a.direction, b.direction]).to.deep.equal(['outgoing', 'incoming']);
  });

  it('both dials resolve with the id of the winner, when that is known before the service took them', async () => {
    const { ids, winnerId } = await glare({}, ({ world, bob }) => {
      const send = bob.signal.sendMessage.bind(bob.signal);
      bob.signal.sendMessage = async (to, text) => {
        await send(to, text);
        await new Promise<void>((resolve) => void world.clock.schedule(50, resolve));
      };
    });
    expect(ids).to.deep.equal({ alice: winnerId, bob: winnerId });
  });

  it('the service takes the lost invite afterwards: what comes of it is no matter of the call that goes on', async () => {
    const { world, loser } = await glare({}, ({ world: own, bob }) => {
      own.network.stores = true;
      const send = bob.signal.sendMessage.bind(bob.signal);
      bob.signal.sendMessage = async (to, text, options) => {
        await send(to, text, options);
        await new Promise<void>((resolve) => void own.clock.schedule(50, resolve));
      };
    });
    await world.advance(10_000);
    expect(loser.client.getState().state).to.equal('connected');
    expect(loser.capture.live).to.equal(2);
    expect(loser.clock.pending).to.equal(0);
  });

  it('the loser is never without a call, and is not asked', async () => {
    const { loser, winner } = await glare();
    expect(trace(loser).slice(0, 3)).to.deep.equal(['prepared/none', 'calling/localVideoCall', 'connecting/localAccepted']);
    expect(trace(loser)).to.have.length(4);
    expect(trace(winner)[2]).to.equal('connecting/remoteAccepted');
    for (const page of [loser, winner]) expect(page.pairs).to.deep.equal(['connected']);
  });

  it('of the lost call nothing more is said than that it is over', async () => {
    const { world } = await glare();
    const lost = (from: string) => parseSent(world, from).filter(({ callId }) => callId === '2-large');
    expect(lost('bob').map(({ message_action: action }) => action)).to.deep.equal([0, 1]);
    expect(lost('bob')[1]!['cancelCallByInternal'], 'not that it rang in vain').to.equal(0);
    // Nobody answers it either.
    expect(lost('alice').map(({ message_action: action }) => action)).to.deep.equal([100]);
  });

  it('so another device of the winner, which rings for the lost call, stops', async () => {
    let third: Promise<Page> | undefined;
    const { world, winnerId } = await glare({}, ({ world: own }) => {
      third = own.page('alice', { earlyMedia: 'none' });
    });
    const other = await third!;
    expect(trace(other)).to.deep.equal(['prepared/none', 'calling/remoteVideoCall', 'prepared/answeredElsewhere']);
    expect(other.client.getState().lastCall?.callId).not.to.equal(winnerId);
    await world.advance(5_000);
    expectQuiet(other);
  });

  it('the loser has the invite of the winner, which is not sent again', async () => {
    const { world } = await glare();
    await world.advance(3_000);
    expect(parseSent(world, 'alice').filter(({ message_action: action }) => action === 0)).to.have.length(1);
  });

  it('hands the devices over: they are opened once', async () => {
    const { loser } = await glare();
    expect(loser.capture.tracks.map(({ kind }) => kind).sort()).to.deep.equal(['audio', 'video']);
    expect(loser.capture.live).to.equal(2);
    expect(loser.media.openCount).to.equal(1);
  });

  it('hands them over also while they are opening', async () => {
    const { world, loser } = await glare({}, ({ bob }) => (bob.capture.delay = 2_000));
    await world.advance(3_000);
    expect(loser.capture.tracks).to.have.length(2);
    expect(loser.client.getState().call!.local.camera.state).to.equal('on');
  });

  it('a video call wins over audio: who dialled audio keeps the camera off', async () => {
    const { winner, loser } = await glare({ loser: 'audio' });
    for (const page of [winner, loser]) expect(page.client.getState().call).to.include({ type: 'video' });
    expect(loser.client.getState().call!.local.camera.state).to.equal('off');
    expect(loser.capture.tracks.map(({ kind }) => kind)).to.deep.equal(['audio']);
    expect(winner.client.getState().call!.remote).to.deep.equal({ microphone: true, camera: false });
  });

  it('an audio call wins over video: the camera that was opened closes', async () => {
    const { winner, loser } = await glare({ winner: 'audio' });
    for (const page of [winner, loser]) {
      expect(page.client.getState()).to.include({ state: 'connected' });
      expect(page.client.getState().call).to.include({ type: 'audio' });
      expect(page.capture.tracks.filter(({ kind, live }) => kind === 'video' && live)).to.have.length(0);
    }
  });

  it('who has switched the camera off while dialling keeps it off', async () => {
    const { winner, loser } = await glare({}, ({ world, bob }) => void world.clock.schedule(5, () => bob.client.setCamera(false)));
    expect(loser.client.getState()).to.include({ state: 'connected' });
    expect(loser.client.getState().call!.local.camera).to.deep.equal({ state: 'off', track: null });
    expect(loser.capture.live, 'the microphone alone').to.equal(1);
    expect(winner.client.getState().call!.remote).to.deep.equal({ microphone: true, camera: false });
  });

  it('an audio call wins while the camera is still opening: it closes', async () => {
    const { world, loser } = await glare({ winner: 'audio' }, ({ bob }) => (bob.capture.delay = 2_000));
    await world.advance(3_000);
    expect(loser.client.getState()).to.include({ state: 'connected' });
    expect(loser.client.getState().call!.local.camera).to.deep.equal({ state: 'off', track: null });
    expect(loser.capture.tracks.filter(({ kind, live }) => kind === 'video' && live)).to.have.length(0);
    expect(loser.media.opened.at(-1)!.published.video).to.equal(null);
  });

  it('ends for both like any call', async () => {
    const { world, winner, loser } = await glare();
    await loser.client.hangup();
    await world.advance(1_000);
    for (const page of [winner, loser]) {
      expectQuiet(page);
      expect(page.pairs).to.deep.equal(['connected', 'disconnected']);
    }
  });

  for (const lost of ['alice', 'bob'] as const) {
    it(`survives the loss of ${lost}'s first invite`, async () => {
      const { world, alice, bob } = await glare({}, (all) => {
        let dropped = false;
        all.world.network.intercept = ({ from, text }) => {
          if (dropped || from !== lost || !text.includes('fromRoomId')) return undefined;
          dropped = true;
          return 'drop';
        };
      });
      await world.advance(3_000);
      for (const page of [alice, bob]) expect(page.client.getState()).to.include({ state: 'connected' });
      expect(alice.client.getCallId()).to.equal(bob.client.getCallId());
      expect(sentBy(world, 'alice')).to.be.greaterThan(0);
    });
  }

  it('50 random orders end in the same call', async () => {
    for (let seed = 1; seed <= 50; seed++) {
      const world = new World(seed, { minDelay: 1, maxDelay: 300, duplicate: 0.2 });
      const pages = [await world.page('alice'), await world.page('bob')];
      for (const [index, page] of pages.entries()) {
        world.clock.schedule(world.random.between(0, 40), () => void page.client.call(index === 0 ? 'bob' : 'alice', { type: world.random.pick(['audio', 'video'] as const) }).catch(() => {}));
      }
      await world.advance(6_000);
      const [one, other] = pages.map((page) => page.client.getState());
      // When one invite arrives before the other side dials, that dial is refused, and the call rings.
      expect(one!.call?.callId, `seed ${seed}`).to.be.a('string').that.equals(other!.call?.callId);
      expect(one!.call?.roomId).to.equal(other!.call?.roomId);
    }
  });
});

import { World } from '@call-elements/testing';
import { expect } from 'chai';
import { expectQuiet } from './testing/pages.ts';
import { kit, nativePair, ScriptedPeer } from './testing/scripted-peer.ts';

const ACCEPT = 2;

describe('a call that a server matched', () => {
  async function matched(late = 0) {
    const world = new World();
    const options = { engine: 'agora', trustedPublishers: ['server'], firstFrameWaitDisabled: true };
    const [one, two] = [await world.page('1001', options), await world.page('2002', options)];
    const server = await ScriptedPeer.create(world, 'server');
    const match = (from: number, to: number) => server.say(String(to), 0, { callId: 'match', fromRoomId: 'r', fromUserId: from, remoteUserId: to });
    await match(2002, 1001);
    if (late > 0) world.clock.schedule(late, () => void match(1001, 2002));
    else await match(1001, 2002);
    await world.advance(60);
    return { world, one, two };
  }

  it('one consent connects nobody, whatever is waited for; it ends by the timer of the ring', async () => {
    const { world, one, two } = await matched();
    await one.client.accept();
    await world.advance(5_000);
    expect([one, two].map((page) => page.client.getState().state)).to.deep.equal(['connecting', 'calling']);
    expect(two.capture.tracks).to.have.length(0);
    await world.advance(12_000);
    for (const page of [one, two]) {
      expectQuiet(page);
      expect(page.pairs).to.deep.equal([]);
    }
  });

  it('not even the picture of a native app that sends while it rings', async () => {
    const { world, page, native } = await nativePair({ trustedPublishers: ['server'] });
    const server = await ScriptedPeer.create(world, 'server');
    await server.say('1001', 0, { callId: 'match', fromRoomId: 'r', fromUserId: 9009, remoteUserId: 1001 });
    await world.advance(60);
    await page.client.accept();
    page.media.opened.at(-1)!.fault({ phase: 'connected', peer: 'here', received: { audio: true, video: true } });
    await world.advance(200);
    expect(page.client.getState().state).to.equal('connecting');
    await native.say('1001', ACCEPT, { callId: 'match', remoteUserId: 1001 });
    await world.advance(60);
    expect(page.client.getState().state).to.equal('connected');
  });

  it('both consents connect both, in either order and at once', async () => {
    for (const order of [0, 1, 2]) {
      const { world, one, two } = await matched();
      const [first, second] = order === 1 ? [two, one] : [one, two];
      await first.client.accept();
      if (order < 2) await world.advance(300);
      await second.client.accept();
      await world.advance(300);
      for (const page of [one, two]) expect(page.client.getState().state).to.equal('connected');
    }
  });

  it('an accept that is there before the invite of the other counts', async () => {
    const { world, one, two } = await matched(1_000);
    await one.client.accept();
    await world.advance(1_500);
    expect(two.client.getState().state).to.equal('calling');
    await two.client.accept();
    await world.advance(500);
    for (const page of [one, two]) expect(page.client.getState().state).to.equal('connected');
  });

  it('a stranger, or the caller of an ordinary call, consents for nobody', async () => {
    const { world, one } = await matched();
    await one.client.accept();
    const mallory = await ScriptedPeer.create(world, '6666');
    await mallory.say('1001', ACCEPT, { callId: 'match', fromUserId: 2002, remoteUserId: 1001 });
    await mallory.say('1001', ACCEPT, { callId: 'match', remoteUserId: 1001, ...kit('d', { engine: 'agora', media: { audio: true, video: true } }) });
    await world.advance(200);
    expect(one.client.getState().state).to.equal('connecting');
  });
});

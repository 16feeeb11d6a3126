import { World } from '@call-elements/testing';
import type { PageOptions } from '@call-elements/testing';
import { expect } from 'chai';
import { ACTION, inRoom, PICTURE, RING } from '../testing/native-media.ts';
import { expectQuiet, pair, refusal } from '../testing/pages.ts';
import { nativePair } from '../testing/scripted-peer.ts';

// Both dial each other before either has heard of it (callapi.md §2.6).

async function glare(options: PageOptions = {}) {
  const all = await pair(options);
  await Promise.all([all.alice.client.call('bob'), all.bob.client.call('alice')]);
  return all;
}

describe('glare', () => {
  it('N-05: both are connected, in one call and one room, long before any timeout', async () => {
    const { world, alice, bob } = await glare();
    await world.advance(1_000);
    const [one, other] = [alice, bob].map(({ client }) => client.getState());
    for (const { state } of [one!, other!]) expect(state).to.equal('connected');
    expect(one!.call!.callId).to.equal(other!.call!.callId);
    expect(one!.call!.roomId).to.equal(other!.call!.roomId);
    for (const page of [alice, bob]) expect(page.media.opened.at(-1)!.state.received).to.deep.equal({ audio: true, video: true });
  });

  it('N-06: also with firstFrameWaitDisabled and two users who press accept', async () => {
    const { world, alice, bob } = await glare({ firstFrameWaitDisabled: true });
    for (const page of [alice, bob]) await refusal(page.client.accept(), 'invalidState');
    await world.advance(1_000);
    const rooms = [alice, bob].map(({ client }) => client.getState().call?.roomId);
    expect(rooms[0]).to.be.a('string').that.equals(rooms[1]);
    for (const page of [alice, bob]) expect(page.media.opened.at(-1)!.state.peer).to.equal('here');
  });

  it('W-03: also with no ring timeout; and nothing is left on after it', async () => {
    const { world, alice, bob } = await glare({ callTimeout: 0 });
    await world.advance(1_000);
    for (const page of [alice, bob]) {
      expect(page.client.getState().state).to.equal('connected');
      expect(page.media.openCount).to.equal(1);
      expect(page.capture.live).to.equal(2);
    }
    await alice.client.hangup();
    await world.advance(1_000);
    for (const page of [alice, bob]) expectQuiet(page);
  });

  it('N-05, native: its dial is lost, so it is cancelled there and rung anew, and its user can answer', async () => {
    const { world, page, native } = await nativePair();
    const dialled = page.client.call('9009');
    await native.say('1001', ACTION.videoCall, RING);
    await world.advance(100);
    const callId = await dialled;
    expect(native.actions()).to.deep.equal([0, 1, 0]);
    inRoom(page, PICTURE);
    await native.say('1001', ACTION.accept, { callId, messageId: 2 });
    await world.advance(100);
    expect(page.client.getState().state).to.equal('connected');
    expect(page.client.getState().call!.roomId).to.equal(native.heard[2]!['fromRoomId']);
  });

  it('N-06, native: the page never accepts for its user, nor in another room', async () => {
    const { world, page, native } = await nativePair({ firstFrameWaitDisabled: true });
    void page.client.call('9009');
    await native.say('1001', ACTION.videoCall, RING);
    await world.advance(100);
    expect(page.client.getState().state).to.equal('calling');
    await native.say('1001', ACTION.accept, { callId: RING.callId, messageId: 2 });
    await world.advance(100);
    expect(page.client.getState().state, 'an accept of its own call').to.equal('calling');
    await world.advance(20_000);
    expectQuiet(page);
  });

  it('N-05: whatever the order of their messages, and with some of them lost', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const world = new World(seed, { minDelay: 1, maxDelay: 200, drop: 0.2, duplicate: 0.2 });
      const [alice, bob] = [await world.page('alice', { callTimeout: 30_000 }), await world.page('bob', { callTimeout: 30_000 })];
      await Promise.all([alice.client.call('bob'), bob.client.call('alice')]);
      await world.advance(12_000);
      for (const page of [alice, bob]) expect(page.client.getState().state, `seed ${seed}`).to.equal('connected');
      expect(alice.client.getCallId()).to.equal(bob.client.getCallId());
    }
  });
});

import { expect } from 'chai';
import { connected, expectEnd, ringing } from './testing/pages.ts';
import { callOf, expectTogether, leave, load, RESUME } from './testing/reload.ts';

// A page that comes back, while what was said before or after that is late or lost.

describe('resume: a page is back', () => {
  it('and its media takes its time: the five seconds are for the page', async () => {
    const { world, alice, bob } = await connected(RESUME);
    const saved = leave(alice, 60);
    await world.advance(4_000);
    world.media.broken = () => true;
    const back = await load(world, alice, saved);
    await world.advance(10_000);
    expect(bob.client.getState().state).to.equal('connected');
    expect(callOf(bob).media?.phase).to.equal('reconnecting');
    await back.client.hangup();
    await world.advance(500);
    expectEnd(bob, 'remoteHangup');
  });

  it('also when its farewell was lost: that it may come back was said before', async () => {
    for (const toldAfter of [60, undefined]) {
      const { world, alice, bob } = await connected(RESUME);
      if (toldAfter) alice.crash(toldAfter);
      else {
        bob.media.opened.at(-1)!.fault({ peer: 'quit' });
        alice.crash();
      }
      await world.advance(4_900);
      expect(callOf(bob).media?.phase).to.equal('reconnecting');
      await world.advance(1_000);
      expect(bob.client.getState().lastCall?.endReason).to.equal('remoteHangup');
    }
  });

  it('and hears nothing of its peer: it is not connected by media alone', async () => {
    const { world, alice, bob } = await connected({ ...RESUME, rooms: true });
    const saved = leave(alice);
    world.network.intercept = ({ from }) => (from === 'bob' ? 'drop' : undefined);
    const back = await load(world, alice, saved, { rooms: true });
    await world.advance(2_000);
    expect(callOf(back).media).to.include({ phase: 'connected', peer: 'here' });
    expect(back.client.getState().state).to.equal('connecting');
    world.network.intercept = undefined;
    await world.advance(3_000);
    expectTogether(back, bob, saved.callId);
  });

  it('an invite to a call that they had before is late: the page that is back does not take it for a new one', async () => {
    const { world, alice, bob } = await connected(RESUME);
    const late = world.network.sent.find(({ from, text }) => from === 'alice' && text.includes('"message_action":0'))!.text;
    await alice.client.hangup();
    await world.advance(1_000);
    const callId = await alice.client.call('bob');
    await world.advance(300);
    await bob.client.accept();
    await world.advance(500);
    const back = await load(world, bob, leave(bob));
    await world.advance(1_000);
    back.signal.hear(late, 'alice');
    await world.advance(1_000);
    expectTogether(alice, back, callId);
  });

  for (const [name, seen] of [['left', { peer: 'quit' }], ['is lost', { phase: 'reconnecting', peer: 'dropped' }]] as const) {
    it(`the caller reloads before its confirmation is through: the callee, who knows of that and that its media ${name}, waits`, async () => {
      const { world, alice, bob, callId } = await ringing(RESUME);
      for (const page of [alice, bob]) page.media.opened.at(-1)!.tell = () => false;
      let isLost = true;
      world.network.intercept = ({ from, text }) => (from === 'alice' && isLost && /"message_action":10[13]/.test(text) ? 'drop' : undefined);
      await bob.client.accept();
      await world.advance(200);
      const saved = leave(alice);
      await world.advance(200);
      expect(bob.client.getState().state).to.equal('connecting');
      bob.media.opened.at(-1)!.fault(seen);
      await world.advance(1_000);
      isLost = false;
      const back = await load(world, alice, saved);
      await world.advance(25_000);
      expectTogether(back, bob, callId);
    });
  }

  for (const rooms of [false, true]) {
    it(`a peer that would not come back itself makes its connection anew all the same (${rooms ? 'rooms' : 'negotiated'})`, async () => {
      const { world, alice, bob, callId } = await connected({ ...RESUME, rooms }, { resumption: undefined });
      const back = await load(world, alice, leave(alice), { rooms });
      await world.settle();
      // What it had before goes only now.
      back.media.opened.at(-1)!.fault({ peer: 'quit' });
      await world.advance(1_500);
      expectTogether(back, bob, callId);
    });
  }

  it('it switched to audio itself, and nothing of that is heard: its return says so', async () => {
    const { world, alice, bob, callId } = await connected(RESUME);
    alice.media.opened.at(-1)!.tell = () => false;
    world.network.intercept = ({ from, text }) => (from === 'alice' && text.includes('"message_action":104') ? 'drop' : undefined);
    await alice.client.switchType('audio');
    const back = await load(world, alice, leave(alice));
    back.media.opened.at(-1)!.tell = () => false;
    await world.advance(1_000);
    expectTogether(back, bob, callId);
    for (const page of [back, bob]) expect(callOf(page).type).to.equal('audio');
  });
});

import { trace, World } from '@call-elements/testing';
import { expect } from 'chai';
import { resumption } from './resume.ts';
import type { SavedCall } from './resume.ts';
import { connected, expectEnd, expectQuiet, expectUnmoved, refusal, ringing } from './testing/pages.ts';
import { callOf, expectTogether, leave, load, RESUME } from './testing/reload.ts';
import { kit, parseSent, ScriptedPeer } from './testing/scripted-peer.ts';

for (const rooms of [false, true]) {
  const options = { ...RESUME, rooms } as const;
  for (const side of ['alice', 'bob'] as const) {
    describe(`resume: ${side} reloads (${rooms ? 'media in rooms' : 'negotiated media'})`, () => {
      it('the other side shows reconnecting, and both go on in the same call', async () => {
        const all = await connected(options);
        const { world, callId } = all;
        const [page, peer] = side === 'alice' ? [all.alice, all.bob] : [all.bob, all.alice];
        const before = callOf(page);
        const saved = leave(page, 60);
        await world.advance(1_500);
        expect(peer.client.getState()).to.include({ state: 'connected' });
        expect(callOf(peer).media?.phase).to.equal('reconnecting');
        const back = await load(world, page, saved, options);
        expect(back.client.getState()).to.include({ state: 'connecting' });
        await world.advance(1_000);
        expectTogether(back, peer, callId);
        expect(callOf(back)).to.include({ roomId: before.roomId, direction: before.direction, startedAt: before.startedAt, connectedAt: before.connectedAt });
        for (const one of [back, peer]) {
          expect(callOf(one).remote).to.deep.equal({ microphone: true, camera: true });
          expect(callOf(one).media!.received).to.deep.equal({ audio: true, video: true });
        }
        expect(peer.pairs, 'for the peer it is one call').to.deep.equal(['connected']);
        expect(trace(peer).at(-1)).to.match(/^connected/);
      });

      it('and it ends for both like any call', async () => {
        for (const ender of ['back', 'peer'] as const) {
          const all = await connected(options);
          const [page, peer] = side === 'alice' ? [all.alice, all.bob] : [all.bob, all.alice];
          const back = await load(all.world, page, leave(page), options);
          await all.world.advance(1_000);
          await (ender === 'back' ? back : peer).client.hangup();
          await all.world.advance(6_000);
          expectEnd(back, ender === 'back' ? 'localHangup' : 'remoteHangup');
          expectEnd(peer, ender === 'back' ? 'remoteHangup' : 'localHangup');
          for (const one of [back, peer]) expect(one.pairs).to.deep.equal(['connected', 'disconnected']);
        }
      });
    });
  }

  it(`resume: both reload at once (${rooms ? 'rooms' : 'negotiated'}), whoever is back first`, async () => {
    for (const order of [0, 1, 2]) {
      const { world, alice, bob, callId } = await connected(options);
      const [a, b] = [leave(alice, 60), leave(bob, 60)];
      await world.advance(300);
      const first = await (order === 1 ? load(world, bob, b, options) : load(world, alice, a, options));
      if (order < 2) await world.advance(1_000);
      const second = await (order === 1 ? load(world, alice, a, options) : load(world, bob, b, options));
      await world.advance(4_000);
      expectTogether(first, second, callId);
      await second.client.hangup();
      await world.advance(6_000);
      for (const page of [first, second]) expectQuiet(page);
    }
  });
}

describe('resume: a page that does not come back', () => {
  it('ends the call after 5 s, as a hang-up', async () => {
    // What is noticed of it later does not begin anew.
    for (const toldAfter of [60, 3_000]) {
      const { world, alice, bob } = await connected(RESUME);
      leave(alice, toldAfter);
      expect(alice.client.getState().lastCall?.endReason, 'in the page that went').to.equal('localHangup');
      await world.advance(4_900);
      expect(bob.client.getState().state).to.equal('connected');
      await world.advance(500);
      expectEnd(bob, 'remoteHangup');
      expect(bob.pairs).to.deep.equal(['connected', 'disconnected']);
    }
  });

  it('or only when they are over: to the millisecond', async () => {
    const { alice } = await connected(RESUME);
    const saved = leave(alice);
    resumption.check(saved, saved.savedAt + 5_000);
    expect(() => resumption.check(saved, saved.savedAt + 5_001)).to.throw('over');
  });

  it('and is back too late: the call is over on both sides', async () => {
    const { world, alice, bob } = await connected(RESUME);
    const saved = leave(alice, 60);
    await world.advance(5_200);
    expectEnd(bob, 'remoteHangup');
    const back = await world.page('alice', RESUME);
    const error = await refusal(back.client.resumeCall(saved), 'callEnded');
    expect(error.message).to.contain('over');
    expect(back.client.getState().state).to.equal('prepared');
    expectQuiet(back);
  });

  it('whose peer hung up meanwhile: it learns so at once', async () => {
    const { world, alice, bob } = await connected(RESUME);
    const saved = leave(alice, 60);
    await world.advance(500);
    await bob.client.hangup();
    await world.advance(500);
    const back = await load(world, alice, saved);
    await world.advance(300);
    expectEnd(back, 'remoteHangup');
    expect(back.pairs).to.deep.equal([]);
    await world.advance(5_000);
    expectEnd(bob, 'localHangup');
  });

  it('whose peer is gone as well: it ends by itself', async () => {
    const { world, alice, bob } = await connected(RESUME);
    const saved = leave(alice);
    bob.crash();
    const back = await load(world, alice, saved);
    await world.advance(25_000);
    expectEnd(back, 'connectTimeout');
  });
});

describe('resume: what it does not do', () => {
  it('without the setting a page that leaves ends the call', async () => {
    const { world, alice, bob } = await connected();
    expect(alice.client.saveCall()).to.equal(undefined);
    alice.client.leave();
    await world.advance(100);
    expectEnd(bob, 'remoteHangup');
  });

  it('nothing that rings, nor a callee whose accept nobody has confirmed', async () => {
    const { world, alice, bob } = await ringing(RESUME);
    for (const page of [alice, bob]) await expectUnmoved(world, page, () => expect(page.client.saveCall()).to.equal(undefined));
    world.network.intercept = () => 'drop';
    await bob.client.accept();
    await world.advance(50);
    expect(bob.client.getState().state).to.equal('connecting');
    expect(bob.client.saveCall()).to.equal(undefined);
  });

  it('no call with an older kit, which would not wait', async () => {
    const world = new World();
    const alice = await world.page('alice', { ...RESUME, firstFrameWaitDisabled: true });
    const older = await ScriptedPeer.create(world, 'bob');
    const callId = await alice.client.call('bob');
    await older.say('alice', 2, { callId, remoteUserId: 'alice', ...kit('old', { media: { audio: true, video: true } }) });
    await world.advance(100);
    expect(alice.client.getState().state).to.equal('connected');
    expect(alice.client.saveCall()).to.equal(undefined);
  });

  it('two pages with one memory do not have the call twice: the first has it', async () => {
    const { world, alice, bob, callId } = await connected(RESUME);
    const saved = leave(alice, 60);
    await world.advance(200);
    const first = await load(world, alice, saved);
    await world.advance(50);
    const second = await load(world, alice, saved);
    await world.advance(1_500);
    expectTogether(first, bob, callId);
    expectEnd(second, 'remoteHangup');
    expect(second.pairs).to.deep.equal([]);
  });

  it('it keeps no token, and nothing that anybody wrote', async () => {
    const { alice } = await connected({ ...RESUME, rtcToken: 'TOKEN', userExtension: { secret: 'SECRET' } });
    const kept = JSON.stringify(leave(alice));
    expect(kept).not.to.match(/TOKEN|SECRET/);
    expect(kept.length).to.be.lessThan(500);
  });

  it('takes nothing but what was saved, and only when there is no call', async () => {
    const { world, alice, bob } = await connected(RESUME);
    const saved = leave(alice, 60);
    const back = await world.page('alice', RESUME);
    for (const wrong of [undefined, null, {}, 'x', { ...saved, callId: '' }, { ...saved, turn: null }, { ...saved, remoteUserId: 'x'.repeat(65) }]) {
      await expectUnmoved(world, back, () => refusal(back.client.resumeCall(wrong as unknown as SavedCall), 'invalidArgument'));
    }
    await refusal(bob.client.resumeCall(saved), 'invalidState');
    const unprepared = await world.page('carol', { prepare: false });
    await refusal(unprepared.client.resumeCall(saved), 'invalidState');
  });

  it('a stranger takes no call up, and another tab of the peer does not either', async () => {
    const { world, alice, bob, callId } = await connected(RESUME);
    const mallory = await ScriptedPeer.create(world, 'mallory');
    const tab = await ScriptedPeer.create(world, 'alice');
    const media = { audio: true, video: true };
    await expectUnmoved(world, alice, () => mallory.say('alice', 106, { callId, messageId: 1, ...kit('m', { media, resume: { device: bob.signal.device, peer: alice.signal.device } }) }));
    const claim = (device: string) => tab.say('bob', 106, { callId, messageId: 1, ...kit('tab', { v: 2, media, resume: { device, peer: bob.signal.device } }) });
    await claim('tab');
    await world.advance(200);
    expectTogether(alice, bob, callId);
    expect(tab.heard.some((message) => message.message_action === 4), 'it is told').to.equal(true);
  });
});

describe('resume: devices', () => {
  it('what was off stays off: nothing opens on return, and the peer knows', async () => {
    const { world, alice, bob } = await connected(RESUME);
    await alice.client.setMicrophone(false);
    await alice.client.setCamera(false);
    const back = await load(world, alice, leave(alice));
    await world.advance(1_000);
    expectTogether(back, bob, callOf(bob).callId);
    expect(back.capture.tracks).to.have.length(0);
    expect(callOf(bob).remote).to.deep.equal({ microphone: false, camera: false });
    await back.client.setMicrophone(true);
    await world.advance(300);
    expect(callOf(bob).remote.microphone).to.equal(true);
  });

  it('without permission nothing is asked: the call goes on without devices, until somebody presses a button', async () => {
    const { world, alice, bob } = await connected(RESUME);
    const back = await load(world, alice, leave(alice), {}, false);
    await world.advance(2_000);
    expect(back.client.getState().state).to.equal('connected');
    expect(back.capture.tracks).to.have.length(0);
    expect(back.errors).to.deep.equal([]);
    expect(callOf(bob).remote).to.deep.equal({ microphone: false, camera: false });
    await back.client.setCamera(true);
    await world.advance(300);
    expect(callOf(bob).remote).to.deep.equal({ microphone: false, camera: true });
  });

  it('those of the peer stay open, and go to the new connection', async () => {
    const { world, alice, bob } = await connected(RESUME);
    const tracks = bob.capture.tracks.length;
    const back = await load(world, alice, leave(alice));
    await world.advance(1_000);
    expect(bob.capture.tracks).to.have.length(tracks);
    expect(back.media.opened.at(-1)!.state.received).to.deep.equal({ audio: true, video: true });
  });
});

describe('resume: meanwhile', () => {
  it('the peer muted itself: the page that is back knows', async () => {
    const { world, alice, bob } = await connected(RESUME);
    const saved = leave(alice, 60);
    await world.advance(300);
    await bob.client.setMicrophone(false);
    const back = await load(world, alice, saved);
    await world.advance(1_000);
    expect(callOf(back).remote).to.deep.equal({ microphone: false, camera: true });
  });

  it('the peer switched to audio: so is the call', async () => {
    const { world, alice, bob } = await connected(RESUME);
    const saved = leave(alice, 60);
    await world.advance(300);
    await bob.client.switchType('audio');
    const back = await load(world, alice, saved);
    await world.advance(1_000);
    expectTogether(back, bob, saved.callId);
    for (const page of [back, bob]) {
      expect(callOf(page).type).to.equal('audio');
      expect(page.capture.tracks.some(({ kind, live }) => kind === 'video' && live)).to.equal(false);
    }
  });

  for (const [name, agrees] of [['nobody has answered', false], ['the peer agrees meanwhile', true]] as const) {
    it(`a request for video is given up, ${name}`, async () => {
      const { world, alice, bob } = await connected({ ...RESUME, type: 'audio' });
      await alice.client.switchType('video');
      await world.advance(200);
      const saved = leave(alice, 60);
      await world.advance(200);
      if (agrees) await bob.client.switchType('video');
      const back = await load(world, alice, saved);
      await world.advance(1_000);
      for (const page of [back, bob]) expect(callOf(page)).to.include({ type: 'audio', typeRequest: undefined });
      expect(bob.capture.tracks.some(({ kind, live }) => kind === 'video' && live)).to.equal(false);
    });
  }

  it('reloading twice is no different', async () => {
    const { world, alice, bob, callId } = await connected(RESUME);
    let page = alice;
    for (let round = 0; round < 3; round++) {
      page = await load(world, page, leave(page, 60));
      await world.advance(1_200);
      expectTogether(page, bob, callId);
      expect(callOf(bob).remote).to.deep.equal({ microphone: true, camera: true });
    }
  });

  it('a page that leaves again before it was back keeps its five seconds', async () => {
    const { world, alice, bob, callId } = await connected(RESUME);
    const saved = leave(alice, 60);
    await world.advance(2_000);
    const once = await load(world, alice, saved);
    await world.advance(25);
    const again = leave(once, 60);
    await world.advance(1_000);
    const twice = await load(world, alice, again);
    await world.advance(1_500);
    expectTogether(twice, bob, callId);
  });

  it('on a network that loses, doubles and reorders the pages find each other', async () => {
    for (let seed = 1; seed <= 30; seed++) {
      const world = new World(seed, { minDelay: 1, maxDelay: 20 });
      const alice = await world.page('alice', RESUME);
      const bob = await world.page('bob', RESUME);
      await alice.client.call('bob');
      await world.advance(300);
      await bob.client.accept();
      await world.advance(1_000);
      world.network.faults = { ...world.network.faults, drop: 0.15, duplicate: 0.3, maxDelay: 400 };
      const page = world.random.pick([alice, bob]);
      const peer = page === alice ? bob : alice;
      const saved = leave(page, world.random.pick([60, undefined]));
      await world.advance(world.random.between(0, 1_500));
      const back = await load(world, page, saved);
      await world.advance(12_000);
      expect(back.client.getState().state, `seed ${seed}`).to.equal('connected');
      expectTogether(back, peer, saved.callId);
      await peer.client.hangup();
      await world.advance(40_000);
      for (const one of [back, peer]) expectQuiet(one);
    }
  });

  it('nothing of it is said to a native app', async () => {
    const { world, alice } = await connected(RESUME);
    leave(alice, 60);
    await world.advance(300);
    expect(parseSent(world, 'alice').filter(({ message_action }) => message_action === 105)).to.have.length(1);
  });
});

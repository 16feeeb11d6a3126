import { CallError } from './errors.ts';
import { World } from '@call-elements/testing';
import type { Page } from '@call-elements/testing';
import { expect } from 'chai';
import { connected, expectEnd, expectUnmoved, refusal, ringing } from './testing/pages.ts';
import type { Pair } from './testing/pages.ts';
import { kit, nativePair, parseSent, ScriptedPeer } from './testing/scripted-peer.ts';
import type { Wire } from './testing/scripted-peer.ts';
import type { CallType } from './vocabulary.ts';

const callOf = (page: Page) => page.client.getState().call!;
const isSwitch = (text: string) => (JSON.parse(text) as Wire).message_action === 104;

/** What both sides believe, and whether the pictures go with it. */
function expectType(pages: readonly Page[], type: CallType): void {
  for (const page of pages) {
    expect(callOf(page), page.name).to.include({ type, typeRequest: undefined });
    const camera = page.media.opened.at(-1)!.published.video;
    expect(camera !== null, `${page.name} sends a picture`).to.equal(type === 'video');
    expect(page.capture.tracks.some(({ kind, live }) => kind === 'video' && live), `${page.name}'s camera`).to.equal(type === 'video');
  }
}

async function audio(): Promise<Pair> {
  const all = await connected({ type: 'audio' });
  expectType([all.alice, all.bob], 'audio');
  return all;
}

describe('switch of type: video to audio', () => {
  for (const side of ['alice', 'bob'] as const) {
    it(`goes at once when ${side} says so, and both cameras close`, async () => {
      const all = await connected();
      const { world, alice, bob } = all;
      expectType([alice, bob], 'video');
      await all[side].client.switchType('audio');
      expectType([all[side]], 'audio');
      await world.advance(100);
      expectType([alice, bob], 'audio');
      for (const page of [alice, bob]) {
        expect(callOf(page).remote).to.deep.equal({ microphone: true, camera: false });
        expect(page.events.filter((event) => event === 'typeChanged')).to.have.length(1);
        expect(page.client.getState().state).to.equal('connected');
      }
    });
  }

  it('both at once is the same as one', async () => {
    const { world, alice, bob } = await connected();
    await Promise.all([alice.client.switchType('audio'), bob.client.switchType('audio')]);
    await world.advance(500);
    expectType([alice, bob], 'audio');
    await alice.client.switchType('video');
    await world.advance(100);
    expect(callOf(bob).typeRequest, 'the count goes on').to.equal('incoming');
  });

  it('both at once, and one thinks again before it has heard of the other: its request stands', async () => {
    const { world, alice, bob } = await connected();
    await Promise.all([alice.client.switchType('audio'), bob.client.switchType('audio')]);
    await alice.client.switchType('video');
    await world.advance(500);
    expect([callOf(alice).typeRequest, callOf(bob).typeRequest]).to.deep.equal(['outgoing', 'incoming']);
  });

  it('the first change is turn 1', async () => {
    const { world, alice } = await connected();
    await alice.client.switchType('audio');
    const news = parseSent(world, 'alice').find((message) => isSwitch(JSON.stringify(message)))!;
    expect(news['kit']).to.deep.include({ switch: { type: 'audio', turn: 1 } });
  });

  it('a camera that is opening does not open any more', async () => {
    const { world, alice, bob } = await connected();
    await bob.client.setCamera(false);
    bob.capture.delay = 300;
    const on = bob.client.setCamera(true).catch(() => {});
    await bob.client.switchType('audio');
    await world.advance(1_000);
    await on;
    expectType([alice, bob], 'audio');
  });

  it('is heard although the peer does not answer the service for a while', async () => {
    const { world, alice, bob } = await connected();
    for (const { media } of [alice, bob]) media.opened.at(-1)!.tell = () => false;
    const send = alice.signal.sendMessage.bind(alice.signal);
    alice.signal.sendMessage = () => Promise.reject(new CallError('peerOffline', 'in its reconnect'));
    await alice.client.switchType('audio');
    await world.advance(20_000);
    expect(callOf(bob).type).to.equal('video');
    alice.signal.sendMessage = send;
    await world.advance(4_000);
    expectType([alice, bob], 'audio');
  });

  it('is heard after an outage of our own, also without a way through media', async () => {
    const { world, alice, bob } = await connected();
    for (const { media } of [alice, bob]) media.opened.at(-1)!.tell = () => false;
    alice.signal.setState('reconnecting');
    await alice.client.switchType('audio');
    await world.advance(40_000);
    expectType([alice], 'audio');
    alice.signal.setState('online');
    await world.advance(500);
    expectType([alice, bob], 'audio');
  });

  it('while connecting it spares the wait for a picture', async () => {
    const { world, alice, bob } = await ringing();
    bob.capture.delay = 60_000;
    await bob.client.accept();
    await world.advance(200);
    expect(alice.client.getState().state).to.equal('connecting');
    await bob.client.switchType('audio');
    await world.advance(200);
    for (const page of [alice, bob]) expect(callOf(page).type).to.equal('audio');
  });

  it('waits for the accept that it overtook', async () => {
    const { world, alice, bob } = await ringing();
    world.network.intercept = ({ from, text }) => (from === 'bob' && (JSON.parse(text) as Wire).message_action === 2 ? 400 : undefined);
    await bob.client.accept();
    await bob.client.switchType('audio');
    await world.advance(200);
    expect(alice.client.getState().state).to.equal('calling');
    await world.advance(3_000);
    expectType([alice, bob], 'audio');
    for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('connected');
  });
});

describe('switch of type: audio to video', () => {
  it('asks, and nothing opens before the other side agrees', async () => {
    const { world, alice, bob } = await audio();
    await alice.client.switchType('video');
    await world.advance(2_000);
    expect([callOf(alice).typeRequest, callOf(bob).typeRequest]).to.deep.equal(['outgoing', 'incoming']);
    for (const page of [alice, bob]) {
      expect(callOf(page).type).to.equal('audio');
      expect(page.capture.tracks.filter(({ kind }) => kind === 'video')).to.have.length(0);
    }
    expect(alice.events).to.include('localVideoRequest');
    expect(bob.events).to.include('remoteVideoRequest');
    await bob.client.switchType('video');
    await world.advance(100);
    expectType([alice, bob], 'video');
    for (const page of [alice, bob]) expect(callOf(page).remote).to.deep.equal({ microphone: true, camera: true });
    expect(bob.events.filter((event) => event.includes('Video') && event !== 'captureFirstLocalVideoFrame' && event !== 'publishFirstLocalVideoFrame')).to.deep.equal(['remoteVideoRequest', 'localVideoAccepted']);
    expect(alice.events).to.include('remoteVideoAccepted');
  });

  it('may be declined, and asked again', async () => {
    const { world, alice, bob } = await audio();
    for (let round = 0; round < 2; round++) {
      await alice.client.switchType('video');
      await world.advance(100);
      await bob.client.switchType('audio');
      await world.advance(100);
      expectType([alice, bob], 'audio');
    }
    expect(alice.events.filter((event) => event === 'remoteVideoRejected')).to.have.length(2);
    expect(bob.events.filter((event) => event === 'localVideoRejected')).to.have.length(2);
  });

  it('may be taken back', async () => {
    const { world, alice, bob } = await audio();
    await alice.client.switchType('video');
    await world.advance(100);
    await alice.client.switchType('audio');
    await world.advance(100);
    expectType([alice, bob], 'audio');
    expect(alice.events).to.include('localVideoCancelled');
    expect(bob.events).to.include('remoteVideoCancelled');
  });

  for (const answer of ['audio', 'video'] as const) {
    it(`nothing waits for an answer any more once there is one: ${answer}`, async () => {
      const { world, alice, bob } = await audio();
      await alice.client.switchType('video');
      await world.advance(100);
      await bob.client.switchType(answer);
      await world.advance(1_000);
      for (const page of [alice, bob]) expect(page.clock.pending, page.name).to.equal(0);
    });
  }

  it('asking twice asks once', async () => {
    const { world, alice } = await audio();
    await alice.client.switchType('video');
    await world.advance(100);
    await expectUnmoved(world, alice, () => alice.client.switchType('video'));
  });

  it('is given up after 30 s without an answer, on both sides', async () => {
    const { world, alice, bob } = await audio();
    await alice.client.switchType('video');
    await world.advance(29_000);
    expect(callOf(bob).typeRequest).to.equal('incoming');
    await world.advance(1_100);
    expectType([alice, bob], 'audio');
  });

  it('the side that is asked forgets it as well when it hears nothing more', async () => {
    const { world, alice, bob } = await audio();
    await alice.client.switchType('video');
    await world.advance(100);
    for (const { media } of [alice, bob]) media.opened.at(-1)!.tell = () => false;
    alice.signal.setState('reconnecting');
    await world.advance(33_000);
    expectType([alice, bob], 'audio');
    alice.signal.setState('online');
    await world.advance(1_000);
    expectType([alice, bob], 'audio');
  });

  it('both asking is consent', async () => {
    const { world, alice, bob } = await audio();
    await Promise.all([alice.client.switchType('video'), bob.client.switchType('video')]);
    await world.advance(300);
    expectType([alice, bob], 'video');
  });

  it('taking back what the other side just agreed to ends in audio for both', async () => {
    const { world, alice, bob } = await audio();
    await alice.client.switchType('video');
    await world.advance(100);
    await Promise.all([bob.client.switchType('video'), alice.client.switchType('audio')]);
    await world.advance(300);
    expectType([alice, bob], 'audio');
  });

  it('an agreement that crosses the giving up ends in audio for both', async () => {
    const { world, alice, bob } = await audio();
    await alice.client.switchType('video');
    await world.advance(29_995);
    await bob.client.switchType('video');
    await world.advance(500);
    expect(alice.events).to.include('localVideoCancelled');
    expectType([alice, bob], 'audio');
  });

  it('taking it back while the other side asks as well ends in audio for both', async () => {
    const { world, alice, bob } = await audio();
    await Promise.all([alice.client.switchType('video'), bob.client.switchType('video')]);
    await alice.client.switchType('audio');
    await world.advance(300);
    expectType([alice, bob], 'audio');
  });

  it('a refused camera makes it a video call with one picture', async () => {
    const { world, alice, bob } = await audio();
    bob.capture.refuse = { video: new CallError('permissionDenied', 'no') };
    await alice.client.switchType('video');
    await world.advance(100);
    await bob.client.switchType('video');
    await world.advance(100);
    expectType([alice], 'video');
    expect(callOf(bob)).to.include({ type: 'video' });
    expect(callOf(bob).local.camera.state).to.equal('failed');
    expect(bob.errors).to.deep.equal(['permissionDenied']);
    expect(callOf(alice).remote.camera).to.equal(false);
  });

  it('is asked over media while signalling is down', async () => {
    const { world, alice, bob } = await audio();
    for (const { signal } of [alice, bob]) signal.setState('reconnecting');
    await alice.client.switchType('video');
    await world.advance(100);
    await bob.client.switchType('video');
    await world.advance(100);
    expectType([alice, bob], 'video');
  });

  it('an agreement to what is no longer asked opens no camera', async () => {
    const { world, alice, bob } = await audio();
    const device = bob.signal.device!;
    const forged = await ScriptedPeer.create(world, 'bob');
    await alice.client.switchType('video');
    for (const turn of [2, 5]) await forged.say('alice', 104, { callId: callOf(alice).callId, messageId: 9_000 + turn, ...kit(device, { v: 2, switch: { type: 'video', turn } }) });
    await world.advance(100);
    expect(callOf(alice)).to.include({ type: 'audio', typeRequest: 'outgoing' });
    await alice.client.switchType('audio');
    for (const turn of [1, 3, 5]) await forged.say('alice', 104, { callId: callOf(alice).callId, messageId: 10_000 + turn, ...kit(device, { v: 2, switch: { type: 'video', turn } }) });
    await world.advance(100);
    expectType([alice], 'audio');
    expect(alice.logs.filter(({ level }) => level === 'error')).to.deep.equal([]);
  });

  it('ends with the call, in every step of it', async () => {
    for (const answer of [undefined, 'audio', 'video'] as const) {
      const { world, alice, bob } = await audio();
      await alice.client.switchType('video');
      await world.advance(100);
      if (answer) await bob.client.switchType(answer);
      await alice.client.hangup();
      await world.advance(6_000);
      expectEnd(alice, 'localHangup');
      expectEnd(bob, 'remoteHangup');
    }
  });
});

describe('switch of type: refusals', () => {
  it('not while it rings', async () => {
    const { world, alice, bob } = await ringing();
    for (const page of [alice, bob]) await expectUnmoved(world, page, () => refusal(page.client.switchType('audio'), 'invalidState'));
  });

  it('not without a call, and to nothing else than audio and video', async () => {
    const world = new World();
    const { client } = await world.page('alice');
    await refusal(client.switchType('audio'), 'invalidState');
    await refusal(client.switchType('hologram' as CallType), 'invalidArgument');
  });

  it('not with a native app, which is told nothing', async () => {
    const { world, page, native } = await nativePair({ firstFrameWaitDisabled: true });
    const callId = await page.client.call('9009', { type: 'audio' });
    await native.say('1001', 2, { callId, remoteUserId: 1001 });
    await world.advance(100);
    const heard = native.heard.length;
    const error = await refusal(page.client.switchType('video'), 'unsupported');
    expect(error.message).to.contain('cannot switch');
    await world.advance(3_000);
    expect(native.heard).to.have.length(heard);
    expect(callOf(page).type).to.equal('audio');
  });

  it('not with an older kit', async () => {
    const world = new World();
    const alice = await world.page('alice', { firstFrameWaitDisabled: true });
    const older = await ScriptedPeer.create(world, 'bob');
    const callId = await alice.client.call('bob');
    await older.say('alice', 2, { callId, remoteUserId: 'alice', ...kit('old', { media: { audio: true, video: true } }) });
    await world.advance(100);
    expect(alice.client.getState().state).to.equal('connected');
    await refusal(alice.client.switchType('audio'), 'unsupported');
    expect(callOf(alice).type).to.equal('video');
  });
});

describe('switch of type: over a bad network', () => {
  it('both agree once they hear each other, whatever was lost, doubled or overtaken', async () => {
    for (let seed = 1; seed <= 50; seed++) {
      const world = new World(seed, { drop: 0.2, duplicate: 0.3, minDelay: 1, maxDelay: 700 });
      const [alice, bob] = [await world.page('alice'), await world.page('bob')];
      const { random } = world;
      world.network.faults = { ...world.network.faults, drop: 0, maxDelay: 20 };
      await alice.client.call('bob', { type: random.pick(['audio', 'video'] as const) });
      await world.advance(500);
      await bob.client.accept();
      await world.advance(2_000);
      for (const page of [alice, bob]) expect(page.client.getState().state, `seed ${seed}`).to.equal('connected');
      world.network.faults = { ...world.network.faults, drop: 0.2, maxDelay: 700 };
      if (random.chance(0.5)) for (const { media } of [alice, bob]) media.opened.at(-1)!.tell = () => false;
      for (let step = 0; step < 8; step++) {
        await random.pick([alice, bob]).client.switchType(random.pick(['audio', 'video'] as const));
        await world.advance(random.between(0, 1_200));
      }
      await world.advance(60_000);
      expect(callOf(alice).type, `seed ${seed}`).to.equal(callOf(bob).type);
      expectType([alice, bob], callOf(alice).type);
      expect(parseSent(world).some((message) => isSwitch(JSON.stringify(message)))).to.equal(true);
    }
  });
});

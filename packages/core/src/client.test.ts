import { trace, World } from '@call-elements/testing';
import type { Page } from '@call-elements/testing';
import { expect } from 'chai';
import { CallError } from './errors.ts';

async function pair(options: Parameters<World['page']>[1] = {}): Promise<{ world: World; alice: Page; bob: Page }> {
  const world = new World();
  return { world, alice: await world.page('alice', options), bob: await world.page('bob', options) };
}

async function connected(type: 'video' | 'audio' = 'video') {
  const all = await pair();
  await all.alice.client.call('bob', { type });
  await all.world.advance(200);
  await all.bob.client.accept();
  await all.world.advance(500);
  return all;
}

function expectQuiet({ client, media, capture, clock }: Page): void {
  expect(client.getState().state).to.equal('prepared');
  expect(client.getState().call).to.equal(undefined);
  expect(media.openCount, 'open connections').to.equal(0);
  expect(capture.live, 'live tracks').to.equal(0);
  expect(clock.pending, 'pending timers').to.equal(0);
}

async function refusal(promise: Promise<unknown>): Promise<CallError> {
  try {
    await promise;
  } catch (error) {
    expect(error).to.be.instanceOf(CallError);
    return error as CallError;
  }
  throw new Error('was not refused');
}

describe('CallClient as a store', () => {
  it('is read and watched by functions that need no `this`, and says the same thing until something changes', async () => {
    const { alice } = await pair();
    const { getState, subscribe } = alice.client;
    let changes = 0;
    const stop = subscribe(() => changes++);
    const before = getState();
    expect(getState()).to.equal(before);
    await alice.client.call('bob');
    expect(getState()).not.to.equal(before);
    expect(changes).to.be.greaterThan(0);
    stop();
    const heard = changes;
    await alice.client.cancelCall();
    expect(changes).to.equal(heard);
  });
});

describe('CallClient: a whole call', () => {
  it('video: rings, connects on both sides in the same call, hangs up', async () => {
    const { world, alice, bob } = await pair();
    const callId = await alice.client.call('bob');
    await world.advance(200);
    expect(bob.client.getState().call).to.include({ callId, direction: 'incoming', remoteUserId: 'alice', type: 'video' });
    await bob.client.accept();
    await world.advance(500);
    expect(alice.client.getState().state).to.equal('connected');
    expect(bob.client.getState().state).to.equal('connected');
    expect(alice.client.getState().call?.callId).to.equal(callId);
    expect(bob.client.getState().call?.roomId).to.equal(alice.client.getState().call?.roomId);
    await alice.client.hangup('bye');
    await world.advance(500);
    expect(trace(alice)).to.deep.equal(['prepared/none', 'calling/localVideoCall', 'connecting/remoteAccepted', 'connected/recvRemoteFirstFrame', 'prepared/localHangup']);
    expect(trace(bob)).to.deep.equal(['prepared/none', 'calling/remoteVideoCall', 'connecting/localAccepted', 'connected/localAccepted', 'prepared/remoteHangup']);
    expect(alice.pairs).to.deep.equal(['connected', 'disconnected']);
    expect(bob.pairs).to.deep.equal(['connected', 'disconnected']);
    expect(bob.client.getState().lastCall).to.include({ callId, endReason: 'remoteHangup', endText: 'bye' });
    expectQuiet(alice);
    expectQuiet(bob);
  });

  it('audio: opens and sends no camera', async () => {
    const { alice, bob } = await connected('audio');
    expect(trace(alice)).to.include('calling/localAudioCall');
    expect(trace(bob)).to.include('calling/remoteAudioCall');
    for (const page of [alice, bob]) {
      expect(page.client.getState().state).to.equal('connected');
      expect(page.capture.tracks.map((track) => track.kind)).to.deep.equal(['audio']);
    }
  });

  it('fills every cost of CallAPI on both sides, in the order of the call', async () => {
    const { alice, bob } = await connected();
    const costs = ['localUserJoinChannel', 'localFirstFrameDidCapture', 'localFirstFrameDidPublish', 'remoteUserJoinChannel', 'acceptCall', 'recvFirstFrame', 'firstFrameActual', 'firstFramePerceived'];
    expect(alice.client.getState().call?.metrics).to.have.all.keys('remoteUserRecvCall', ...costs);
    expect(bob.client.getState().call?.metrics).to.have.all.keys(...costs);
    const { remoteUserRecvCall, acceptCall, recvFirstFrame } = alice.client.getState().call!.metrics;
    expect(acceptCall).to.be.greaterThan(remoteUserRecvCall!);
    expect(recvFirstFrame).to.be.greaterThan(0);
  });

  it('carries the extensions of the user and of the call', async () => {
    const world = new World();
    const alice = await world.page('alice', { userExtension: { vip: true, a: 1 } });
    const bob = await world.page('bob');
    await alice.client.call('bob', { extension: { a: 2, nested: { 'ключ': ['✓'] } } });
    await world.advance(100);
    expect(bob.client.getState().call?.extension).to.deep.equal({ vip: true, a: 2, nested: { 'ключ': ['✓'] } });
  });
});

describe('CallClient: endings', () => {
  const endings: [string, (all: { world: World; alice: Page; bob: Page }) => Promise<unknown>, string, string][] = [
    ['reject', async ({ bob }) => bob.client.reject('not now'), 'remoteRejected', 'localRejected'],
    ['cancel', async ({ alice }) => alice.client.cancelCall(), 'localCancelled', 'remoteCancelled'],
    ['timeout', async ({ world }) => world.advance(15_000), 'callingTimeout', 'remoteCallingTimeout'],
    ['caller leaves the page', async ({ alice }) => alice.client.leave(), 'localCancelled', 'remoteCancelled'],
    ['callee leaves the page', async ({ bob }) => bob.client.leave(), 'remoteOffline', 'localRejected'],
    ['callee crashes', async ({ world, bob }) => world.network.crash(bob.signal), 'remoteOffline', ''],
    ['caller crashes', async ({ world, alice }) => world.network.crash(alice.signal), '', 'remoteOffline'],
  ];
  for (const [name, act, alices, bobs] of endings) {
    it(`while it rings: ${name}`, async () => {
      const all = await pair();
      await all.alice.client.call('bob');
      await all.world.advance(300);
      await act(all);
      await all.world.advance(900);
      for (const [page, reason] of [[all.alice, alices], [all.bob, bobs]] as const) {
        if (!reason) continue;
        expect(page.client.getState().lastCall?.endReason).to.equal(reason);
        expectQuiet(page);
      }
    });
  }

  it('a crash in a call ends it with remoteOffline', async () => {
    const { world, alice, bob } = await connected();
    world.network.crash(bob.signal);
    await world.advance(100);
    expect(alice.client.getState().lastCall?.endReason).to.equal('remoteOffline');
    expectQuiet(alice);
  });

  it('dialling an absent user ends with remoteOffline at once and rejects', async () => {
    const world = new World();
    const alice = await world.page('alice');
    expect((await refusal(alice.client.call('nobody'))).code).to.equal('peerOffline');
    await world.advance(10);
    expect(trace(alice)).to.deep.equal(['prepared/none', 'calling/localVideoCall', 'prepared/remoteOffline']);
    expectQuiet(alice);
  });

  it('a third caller hears busy, and the call goes on', async () => {
    const { world, alice, bob } = await connected();
    const carol = await world.page('carol');
    await carol.client.call('bob');
    await world.advance(900);
    expect(carol.client.getState().lastCall?.endReason).to.equal('remoteCallBusy');
    expectQuiet(carol);
    expect(alice.client.getState().state).to.equal('connected');
    expect(bob.client.getState().state).to.equal('connected');
    expect(trace(bob)).to.have.length(4);
  });

  it('a user who is not prepared declines instead of leaving the caller waiting', async () => {
    const world = new World();
    const alice = await world.page('alice');
    await world.page('bob', { prepare: false });
    await alice.client.call('bob');
    await world.advance(900);
    expect(alice.client.getState().lastCall?.endReason).to.equal('remoteRejected');
    expectQuiet(alice);
  });

  it('engines that do not match end with unsupported', async () => {
    const world = new World();
    const alice = await world.page('alice', { engine: 'one' });
    const bob = await world.page('bob', { engine: 'other' });
    await alice.client.call('bob');
    await world.advance(900);
    expect(alice.client.getState().lastCall?.endReason).to.equal('unsupported');
    expect(trace(bob)).to.deep.equal(['prepared/none']);
  });

  it('deinitialize ends the call, tells the peer and pairs the callbacks', async () => {
    const { world, alice, bob } = await connected();
    const done = alice.client.deinitialize();
    await world.advance(1_500);
    await done;
    expect(alice.client.getState().state).to.equal('idle');
    expect(alice.pairs).to.deep.equal(['connected', 'disconnected']);
    expect(alice.events.at(-1)).to.equal('deinitialize');
    expect(bob.client.getState().lastCall?.endReason).to.equal('remoteHangup');
    expect(alice.clock.pending).to.equal(0);
    await alice.client.prepareForCall();
    await alice.client.call('bob');
    await world.advance(100);
    expect(bob.client.getState().state).to.equal('calling');
  });
});

import { trace, World } from '@call-elements/testing';
import { expect } from 'chai';
import { ACTION, inRoom, PICTURE, RING } from '../testing/native-media.ts';
import { expectEnd, expectUnmoved, pair, refusal, ringing } from '../testing/pages.ts';
import { kit, nativePair, parseSent, ScriptedPeer } from '../testing/scripted-peer.ts';

// Nobody is connected, and nobody's devices are open, without their own accept.

/** The first invite is answered late: its accept (or reject) is under way while the caller cancels and dials anew. */
async function lateAnswer(action: 'accept' | 'reject') {
  const all = await ringing();
  const { world, alice, bob, callId: first } = all;
  world.network.intercept = ({ from, text }) => (from === 'bob' && text.includes(first) ? 900 : undefined);
  await (action === 'accept' ? bob.client.accept() : bob.client.reject());
  await world.advance(100);
  await alice.client.cancelCall();
  await world.advance(100);
  const second = await alice.client.call('bob');
  await world.advance(1_500);
  return { ...all, second };
}

describe('consent: answers to earlier calls', () => {
  for (const action of ['accept', 'reject'] as const) {
    const id = action === 'accept' ? 'N-07' : 'N-08';
    it(`${id}: a late ${action} of an earlier call does nothing to this one`, async () => {
      const { alice, bob, second } = await lateAnswer(action);
      expect(alice.client.getState()).to.include({ state: 'calling' });
      expect(alice.client.getCallId()).to.equal(second);
      expect(bob.client.getState().state, 'still rings').to.equal('calling');
      expect(bob.client.getCallId()).to.equal(second);
    });

    it(`${id}, native`, async () => {
      const { world, page, native } = await nativePair();
      const first = await page.client.call('9009');
      await page.client.cancelCall();
      const second = await page.client.call('9009');
      inRoom(page, PICTURE);
      await native.say('1001', ACTION[action], { callId: first, messageId: 1, ...(action === 'reject' ? { rejectByInternal: 0 } : {}) });
      await world.advance(100);
      expect(page.client.getState().state).to.equal('calling');
      expect(page.client.getCallId()).to.equal(second);
    });
  }

  it('N-29: the first frame of one call is not that of the next', async () => {
    const { world, alice, bob } = await pair();
    const heard: (() => void)[] = [];
    const open = alice.media.open.bind(alice.media);
    alice.media.open = (options) => {
      const connection = open(options);
      const subscribe = connection.subscribe.bind(connection);
      connection.subscribe = (listener) => (heard.push(listener), subscribe(listener));
      return connection;
    };
    await alice.client.call('bob');
    await world.advance(300);
    await bob.client.accept();
    await world.advance(500);
    const old = alice.media.opened[0]!;
    alice.media.open = open;
    await alice.client.hangup();
    await world.advance(1_000);
    bob.capture.delay = 60_000;
    await alice.client.call('bob');
    await world.advance(300);
    // What the closed connection has, or says from here on, is nobody's.
    expect(old.state.received.video).to.equal(true);
    expect(heard).to.have.length(1);
    for (const listener of heard) listener();
    old.options.send({ late: true });
    await bob.client.accept();
    await world.advance(500);
    expect(alice.client.getState().state, 'waits for the picture of this call').to.equal('connecting');
    expect(alice.client.getState().call!.media!.received.video).to.equal(false);
  });
});

describe('consent: only the dialled user accepts', () => {
  it('N-15: accept() by the caller is refused and says nothing', async () => {
    const { world, alice, bob } = await ringing({}, { earlyMedia: 'full' });
    await expectUnmoved(world, alice, () => refusal(alice.client.accept(), 'invalidState'));
    await world.advance(500);
    expect(bob.client.getState().state).to.equal('calling');
  });

  it('W-01: the accept of a stranger connects nobody', async () => {
    const { world, alice, bob, callId } = await ringing();
    const mallory = await ScriptedPeer.create(world, 'mallory');
    for (const page of [alice, bob]) {
      await expectUnmoved(world, page, async () => {
        await mallory.say(page.name, ACTION.accept, { callId, messageId: 1 });
        await mallory.say(page.name, ACTION.accept, { callId, ...kit('d', { media: { audio: true, video: true } }) });
        await world.advance(100);
      });
    }
  });

  it('W-01: nor does that of the caller itself', async () => {
    const { world, alice, bob, callId } = await ringing();
    await alice.signal.sendMessage('bob', JSON.stringify({ ...parseSent(world, 'alice')[0], message_action: ACTION.accept, callId, messageId: 500 }));
    await world.advance(200);
    expect(bob.client.getState().state).to.equal('calling');
    expect(bob.capture.tracks).to.have.length(0);
    world.network.intercept = ({ from }) => (from === 'bob' ? 'drop' : undefined);
    await bob.client.accept();
    await world.advance(1_000);
    expect(bob.client.getState().state, 'it is no confirmation either').to.equal('connecting');
  });

  it('W-01, native: a native caller that accepts its own call connects nothing', async () => {
    const { world, page, native } = await nativePair();
    await native.say('1001', ACTION.videoCall, RING);
    await world.advance(50);
    inRoom(page, PICTURE);
    await native.say('1001', ACTION.accept, { callId: RING.callId, messageId: 2 });
    await world.advance(200);
    expect(page.client.getState().state).to.equal('calling');
  });

  it('N-16: one accept is not enough in a call that a server matched', async () => {
    const world = new World();
    const options = { engine: 'agora', trustedPublishers: ['server'], firstFrameWaitDisabled: true };
    const [one, two] = [await world.page('1001', options), await world.page('2002', options)];
    const server = await ScriptedPeer.create(world, 'server');
    for (const [from, to] of [[1001, 2002], [2002, 1001]]) await server.say(String(to), ACTION.videoCall, { callId: 'match', fromRoomId: 'r', fromUserId: from, remoteUserId: to });
    await world.advance(60);
    await one.client.accept();
    await world.advance(500);
    expect(two.client.getState().state).to.equal('calling');
    expect(two.capture.tracks, 'no device of who has not accepted').to.have.length(0);
    expect(two.media.opened[0]!.published).to.deep.equal({ audio: null, video: null });
    expect(one.client.getState().state, 'sees and hears nobody').to.equal('connecting');
  });

  it('N-40: cancel and accept cross: the callee is never connected in a call that the caller never had', async () => {
    const { world, alice, bob } = await ringing();
    await Promise.all([bob.client.accept(), alice.client.cancelCall()]);
    await world.advance(3_000);
    expectEnd(alice, 'localCancelled');
    expectEnd(bob, 'remoteCancelled');
    for (const page of [alice, bob]) expect(page.pairs).to.deep.equal([]);
  });

  it('N-21: an accept that does not arrive connects nobody; it is said again, and then both are', async () => {
    const { world, alice, bob } = await ringing();
    world.network.intercept = ({ from, text }) => (from === 'bob' && text.includes('"message_action":2') ? 'drop' : undefined);
    await bob.client.accept();
    await world.advance(2_000);
    expect(bob.client.getState().state).to.equal('connecting');
    expect(alice.client.getState().state).to.equal('calling');
    world.network.intercept = undefined;
    await world.advance(3_000);
    for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('connected');
  });

  it('N-21: one that never arrives ends both sides, also with no ring timeout', async () => {
    const { world, alice, bob } = await ringing({ callTimeout: 0 });
    world.network.intercept = ({ from }) => (from === 'bob' ? 'drop' : undefined);
    await bob.client.accept();
    await world.advance(30_000);
    expect(bob.client.getState().lastCall?.endReason).to.equal('connectTimeout');
    expect(bob.pairs).to.deep.equal([]);
    world.network.intercept = undefined;
    await world.advance(40_000);
    expect(alice.client.getState(), 'has heard the hang-up').to.include({ state: 'prepared', reason: 'remoteHangup' });
  });
});

describe('consent: media before the accept', () => {
  it('N-25: a ringing callee opens no device and sends nothing, but has the picture of the caller', async () => {
    const { alice, bob } = await ringing();
    expect(bob.capture.tracks).to.have.length(0);
    expect(bob.media.opened[0]!.published).to.deep.equal({ audio: null, video: null });
    expect(alice.client.getState().call!.media!.received).to.deep.equal({ audio: false, video: false });
    expect(bob.client.getState().call!.media!.received.video).to.equal(true);
  });

  it('N-25, native: nor towards a native caller', async () => {
    const { world, page, native } = await nativePair();
    await native.say('1001', ACTION.videoCall, RING);
    await world.advance(50);
    inRoom(page, PICTURE);
    await world.advance(5_000);
    expect(page.capture.tracks).to.have.length(0);
    expect(page.media.opened[0]!.published).to.deep.equal({ audio: null, video: null });
  });

  it('I-01: whether media joins while it rings is decided for each call', async () => {
    const world = new World();
    const [one, two] = [await world.page('one'), await world.page('two')];
    one.client.addListener({ canJoinRtcOnCalling: () => false });
    for (const [from, page] of [['alice', one], ['bob', two]] as const) {
      const caller = await world.page(from);
      await caller.client.call(page.name);
      await world.advance(300);
    }
    expect([one, two].map((page) => page.media.opened.length)).to.deep.equal([0, 1]);
    await one.client.accept();
    await world.advance(800);
    expect(one.client.getState().state).to.equal('connected');
  });

  it('N-14: a native app that calls anew while it rings: the page is told of the end of the one, and rings in the other', async () => {
    const { world, page, native } = await nativePair();
    await native.say('1001', ACTION.videoCall, RING);
    await world.advance(2_000);
    await native.say('1001', ACTION.audioCall, { ...RING, callId: 'SECOND', fromRoomId: 'other', messageId: 2 });
    await world.advance(100);
    expect(trace(page).slice(1)).to.deep.equal(['calling/remoteVideoCall', 'prepared/remoteCancelled', 'calling/remoteAudioCall']);
    expect(page.states.map(({ callId }) => callId).slice(1)).to.deep.equal(['NATIVE', 'NATIVE', 'SECOND']);
    expect(page.client.getState().call).to.include({ type: 'audio', roomId: 'other' });
    await page.client.accept();
    expect(page.client.getState().call!.metrics.acceptCall, 'counted from this call').to.be.lessThan(1_000);
  });

  it('N-14: so does a kit', async () => {
    const { world, alice, bob } = await ringing();
    world.network.intercept = ({ text }) => (text.includes('"message_action":1,') ? 'drop' : undefined);
    await alice.client.cancelCall();
    const second = await alice.client.call('bob', { type: 'audio' });
    await world.advance(300);
    expect(trace(bob).slice(1)).to.deep.equal(['calling/remoteVideoCall', 'prepared/remoteCancelled', 'calling/remoteAudioCall']);
    expect(bob.client.getState().call).to.include({ callId: second, type: 'audio' });
  });

  it('N-47: every dial has a room of its own, which nobody could know', async () => {
    const { world, alice } = await pair();
    for (let dials = 0; dials < 3; dials++) {
      await alice.client.call('bob');
      await world.advance(100);
      await alice.client.cancelCall();
      await world.advance(500);
    }
    const rooms = parseSent(world, 'alice').filter(({ message_action: action }) => action === 0).map((message) => message['fromRoomId']);
    expect(new Set(rooms)).to.have.length(3);
    expect(rooms).to.not.include('alice');
    expect(alice.media.openCount).to.equal(0);
  });

  it('N-36: who dialled is known by the call, not by the room, which both had prepared', async () => {
    const { world, alice, bob } = await pair({ roomId: 'same' });
    const callers: string[] = [];
    for (const { client } of [alice, bob]) client.addListener({ onCallConnected: ({ callUserId }) => callers.push(callUserId) });
    await alice.client.call('bob');
    await world.advance(300);
    await bob.client.accept();
    await world.advance(500);
    expect(callers).to.deep.equal(['alice', 'alice']);
  });
});

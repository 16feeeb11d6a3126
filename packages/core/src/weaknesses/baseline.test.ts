import { trace, World } from '@call-elements/testing';
import type { Page } from '@call-elements/testing';
import { expect } from 'chai';
import type { CallDisconnectedInfo } from '../listener.ts';
import { ACTION, RING } from '../testing/native-media.ts';
import { connected, expectEnd, expectQuiet, expectUnmoved, pair, refusal, ringing, sentBy } from '../testing/pages.ts';
import { kitOf, nativePair, parseSent, ScriptedPeer } from '../testing/scripted-peer.ts';

// callapi.md §5.0: what CallAPI does right. Where a case and a weakness disagree, the weakness stands.

/** Who hung up, as each of them was told. */
function hangups(page: Page): CallDisconnectedInfo[] {
  const heard: CallDisconnectedInfo[] = [];
  page.client.addListener({ onCallDisconnected: (info) => heard.push(info) });
  return heard;
}

/** Alice dials while Bob's devices and media take their time: the accept is there first. */
async function acceptedFirst(type: 'video' | 'audio') {
  const all = await pair({}, { earlyMedia: 'none' });
  all.world.media.latency = 200;
  await all.alice.client.call('bob', { type });
  await all.world.advance(100);
  await all.bob.client.accept();
  await all.world.advance(50);
  for (const page of [all.alice, all.bob]) expect(page.client.getState().state, page.name).to.equal('connecting');
  await all.world.advance(2_000);
  return all;
}

describe('baseline: a call that is answered', () => {
  it('P-01: accepted when the picture is there: both are connected, in the order of CallAPI', async () => {
    const { world, alice, bob } = await ringing({}, { earlyMedia: 'full' });
    await bob.client.accept();
    await world.advance(200);
    expect(trace(alice)).to.deep.equal(['prepared/none', 'calling/localVideoCall', 'connecting/remoteAccepted', 'connected/remoteAccepted']);
    expect(trace(bob)).to.deep.equal(['prepared/none', 'calling/remoteVideoCall', 'connecting/localAccepted', 'connected/localAccepted']);
  });

  it('P-02: accepted before the picture is there: connected by it', async () => {
    const { alice, bob } = await acceptedFirst('video');
    for (const page of [alice, bob]) expect(page.client.getState(), page.name).to.include({ state: 'connected', reason: 'recvRemoteFirstFrame' });
  });

  it('P-03: audio: connected by the first sound, and no camera anywhere', async () => {
    const { alice, bob } = await acceptedFirst('audio');
    expect(alice.states[1]).to.include({ reason: 'localAudioCall' });
    expect(bob.states[1]).to.include({ reason: 'remoteAudioCall' });
    for (const page of [alice, bob]) {
      expect(page.client.getState(), page.name).to.include({ state: 'connected', reason: 'recvRemoteFirstFrame' });
      expect(page.capture.tracks.map(({ kind }) => kind)).to.deep.equal(['audio']);
    }
  });

  it('P-13: canJoinRtcOnCalling says no: no media before the accept, and it is open before anybody hears of connecting', async () => {
    const { world, alice, bob } = await pair();
    const opened: number[] = [];
    bob.client.addListener({
      canJoinRtcOnCalling: () => false,
      onCallStateChanged: () => opened.push(bob.media.opened.length),
    });
    await alice.client.call('bob');
    await world.advance(500);
    expect(bob.media.opened).to.have.length(0);
    await bob.client.accept();
    await world.advance(500);
    expect(opened, 'calling, connecting, connected').to.deep.equal([0, 1, 1]);
    expect(bob.client.getState().state).to.equal('connected');
  });

  it('P-15: two callees whom a server matched: connected when both have accepted, and both take the other for the caller', async () => {
    const { one, two, accept } = await matched();
    const callers: string[] = [];
    for (const page of [one, two]) page.client.addListener({ onCallConnected: ({ callUserId }) => callers.push(callUserId) });
    await accept(one);
    await accept(two);
    for (const page of [one, two]) expect(page.client.getState().state).to.equal('connected');
    expect(callers.sort()).to.deep.equal(['1001', '2002']);
  });
});

async function matched() {
  const world = new World();
  const options = { engine: 'agora', trustedPublishers: ['server'], firstFrameWaitDisabled: true };
  const [one, two] = [await world.page('1001', options), await world.page('2002', options)];
  const server = await ScriptedPeer.create(world, 'server');
  for (const [from, to] of [[1001, 2002], [2002, 1001]]) await server.say(String(to), ACTION.videoCall, { callId: 'match', fromRoomId: 'r', fromUserId: from, remoteUserId: to });
  await world.advance(60);
  for (const page of [one, two]) expect(trace(page)).to.deep.equal(['prepared/none', 'calling/remoteVideoCall']);
  return { world, one, two, accept: (page: Page) => page.client.accept().then(() => world.advance(60)) };
}

describe('baseline: a call that is not answered', () => {
  it('P-04: rejected, with a text', async () => {
    const { world, alice, bob } = await ringing();
    await bob.client.reject('x');
    await world.advance(1_000);
    expectEnd(bob, 'localRejected');
    expectEnd(alice, 'remoteRejected');
    expect(alice.client.getState().lastCall?.endText).to.equal('x');
  });

  for (const [state, situation] of [['calling', ringing], ['connected', connected]] as const) {
    it(`P-05: a third caller while ${state} hears busy, and nobody else anything`, async () => {
      const { world, alice, bob } = await situation();
      const carol = await world.page('carol');
      await expectUnmoved(world, alice, async () => {
        const told = [bob.states.length, bob.events.length];
        await carol.client.call('bob');
        await world.advance(1_000);
        expect([bob.states.length, bob.events.length]).to.deep.equal(told);
      });
      expectEnd(carol, 'remoteCallBusy');
      expect(carol.events).to.include('remoteCallBusy');
    });
  }

  it('P-05: nor while connecting', async () => {
    const { world, alice, bob } = await ringing();
    world.network.intercept = ({ from, to }) => (from === 'alice' && to === 'bob' ? 'drop' : undefined);
    await bob.client.accept();
    await world.advance(100);
    expect(bob.client.getState().state).to.equal('connecting');
    const carol = await world.page('carol');
    await carol.client.call('bob');
    await world.advance(1_000);
    expectEnd(carol, 'remoteCallBusy');
    world.network.intercept = undefined;
    await world.advance(3_000);
    for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('connected');
  });

  it('P-06: cancelled', async () => {
    const { world, alice, bob } = await ringing();
    await alice.client.cancelCall();
    await world.advance(1_000);
    expectEnd(alice, 'localCancelled');
    expectEnd(bob, 'remoteCancelled');
  });

  it('P-07: the ring timeout of the caller, who waits less: both know whose it was', async () => {
    const { world, alice, bob } = await ringing({ callTimeout: 15_000 }, { callTimeout: 60_000 });
    await world.advance(16_000);
    expectEnd(alice, 'callingTimeout');
    expectEnd(bob, 'remoteCallingTimeout');
  });

  it('P-08: that of the callee', async () => {
    const { world, alice, bob } = await ringing({ callTimeout: 15_000 }, { callTimeout: 5_000 });
    await world.advance(8_000);
    expectEnd(bob, 'callingTimeout');
    expectEnd(alice, 'remoteCallingTimeout');
  });

  it('P-19: an accept after the cancel of the caller is refused, noted, and not sent', async () => {
    const { world, alice, bob } = await ringing();
    await alice.client.cancelCall();
    await world.advance(1_000);
    const sent = sentBy(world, 'bob');
    await refusal(bob.client.accept(), 'invalidState');
    await world.advance(1_000);
    expect(bob.events.at(-1)).to.equal('stateMismatch');
    expect(sentBy(world, 'bob')).to.equal(sent);
  });
});

describe('baseline: the end of a call, and what lies between calls', () => {
  for (const hanger of ['alice', 'bob'] as const) {
    it(`P-11: ${hanger} hangs up: each is told once, and who did it`, async () => {
      const { world, alice, bob } = await connected();
      const told = [alice, bob].map(hangups);
      const [one, other] = hanger === 'alice' ? [alice, bob] : [bob, alice];
      await one.client.hangup();
      await world.advance(1_000);
      expectEnd(one, 'localHangup');
      expectEnd(other, 'remoteHangup');
      for (const heard of told) expect(heard.map(({ hangupUserId }) => hangupUserId)).to.deep.equal([hanger]);
    });
  }

  it('P-12: both hang up at once: each has hung up, and hears no more of it', async () => {
    const { world, alice, bob } = await connected();
    const told = [alice, bob].map(hangups);
    await Promise.all([alice.client.hangup(), bob.client.hangup()]);
    await world.advance(1_000);
    for (const [index, page] of [alice, bob].entries()) {
      expectEnd(page, 'localHangup');
      expect(told[index]!.map(({ hangupUserId }) => hangupUserId)).to.deep.equal([page.name]);
      expect(page.events).to.not.include('remoteHangup');
    }
  });

  it('P-17: prepared again: the next dial uses the new room, and the callback comes again', async () => {
    const { world, alice } = await pair();
    await alice.client.prepareForCall({ roomId: 'mine' });
    expect(trace(alice)).to.deep.equal(['prepared/none', 'prepared/none']);
    await alice.client.call('bob');
    expect(parseSent(world, 'alice')[0]).to.include({ fromRoomId: 'mine' });
  });

  it('P-18: an unknown action and another version change nothing; unknown keys are no obstacle', async () => {
    const { world, page, native } = await nativePair();
    await expectUnmoved(world, page, async () => {
      await native.say('1001', 77, RING);
      await native.say('1001', ACTION.hangup, { callId: 'x', message_version: '1.1' });
      await world.advance(100);
    });
    await native.say('1001', ACTION.videoCall, { ...RING, future: { a: [1] } });
    await world.advance(100);
    expect(page.client.getState().call?.callId).to.equal('NATIVE');
  });

  it('P-20: deinitialize tells the peer what ends the call in that state', async () => {
    const cases = [
      ['caller, ringing', ringing, 'alice', ACTION.cancel, 'remoteCancelled'],
      // A callee says that it leaves, where CallAPI sends a cancel (N-35).
      ['callee, ringing', ringing, 'bob', ACTION.reject, 'remoteOffline'],
      ['connected', connected, 'alice', ACTION.hangup, 'remoteHangup'],
    ] as const;
    for (const [name, situation, leaver, action, reason] of cases) {
      const { world, alice, bob } = await situation();
      const [page, peer] = leaver === 'alice' ? [alice, bob] : [bob, alice];
      let done = false;
      void page.client.deinitialize().then(() => (done = true));
      await world.settle();
      expect(done, `${name}: waits for the receipt`).to.equal(false);
      await world.advance(1_500);
      expect(done, name).to.equal(true);
      expect(page.client.getState().state, name).to.equal('idle');
      // That a callee has answered is told to its other devices by a cancel, too.
      const said = parseSent(world, leaver).filter((message) => [1, 3, 4].includes(message.message_action) && kitOf(message).winner === undefined);
      expect(said.map(({ message_action: sent }) => sent), name).to.deep.equal([action]);
      expect(peer.client.getState().lastCall?.endReason, name).to.equal(reason);
      // What it still says to other devices of its peer ends with the ring.
      await world.advance(20_000);
      expectQuiet(peer);
    }
  });
});

import { trace, World } from '@call-elements/testing';
import { expect } from 'chai';
import { CallError } from '../errors.ts';
import { ACTION, inRoom, PICTURE, RING } from '../testing/native-media.ts';
import { connected, expectEnd, expectQuiet, expectUnmoved, pair, refusal, ringing } from '../testing/pages.ts';
import { kitOf, nativePair, parseSent, ScriptedPeer } from '../testing/scripted-peer.ts';

// What is lost, doubled, late, or for nobody.

const textOf = (world: World, from: string, action: number): string =>
  world.network.sent.find((sent) => sent.from === from && (JSON.parse(sent.text) as { message_action: number }).message_action === action)!.text;

describe('delivery: copies', () => {
  it('N-11: a copy of the invite of a call that is connected changes nothing', async () => {
    const { world, alice, bob } = await connected();
    const invite = textOf(world, 'alice', ACTION.videoCall);
    const before = bob.client.getState();
    await alice.signal.sendMessage('bob', invite);
    await world.advance(20_000);
    expect(bob.client.getState()).to.equal(before);
    expect(alice.client.getState().state).to.equal('connected');
  });

  it('N-11, native: with and without a message id', async () => {
    for (const messageId of [1, undefined]) {
      const { world, page, native } = await nativePair();
      await native.say('1001', ACTION.videoCall, { ...RING, messageId });
      await world.advance(50);
      inRoom(page, PICTURE);
      await page.client.accept();
      await expectUnmoved(world, page, async () => {
        await native.say('1001', ACTION.videoCall, { ...RING, messageId });
        await world.advance(20_000);
      });
      expect(page.client.getState().state).to.equal('connected');
    }
  });

  it('N-45: every message twice: everything happens once', async () => {
    const world = new World(2, { duplicate: 1, minDelay: 5, maxDelay: 80 });
    const [alice, bob] = [await world.page('alice'), await world.page('bob')];
    await alice.client.call('bob');
    await world.advance(500);
    await bob.client.accept();
    await world.advance(1_000);
    await alice.client.hangup();
    await world.advance(3_000);
    for (const page of [alice, bob]) {
      expect(page.states.map(({ state }) => state)).to.deep.equal(['prepared', 'calling', 'connecting', 'connected', 'prepared']);
      for (const event of ['remoteAccepted', 'remoteHangup', 'remoteVideoCall'] as const) expect(page.events.filter((other) => other === event).length, event).to.be.lessThan(2);
    }
  });

  it('N-45, native: its accept, twice', async () => {
    const { world, page, native } = await nativePair();
    const callId = await page.client.call('9009');
    for (let copies = 0; copies < 2; copies++) await native.say('1001', ACTION.accept, { callId, messageId: 1 });
    await world.advance(50);
    expect(page.events.filter((event) => event === 'remoteAccepted')).to.have.length(1);
    await page.client.hangup();
    // Of a call of its own it means nothing, and is told all the same: once.
    await native.say('1001', ACTION.videoCall, RING);
    for (let copies = 0; copies < 2; copies++) await native.say('1001', ACTION.accept, { callId: RING.callId, messageId: 2 });
    await world.advance(50);
    expect(page.events.filter((event) => event === 'remoteAccepted')).to.have.length(2);
  });

  it('N-43: media is joined once, and its success told once, however many copies of the invite come', async () => {
    const { world, page, native } = await nativePair();
    for (let copies = 0; copies < 3; copies++) {
      await native.say('1001', ACTION.videoCall, { ...RING, messageId: undefined });
      await world.advance(30);
    }
    expect(page.events.filter((event) => event === 'joinRTCStart')).to.have.length(1);
    expect(page.events, 'it has not joined yet').to.not.include('joinRTCSuccessed');
    inRoom(page);
    await world.advance(10);
    expect(page.events.filter((event) => event === 'joinRTCSuccessed')).to.have.length(1);
  });
});

describe('delivery: late', () => {
  it('N-37: an invite that was held by the service until its caller had given up does not ring', async () => {
    const { world, page } = await nativePair();
    await ScriptedPeer.create(world, '9009');
    const text = JSON.stringify({ message_action: 0, message_version: '1.0', message_timestamp: 1, fromUserId: 9009, ...RING });
    await expectUnmoved(world, page, async () => {
      page.signal.hear(text, '9009', { ageMs: 15_500 });
      await world.advance(1_000);
    });
    page.signal.hear(text.replace('NATIVE', 'FRESH'), '9009', { ageMs: 2_000 });
    expect(page.client.getState().call?.callId, 'by the clock of the service, not by what the sender wrote').to.equal('FRESH');
  });

  it('N-37: an invite that comes after its cancel does not ring', async () => {
    const { world, alice, bob } = await pair();
    world.network.intercept = ({ text }) => (text.includes('fromRoomId') ? 700 : 10);
    await alice.client.call('bob');
    await alice.client.cancelCall();
    await world.advance(3_000);
    expect(trace(bob)).to.deep.equal(['prepared/none']);
    for (const page of [alice, bob]) expectQuiet(page);
  });
});

describe('delivery: to nobody', () => {
  for (const id of ['N-20', 'W-11']) {
    const [what, timeout] = id === 'N-20' ? ['ends at once', 15_000] : ['leaves nothing on, also with no ring timeout', 0];
    it(`${id}: a dial to somebody who is not there ${what}`, async () => {
      const world = new World();
      const alice = await world.page('alice', { callTimeout: timeout });
      await refusal(alice.client.call('nobody'), 'peerOffline');
      await world.advance(10);
      expectEnd(alice, 'remoteOffline');
    });
  }

  it('N-20: an invite that the service refuses is tried again, and ends with messageFailed', async () => {
    const { world, alice, bob } = await pair();
    world.network.faults.refuse = 1;
    const dial = refusal(alice.client.call('bob'), 'callEnded');
    await world.advance(2_000);
    expect(alice.client.getState().state).to.equal('calling');
    await world.advance(20_000);
    await dial;
    expect(alice.client.getState().lastCall?.endReason).to.equal('messageFailed');
    world.network.faults.refuse = 0;
    await world.advance(30_000);
    for (const page of [alice, bob]) expectQuiet(page);
  });

  it('N-20: and rings when a later try is taken', async () => {
    const { world, alice, bob } = await pair();
    world.network.faults.refuse = 1;
    const dial = alice.client.call('bob');
    await world.advance(1_200);
    world.network.faults.refuse = 0;
    await world.advance(2_500);
    expect(await dial).to.equal(bob.client.getCallId());
  });

  it('X-07: on a service that takes messages for who is not there, silence tells', async () => {
    const world = new World();
    world.network.stores = true;
    const alice = await world.page('alice');
    await alice.client.call('nobody');
    await world.advance(4_000);
    expect(alice.client.getState().lastCall?.endReason).to.equal('remoteOffline');
  });

  it('N-30: who is not prepared says so', async () => {
    const world = new World();
    const alice = await world.page('alice');
    const bob = await world.page('bob', { prepare: false });
    await alice.client.call('bob');
    await world.advance(500);
    expect(alice.client.getState().lastCall?.endReason).to.equal('remoteRejected');
    expect(trace(bob)).to.deep.equal([]);
  });

  it('N-30, native', async () => {
    const { world, page, native } = await nativePair({ prepare: false });
    await native.say('1001', ACTION.videoCall, RING);
    await world.advance(100);
    expect(native.heard[0]).to.include({ message_action: 3, callId: 'NATIVE', rejectByInternal: 0 });
    expect(page.client.getState().state).to.equal('idle');
  });

  it('W-06: it opens nothing and stays idle', async () => {
    const { world, page, native } = await nativePair({ prepare: false });
    await native.say('1001', ACTION.videoCall, RING);
    await world.advance(1_000);
    expect(trace(page)).to.deep.equal([]);
    expect(page.media.opened).to.have.length(0);
    expect(page.errors).to.deep.equal([]);
  });

  it('N-42: a call of another version is answered, so that its caller does not wait', async () => {
    const { world, page, native } = await nativePair();
    await expectUnmoved(world, { ...page, name: 'nobody' }, async () => {
      await native.say('1001', ACTION.videoCall, { ...RING, message_version: '1.1' });
      await world.advance(100);
    });
    expect(native.heard).to.have.length(1);
    expect(native.heard[0]).to.include({ message_action: 3, callId: 'NATIVE', message_version: '1.0' });
    expect(kitOf(native.heard[0]).code).to.equal('unsupported');
  });
});

describe('delivery: the ends of a call', () => {
  it('N-35: a ringing callee that deinitializes has left, and has not cancelled', async () => {
    const { world, alice, bob } = await ringing();
    void bob.client.deinitialize();
    await world.advance(1_000);
    expect(alice.client.getState().lastCall?.endReason).to.equal('remoteOffline');
  });

  it('N-35, native: it hears a reject', async () => {
    const { world, page, native } = await nativePair();
    await native.say('1001', ACTION.videoCall, RING);
    await world.advance(50);
    void page.client.deinitialize();
    await world.advance(100);
    expect(native.actions()).to.deep.equal([ACTION.reject]);
  });

  it('W-23: what ended the call keeps its name on the other side', async () => {
    const { world, page, native } = await nativePair();
    await native.say('1001', ACTION.videoCall, RING);
    await world.advance(50);
    await native.say('1001', ACTION.cancel, { callId: RING.callId, messageId: 2, cancelCallByInternal: 1 });
    await world.advance(50);
    expect(page.states.at(-1)!.reason).to.equal('remoteCallingTimeout');
    expect(page.events.at(-1)).to.equal('remoteCallingTimeout');
    await page.client.call('9009');
    await native.say('1001', ACTION.reject, { callId: '', messageId: 3, rejectByInternal: 1 });
    await world.advance(50);
    expect(page.states.at(-1)!.reason).to.equal('remoteCallBusy');
    expect(page.events).to.not.include('remoteRejected');
  });

  it('W-20: the end is said and told in one turn, before anything is waited for; a second click is refused', async () => {
    const { world, alice, bob } = await connected();
    alice.media.opened[0]!.close = () => new Promise(() => {});
    const first = alice.client.hangup();
    const second = refusal(alice.client.hangup(), 'invalidState');
    expect(alice.client.getState().state).to.equal('prepared');
    expect(parseSent(world, 'alice').at(-1)).to.include({ message_action: 4 });
    expect(parseSent(world, 'alice').at(-1)!.callId).to.not.equal('');
    await Promise.all([first, second]);
    await world.advance(1_000);
    expect(bob.client.getState().lastCall?.endReason).to.equal('remoteHangup');
    expect(parseSent(world, 'alice').filter(({ message_action: action }) => action === 4)).to.have.length(1);
  });

  it('W-14: a page that goes away ends its call and tells the peer, within the turn', async () => {
    for (const situation of [ringing, connected]) {
      const { world, alice, bob } = await situation();
      alice.client.leave();
      expect(alice.client.getState().state).to.equal('prepared');
      expect(alice.media.openCount).to.equal(0);
      await world.advance(1_000);
      for (const page of [alice, bob]) expectQuiet(page);
    }
  });

  it('W-14: a client that is deinitialized hears no more, so that the one after it answers alone', async () => {
    const { world, alice, bob } = await pair();
    void bob.client.deinitialize();
    await world.advance(1_500);
    const again = await world.page('bob');
    await alice.client.call('bob');
    await world.advance(300);
    expect(again.client.getState().state).to.equal('calling');
    expect(bob.client.getState().state).to.equal('idle');
    expect(parseSent(world, 'bob').filter(({ message_action: action }) => action === 3)).to.deep.equal([]);
  });

  it('X-02: a peer whose page is closed without a word ends the call', async () => {
    const { world, alice, bob } = await connected();
    world.network.crash(bob.signal);
    await world.advance(100);
    expectEnd(alice, 'remoteOffline');
  });

  it('X-02, native: one that leaves the room and says nothing, too', async () => {
    const { world, page, native } = await nativePair();
    await native.say('1001', ACTION.videoCall, RING);
    await world.advance(50);
    inRoom(page, PICTURE);
    await page.client.accept();
    page.media.opened[0]!.fault({ peer: 'quit' });
    await world.advance(50);
    expectEnd(page, 'remoteHangup');
    expect(native.heard.at(-1)).to.include({ message_action: 4, callId: 'NATIVE' });
  });
});

describe('delivery: methods at the wrong moment', () => {
  it('N-01: prepareForCall during a call is refused, and the call goes on on both sides', async () => {
    const { world, alice, bob } = await connected();
    await expectUnmoved(world, alice, () => refusal(alice.client.prepareForCall({ roomId: 'other' }), 'invalidState'));
    await world.advance(60_000);
    for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('connected');
  });

  for (const id of ['N-19', 'W-18']) {
    it(`${id}: cancel, reject and hang-up without a call (${id === 'N-19' ? 'prepared' : 'idle'}) are refused: nothing is told, nothing sent`, async () => {
      const world = new World();
      const page = await world.page('alice', { prepare: id === 'N-19' });
      await expectUnmoved(world, page, async () => {
        for (const act of [() => page.client.cancelCall(), () => page.client.reject(), () => page.client.hangup()]) await refusal(act(), 'invalidState');
      });
      expect(page.events).to.deep.equal([]);
    });
  }

  it('N-39: an empty room is refused, and dialling goes on with one of its own', async () => {
    const { world, alice } = await pair();
    await refusal(alice.client.prepareForCall({ roomId: '' }), 'invalidArgument');
    await alice.client.call('bob');
    expect(parseSent(world, 'alice')[0]!['fromRoomId']).to.be.a('string').that.is.not.empty;
  });

  it('W-12: every invite has a room, also after a call that came without one, and none is dialled before prepareForCall', async () => {
    const { world, page, native } = await nativePair();
    await native.say('1001', ACTION.videoCall, { ...RING, fromRoomId: undefined });
    await world.advance(50);
    await page.client.call('9009');
    expect(native.heard.concat(parseSent(world, '1001'))[0]!['fromRoomId']).to.be.a('string').that.is.not.empty;
    const idle = await world.page('1002', { prepare: false });
    await refusal(idle.client.call('9009'), 'invalidState');
    expect(parseSent(world, '1002')).to.deep.equal([]);
  });

  it('W-13: an adapter that throws when media is accepted does not keep the call from going on, nor the accept from resolving', async () => {
    const { world, alice, bob } = await ringing();
    bob.media.opened[0]!.accepted = () => {
      throw new CallError('mediaFailed', 'no view');
    };
    await bob.client.accept();
    await world.advance(500);
    expect(alice.client.getState().state).to.equal('connected');
    await bob.client.hangup();
    await world.advance(1_000);
    for (const page of [alice, bob]) expectQuiet(page);
  });
});

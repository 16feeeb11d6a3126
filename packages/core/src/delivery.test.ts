import { World } from '@call-elements/testing';
import type { Page } from '@call-elements/testing';
import { expect } from 'chai';
import { CallError } from './errors.ts';
import { connected, expectEnd, expectQuiet, pair, refusal, ringing, sentBy } from './testing/pages.ts';
import type { Pair } from './testing/pages.ts';
import { kit, kitOf, nativePair, parseSent, ScriptedPeer } from './testing/scripted-peer.ts';

const CALL = 0, CANCEL = 1, ACCEPT = 2, REJECT = 3, HANGUP = 4, RECEIPT = 100, CONFIRM = 101;

/** Loses the first `count` messages of this action. */
function lose(world: World, action: number, count = 2): void {
  world.network.intercept = ({ text }) => {
    const { message_action: said } = JSON.parse(text) as { message_action: number };
    return said === action && count-- > 0 ? 'drop' : undefined;
  };
}

const actionsOf = (world: World, from: string): number[] => parseSent(world, from).map((message) => message.message_action);
const count = (world: World, from: string, action: number): number => actionsOf(world, from).filter((other) => other === action).length;

describe('delivery between kits: what is lost is said again', () => {
  for (const action of [CALL, ACCEPT, CONFIRM]) {
    it(`action ${action}, on the way to connected`, async () => {
      const { world, alice, bob } = await pair();
      lose(world, action);
      await alice.client.call('bob');
      await world.advance(3_000);
      await bob.client.accept();
      await world.advance(4_000);
      for (const page of [alice, bob]) expect(page.client.getState().state, page.name).to.equal('connected');
    });
  }

  const endings: [string, number, ({ alice, bob }: Pair) => Promise<unknown>, string, string][] = [
    ['cancel', CANCEL, ({ alice }) => alice.client.cancelCall(), 'localCancelled', 'remoteCancelled'],
    ['reject', REJECT, ({ bob }) => bob.client.reject(), 'remoteRejected', 'localRejected'],
    ['hang-up', HANGUP, ({ alice }) => alice.client.hangup(), 'localHangup', 'remoteHangup'],
  ];
  for (const [name, action, act, alices, bobs] of endings) {
    it(`a ${name}, although the call of its sender is over`, async () => {
      const all = await ringing();
      lose(all.world, action, 3);
      await act(all);
      await all.world.advance(6_000);
      expectEnd(all.alice, alices);
      expectEnd(all.bob, bobs);
    });
  }

  it('a lost receipt costs a copy, and nothing happens twice', async () => {
    const { world, alice, bob } = await pair();
    lose(world, RECEIPT, 3);
    await alice.client.call('bob');
    await world.advance(5_000);
    expect(count(world, 'alice', CALL)).to.be.greaterThan(1);
    expect(bob.states.filter(({ state }) => state === 'calling')).to.have.length(1);
    await bob.client.accept();
    await world.advance(1_000);
    for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('connected');
  });

  it('everything doubled is processed once', async () => {
    const world = new World(3, { duplicate: 1, minDelay: 5, maxDelay: 60 });
    const [alice, bob] = [await world.page('alice'), await world.page('bob')];
    await alice.client.call('bob');
    await world.advance(500);
    await bob.client.accept();
    await world.advance(1_000);
    await bob.client.hangup();
    await world.advance(3_000);
    for (const page of [alice, bob]) {
      expect(page.states.map(({ state }) => state)).to.deep.equal(['prepared', 'calling', 'connecting', 'connected', 'prepared']);
      expect(page.pairs).to.deep.equal(['connected', 'disconnected']);
    }
  });

  it('a call that is over still gives receipts, and does not ring again', async () => {
    const { world, alice, bob } = await ringing();
    const invite = world.network.sent.find(({ from }) => from === 'alice')!.text;
    await bob.client.reject();
    await world.advance(3_000);
    const before = count(world, 'bob', RECEIPT);
    await alice.signal.sendMessage('bob', invite);
    await world.advance(100);
    expect(count(world, 'bob', RECEIPT)).to.equal(before + 1);
    expectQuiet(bob);
  });

  it('is bounded in time: a peer that never answers is not written to for ever', async () => {
    const { world, alice, bob } = await connected();
    world.network.intercept = () => 'drop';
    await alice.client.hangup();
    await world.advance(60_000);
    expectQuiet(alice);
    const sent = sentBy(world, 'alice');
    await world.advance(600_000);
    expect(sentBy(world, 'alice')).to.equal(sent);
    expect(bob.client.getState().state).to.equal('prepared');
  });

  it('the end is told once more when signalling is back, and no later than the call would have lasted', async () => {
    const { world, alice, bob } = await ringing();
    alice.signal.setState('reconnecting');
    void alice.client.cancelCall();
    await world.advance(5_000);
    expect(bob.client.getState().state).to.equal('calling');
    alice.signal.setState('online');
    await world.advance(200);
    expectEnd(bob, 'remoteCancelled');
  });
});

describe('delivery: messages in an odd order', () => {
  it('a cancel that overtakes its invite: the call does not ring', async () => {
    const { world, alice, bob } = await pair();
    world.network.intercept = ({ text }) => (text.includes('fromRoomId') ? 400 : 10);
    await alice.client.call('bob');
    await alice.client.cancelCall();
    await world.advance(3_000);
    expect(bob.states.map(({ state }) => state)).to.deep.equal(['prepared']);
    for (const page of [alice, bob]) expectQuiet(page);
  });

  it('an accept that crosses the cancel: the call ends on both sides', async () => {
    const { world, alice, bob } = await ringing();
    await Promise.all([bob.client.accept(), alice.client.cancelCall()]);
    await world.advance(3_000);
    expectEnd(alice, 'localCancelled');
    expectEnd(bob, 'remoteCancelled');
    expect(bob.pairs).to.deep.equal([]);
  });
});

describe('delivery of what waited for the peer', () => {
  it('a peer whose first word ends the call is sent none of it', async () => {
    const world = new World();
    const page = await world.page('1001', { engine: 'agora', trustedPublishers: ['server'] });
    const [server, peer] = [await ScriptedPeer.create(world, 'server'), await ScriptedPeer.create(world, '9009')];
    await server.say('1001', CALL, { callId: 'match', fromRoomId: 'r', fromUserId: 9009, remoteUserId: 1001 });
    await world.advance(200);
    expect(page.client.getState().state).to.equal('calling');
    await peer.say('1001', HANGUP, { callId: 'match', messageId: 1, ...kit('d', { engine: 'agora' }) });
    await world.advance(30_000);
    expectEnd(page, 'remoteHangup');
    expect(peer.actions()).to.deep.equal([RECEIPT]);
  });
});

describe('delivery: "gone"', () => {
  it('is said to a kit that speaks of a call that we do not have', async () => {
    const world = new World();
    const alice = await world.page('alice');
    const bob = await ScriptedPeer.create(world, 'bob');
    await bob.say('alice', ACCEPT, { callId: 'old', messageId: 1, ...kit('tab', { to: alice.signal.device }) });
    await world.advance(100);
    const answer = bob.heard.find(({ message_action: action }) => action === HANGUP);
    expect(answer).to.include({ callId: 'old' });
    expect(kitOf(answer)).to.include({ code: 'gone', to: 'tab' });
  });

  it('is never said to a native client, nor about a message for another tab', async () => {
    const { world, page, native } = await nativePair();
    await native.say('1001', ACCEPT, { callId: 'old', messageId: 1 });
    const tab = await ScriptedPeer.create(world, 'tab');
    await tab.say('1001', ACCEPT, { callId: 'old', messageId: 1, ...kit('tab', { to: 'another' }) });
    await world.advance(1_000);
    expect(native.heard).to.deep.equal([]);
    expect(tab.heard.filter(({ message_action: action }) => action === HANGUP)).to.deep.equal([]);
    expectQuiet(page);
  });

  it('ends a call that the other side has lost', async () => {
    const { world, alice, bob } = await ringing();
    world.network.intercept = ({ from }) => (from === 'alice' ? 'drop' : undefined);
    await alice.client.cancelCall();
    await world.advance(20_000);
    world.network.intercept = undefined;
    expect(bob.client.getState().state).to.equal('prepared');
  });
});

describe('delivery to native clients', () => {
  it('sends one copy of everything: they take a second one for a second call', async () => {
    const { world, page, native } = await nativePair();
    const callId = await page.client.call('9009');
    await world.advance(14_000);
    expect(native.actions()).to.deep.equal([CALL]);
    await native.say('1001', ACCEPT, { callId, messageId: 1 });
    await world.advance(100);
    await page.client.hangup();
    await world.advance(60_000);
    expect(native.actions()).to.deep.equal([CALL, HANGUP]);
    expectQuiet(page);
  });

  it('tells busy once', async () => {
    const { world, page, native } = await nativePair();
    await page.client.call('9009');
    const third = await ScriptedPeer.create(world, '8008');
    await third.say('1001', CALL, { callId: 'x', fromRoomId: 'r', remoteUserId: 1001, messageId: 1, fromUserExtension: {} });
    await world.advance(10_000);
    expect(third.actions()).to.deep.equal([REJECT]);
    expect(third.heard[0]).to.include({ callId: 'x', rejectByInternal: 1, rejectReason: 'The user is currently busy' });
    expect(native.actions()).to.deep.equal([CALL]);
  });
});

describe('delivery to a peer that is offline', () => {
  async function offline(certain: boolean, until: number): Promise<{ world: World; alice: Page; bob: Page; attempts: number[] }> {
    const all = await pair();
    const { world, alice } = all;
    const attempts: number[] = [];
    const send = alice.signal.sendMessage.bind(alice.signal);
    alice.signal.sendMessage = async (to, text) => {
      attempts.push(world.clock.now());
      if (world.clock.now() < until) throw new CallError('peerOffline', 'not there', { certain });
      return send(to, text);
    };
    return { ...all, attempts };
  }

  it('certain: ends at once', async () => {
    const { world, alice, attempts } = await offline(true, Infinity);
    await refusal(alice.client.call('bob'), 'peerOffline');
    expect(alice.client.getState().lastCall?.endReason).to.equal('remoteOffline');
    expect(attempts).to.have.length(1);
    await world.advance(1_000);
    expectQuiet(alice);
  });

  it('uncertain: tried once more after 3.5 s, then remoteOffline', async () => {
    const { world, alice, attempts } = await offline(false, Infinity);
    const dial = refusal(alice.client.call('bob'), 'peerOffline');
    await world.advance(3_400);
    expect(alice.client.getState().state).to.equal('calling');
    await world.advance(200);
    await dial;
    expect(attempts).to.deep.equal([0, 3_500]);
    expectEnd(alice, 'remoteOffline');
  });

  it('uncertain, and back by then: rings', async () => {
    const { world, alice, bob } = await offline(false, 2_000);
    const dial = alice.client.call('bob');
    await world.advance(4_000);
    expect(await dial).to.equal(alice.client.getCallId());
    expect(bob.client.getState().state).to.equal('calling');
  });
});

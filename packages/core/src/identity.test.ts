import { expect } from 'chai';
import { connected, expectEnd, expectQuiet, expectUnmoved, pair, refusal, ringing } from './testing/pages.ts';
import { kit, kitOf, parseSent, ScriptedPeer } from './testing/scripted-peer.ts';
import { World } from '@call-elements/testing';

const ENDINGS_AND_ANSWERS: [string, number][] = [['accept', 2], ['reject', 3], ['cancel', 1], ['hangup', 4], ['confirm', 101], ['status', 103]];
const media = { audio: true, video: false };

describe('identity: a stranger who knows the call id', () => {
  for (const [name, action] of ENDINGS_AND_ANSWERS) {
    it(`${name} changes nothing, under its own name or another's`, async () => {
      for (const situation of [ringing, connected]) {
        const { world, alice, bob, callId } = await situation();
        const mallory = await ScriptedPeer.create(world, 'mallory');
        for (const page of [alice, bob]) {
          const peer = page === alice ? 'bob' : 'alice';
          const device = page === alice ? bob.signal.device! : alice.signal.device!;
          await expectUnmoved(world, page, async () => {
            for (const extra of [{}, { fromUserId: peer }]) {
              await mallory.say(page.name, action, { callId, ...extra });
              await mallory.say(page.name, action, { callId, ...extra, ...kit(device, { media }) });
              await world.advance(60);
            }
          });
        }
      }
    });
  }

  it('cannot ring under the name of somebody else', async () => {
    const world = new World();
    const bob = await world.page('bob');
    const mallory = await ScriptedPeer.create(world, 'mallory');
    await expectUnmoved(world, bob, async () => {
      await mallory.say('bob', 0, { callId: 'x', fromRoomId: 'r', fromUserId: 'alice', ...kit('d') });
      await world.advance(60);
    });
    expect(bob.logs.filter(({ level }) => level === 'warning')).to.have.length(1);
  });
});

describe('identity: who a message is for and from', () => {
  it('a message for somebody else is not taken', async () => {
    const world = new World();
    const bob = await world.page('bob');
    const alice = await ScriptedPeer.create(world, 'alice');
    await expectUnmoved(world, bob, async () => {
      await alice.say('bob', 0, { callId: 'x', fromRoomId: 'r', remoteUserId: 'carol', ...kit('d') });
      await world.advance(60);
    });
    await alice.say('bob', 0, { callId: 'y', fromRoomId: 'r', remoteUserId: 'bob', ...kit('d') });
    await world.advance(60);
    expect(bob.client.getState().call?.callId).to.equal('y');
  });

  it('the own echo is not a call', async () => {
    const world = new World();
    const carol = await world.page('carol');
    const echo = await ScriptedPeer.create(world, 'carol');
    const before = carol.client.getState();
    await echo.say('carol', 0, { callId: 'x', fromRoomId: 'r', remoteUserId: 'carol', ...kit('d') });
    await world.advance(60);
    expect(carol.client.getState()).to.equal(before);
    expect(parseSent(world).map((message) => message.message_action), 'no answer to itself').to.deep.equal([0]);
  });

  it('a trusted server may ring and hang up for others; another may not', async () => {
    const world = new World();
    const bob = await world.page('2002', { engine: 'agora', trustedPublishers: ['server'] });
    const carol = await world.page('3003', { engine: 'agora' });
    const server = await ScriptedPeer.create(world, 'server');
    for (const to of [2002, 3003]) await server.say(String(to), 0, { callId: 'match', fromRoomId: 'r', fromUserId: 1001, remoteUserId: to });
    await world.advance(60);
    expect(bob.client.getState().call).to.include({ callId: 'match', remoteUserId: '1001', roomId: 'r' });
    expect(carol.client.getState().state).to.equal('prepared');
    await server.say('2002', 4, { callId: 'match', fromUserId: 1001, hangupReason: 'kicked' });
    await world.advance(60);
    expect(bob.client.getState().lastCall).to.include({ endReason: 'remoteHangup', endText: 'kicked' });
    expectQuiet(bob);
  });
});

// The server tells both that the other calls (callapi.md §1.7): two callees, who hear each other's accept.
describe('identity: a call that a server matched, between two kits', () => {
  async function matchedAndAcceptedByOne() {
    const world = new World();
    const options = { engine: 'agora', trustedPublishers: ['server'], firstFrameWaitDisabled: true };
    const [one, two] = [await world.page('1001', options), await world.page('2002', options)];
    const server = await ScriptedPeer.create(world, 'server');
    await server.say('2002', 0, { callId: 'match', fromRoomId: 'r', fromUserId: 1001, remoteUserId: 2002 });
    await server.say('1001', 0, { callId: 'match', fromRoomId: 'r', fromUserId: 2002, remoteUserId: 1001 });
    await world.advance(60);
    await one.client.accept();
    await world.advance(60);
    expect(two.client.getState().state, 'nobody accepts for the other').to.equal('calling');
    return { world, one, two, server };
  }

  async function matched() {
    const all = await matchedAndAcceptedByOne();
    const { world, one, two } = all;
    await two.client.accept();
    await world.advance(60);
    for (const page of [one, two]) expect(page.client.getState().state).to.equal('connected');
    return all;
  }

  it('ends for both when one hangs up', async () => {
    const { world, one, two } = await matched();
    await one.client.hangup();
    await world.advance(5_000);
    expectEnd(two, 'remoteHangup');
  });

  it('ends for both when the server says so', async () => {
    const { world, one, two, server } = await matched();
    await server.say('2002', 4, { callId: 'match', fromUserId: 1001 });
    await server.say('1001', 4, { callId: 'match', fromUserId: 2002 });
    await world.advance(5_000);
    for (const page of [one, two]) expectEnd(page, 'remoteHangup');
  });

  it('does not ring any more when the server says so, also when the other has accepted', async () => {
    const { world, two, server } = await matchedAndAcceptedByOne();
    await server.say('2002', 1, { callId: 'match', fromUserId: 1001 });
    await world.advance(100);
    expectEnd(two, 'remoteCancelled');
  });
});

describe('identity: what a server says of an ordinary call', () => {
  for (const phase of ['calling', 'connecting', 'connected'] as const) {
    it(`ends it: ${phase}`, async () => {
      const { world, alice, bob } = await pair({ trustedPublishers: ['server'] });
      if (phase === 'connecting') for (const { capture } of [alice, bob]) capture.delay = 10_000;
      const callId = await alice.client.call('bob');
      await world.advance(300);
      if (phase !== 'calling') await bob.client.accept();
      await world.advance(300);
      for (const page of [alice, bob]) expect(page.client.getState().state).to.equal(phase);
      const server = await ScriptedPeer.create(world, 'server');
      await server.say('alice', 4, { callId, fromUserId: 'bob' });
      await server.say('bob', 4, { callId, fromUserId: 'alice' });
      await world.advance(1_000);
      for (const page of [alice, bob]) expect(page.client.getState().lastCall?.endReason).to.equal('remoteHangup');
    });
  }
});

describe('identity: who may answer', () => {
  it('a caller cannot accept or reject its own call', async () => {
    const { world, alice } = await ringing();
    await refusal(alice.client.accept(), 'invalidState');
    await expectUnmoved(world, alice, () => refusal(alice.client.reject(), 'invalidState'));
    expect(alice.events).to.include('stateMismatch');
  });

  it('the accept of a caller does not connect its callee', async () => {
    const { world, alice, bob, callId } = await ringing();
    const text = JSON.stringify({ ...parseSent(world, 'alice')[0], message_action: 2, callId, messageId: 500 });
    await alice.signal.sendMessage('bob', text);
    await world.advance(100);
    expect(bob.client.getState().state).to.equal('calling');
    expect(bob.capture.tracks).to.have.length(0);
  });

  it('the reject of a caller does not end the call of its callee', async () => {
    const { world, alice, bob, callId } = await ringing();
    await alice.signal.sendMessage('bob', JSON.stringify({ ...parseSent(world, 'alice')[0], message_action: 3, callId, messageId: 500 }));
    await world.advance(100);
    expect(bob.client.getState().state).to.equal('calling');
  });

  it('an accept for another call does not connect this one, and its sender learns that the call is gone', async () => {
    const { world, alice, callId } = await ringing();
    const other = await ScriptedPeer.create(world, 'bob');
    await other.say('alice', 2, { callId: 'older', messageId: 7, ...kit('old-tab', { to: alice.signal.device }) });
    await world.advance(60);
    expect(alice.client.getState()).to.include({ state: 'calling' });
    expect(alice.client.getCallId()).to.equal(callId);
    const gone = other.heard.find((message) => message.callId === 'older' && message.message_action === 4);
    expect(kitOf(gone)).to.include({ code: 'gone', to: 'old-tab' });
  });
});

import { World } from '@call-elements/testing';
import { expect } from 'chai';
import { resumption } from './resume.ts';
import { connected, pair } from './testing/pages.ts';
import { envelope, kit, kitOf, nativePair, parseSent, ScriptedPeer } from './testing/scripted-peer.ts';

const CALL = 0, CANCEL = 1, ACCEPT = 2, HANGUP = 4, RECEIPT = 100, STATUS = 103, RESUME = 106;

const media = { audio: true, video: true };
const count = (world: World, from: string, action: number): number => parseSent(world, from).filter((message) => message.message_action === action).length;

describe('switchboard: an invite that the service held', () => {
  async function heard(ring: number, stored: { ageMs?: number; queued?: boolean }) {
    const world = new World();
    const bob = await world.page('bob');
    const alice = await ScriptedPeer.create(world, 'alice');
    bob.signal.hear(JSON.stringify(envelope('alice', CALL, { callId: 'c', fromRoomId: 'r', messageId: 1, ...kit('tab', { ring }) })), 'alice', stored);
    const stateAfter = async (ms: number) => {
      await world.advance(ms);
      return bob.client.getState().state;
    };
    return { world, alice, bob, stateAfter };
  }

  it('rings half a second later, when its cancel has not come behind it', async () => {
    const { stateAfter } = await heard(15_000, { ageMs: 14_500, queued: true });
    expect(await stateAfter(499)).to.equal('prepared');
    expect(await stateAfter(1)).to.equal('calling');
  });

  it('does not ring when its time is up by then: it is taken, and a line in the log says so', async () => {
    for (const [ageMs, queued] of [[14_501, true], [15_001, false]] as const) {
      const { alice, bob, stateAfter } = await heard(15_000, { ageMs, queued });
      expect(await stateAfter(600)).to.equal('prepared');
      expect(alice.actions()).to.deep.equal([RECEIPT]);
      expect(bob.logs.filter(({ level }) => level === 'warning').map(({ line }) => line)).to.deep.equal(['dropped a call that came too late']);
    }
  });

  it('rings up to its last moment, and whenever it comes if it rings without end', async () => {
    for (const [ring, ageMs] of [[15_000, 15_000], [0, 600_000]] as const) {
      const { stateAfter } = await heard(ring, { ageMs });
      expect(await stateAfter(0), `${ring}`).to.equal('calling');
    }
  });

  it('is nothing to a client that is gone before', async () => {
    const { world, alice, bob } = await heard(15_000, { queued: true });
    void bob.client.deinitialize();
    await world.settle();
    expect(bob.clock.pending).to.equal(0);
    await world.advance(1_000);
    expect(alice.heard).to.deep.equal([]);
  });
});

describe('switchboard: an invite of a call that is over', () => {
  it('does not ring for five minutes, also when it has no number that would show a copy', async () => {
    const { world, page, native } = await nativePair();
    const invite = () => native.say('1001', CALL, { callId: 'WEB', fromRoomId: 'r', remoteUserId: 1001 });
    const rings = async () => {
      await invite();
      await world.advance(100);
      return page.client.getState().state === 'calling';
    };
    expect(await rings()).to.equal(true);
    await page.client.reject();
    await world.advance(5 * 60_000 - 1_000);
    expect(await rings()).to.equal(false);
    await world.advance(1_000);
    expect(await rings()).to.equal(true);
  });
});

describe('switchboard: receipts', () => {
  async function dialled() {
    const world = new World();
    const alice = await world.page('alice');
    const bob = await ScriptedPeer.create(world, 'bob');
    const callId = await alice.client.call('bob');
    await world.advance(20);
    const receipt = (of = 1, fields: object = {}, device = 'tab') => bob.say('alice', RECEIPT, { callId, messageId: 50 + of, ...kit(device, { receipt: of }), ...fields });
    const isTold = () => alice.events.includes('remoteUserRecvCall');
    return { world, alice, bob, callId, receipt, isTold };
  }

  it('that of the invite tells the caller that it rings', async () => {
    const { world, receipt, isTold } = await dialled();
    await receipt();
    await world.advance(20);
    expect(isTold()).to.equal(true);
  });

  it('of another call, or of somebody else, tell nothing', async () => {
    const { world, callId, receipt, isTold } = await dialled();
    await receipt(1, { callId: 'other' });
    const mallory = await ScriptedPeer.create(world, 'mallory');
    await mallory.say('alice', RECEIPT, { callId, messageId: 1, ...kit('m', { receipt: 1 }) });
    await world.advance(20);
    expect(isTold()).to.equal(false);
  });

  it('tell nothing about ringing once the peer has answered', async () => {
    const { world, alice, bob, callId, receipt, isTold } = await dialled();
    await bob.say('alice', ACCEPT, { callId, messageId: 1, ...kit('tab', { media }) });
    await world.advance(20);
    expect(alice.client.getState().state).to.equal('connecting');
    await receipt(2);
    await world.advance(20);
    expect(isTold()).to.equal(false);
  });

  it('a copy does not bring back a device that is gone meanwhile', async () => {
    const { world, alice, receipt } = await dialled();
    for (const tab of ['one', 'two']) await receipt(1, {}, tab);
    await world.advance(20);
    alice.signal.peerGone('bob', 'one');
    await receipt(1, {}, 'one');
    await world.advance(20);
    await alice.client.cancelCall();
    await world.advance(20);
    const { messageId } = parseSent(world, 'alice').at(-1)!;
    await receipt(messageId as number, {}, 'two');
    await world.advance(10_000);
    expect(count(world, 'alice', CANCEL)).to.equal(1);
  });
});

describe('switchboard: nothing more is said', () => {
  it('of the call that was taken back, but that it was', async () => {
    const { world, alice } = await pair();
    world.network.intercept = () => 'drop';
    await alice.client.call('bob');
    await world.advance(2_000);
    await alice.client.cancelCall();
    const before = count(world, 'alice', CALL);
    await world.advance(10_000);
    expect(count(world, 'alice', CALL)).to.equal(before);
    expect(count(world, 'alice', CANCEL)).to.be.greaterThan(1);
  });

  it('to a peer who is gone', async () => {
    const { world, alice } = await connected();
    world.network.intercept = () => 'drop';
    await alice.client.hangup();
    await world.advance(1_000);
    alice.signal.peerGone('bob');
    const before = count(world, 'alice', HANGUP);
    await world.advance(10_000);
    expect(count(world, 'alice', HANGUP)).to.equal(before);
  });

  it('to the device that a page was before its reload', async () => {
    const world = new World();
    const alice = await world.page('alice', { resumption, firstFrameWaitDisabled: true });
    const bob = await ScriptedPeer.create(world, 'bob');
    const callId = await alice.client.call('bob');
    await bob.say('alice', ACCEPT, { callId, messageId: 1, ...kit('before', { v: 2, media }) });
    await world.advance(100);
    await alice.client.setMicrophone(false);
    await world.advance(1_000);
    const toTheFirst = () => parseSent(world, 'alice').filter((message) => message.message_action === STATUS && kitOf(message).to === 'before').length;
    const before = toTheFirst();
    expect(before, 'for want of a receipt').to.be.greaterThan(1);
    await bob.say('alice', RESUME, { callId, messageId: 2, ...kit('after', { v: 2, media, resume: { device: 'before', peer: alice.signal.device } }) });
    await world.advance(4_000);
    expect(toTheFirst()).to.equal(before);
  });
});

describe('switchboard: a call', () => {
  it('of the native kind of users is taken up again with a kit, to whom it is said until it is heard', async () => {
    const world = new World();
    const page = await world.page('1001', { engine: 'agora', resumption });
    await ScriptedPeer.create(world, '2002');
    const now = page.clock.wallTime();
    await page.client.resumeCall({ savedAt: now, callId: 'c', direction: 'outgoing', type: 'audio', turn: 0, remoteUserId: '2002', roomId: 'r', device: 'before', peerDevice: 'tab', startedAt: now, microphone: true, camera: false });
    await world.advance(3_000);
    expect(count(world, '1001', RESUME)).to.be.greaterThan(1);
  });

  it('has the times of the clock on the wall', async () => {
    const { world, alice } = await pair();
    await world.advance(10_000);
    await alice.client.call('bob');
    expect(alice.client.getState().call!.startedAt).to.equal(alice.clock.wallTime());
  });
});

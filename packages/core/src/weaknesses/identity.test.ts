import { World } from '@call-elements/testing';
import { expect } from 'chai';
import { ACTION, inRoom, PICTURE, RING } from '../testing/native-media.ts';
import { connected, expectEnd, expectUnmoved, refusal, ringing } from '../testing/pages.ts';
import { kit, nativePair, parseSent, ScriptedPeer } from '../testing/scripted-peer.ts';

// Who says it, as the service knows it, and whether it is theirs to say.

const ENDINGS = [ACTION.cancel, ACTION.reject, ACTION.hangup];

describe('identity: what others say', () => {
  it('N-24: a stranger ends nothing and connects nobody, under whatever name', async () => {
    for (const situation of [ringing, connected]) {
      const { world, alice, bob, callId } = await situation();
      const mallory = await ScriptedPeer.create(world, 'mallory');
      for (const [page, peer] of [[alice, 'bob'], [bob, 'alice']] as const) {
        await expectUnmoved(world, page, async () => {
          for (const action of [...ENDINGS, ACTION.accept]) {
            for (const fromUserId of ['mallory', peer]) await mallory.say(page.name, action, { callId, fromUserId, messageId: 900 });
          }
          await world.advance(100);
        });
      }
    }
  });

  it('N-24, native: nor in a call with a native app, whose messages carry no device', async () => {
    const { world, page, native } = await nativePair();
    await native.say('1001', ACTION.videoCall, RING);
    await world.advance(50);
    inRoom(page, PICTURE);
    await page.client.accept();
    const mallory = await ScriptedPeer.create(world, '6666');
    await expectUnmoved(world, page, async () => {
      for (const action of ENDINGS) await mallory.say('1001', action, { callId: RING.callId, fromUserId: 9009, messageId: 3 });
      await world.advance(100);
    });
  });

  it('W-27: a forged hang-up ends the call on neither side', async () => {
    const { world, alice, bob, callId } = await connected();
    const mallory = await ScriptedPeer.create(world, 'mallory');
    await mallory.say('bob', ACTION.hangup, { callId, fromUserId: 'alice' });
    await world.advance(5_000);
    for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('connected');
  });

  it('W-05: without a call, the end of one is nothing', async () => {
    const world = new World();
    const page = await world.page('bob');
    const mallory = await ScriptedPeer.create(world, 'mallory');
    await expectUnmoved(world, page, async () => {
      for (const action of ENDINGS) {
        await mallory.say('bob', action, { callId: '', messageId: action });
        await mallory.say('bob', action, { callId: 'x', messageId: action });
      }
      await world.advance(100);
    });
    expect(page.events).to.deep.equal([]);
  });

  it('N-38: nobody calls itself, and an echo of the own call does nothing to it', async () => {
    const { world, alice, bob } = await ringing();
    const echo = await ScriptedPeer.create(world, 'alice');
    await refusal(alice.client.call('alice'), 'invalidState');
    await refusal((await world.page('dave')).client.call('dave'), 'invalidArgument');
    await expectUnmoved(world, alice, async () => {
      alice.signal.hear(world.network.sent.find(({ from }) => from === 'alice')!.text, 'alice');
      await world.advance(50);
    });
    expect(echo.heard.filter(({ message_action: action }) => ENDINGS.includes(action as 1))).to.deep.equal([]);
    await bob.client.accept();
    await world.advance(500);
    expect(alice.client.getState().state).to.equal('connected');
    const carol = await world.page('carol');
    const own = await ScriptedPeer.create(world, 'carol');
    await expectUnmoved(world, { ...carol, name: 'nobody' }, async () => {
      await own.say('carol', ACTION.videoCall, { callId: 'own', fromRoomId: 'r', messageId: 1, remoteUserId: 'carol', ...kit('d') });
      await world.advance(100);
    });
  });

  it('I-03: a numeric user who writes its id as a text is the same user: its cancel is recognised', async () => {
    const { world, page, native } = await nativePair();
    await native.say('1001', ACTION.videoCall, { ...RING, fromUserId: '9009' });
    await world.advance(50);
    expect(page.client.getState().call!.remoteUserId).to.equal('9009');
    await native.say('1001', ACTION.cancel, { callId: RING.callId, fromUserId: '9009', messageId: 2 });
    await world.advance(50);
    expectEnd(page, 'remoteCancelled');
  });

  it('N-31: a busy answer names the call that is refused, and no other', async () => {
    const { world, callId } = await connected();
    const carol = await ScriptedPeer.create(world, 'carol');
    await carol.say('bob', ACTION.videoCall, { callId: 'hers', fromRoomId: 'r', messageId: 1, ...kit('d') });
    await carol.say('bob', ACTION.audioCall, { callId: 'hers-too', fromRoomId: 'r', messageId: 2, ...kit('d') });
    await world.advance(100);
    expect(carol.heard.map((message) => [message.message_action, message.callId])).to.deep.equal([[3, 'hers'], [3, 'hers-too']]);
    expect(JSON.stringify(carol.heard)).to.not.include(callId);
  });

  it('N-31, native: one that names another call is understood all the same', async () => {
    const { world, page, native } = await nativePair();
    await page.client.call('9009');
    await native.say('1001', ACTION.reject, { callId: 'its other call', messageId: 1, rejectByInternal: 1, rejectReason: 'The user is currently busy' });
    await world.advance(50);
    expectEnd(page, 'remoteCallBusy');
  });

  it('W-07: an audio call to somebody in a call is answered like any other', async () => {
    const { world, page } = await nativePair();
    await page.client.call('9009');
    const third = await ScriptedPeer.create(world, '8008');
    await third.say('1001', ACTION.audioCall, { ...RING, callId: 'third' });
    await world.advance(50);
    expect(third.heard).to.have.length(1);
    expect(third.heard[0]).to.include({ message_action: 3, callId: 'third', rejectByInternal: 1 });
    expect(parseSent(world, '1001').filter(({ to }) => to === '9009').map(({ message_action: action }) => action)).to.deep.equal([0]);
  });
});

import { trace, World } from '@call-elements/testing';
import type { Page } from '@call-elements/testing';
import { expect } from 'chai';
import { CallClient } from './client.ts';
import { CallError } from './errors.ts';
import type { SignalListener } from './signal.ts';
import { expectEnd } from './testing/pages.ts';
import { envelope, kit, kitOf, nativePair, ScriptedPeer } from './testing/scripted-peer.ts';

const ring = { callId: 'NATIVE', fromRoomId: '9009', remoteUserId: 1001, messageId: 1, fromUserExtension: { app: 'ios' } };

/** What the native app does in the room, as media shows it. */
function media(page: Page, received: { audio?: boolean; video?: boolean } = {}): void {
  page.media.opened.at(-1)!.fault({ phase: 'connected', peer: 'here', received: { audio: false, video: false, ...received } });
}

describe('a native app calls', () => {
  it('rings, and connects on accept when its picture is here, without any confirmation', async () => {
    const { world, page, native } = await nativePair();
    await native.say('1001', 0, ring);
    await world.advance(100);
    expect(page.client.getState().call).to.deep.include({ callId: 'NATIVE', remoteUserId: '9009', roomId: '9009', type: 'video', extension: { app: 'ios' } });
    media(page, { audio: true, video: true });
    await page.client.accept();
    expect(trace(page)).to.deep.equal(['prepared/none', 'calling/remoteVideoCall', 'connecting/localAccepted', 'connected/localAccepted']);
    await native.say('1001', 4, { callId: 'NATIVE', messageId: 2, hangupReason: 'bye' });
    await world.advance(100);
    expectEnd(page, 'remoteHangup');
    expect(page.client.getState().lastCall?.endText).to.equal('bye');
  });

  it('and hears of the answer, and nothing of devices that are switched after it', async () => {
    const { world, page, native } = await nativePair();
    await native.say('1001', 0, ring);
    await world.advance(100);
    await page.client.accept();
    media(page, { audio: true, video: true });
    await world.advance(10);
    await page.client.setMicrophone(false);
    await world.advance(100);
    expect(native.actions()).to.deep.equal([2]);
  });

  it('an audio call connects with the first sound', async () => {
    const { world, page, native } = await nativePair();
    await native.say('1001', 10, ring);
    await world.advance(100);
    await page.client.accept();
    media(page);
    await world.advance(10);
    expect(page.client.getState().state).to.equal('connecting');
    media(page, { audio: true });
    await world.advance(10);
    expect(page.client.getState()).to.include({ state: 'connected', reason: 'recvRemoteFirstFrame' });
    expect(page.capture.tracks.map(({ kind }) => kind)).to.deep.equal(['audio']);
  });

  it('one timer for ringing and connecting, as it has itself', async () => {
    const { world, page, native } = await nativePair();
    await native.say('1001', 0, ring);
    await world.advance(10_000);
    await page.client.accept();
    await world.advance(4_000);
    expect(page.client.getState().state).to.equal('connecting');
    await world.advance(1_500);
    expectEnd(page, 'callingTimeout');
    expect(native.heard.at(-1)).to.include({ message_action: 1, cancelCallByInternal: 1, callId: 'NATIVE' });
  });

  it('its cancel, with and without the flag, ends the ringing', async () => {
    for (const [flag, reason] of [[{}, 'remoteCancelled'], [{ cancelCallByInternal: 0 }, 'remoteCancelled'], [{ cancelCallByInternal: 1 }, 'remoteCallingTimeout']] as const) {
      const { world, page, native } = await nativePair();
      await native.say('1001', 0, ring);
      await world.advance(100);
      await native.say('1001', 1, { callId: 'NATIVE', messageId: 2, ...flag });
      await world.advance(100);
      expectEnd(page, reason);
    }
  });

  it('again while it rings: the newest call counts, and only that one is left', async () => {
    const { world, page, native } = await nativePair();
    await native.say('1001', 0, ring);
    await world.advance(100);
    await native.say('1001', 0, { ...ring, callId: 'SECOND', fromRoomId: 'r2', messageId: 2 });
    await world.advance(100);
    expect(page.client.getState().call).to.include({ callId: 'SECOND', roomId: 'r2' });
    expect(page.media.openCount).to.equal(1);
    // It compares no ids: what was said of the first would be the end of the second.
    expect(native.actions()).to.deep.equal([]);
  });

  it('a page with another engine declines, so that it does not ring into the void', async () => {
    const world = new World();
    const page = await world.page('1001', { engine: 'webrtc' });
    const native = await ScriptedPeer.create(world, '9009');
    await native.say('1001', 0, ring);
    await world.advance(1_000);
    expect(page.client.getState().state).to.equal('prepared');
    expect(native.heard).to.have.length(1);
    expect(native.heard[0]).to.include({ message_action: 3, callId: 'NATIVE', rejectByInternal: 0 });
  });

  it('one that was held by the service until it was over does not ring', async () => {
    const world = new World();
    const { signal, media: engine, capture } = await world.page('1001', { engine: 'agora', prepare: false });
    let listener: SignalListener | undefined;
    signal.addListener = (added) => (listener = added);
    const client = new CallClient({ userId: '1001', signal, media: engine, capture, clock: world.clock });
    await client.prepareForCall();
    const text = JSON.stringify({ message_action: 0, message_version: '1.0', message_timestamp: 1, fromUserId: 9009, ...ring });
    listener!.onMessageReceive!(text, { userId: '9009', ageMs: 20_000 });
    expect(client.getState().state).to.equal('prepared');
    listener!.onMessageReceive!(text.replace('NATIVE', 'FRESH'), { userId: '9009', ageMs: 2_000 });
    expect(client.getState().state).to.equal('calling');
  });
});

describe('a native app is called', () => {
  async function dialled(type: 'audio' | 'video' = 'video') {
    const all = await nativePair();
    const callId = await all.page.client.call('9009', { type });
    await all.world.advance(200);
    return { ...all, callId };
  }

  it('connects when it accepts and its picture is here', async () => {
    const { world, page, native, callId } = await dialled();
    expect(native.heard[0]).to.include({ message_action: 0, callId, fromUserId: 1001, remoteUserId: 9009 });
    await native.say('1001', 2, { callId, messageId: 1 });
    await world.advance(50);
    expect(page.client.getState().state).to.equal('connecting');
    media(page, { audio: true, video: true });
    await world.advance(10);
    expect(page.client.getState()).to.include({ state: 'connected', reason: 'recvRemoteFirstFrame' });
  });

  it('although the service says that it took no invite: who has answered stays in the call', async () => {
    const { world, page, native } = await nativePair({ firstFrameWaitDisabled: true });
    const send = page.signal.sendMessage.bind(page.signal);
    page.signal.sendMessage = async (to, text, options) => {
      await send(to, text, options);
      throw new CallError('signalFailed', 'no');
    };
    page.client.call('9009').catch(() => {});
    await world.advance(100);
    await native.say('1001', 2, { callId: native.heard[0]!.callId, messageId: 1 });
    await world.advance(50);
    media(page, { audio: true, video: true });
    await world.advance(30_000);
    expect(page.client.getState().state).to.equal('connected');
  });

  it('hears nothing of devices that are switched, which it would not understand', async () => {
    const { world, page, native, callId } = await dialled();
    await native.say('1001', 2, { callId, messageId: 1 });
    await world.advance(50);
    media(page, { audio: true, video: true });
    await world.advance(10);
    await page.client.setMicrophone(false);
    await world.advance(100);
    expect(native.actions()).to.deep.equal([0]);
  });

  it('shows only sound: the picture is waived after 5 s', async () => {
    const { world, page, native, callId } = await dialled();
    await native.say('1001', 2, { callId, messageId: 1 });
    await world.advance(50);
    media(page, { audio: true });
    await world.advance(4_500);
    expect(page.client.getState().state).to.equal('connecting');
    await world.advance(1_000);
    expect(page.client.getState().state).to.equal('connected');
    expect(page.client.getState().call!.remote.camera).to.equal(false);
  });

  it('is busy: told by the flag, whatever call id it names', async () => {
    for (const callId of ['the id of its other call', '']) {
      const { world, page, native } = await dialled();
      await native.say('1001', 3, { callId, messageId: 1, rejectByInternal: 1, rejectReason: 'The user is currently busy' });
      await world.advance(100);
      expectEnd(page, 'remoteCallBusy');
    }
  });

  it('but a plain reject with a foreign call id is not ours', async () => {
    const { world, page, native } = await dialled();
    await native.say('1001', 3, { callId: 'other', messageId: 1, rejectByInternal: 0 });
    await world.advance(100);
    expect(page.client.getState().state).to.equal('calling');
  });

  it('rejects with a text', async () => {
    const { world, page, native, callId } = await dialled();
    await native.say('1001', 3, { callId, messageId: 1, rejectByInternal: 0, rejectReason: 'in a meeting' });
    await world.advance(100);
    expectEnd(page, 'remoteRejected');
    expect(page.client.getState().lastCall?.endText).to.equal('in a meeting');
  });

  it('its own ring timeout comes as a cancel', async () => {
    const { world, page, native, callId } = await dialled();
    await native.say('1001', 1, { callId, messageId: 1, cancelCallByInternal: 1 });
    await world.advance(100);
    expectEnd(page, 'remoteCallingTimeout');
  });

  it('answers a webrtc call without kit: unsupported, and it is told', async () => {
    const world = new World();
    const page = await world.page('1001', { engine: 'webrtc' });
    const native = await ScriptedPeer.create(world, '9009');
    const callId = await page.client.call('9009');
    await world.advance(100);
    await native.say('1001', 2, { callId, messageId: 1 });
    await world.advance(5_000);
    expectEnd(page, 'unsupported');
    const told = native.heard.find(({ message_action: action }) => action === 4);
    expect(told).to.include({ callId, hangupReason: 'unsupported' });
    expect(kitOf(told).code).to.equal('unsupported');
  });
});

describe('what an engine has to negotiate', () => {
  it('is for nobody when the first word of the peer is its last', async () => {
    const { world, page, native } = await nativePair({ trustedPublishers: ['server'] });
    const { open } = page.media;
    page.media.open = (options) => {
      options.send('hello');
      return open(options);
    };
    const server = await ScriptedPeer.create(world, 'server');
    await server.say('1001', 0, { callId: 'match', fromRoomId: 'r', fromUserId: 9009, remoteUserId: 1001 });
    await world.advance(100);
    expect(page.media.opened).to.have.length(1);
    await native.say('1001', 4, { callId: 'match', messageId: 1, ...kit('tab', { engine: 'agora' }) });
    await world.advance(1_000);
    expectEnd(page, 'remoteHangup');
    expect(native.actions()).to.deep.equal([100]);
  });

  it('is said to kits alone: it waits until one speaks, and again when a native app has answered', async () => {
    const { world, page, native } = await nativePair();
    const { open } = page.media;
    page.media.open = (options) => {
      options.send('hello');
      return open(options);
    };
    const negotiated = () => native.actions().filter((action) => action === 102).length;
    const callId = await page.client.call('9009');
    await world.advance(1_000);
    expect(negotiated()).to.equal(0);
    await native.say('1001', 102, { callId, messageId: 1, ...kit('tab', { engine: 'agora', seq: 0, payloads: [] }) });
    await world.advance(100);
    expect(negotiated()).to.equal(1);
    native.heard.length = 0;
    await native.say('1001', 2, { callId, messageId: 2 });
    await world.advance(20);
    expect(page.media.opened).to.have.length(2);
    expect(native.heard.filter(({ message_action: action, ...message }) => action === 102 && !kitOf(message as never).to)).to.deep.equal([]);
  });
});

describe('a native app and the page dial each other', () => {
  /** As Web clients and servers write it: no copy of it is known as one. */
  const unnumbered = { ...ring, messageId: undefined };

  async function crossed(options: { trustedPublishers?: readonly string[] } = {}) {
    const all = await nativePair(options);
    const dialled = all.page.client.call('9009');
    return { ...all, dialled, call: unnumbered };
  }

  it('its dial is over, so it is cancelled there and rung anew: its user answers as any callee', async () => {
    const { world, page, native, dialled, call } = await crossed();
    await native.say('1001', 0, call);
    await world.advance(100);
    const callId = await dialled;
    expect(native.actions()).to.deep.equal([0, 1, 0]);
    expect(native.heard[1]).to.include({ callId, cancelCallByInternal: 0 });
    expect(native.heard[2]).to.include({ callId, fromRoomId: native.heard[0]!['fromRoomId'] });
    expect(trace(page)).to.deep.equal(['prepared/none', 'calling/localVideoCall']);
    await native.say('1001', 2, { callId });
    await world.advance(50);
    media(page, { audio: true, video: true });
    await world.advance(10);
    expect(page.client.getState().state).to.equal('connected');
  });

  it('not when a kit of the same user rings: to that, a cancel would be the end', async () => {
    const { world, native, dialled, call } = await crossed();
    await native.say('1001', 100, { callId: await dialled, messageId: 1, ...kit('tab', { engine: 'agora', receipt: 1 }) });
    await native.say('1001', 0, call);
    await world.advance(100);
    expect(native.actions()).to.deep.equal([0]);
  });

  it('not for what a server says in its name', async () => {
    const { world, native, dialled, call } = await crossed({ trustedPublishers: ['server'] });
    await dialled;
    const server = await ScriptedPeer.create(world, 'server');
    await server.raw('1001', JSON.stringify(envelope(9009, 0, call)));
    await world.advance(100);
    expect(native.actions()).to.deep.equal([0]);
  });

  it('whoever names our call in its own, later, changes nothing', async () => {
    const { world, page, native, dialled, call } = await crossed();
    const callId = await dialled;
    await native.say('1001', 2, { callId });
    await world.advance(50);
    await native.say('1001', 0, { ...call, callId });
    await world.advance(100);
    expect(page.client.getState().state).to.equal('connecting');
    expect(native.actions()).to.deep.equal([0]);
  });

  it('a second copy of the invite that rings is none of this', async () => {
    const { world, page, native } = await nativePair();
    for (let copies = 0; copies < 2; copies++) await native.say('1001', 0, unnumbered);
    await world.advance(100);
    expect(page.client.getState().state).to.equal('calling');
    expect(native.heard).to.deep.equal([]);
  });
});

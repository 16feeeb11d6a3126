import { trace } from '@call-elements/testing';
import { expect } from 'chai';
import type { Lease } from '../capture.ts';
import { CallError } from '../errors.ts';
import { ACTION, inRoom, PICTURE, RING } from '../testing/native-media.ts';
import { connected, expectEnd, pair, ringing } from '../testing/pages.ts';
import { nativePair } from '../testing/scripted-peer.ts';

// Devices that are refused, pictures that never come, connections that break.

const denied = new CallError('permissionDenied', 'refused');

describe('media: what the peer does not send', () => {
  it('N-28: a peer without camera, which says so: its sound connects', async () => {
    const { world, alice, bob } = await pair();
    bob.capture.refuse.video = denied;
    await alice.client.call('bob');
    await world.advance(300);
    await bob.client.accept();
    await world.advance(500);
    for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('connected');
    expect(alice.client.getState().call!.remote).to.deep.equal({ microphone: true, camera: false });
  });

  it('N-28, native: one that cannot say so: its sound connects after 5 s', async () => {
    const { world, page, native } = await nativePair();
    await native.say('1001', ACTION.videoCall, RING);
    await world.advance(50);
    await page.client.accept();
    inRoom(page, { audio: true });
    await world.advance(4_500);
    expect(page.client.getState().state).to.equal('connecting');
    await world.advance(1_000);
    expect(page.client.getState().state).to.equal('connected');
  });

  it('W-10: both devices are refused on both sides: the call connects, with one error each', async () => {
    const { world, alice, bob } = await pair({ callTimeout: 0 });
    for (const { capture } of [alice, bob]) capture.refuse = { audio: denied, video: denied };
    await alice.client.call('bob');
    await world.advance(300);
    expect(bob.client.getState().state, 'it rings all the same').to.equal('calling');
    await bob.client.accept();
    await world.advance(500);
    for (const page of [alice, bob]) {
      expect(page.client.getState().state).to.equal('connected');
      expect(page.errors).to.deep.equal(['permissionDenied']);
    }
  });

  it('W-10: without a camera there is still the microphone', async () => {
    const { world, alice, bob } = await pair();
    alice.capture.refuse.video = denied;
    await alice.client.call('bob');
    await world.advance(300);
    await bob.client.accept();
    await world.advance(500);
    expect(alice.capture.tracks.filter(({ live }) => live).map(({ kind }) => kind)).to.deep.equal(['audio']);
    expect(bob.client.getState().call!.media!.received).to.deep.equal({ audio: true, video: false });
  });

  it('W-25: a peer that switches its camera off, and on again', async () => {
    const { world, alice, bob } = await connected();
    await bob.client.setCamera(false);
    await world.advance(100);
    expect(alice.client.getState().call!.remote.camera).to.equal(false);
    await bob.client.setCamera(true);
    await world.advance(100);
    expect(alice.client.getState().call!.remote.camera).to.equal(true);
  });

  it('W-25: a device that is unplugged is told to both', async () => {
    const { world, alice, bob } = await pair();
    const acquire = bob.capture.acquire.bind(bob.capture);
    let unplug = (): void => {};
    bob.capture.acquire = async (request) => {
      const lease = await acquire(request);
      unplug = () => (lease as Lease & { unplug(kind: 'video'): void }).unplug('video');
      return lease;
    };
    await alice.client.call('bob');
    await world.advance(300);
    await bob.client.accept();
    await world.advance(500);
    unplug();
    await world.advance(100);
    expect(bob.errors).to.deep.equal(['deviceFailed']);
    expect(bob.client.getState().call!.local.camera.state).to.equal('failed');
    expect(alice.client.getState().call!.remote.camera).to.equal(false);
  });
});

describe('media: audio calls', () => {
  for (const id of ['W-07', 'X-01']) {
    const accept = id === 'W-07';
    it(`${id}: an audio call ${accept ? 'of' : 'to'} a native app connects with its sound, and opens no camera`, async () => {
      const { world, page, native } = await nativePair();
      if (accept) {
        await native.say('1001', ACTION.audioCall, RING);
        await world.advance(50);
        expect(trace(page).at(-1)).to.equal('calling/remoteAudioCall');
        await page.client.accept();
      } else {
        const callId = await page.client.call('9009', { type: 'audio' });
        expect(native.actions()).to.deep.equal([]);
        await world.advance(50);
        expect(native.actions()).to.deep.equal([ACTION.audioCall]);
        await native.say('1001', ACTION.accept, { callId, messageId: 1 });
        await world.advance(50);
      }
      expect(page.client.getState().state).to.equal('connecting');
      inRoom(page, { audio: true });
      await world.advance(50);
      expect(page.client.getState().state).to.equal('connected');
      expect(page.capture.tracks.map(({ kind }) => kind)).to.deep.equal(['audio']);
    });
  }

  it('AN-05: nor does the callee of one send a picture, whatever it joined early', async () => {
    for (const earlyMedia of ['none', 'receive', 'warm', 'full'] as const) {
      const { world, alice, bob } = await ringing({ type: 'audio' }, { earlyMedia });
      await bob.client.accept({ camera: true });
      await world.advance(500);
      for (const page of [alice, bob]) {
        expect(page.media.opened.at(-1)!.published.video, earlyMedia).to.equal(null);
        expect(page.capture.tracks.map(({ kind }) => kind)).to.deep.equal(['audio']);
      }
    }
  });

  it('I-07: the type is that of the call: a video call that rang before leaves nothing of itself', async () => {
    const { world, alice, bob } = await ringing();
    await alice.client.cancelCall();
    await world.advance(1_000);
    await alice.client.call('bob', { type: 'audio' });
    await world.advance(300);
    expect(bob.client.getState().call!.type).to.equal('audio');
    await bob.client.accept();
    await world.advance(500);
    for (const page of [alice, bob]) expect(page.capture.tracks.filter(({ kind, live }) => kind === 'video' && live)).to.deep.equal([]);
    await bob.client.hangup();
    await world.advance(1_000);
    for (const page of [alice, bob]) expect(page.media.openCount).to.equal(0);
  });

  it('I-06: what is sent and measured does not depend on anybody showing it', async () => {
    const { alice } = await connected();
    expect(alice.events).to.include.members(['captureFirstLocalVideoFrame', 'publishFirstLocalVideoFrame']);
    expect(alice.media.opened[0]!.published.video).to.equal(alice.client.getState().call!.local.camera.track);
  });
});

describe('media: connections', () => {
  it('N-27: one that fails ends the call and says so, in every phase of a caller', async () => {
    for (const situation of [ringing, connected]) {
      const { world, alice, bob } = await situation();
      alice.media.opened[0]!.fault({ phase: 'failed', error: new CallError('tokenFailed', 'expired') });
      await world.advance(1_000);
      expectEnd(alice, 'mediaFailed');
      expect(alice.errors).to.deep.equal(['tokenFailed']);
      expect(bob.client.getState().state).to.equal('prepared');
    }
  });

  it('N-27: one that is lost ends it when it does not come back', async () => {
    const { world, alice, bob } = await connected();
    alice.media.opened[0]!.fault({ phase: 'reconnecting' });
    await world.advance(19_000);
    expect(alice.client.getState().state).to.equal('connected');
    await world.advance(2_000);
    expectEnd(alice, 'mediaFailed');
    expectEnd(bob, 'mediaFailed');
  });

  it('N-46: a peer that drops out of the media and comes back ends nothing, in any state', async () => {
    for (const situation of [ringing, connected]) {
      const { world, alice, bob } = await situation({ callTimeout: 120_000 });
      const { state } = alice.client.getState();
      alice.media.opened[0]!.fault({ peer: 'dropped' });
      await world.advance(3_000);
      expect(alice.client.getState().state).to.equal(state);
      alice.media.opened[0]!.fault({ peer: 'here' });
      await world.advance(30_000);
      for (const page of [alice, bob]) expect(page.client.getState().state).to.equal(state);
    }
  });

  it('N-46, native: while it rings, not even one that leaves', async () => {
    const { world, page, native } = await nativePair();
    await native.say('1001', ACTION.videoCall, RING);
    await world.advance(50);
    inRoom(page, PICTURE);
    page.media.opened[0]!.fault({ peer: 'quit' });
    await world.advance(1_000);
    expect(page.client.getState().state).to.equal('calling');
    expect(native.actions()).to.deep.equal([]);
  });
});

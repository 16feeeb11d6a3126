import type { FakeTrack, Page } from '@call-elements/testing';
import { expect } from 'chai';
import type { Lease } from './capture.ts';
import { CallError } from './errors.ts';
import { connected, expectEnd, expectQuiet, expectUnmoved, pair, refusal, ringing } from './testing/pages.ts';
import { parseSent } from './testing/scripted-peer.ts';

const denied = new CallError('permissionDenied', 'refused');
const local = (page: Page) => page.client.getState().call!.local;
const remote = (page: Page) => page.client.getState().call!.remote;
const published = (page: Page) => page.media.opened.at(-1)!.published;
const track = (page: Page, kind: 'microphone' | 'camera') => local(page)[kind].track as FakeTrack | null;

/** Pulls the plug of a device that the page opens later on. */
function unplugger(page: Page): (kind: 'audio' | 'video') => void {
  const leases: Lease[] = [];
  const acquire = page.capture.acquire.bind(page.capture);
  page.capture.acquire = async (request) => {
    const lease = await acquire(request);
    leases.push(lease);
    return lease;
  };
  return (kind) => leases.forEach((lease) => (lease as Lease & { unplug(kind: 'audio' | 'video'): void }).unplug(kind));
}

/** Alice calls Bob, who accepts; devices are refused before that. */
async function talk(refuse: { alice?: ('audio' | 'video')[]; bob?: ('audio' | 'video')[] }) {
  const all = await pair();
  for (const kind of refuse.alice ?? []) all.alice.capture.refuse[kind] = denied;
  for (const kind of refuse.bob ?? []) all.bob.capture.refuse[kind] = denied;
  await all.alice.client.call('bob');
  await all.world.advance(300);
  await all.bob.client.accept();
  await all.world.advance(500);
  for (const page of [all.alice, all.bob]) expect(page.client.getState().state, page.name).to.equal('connected');
  return all;
}

describe('devices that are refused', () => {
  it('the caller without camera: goes on with sound, one error, and the peer knows', async () => {
    const { alice, bob } = await talk({ alice: ['video'] });
    expect(alice.errors).to.deep.equal(['permissionDenied']);
    expect(local(alice).camera).to.deep.include({ state: 'failed', error: denied });
    expect(remote(bob)).to.deep.equal({ microphone: true, camera: false });
    expect(remote(alice)).to.deep.equal({ microphone: true, camera: true });
  });

  it('the callee without camera', async () => {
    const { alice, bob } = await talk({ bob: ['video'] });
    expect(bob.errors).to.deep.equal(['permissionDenied']);
    expect(remote(alice)).to.deep.equal({ microphone: true, camera: false });
  });

  it('everybody without anything: connects to receive only, one error each', async () => {
    const both: ('audio' | 'video')[] = ['audio', 'video'];
    const { alice, bob } = await talk({ alice: both, bob: both });
    for (const page of [alice, bob]) {
      expect(page.errors).to.deep.equal(['permissionDenied']);
      expect(remote(page)).to.deep.equal({ microphone: false, camera: false });
      expect(page.capture.live).to.equal(0);
    }
  });

  it('may be allowed later in the call', async () => {
    const { world, alice, bob } = await talk({ alice: ['video'] });
    await refusal(alice.client.setCamera(true), 'permissionDenied');
    alice.capture.refuse = {};
    await alice.client.setCamera(true);
    await world.advance(200);
    expect(local(alice).camera.state).to.equal('on');
    expect(published(alice).video).to.equal(track(alice, 'camera'));
    expect(remote(bob).camera).to.equal(true);
    expect(bob.client.getState().call!.media!.received.video).to.equal(true);
  });
});

describe('a capture that breaks its contract', () => {
  for (const type of ['video', 'audio'] as const) {
    it(`and rejects: what was asked for has failed, with one error, and can be asked for again (${type})`, async () => {
      const { world, alice, bob } = await pair();
      const { acquire } = alice.capture;
      alice.capture.acquire = () => Promise.reject(denied);
      await alice.client.call('bob', { type });
      await world.advance(300);
      const failed = { state: 'failed', track: null, error: denied };
      expect(local(alice)).to.deep.equal({ microphone: failed, camera: type === 'video' ? failed : { state: 'off', track: null } });
      expect(alice.errors).to.deep.equal(['permissionDenied']);
      alice.capture.acquire = acquire;
      await bob.client.accept();
      await alice.client.setMicrophone(true);
      await world.advance(300);
      expect(remote(bob)).to.deep.equal({ microphone: true, camera: false });
    });
  }
});

describe('devices during a call', () => {
  it('mute keeps the track published and silences it', async () => {
    const { world, alice, bob } = await connected();
    const before = track(alice, 'microphone')!;
    await alice.client.setMicrophone(false);
    await world.advance(100);
    expect(before).to.include({ enabled: false, live: true });
    expect(published(alice).audio).to.equal(before);
    expect(remote(bob).microphone).to.equal(false);
    await alice.client.setMicrophone(true);
    await world.advance(100);
    expect(before).to.include({ enabled: true, live: true });
    expect(remote(bob).microphone).to.equal(true);
  });

  it('mute is heard although the peer does not answer the service for a while', async () => {
    const { world, alice, bob } = await connected();
    for (const { media } of [alice, bob]) media.opened.at(-1)!.tell = () => false;
    const send = alice.signal.sendMessage.bind(alice.signal);
    alice.signal.sendMessage = () => Promise.reject(new CallError('peerOffline', 'in its reconnect'));
    await alice.client.setMicrophone(false);
    await world.advance(10_000);
    expect(remote(bob).microphone).to.equal(true);
    alice.signal.sendMessage = send;
    await world.advance(4_000);
    expect(remote(bob).microphone).to.equal(false);
  });

  it('camera off ends the track; on opens a new one', async () => {
    const { world, alice, bob } = await connected();
    const before = track(alice, 'camera')!;
    await alice.client.setCamera(false);
    await world.advance(100);
    expect(before.live).to.equal(false);
    expect(published(alice).video).to.equal(null);
    expect(remote(bob).camera).to.equal(false);
    await alice.client.setCamera(true);
    await world.advance(100);
    expect(track(alice, 'camera')).to.not.equal(before);
    expect(published(alice).video).to.equal(track(alice, 'camera'));
    expect(remote(bob).camera).to.equal(true);
  });

  it('what is on already is left as it is, and the peer hears of a change by a status', async () => {
    const { world, alice } = await connected();
    const before = parseSent(world, 'alice').length;
    const opened = alice.capture.tracks.length;
    await alice.client.setCamera(true);
    expect(alice.capture.tracks).to.have.length(opened);
    await alice.client.setMicrophone(false);
    expect(parseSent(world, 'alice').slice(before).map(({ message_action: action }) => action)).to.deep.equal([103]);
  });

  it('an audio call has no camera', async () => {
    const { world, alice } = await connected({ type: 'audio' });
    await expectUnmoved(world, alice, () => refusal(alice.client.setCamera(true), 'invalidState'));
  });

  it('another microphone replaces the one in use, and stays muted when that was', async () => {
    const { alice } = await connected();
    const before = track(alice, 'microphone')!;
    await alice.client.setMicrophone(false);
    await alice.client.selectDevice('audioinput', 'usb');
    const after = track(alice, 'microphone')!;
    expect(after).to.not.equal(before);
    expect(before.live).to.equal(false);
    expect(after).to.include({ live: true, enabled: false });
    expect(published(alice).audio).to.equal(after);
  });

  it('a switch that fails leaves the old device', async () => {
    const { alice } = await connected();
    const before = track(alice, 'camera')!;
    alice.capture.refuse.video = new CallError('deviceInUse', 'taken');
    await refusal(alice.client.selectDevice('videoinput', 'usb'), 'deviceInUse');
    expect(track(alice, 'camera')).to.equal(before);
    expect(before.live).to.equal(true);
    expect(alice.errors).to.deep.equal(['deviceInUse']);
  });

  it('an unplugged camera: the call goes on without, one error, the peer knows', async () => {
    const { world, alice, bob } = await pair();
    const unplug = unplugger(alice);
    await alice.client.call('bob');
    await world.advance(300);
    await bob.client.accept();
    await world.advance(500);
    unplug('video');
    await world.advance(100);
    expect(alice.errors).to.deep.equal(['deviceFailed']);
    expect(local(alice).camera.state).to.equal('failed');
    expect(published(alice).video).to.equal(null);
    expect(remote(bob).camera).to.equal(false);
    for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('connected');
  });
});

describe('devices that are still opening', () => {
  async function opening() {
    const all = await pair();
    all.alice.capture.delay = 5_000;
    await all.alice.client.call('bob');
    await all.world.advance(300);
    expect(local(all.alice).camera.state).to.equal('asking');
    return all;
  }

  it('a toggle meanwhile counts', async () => {
    const { world, alice } = await opening();
    await alice.client.setCamera(false);
    await alice.client.setMicrophone(false);
    await world.advance(6_000);
    expect([local(alice).camera.state, local(alice).microphone.state]).to.deep.equal(['off', 'off']);
    expect(alice.capture.tracks.filter(({ kind, live }) => kind === 'video' && live)).to.have.length(0);
    expect(track(alice, 'microphone')).to.include({ enabled: false });
    expect(published(alice).video).to.equal(null);
  });

  it('off and on again ends with one open device of each kind', async () => {
    const { world, alice } = await opening();
    for (const on of [false, true]) for (const method of ['setCamera', 'setMicrophone'] as const) void alice.client[method](on);
    await world.advance(11_000);
    expect(alice.capture.live).to.equal(2);
    expect(track(alice, 'camera')!.live).to.equal(true);
    expect(track(alice, 'microphone')!).to.include({ live: true, enabled: true });
    expect(published(alice)).to.deep.equal({ audio: track(alice, 'microphone'), video: track(alice, 'camera') });
  });

  it('are closed when they open after the call', async () => {
    const { world, alice } = await opening();
    await alice.client.cancelCall();
    await world.advance(6_000);
    expect(alice.capture.tracks, 'they did open').to.have.length(2);
    expectEnd(alice, 'localCancelled');
  });

  it('so is a camera that was switched on just before the end', async () => {
    const { world, alice } = await connected();
    await alice.client.setCamera(false);
    alice.capture.delay = 1_000;
    const on = alice.client.setCamera(true);
    await alice.client.hangup();
    await Promise.all([refusal(on, 'callEnded'), world.advance(3_000)]);
    expectQuiet(alice);
  });
});

describe('devices before and at accept', () => {
  it('a ringing callee notes its wishes and opens nothing', async () => {
    const { world, alice, bob } = await ringing();
    await bob.client.setCamera(false);
    expect(bob.capture.tracks).to.have.length(0);
    await bob.client.accept();
    await world.advance(500);
    expect(bob.capture.tracks.map(({ kind }) => kind)).to.deep.equal(['audio']);
    expect(remote(alice)).to.deep.equal({ microphone: true, camera: false });
  });

  for (const early of ['receive', 'full'] as const) {
    it(`a ringing callee switches off and on again: ${early === 'full' ? 'its page has asked for devices already' : 'nothing opens'} (${early})`, async () => {
      const { world, bob } = await ringing({ earlyMedia: early });
      for (const on of [false, true]) for (const method of ['setCamera', 'setMicrophone'] as const) await bob.client[method](on);
      await world.advance(100);
      expect(bob.capture.live).to.equal(early === 'full' ? 2 : 0);
      expect(local(bob).camera.state).to.equal(early === 'full' ? 'on' : 'off');
    });
  }

  it('a camera that failed while it rang, and is not wanted at accept, is off', async () => {
    const { world, alice, bob } = await pair({}, { earlyMedia: 'full' });
    bob.capture.refuse.video = denied;
    await alice.client.call('bob');
    await world.advance(300);
    expect(local(bob).camera.state).to.equal('failed');
    await bob.client.accept({ camera: false });
    await world.advance(300);
    expect(local(bob).camera).to.deep.equal({ state: 'off', track: null });
  });

  for (const early of ['receive', 'warm', 'full'] as const) {
    it(`accepting without camera and muted sends neither (${early})`, async () => {
      const { world, alice, bob } = await ringing({ earlyMedia: early }).then(async (all) => {
        await all.alice.client.cancelCall();
        await all.world.advance(1_000);
        all.bob.capture.granted = true;
        await all.alice.client.call('bob');
        await all.world.advance(300);
        return all;
      });
      await bob.client.accept({ camera: false, microphone: false });
      await world.advance(500);
      expect(bob.client.getState().state).to.equal('connected');
      expect(local(bob).camera.state).to.equal('off');
      expect(local(bob).microphone.state).to.equal('off');
      expect(published(bob).video).to.equal(null);
      expect(bob.capture.tracks.filter(({ kind, live }) => kind === 'video' && live), 'live cameras').to.have.length(0);
      expect(bob.capture.tracks.filter(({ kind, live, enabled }) => kind === 'audio' && live && enabled), 'microphones that hear').to.have.length(0);
      expect(remote(alice)).to.deep.equal({ microphone: false, camera: false });
    });
  }
});

describe('a device that is switched on later than the call', () => {
  for (const [first, second] of [['setMicrophone', 'setCamera'], ['setCamera', 'setMicrophone']] as const) {
    it(`opens alone: ${first}`, async () => {
      const { world, bob } = await ringing();
      const kinds = () => bob.capture.tracks.map(({ kind }) => kind);
      const [one, other] = first === 'setCamera' ? ['video', 'audio'] : ['audio', 'video'];
      await bob.client.accept({ microphone: false, camera: false });
      await world.advance(500);
      await bob.client[first](true);
      expect(kinds()).to.deep.equal([one]);
      await bob.client[second](true);
      expect(kinds()).to.deep.equal([one, other]);
      await world.advance(200);
      expect(published(bob)).to.deep.equal({ audio: track(bob, 'microphone'), video: track(bob, 'camera') });
    });
  }
});

describe('a device that was chosen while it was off', () => {
  it('is the one that opens', async () => {
    const { world, alice } = await connected();
    await alice.client.setCamera(false);
    await alice.client.selectDevice('videoinput', 'usb');
    expect(local(alice).camera.state).to.equal('off');
    await alice.client.setCamera(true);
    await world.advance(100);
    expect(track(alice, 'camera')?.id).to.match(/^usb/);
    expect(track(alice, 'microphone')?.id).to.match(/^audio/);
  });

  it('also when it rings, and opens at accept', async () => {
    const { world, bob } = await ringing();
    await bob.client.selectDevice('audioinput', 'headset');
    expect(bob.capture.live).to.equal(0);
    await bob.client.accept();
    await world.advance(500);
    expect(track(bob, 'microphone')?.id).to.match(/^headset/);
    expect(track(bob, 'camera')?.id).to.match(/^video/);
    expect(bob.capture.tracks, 'no other one before it').to.have.length(2);
  });

  it('says that it is being asked for, and is not asked for twice', async () => {
    const { world, alice } = await connected();
    await alice.client.setCamera(false);
    alice.capture.delay = 300;
    const opened = alice.capture.tracks.length;
    const both = [alice.client.setCamera(true), alice.client.setCamera(true)];
    await world.advance(100);
    expect(local(alice).camera.state).to.equal('asking');
    await world.advance(500);
    await Promise.all(both);
    expect(alice.capture.tracks).to.have.length(opened + 1);
  });
});

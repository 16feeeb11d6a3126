import { defineMedia, defineSignal, systemClock } from '@call-elements/core';
import type { CallError, CallInfo, Clock, MediaFactory } from '@call-elements/core';
import { FakeCapture, FakeMedia, FakeMediaWorld, Random, SimulatedNetwork } from '@call-elements/testing';
import { expect } from 'chai';
import type { CallProvider } from './call-provider.ts';
import { callParts } from '../load-call-parts.ts';
import { lazyCapture } from './lazy-capture.ts';
import { find, has, mount, next, settled, unmountAll, until } from '../testing/mount.ts';

let network: SimulatedNetwork;
let world: FakeMediaWorld;
let loads: number;
/** What the media adapter's loader waits for, and may fail with. */
let gate: Promise<void>;

defineSignal('memory', async () => ({ userId }) => network.client(userId));
defineMedia('gated', async (): Promise<MediaFactory> => {
  loads++;
  await gate;
  return () => new FakeMedia(world, 'gated');
});

describe('what a call loads', () => {
  let alice: CallProvider;
  let bob: CallProvider;
  let devices: FakeCapture;

  beforeEach(async () => {
    network = new SimulatedNetwork(systemClock, new Random(1));
    world = new FakeMediaWorld(systemClock);
    devices = new FakeCapture(systemClock);
    loads = 0;
    gate = Promise.resolve();
    [alice, bob] = [provider('alice'), provider('bob')];
    await Promise.all([alice.ready, bob.ready]);
  });
  afterEach(async () => {
    const clients = [alice.client, bob.client];
    unmountAll();
    await until(() => clients.every((client) => client?.getState().state === 'idle'));
  });

  function provider(userId: string): CallProvider {
    const element = mount<CallProvider>('<call-provider signal="memory" media="gated"></call-provider>');
    return Object.assign(element, { capture: devices, userId });
  }
  const callOf = (provider: CallProvider): CallInfo | undefined => provider.client!.getState().call;
  const failure = (provider: CallProvider): Promise<Event & { error: CallError }> => next(provider, 'call-error');

  async function connect(): Promise<void> {
    await alice.call('bob');
    await until(() => bob.state === 'calling');
    await bob.client!.accept();
    await until(() => alice.state === 'connected' && bob.state === 'connected');
  }

  // The first in this file, as what was loaded once stays.
  it('is not loaded before somebody rings or dials, then shows by itself', async () => {
    const [panel, dialog] = [document.createElement('call-panel'), document.createElement('incoming-call')];
    for (const element of [panel, dialog]) element.silent = true;
    alice.append(panel);
    bob.append(dialog);
    await settled(panel);
    expect(loads).to.equal(0);
    expect(callParts()).to.equal(undefined);
    // Without pictures: the devices are fakes, which no video element takes.
    await alice.call('bob', { type: 'audio' });
    await until(() => dialog.shadowRoot!.querySelector('.dialog')?.matches(':popover-open') && find(dialog, 'call-accept-button', 'button'));
    await until(() => has(panel, 'call-hangup-button'));
    find(dialog, 'call-accept-button:not([no-camera])', 'button').click();
    await until(() => alice.state === 'connected' && bob.state === 'connected');
    expect(loads).to.be.greaterThan(0);
  });

  it('is loaded while it rings, when the call itself would not need it yet', async () => {
    bob.earlyMedia = 'none';
    await bob.updateComplete;
    await alice.call('bob');
    await until(() => bob.state === 'calling');
    await until(() => loads === 2);
    expect(world.connections.every(({ options }) => options.localUserId === 'alice')).to.equal(true);
  });

  it('is loaded again after a failure: the call that needed it fails aloud, the next one works', async () => {
    gate = Promise.reject(new TypeError('Failed to fetch'));
    gate.catch(() => {});
    const failed = failure(alice);
    await alice.call('bob');
    expect((await failed).error.code).to.equal('loadFailed');
    // Bob hears of the call and of its end only after alice is over it; answering that one instead of the next would be too late.
    await until(() => alice.state === 'prepared' && bob.client!.getState().lastCall);
    expect(alice.client!.getState().lastCall!.endReason).to.equal('mediaFailed');
    gate = Promise.resolve();
    await connect();
  });

  it('opens nothing when it comes after the call', async () => {
    let arrive!: () => void;
    gate = new Promise((resolve) => (arrive = resolve));
    await alice.call('bob');
    await until(() => bob.state === 'calling' && loads > 1);
    await alice.client!.cancelCall();
    await until(() => bob.state === 'prepared');
    arrive();
    await gate;
    await connect();
    expect(world.connections.filter(({ options }) => options.callId !== callOf(alice)!.callId)).to.deep.equal([]);
  });

  it("opens the page's own devices", async () => {
    alice.capture = undefined;
    await alice.updateComplete;
    await alice.ready;
    await alice.call('bob');
    await until(() => callOf(alice)?.local.camera.state === 'on');
    const track = callOf(alice)!.local.camera.track as unknown as MediaStreamTrack;
    expect(track.readyState).to.equal('live');
    await alice.client!.cancelCall();
    expect(track.readyState).to.equal('ended');
  });

  describe('to open devices', () => {
    let load: () => Promise<FakeCapture>;
    beforeEach(async () => {
      alice.capture = lazyCapture(() => load());
      await alice.updateComplete;
      await alice.ready;
    });

    it('fails aloud while the call goes on, and is loaded again for the next try', async () => {
      load = async () => {
        throw new TypeError('Failed to fetch');
      };
      const failed = failure(alice);
      await connect();
      expect((await failed).error.code).to.equal('loadFailed');
      expect(callOf(alice)!.local.microphone.state).to.equal('failed');
      load = async () => devices;
      await alice.client!.setMicrophone(true);
      expect(callOf(alice)!.local.microphone.state).to.equal('on');
    });

    it('leaves no device on when it comes after the call', async () => {
      let arrive!: () => void;
      load = () => new Promise((resolve) => (arrive = () => resolve(devices)));
      await alice.call('bob');
      await alice.client!.cancelCall();
      arrive();
      await until(() => devices.tracks.length);
      await until(() => !devices.live);
    });
  });

  it('takes its time from the clock of the page', async () => {
    let timers = 0;
    const clock: Clock = { now: () => systemClock.now(), wallTime: () => systemClock.wallTime(), schedule: (ms, run) => (timers++, systemClock.schedule(ms, run)) };
    alice.clock = clock;
    await alice.updateComplete;
    await alice.ready;
    expect(timers).to.equal(0);
    await alice.call('bob');
    expect(timers).to.be.greaterThan(0);
  });
});

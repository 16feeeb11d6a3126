import 'axe-core';
import { expect } from 'chai';
import { CallError } from '@call-elements/core';
import type { CallInfo, CallSnapshot } from '@call-elements/core';
import type { IncomingCall } from '../incoming-call/incoming-call.ts';
import type { CallPanel } from './call-panel.ts';
import { accessibilityProblems } from '../testing/axe.ts';
import { countTones } from '../testing/count-tones.ts';
import { loadCallParts } from '../load-call-parts.ts';
import { FakeClient, OFF, fakeCall, fakeMedia, openTracks } from '../testing/fake-client.ts';
import { find, has, mount, settled, unmountAll, until } from '../testing/mount.ts';
import { defineStubProvider } from '../testing/stub-provider.ts';
import type { StubProvider } from '../testing/stub-provider.ts';

describe('call-panel', () => {
  let tracks: Awaited<ReturnType<typeof openTracks>>;
  let client: FakeClient;
  let panel: CallPanel;

  before(async () => {
    tracks = await openTracks();
    // What the first call loads; the others find it.
    await loadCallParts();
  });
  after(() => tracks.stop());
  beforeEach(() => {
    client = new FakeClient();
    panel = mount<CallPanel>('<call-panel silent style="inline-size:640px;block-size:480px"></call-panel>');
    panel.client = client.asClient;
  });
  afterEach(unmountAll);

  function video(part: Partial<CallInfo> = {}): Partial<CallInfo> {
    return {
      media: fakeMedia({ remote: { audio: null, video: tracks.video }, received: { audio: true, video: true } }),
      local: { microphone: { state: 'on', track: null }, camera: { state: 'on', track: tracks.video } },
      remote: { microphone: true, camera: true },
      connectedAt: Date.now() - 65_000,
      ...part,
    };
  }
  async function show(state: CallSnapshot['state'], part: Partial<CallInfo>): Promise<void> {
    client.in(state, part);
    await settled(panel);
  }
  /** All text, that of the elements inside too. */
  function text(root: Element | ShadowRoot = panel.shadowRoot!): string {
    return [...root.querySelectorAll('*')].map((element) => (element.shadowRoot ? text(element.shadowRoot) : '')).join(' ') + root.textContent!;
  }
  const failed = (code: 'permissionDenied' | 'deviceNotFound') => ({ state: 'failed', track: null, error: new CallError(code, '') }) as const;

  const STATES: Record<string, { set(): void; says: string[] }> = {
    idle: { set: () => client.set({}), says: ['No call right now'] },
    'not signed in': { set: () => client.set({ state: 'idle', signal: 'connecting' }), says: ['Getting ready'] },
    'dialling video': { set: () => client.in('calling', video()), says: ['bob', 'Calling…'] },
    'dialling audio': { set: () => client.in('calling', video({ type: 'audio' })), says: ['bob', 'Calling…'] },
    ringing: { set: () => client.in('calling', video({ direction: 'incoming' })), says: ['bob', 'Incoming video call'] },
    connecting: { set: () => client.in('connecting', video()), says: ['bob', 'Connecting…'] },
    'connected with video': { set: () => client.in('connected', video()), says: ['bob', '01:05'] },
    'connected with audio': { set: () => client.in('connected', video({ type: 'audio' })), says: ['bob', '01:05'] },
    'everything off': { set: () => client.in('connected', video({ local: { microphone: OFF, camera: OFF }, remote: { microphone: false, camera: false } })), says: ['bob is muted', 'Camera is off'] },
    reconnecting: { set: () => client.in('connected', video({ media: fakeMedia({ phase: 'reconnecting' }) })), says: ['Reconnecting…'] },
    'device trouble': { set: () => client.in('connected', video({ local: { microphone: failed('deviceNotFound'), camera: failed('permissionDenied') } })), says: ['No microphone was found'] },
    ended: {
      set: () => {
        client.in('connected', video());
        client.end('remoteHangup', video());
      },
      says: ['bob ended the call', 'Lasted 01:05', 'Call again'],
    },
  };
  for (const [name, { set, says }] of Object.entries(STATES)) {
    it(`shows ${name}, accessibly in both themes`, async () => {
      set();
      await settled(panel);
      for (const words of says) expect(text()).to.contain(words);
      expect(await accessibilityProblems(panel, 'light')).to.deep.equal([]);
      expect(await accessibilityProblems(panel, 'dark')).to.deep.equal([]);
    });
  }

  it('keeps both videos from ringing to connected, hidden until answered', async () => {
    await show('calling', video({ direction: 'incoming' }));
    const remote = find<HTMLVideoElement>(panel, '[part=remote]', 'video');
    expect(remote.srcObject).not.to.equal(null);
    expect(remote.checkVisibility({ visibilityProperty: true })).to.equal(false);
    await show('connecting', video());
    expect(find(panel, '[part=remote]', 'video')).to.equal(remote);
    expect(remote.checkVisibility({ visibilityProperty: true })).to.equal(true);
  });

  it('shows the own camera large while dialling', async () => {
    await show('calling', video());
    expect(find(panel, '[part=local]').className).to.contain('large');
    expect(find(panel, '[part=remote]').checkVisibility({ visibilityProperty: true })).to.equal(false);
  });

  it('swaps the pictures without pausing them, and starts the next call unswapped', async () => {
    await show('connected', video());
    const [remote, local] = [find(panel, '[part=remote]'), find(panel, '[part=local]')];
    const paused: unknown[] = [];
    for (const tile of [remote, local]) find(tile, 'video').addEventListener('pause', () => paused.push(tile));
    expect(remote.clientWidth).to.be.greaterThan(local.clientWidth);
    find(panel, '.swap').click();
    await settled(panel);
    expect(remote.clientWidth).to.be.lessThan(local.clientWidth);
    expect(paused).to.deep.equal([]);
    await show('connected', video({ callId: 'call-2' }));
    expect(remote.clientWidth).to.be.greaterThan(local.clientWidth);
  });

  it('cancels while it rings at the other side, and hangs up afterwards', async () => {
    await show('calling', video());
    find(panel, 'call-hangup-button', 'button').click();
    await show('connected', video());
    find(panel, 'call-hangup-button', 'button').click();
    expect(client.asked).to.deep.equal(['cancelCall', 'hangup']);
  });

  it('is big enough to touch, and fits a narrow phone', async () => {
    panel.style.inlineSize = '320px';
    await show('connected', video());
    for (const tag of ['call-microphone-button', 'call-camera-button', 'call-hangup-button']) {
      const box = find(panel, tag, 'button').getBoundingClientRect();
      expect(Math.min(box.width, box.height), tag).to.be.at.least(44);
    }
    const stage = find(panel, '.stage');
    expect(stage.scrollWidth).to.be.at.most(stage.clientWidth);
    const [small, controls] = [find(panel, '.swap'), find(panel, '.controls')].map((element) => element.getBoundingClientRect());
    expect(small!.bottom).to.be.at.most(controls!.top);
  });

  it('dismisses the end by a click, or by the next call', async () => {
    await show('connected', video());
    client.end('localHangup', video());
    await settled(panel);
    find(panel, '[part=close]').click();
    await settled(panel);
    expect(has(panel, '.ended .choices')).to.equal(false);
    await show('connected', video());
    client.end('localHangup', video());
    client.in('calling', video({ callId: 'call-2' }));
    await settled(panel);
    expect(text()).to.contain('Calling…');
  });

  it('does not show an end that it did not see', async () => {
    client.end('remoteHangup');
    await settled(panel);
    expect(text()).to.contain('No call right now');
  });

  it('names both devices when one prompt refused both', async () => {
    await show('connected', video({ local: { microphone: failed('permissionDenied'), camera: failed('permissionDenied') } }));
    expect(find(panel, '.banner').textContent).to.contain('camera and microphone');
  });

  it('says one thing about devices at a time, until told to stop', async () => {
    await show('connected', video({ local: { microphone: failed('deviceNotFound'), camera: failed('permissionDenied') } }));
    expect(panel.shadowRoot!.querySelectorAll('.banner').length).to.equal(1);
    find(panel, '.banner', 'button').click();
    await settled(panel);
    expect(has(panel, '.banner')).to.equal(false);
  });

  it('dials again', async () => {
    await show('connected', video());
    client.end('remoteHangup', video());
    await settled(panel);
    find(panel, 'call-button', 'button').click();
    expect(client.calls).to.deep.equal([['call', 'bob', { type: 'video' }]]);
  });

  it('offers to play blocked sound, in a click', async () => {
    defineStubProvider('stub-provider');
    const provider = mount<StubProvider>('<stub-provider><call-panel silent></call-panel></stub-provider>');
    const inside = provider.querySelector('call-panel')!;
    provider.client = client.asClient;
    client.in('connected', video());
    await settled(inside);
    expect(has(inside, '[part=sound]')).to.equal(false);
    provider.set({ audioBlocked: true });
    await settled(inside);
    find(inside, '[part=sound]').click();
    expect(provider.unlocked).to.equal(1);
  });

  it('lets the caller hear that it rings at the other side, unless silent', async () => {
    const tones = countTones();
    panel.silent = false;
    await show('calling', video());
    await until(() => tones.sounding === 1);
    client.in('connecting', video());
    expect(tones.sounding, 'in the same turn').to.equal(0);
    await show('calling', video({ callId: 'call-2' }));
    await until(() => tones.sounding === 1);
    panel.remove();
    expect(tones.sounding, 'removed').to.equal(0);
    tones.restore();
  });

  describe('where no <incoming-call> rings', () => {
    let tones: ReturnType<typeof countTones>;
    before(() => (tones = countTones()));
    after(() => tones.restore());

    it('rings and takes the answer', async () => {
      panel.silent = false;
      await show('calling', video({ direction: 'incoming' }));
      await until(() => tones.sounding === 1);
      find(panel, 'call-accept-button:not([no-camera])', 'button').click();
      find(panel, 'call-accept-button[no-camera]', 'button').click();
      find(panel, 'call-reject-button', 'button').click();
      expect(client.calls).to.deep.equal([['accept'], ['accept', { camera: false }], ['reject']]);
      client.in('connecting', video());
      expect(tones.sounding, 'in the same turn').to.equal(0);
      await settled(panel);
      expect(has(panel, 'call-accept-button')).to.equal(false);
    });

    it('offers no camera in an audio call', async () => {
      await show('calling', video({ direction: 'incoming', type: 'audio' }));
      expect(has(panel, 'call-accept-button')).to.equal(true);
      expect(has(panel, '[no-camera]')).to.equal(false);
    });

    it('leaves it to the <incoming-call> of the same client, wherever that is and whenever it comes', async () => {
      panel.silent = false;
      await show('calling', video({ direction: 'incoming' }));
      const other = mount<IncomingCall>('<incoming-call silent></incoming-call>');
      other.client = new FakeClient('carol').asClient;
      await settled(panel);
      expect(has(panel, 'call-accept-button'), 'another client').to.equal(true);
      const ringing = document.createElement('incoming-call');
      ringing.silent = true;
      ringing.client = client.asClient;
      other.after(ringing);
      await settled(panel);
      expect(has(panel, 'call-accept-button'), 'the same client').to.equal(false);
      expect(tones.sounding).to.equal(0);
      ringing.remove();
      await settled(panel);
      expect(has(panel, 'call-accept-button'), 'gone').to.equal(true);
    });
  });

  describe('with the clock in hand', () => {
    const { setTimeout: set, clearTimeout: clear, matchMedia: match } = window;
    let timers: Map<number, { run: () => void; ms: number }>;
    beforeEach(() => {
      timers = new Map();
      let id = 1e6;
      window.setTimeout = ((run: () => void, ms = 0) => (timers.set(++id, { run, ms }), id)) as unknown as typeof setTimeout;
      window.clearTimeout = ((key: number) => timers.delete(key)) as typeof clearTimeout;
      window.matchMedia = (query) => (query.includes('hover') ? ({ matches: true } as MediaQueryList) : match.call(window, query));
    });
    afterEach(() => Object.assign(window, { setTimeout: set, clearTimeout: clear, matchMedia: match }));

    async function fire(ms: number): Promise<void> {
      for (const [key, timer] of [...timers]) {
        if (timer.ms !== ms) continue;
        timers.delete(key);
        timer.run();
      }
      await settled(panel);
    }
    const hidden = (): boolean => find(panel, '.stage').classList.contains('quiet');

    it('hides the controls over a video, and shows them for the pointer', async () => {
      await show('connected', video());
      await fire(4000);
      expect(hidden()).to.equal(true);
      find(panel, '.stage').dispatchEvent(new PointerEvent('pointermove'));
      await settled(panel);
      expect(hidden()).to.equal(false);
    });

    it('never hides them from under the focus, or without a picture', async () => {
      await show('connected', video());
      find(panel, 'call-microphone-button', 'button').focus();
      await fire(4000);
      expect(hidden()).to.equal(false);
      await show('connected', video({ callId: 'call-2', type: 'audio' }));
      await fire(4000);
      expect(hidden()).to.equal(false);
    });

    it('lets the end go after a while, and leaves no timer behind', async () => {
      await show('connected', video());
      client.end('remoteHangup', video());
      await settled(panel);
      expect(text()).to.contain('bob ended the call');
      await fire(6000);
      expect(text()).to.contain('No call right now');
      client.set({ state: 'connected', call: fakeCall(video()) });
      client.end('remoteHangup', video());
      await settled(panel);
      panel.remove();
      await settled(panel);
      expect(timers.size).to.equal(0);
    });
  });
});

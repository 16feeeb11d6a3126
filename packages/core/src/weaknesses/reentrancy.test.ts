import { trace } from '@call-elements/testing';
import { expect } from 'chai';
import type { CallListener } from '../listener.ts';
import { ACTION, RING } from '../testing/native-media.ts';
import { connected, expectEnd, expectQuiet, pair, ringing } from '../testing/pages.ts';
import { nativePair } from '../testing/scripted-peer.ts';

// Listeners that act inside of callbacks, and what they are told at the end.

describe('reentrancy', () => {
  it('N-02: a reject inside the callback that rings: nothing is opened after it', async () => {
    const { world, alice, bob } = await pair({}, { earlyMedia: 'full' });
    bob.client.addListener({ onCallStateChanged: (state) => void (state === 'calling' && bob.client.reject()) });
    await alice.client.call('bob');
    await world.advance(1_000);
    expectEnd(bob, 'localRejected');
    expectEnd(alice, 'remoteRejected');
    expect(bob.capture.tracks.filter(({ live }) => live)).to.have.length(0);
  });

  it('N-02, native', async () => {
    const { world, page, native } = await nativePair({ earlyMedia: 'full' });
    page.client.addListener({ onCallStateChanged: (state) => void (state === 'calling' && page.client.reject()) });
    await native.say('1001', ACTION.videoCall, RING);
    await world.advance(1_000);
    expectEnd(page, 'localRejected');
    expect(native.actions()).to.deep.equal([ACTION.reject]);
  });

  it('N-03: a cancel inside the callback of the own dial leaves nothing on', async () => {
    const { world, alice, bob } = await pair();
    alice.capture.delay = 200;
    alice.client.addListener({ onCallStateChanged: (state) => void (state === 'calling' && alice.client.cancelCall()) });
    await alice.client.call('bob').catch(() => {});
    await world.advance(2_000);
    for (const page of [alice, bob]) expectQuiet(page);
    expect(alice.client.getState().lastCall?.endReason).to.equal('localCancelled');
  });

  it('N-04: an accept inside the callback that rings: every listener hears one order', async () => {
    const { world, alice, bob } = await pair();
    const heard: string[] = [];
    const second: CallListener = {
      onCallStateChanged: (state) => heard.push(state),
      onCallEventChanged: (event) => void (/Call$|Accepted$/.test(event) && heard.push(event)),
    };
    bob.client.addListener({ onCallStateChanged: (state) => void (state === 'calling' && bob.client.accept()) });
    bob.client.addListener(second);
    await alice.client.call('bob');
    await world.advance(100);
    expect(heard.slice(0, 4)).to.deep.equal(['calling', 'remoteVideoCall', 'connecting', 'localAccepted']);
  });

  it('W-15: an accept inside the callback is for the call that rings, also when that is cancelled at once', async () => {
    const { world, alice, bob } = await pair();
    const refused: string[] = [];
    bob.client.addListener({ onCallStateChanged: (state) => void (state === 'calling' && bob.client.accept().catch(({ code }: { code: string }) => refused.push(code))) });
    await alice.client.call('bob');
    await world.advance(10);
    await alice.client.cancelCall();
    await world.advance(2_000);
    expectEnd(alice, 'localCancelled');
    expectEnd(bob, 'remoteCancelled');
    expect(refused, 'nothing is left to be accepted').to.deep.equal([]);
  });

  it('AN-06: everything is told in one order, one thing at a time', async () => {
    const { world, alice, bob } = await pair();
    let depth = 0;
    const seen: string[] = [];
    const note = (what: string, act?: () => void): void => {
      expect(depth++, `${what} inside of another callback`).to.equal(0);
      seen.push(what);
      act?.();
      depth--;
    };
    bob.client.addListener({
      onCallStateChanged: (state) => note(state, () => void (state === 'calling' && bob.client.accept())),
      onCallEventChanged: (event) => note(event),
      onCallConnected: () => note('onCallConnected', () => void bob.client.hangup()),
      onCallDisconnected: () => note('onCallDisconnected'),
    });
    await alice.client.call('bob');
    await world.advance(1_000);
    expect(seen.indexOf('onCallDisconnected')).to.be.greaterThan(seen.indexOf('onCallConnected'));
    expect(seen.filter((what) => what === 'calling')).to.have.length(1);
    expectEnd(bob, 'localHangup');
  });

  it('AN-07: a listener removed inside of a callback keeps nobody else from hearing', async () => {
    const { alice } = await pair();
    const heard: string[] = [];
    const once: CallListener = {
      onCallStateChanged: () => {
        heard.push('once');
        alice.client.removeListener(once);
      },
    };
    alice.client.addListener(once);
    alice.client.addListener({ onCallStateChanged: (state) => heard.push(state) });
    await alice.client.call('bob');
    await alice.client.cancelCall();
    expect(heard).to.deep.equal(['once', 'calling', 'prepared']);
  });

  it('N-44: the end of a call names the call', async () => {
    const { world, alice, bob, callId } = await ringing();
    await alice.client.cancelCall();
    await world.advance(500);
    for (const page of [alice, bob]) {
      expect(page.states.at(-1)).to.deep.include({ state: 'prepared', callId });
      expect(page.client.getState().lastCall?.callId).to.equal(callId);
      expect(page.client.getCallId()).to.equal('');
    }
  });

  it('N-34: what is measured of a call is told with it, to its end', async () => {
    const { world, alice, callId } = await connected();
    await alice.client.hangup();
    // Media of a call that is over measures nothing more.
    alice.media.opened[0]!.fault({ received: { audio: true, video: true } });
    await world.advance(500);
    const { lastCall } = alice.client.getState();
    expect(lastCall?.callId).to.equal(callId);
    expect(lastCall!.metrics).to.include.keys('acceptCall', 'recvFirstFrame', 'firstFramePerceived');
    expect(trace(alice).at(-1)).to.equal('prepared/localHangup');
  });

  it('N-32: connected and disconnected come in pairs, however the call ends', async () => {
    const ends: ((all: Awaited<ReturnType<typeof connected>>) => unknown)[] = [
      ({ alice }) => alice.client.hangup(),
      ({ alice }) => void alice.client.deinitialize(),
      ({ alice }) => alice.client.leave(),
      ({ world, alice }) => world.network.crash(alice.signal),
      ({ alice }) => alice.media.opened[0]!.fault({ phase: 'failed' }),
      ({ alice }) => alice.client.prepareForCall().catch(() => alice.client.hangup()),
    ];
    for (const end of ends) {
      const all = await connected();
      await end(all);
      await all.world.advance(2_000);
      expect(all.bob.pairs, String(end)).to.deep.equal(['connected', 'disconnected']);
      if (!String(end).includes('crash')) expect(all.alice.pairs, String(end)).to.deep.equal(['connected', 'disconnected']);
    }
  });

  it('N-12: a peer that has restarted dials again: the call that was connected ends first, and says so', async () => {
    const { world, alice, bob, callId } = await connected();
    const { device } = alice.signal;
    world.network.intercept = ({ text }) => (text.includes('"message_action":4') ? 'drop' : undefined);
    for (const { media } of [alice, bob]) media.opened[0]!.tell = () => false;
    void alice.client.hangup();
    const second = await alice.client.call('bob');
    await world.advance(15);
    expect(alice.signal.device).to.equal(device);
    expect(bob.states.slice(-2).map((entry) => [entry.state, entry.callId])).to.deep.equal([['prepared', callId], ['calling', second]]);
    expect(bob.pairs).to.deep.equal(['connected', 'disconnected']);
  });

  it('N-33: durations are of a monotonic clock, whatever the wall clock does', async () => {
    const { world, alice } = await pair();
    const durations: number[] = [];
    alice.client.addListener({ onCallDisconnected: ({ duration }) => durations.push(duration) });
    const wall = world.clock.wallTime.bind(world.clock);
    await alice.client.call('bob');
    await world.advance(300);
    await world.pages[1]!.client.accept();
    await world.advance(500);
    world.clock.wallTime = () => wall() - 86_400_000;
    await world.advance(10_000);
    await alice.client.hangup();
    expect(durations).to.have.length(1);
    expect(durations[0]).to.be.within(10_000, 11_000);
    const { endedAt, connectedAt } = alice.client.getState().lastCall!;
    expect(endedAt! - connectedAt!).to.equal(durations[0]);
  });
});

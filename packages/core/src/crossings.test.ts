import { trace } from '@call-elements/testing';
import type { Page } from '@call-elements/testing';
import { expect } from 'chai';
import { connected, expectEnd, expectQuiet, pair, ringing } from './testing/pages.ts';
import type { Pair } from './testing/pages.ts';
import { nativePair, parseSent } from './testing/scripted-peer.ts';

// Two things that happen at once, or one that comes after its time: what both sides make of it.

const CANCEL = 1;
const ACCEPT = 2;
const REJECT = 3;
const HANGUP = 4;

async function expectSameCall({ world, alice, bob }: Pair, callId: string): Promise<void> {
  await world.advance(600);
  if (bob.client.getState().state === 'calling') await bob.client.accept();
  await world.advance(600);
  for (const page of [alice, bob]) {
    expect(page.client.getState(), page.name).to.include({ state: 'connected' });
    expect(page.client.getCallId(), page.name).to.equal(callId);
    expect(page.media.openCount, page.name).to.equal(1);
  }
}

/** The page is gone without a word: no cancel, no hang-up; the service has not noticed yet. */
function crash({ signal, media }: Page): void {
  signal.sendMessage = () => Promise.resolve();
  for (const connection of media.opened) {
    connection.options.send = () => {};
    connection.isOpen = false;
  }
}

describe('crossing: dialled anew in the tick of the end', () => {
  for (const [name, end] of [
    ['hang-up', (page: Page) => page.client.hangup()],
    ['deinitialize and prepare', (page: Page) => page.client.deinitialize().then(() => page.client.prepareForCall())],
  ] as const) {
    it(`${name}: the new call is a new one on both sides, and nothing of the old one is left`, async () => {
      const all = await connected();
      const { alice, bob } = all;
      const ended = end(alice);
      const dialled = name === 'hang-up' ? alice.client.call('bob') : ended.then(() => alice.client.call('bob'));
      await all.world.advance(1_500);
      await expectSameCall(all, await dialled);
      for (const page of [alice, bob]) expect(page.pairs).to.deep.equal(['connected', 'disconnected', 'connected']);
      expect(bob.client.getState().lastCall?.endReason).to.equal('remoteHangup');
    });
  }

  it('hang-up: also when the invite overtakes the hang-up', async () => {
    const all = await connected();
    const { world, alice, bob } = all;
    alice.media.opened.at(-1)!.tell = () => false;
    world.network.intercept = ({ from, text }) => (from === 'alice' && text.includes(`"message_action":${HANGUP}`) ? 400 : undefined);
    void alice.client.hangup();
    const callId = await alice.client.call('bob');
    await world.advance(200);
    expect(bob.client.getState().lastCall?.endReason).to.equal('remoteHangup');
    await expectSameCall(all, callId);
    await world.advance(2_000);
    for (const page of [alice, bob]) expect(page.client.getCallId()).to.equal(callId);
  });

  it('cancel: also when the invite overtakes the cancel', async () => {
    const all = await ringing();
    const { world, alice, bob } = all;
    world.network.intercept = ({ from, text }) => (from === 'alice' && text.includes(`"message_action":${CANCEL}`) ? 400 : undefined);
    void alice.client.cancelCall();
    const callId = await alice.client.call('bob');
    await expectSameCall(all, callId);
    await world.advance(2_000);
    expect(bob.client.getCallId()).to.equal(callId);
    expect(bob.client.getState().lastCall?.endReason).to.equal('remoteCancelled');
  });

  it('by the side that heard the hang-up', async () => {
    const all = await connected();
    const { world, alice, bob } = all;
    let dialled: Promise<string> | undefined;
    bob.client.addListener({ onCallDisconnected: () => (dialled ??= bob.client.call('alice')) });
    await alice.client.hangup();
    await world.advance(600);
    await alice.client.accept();
    await world.advance(600);
    for (const page of [alice, bob]) expect(page.client.getState()).to.include({ state: 'connected' });
    expect(alice.client.getCallId()).to.equal(await dialled);
  });
});

describe('crossing: the peer restarted and calls again', () => {
  it('while its former call rings here: the new one rings, and the former one is over', async () => {
    const { world, alice, bob } = await ringing();
    crash(alice);
    const back = await world.page('alice');
    const callId = await back.client.call('bob');
    await world.advance(300);
    expect(bob.client.getState().call).to.include({ callId, direction: 'incoming' });
    expect(trace(bob).slice(-3)).to.deep.equal(['calling/remoteVideoCall', 'prepared/remoteCancelled', 'calling/remoteVideoCall']);
    await bob.client.accept();
    await world.advance(600);
    for (const page of [back, bob]) expect(page.client.getState()).to.include({ state: 'connected' });
  });

  it('so does that of another of its tabs; the tab that rang before is told', async () => {
    const { world, alice, bob } = await ringing();
    const other = await world.page('alice');
    const callId = await other.client.call('bob');
    await world.advance(300);
    expect(bob.client.getCallId()).to.equal(callId);
    expectEnd(alice, 'remoteRejected');
  });

  it('while its former call is connected here, and its media is lost: the new one rings', async () => {
    const { world, alice, bob } = await connected();
    crash(alice);
    bob.media.opened.at(-1)!.fault({ phase: 'reconnecting', peer: 'dropped' });
    const back = await world.page('alice');
    const callId = await back.client.call('bob');
    await world.advance(300);
    expect(bob.client.getState().call).to.include({ callId, direction: 'incoming' });
    expect(bob.client.getState().lastCall?.endReason).to.equal('remoteHangup');
    expect(bob.pairs).to.deep.equal(['connected', 'disconnected']);
    await bob.client.accept();
    await world.advance(600);
    for (const page of [back, bob]) expect(page.client.getState()).to.include({ state: 'connected' });
  });

  it('while it is connected here and its media flows, it is another tab of the peer: busy', async () => {
    const { world, alice, bob, callId } = await connected();
    const other = await world.page('alice');
    await other.client.call('bob');
    await world.advance(500);
    expect(other.client.getState().lastCall?.endReason).to.equal('remoteCallBusy');
    for (const page of [alice, bob]) expect(page.client.getCallId()).to.equal(callId);
  });

  it('a native app that lost us and calls again rings; one that is still there is busy', async () => {
    for (const lost of [true, false]) {
      const { world, page, native } = await nativePair({ firstFrameWaitDisabled: true });
      const callId = await page.client.call('9009', { type: 'audio' });
      await native.say('1001', ACCEPT, { callId, remoteUserId: 1001 });
      await world.advance(100);
      page.media.opened.at(-1)!.fault(lost ? { phase: 'connected', peer: 'dropped' } : { phase: 'connected', peer: 'here' });
      await native.say('1001', 10, { callId: 'again', fromRoomId: 'r', remoteUserId: 1001 });
      await world.advance(100);
      expect(page.client.getCallId()).to.equal(lost ? 'again' : callId);
      expect(native.actions().includes(REJECT)).to.equal(!lost);
    }
  });
});

describe('crossing: two ends, or an end and an answer', () => {
  it('cancel and accept: over for both, and nobody was connected', async () => {
    const { world, alice, bob } = await ringing();
    await Promise.all([alice.client.cancelCall(), bob.client.accept()]);
    await world.advance(6_000);
    expectEnd(alice, 'localCancelled');
    expectEnd(bob, 'remoteCancelled');
    for (const page of [alice, bob]) expect(page.pairs).to.deep.equal([]);
  });

  it('cancel and reject: each ended it', async () => {
    const { world, alice, bob } = await ringing();
    await Promise.all([alice.client.cancelCall(), bob.client.reject()]);
    await world.advance(6_000);
    expectEnd(alice, 'localCancelled');
    expectEnd(bob, 'localRejected');
  });

  it('timeout and accept: over for both, and nobody was connected', async () => {
    const { world, alice, bob } = await ringing();
    await world.advance(14_695);
    expect(alice.client.getState().state).to.equal('calling');
    await bob.client.accept();
    await world.advance(6_000);
    expectEnd(alice, 'callingTimeout');
    expectEnd(bob, 'remoteCallingTimeout');
    for (const page of [alice, bob]) expect(page.pairs).to.deep.equal([]);
  });

  it('an accept that is there in time beats the timeout', async () => {
    const { world, alice, bob } = await ringing();
    await world.advance(14_600);
    await bob.client.accept();
    await world.advance(2_000);
    for (const page of [alice, bob]) expect(page.client.getState()).to.include({ state: 'connected' });
  });

  it('hang-up and hang-up: each hung up, once', async () => {
    const { world, alice, bob } = await connected();
    await Promise.all([alice.client.hangup(), bob.client.hangup()]);
    await world.advance(6_000);
    for (const page of [alice, bob]) {
      expectEnd(page, 'localHangup');
      expect(page.pairs).to.deep.equal(['connected', 'disconnected']);
    }
  });

  it('hang-up and the confirmation: the callee that hangs up while it connects', async () => {
    const { world, alice, bob } = await ringing();
    await bob.client.accept();
    await bob.client.hangup();
    await world.advance(6_000);
    expectEnd(bob, 'localHangup');
    expectEnd(alice, 'remoteHangup');
    expect(bob.pairs).to.deep.equal([]);
  });
});

describe('crossing: messages of an earlier call', () => {
  /** All that was said in one whole call. */
  async function earlier(): Promise<Pair & { said: { from: string; to: string; text: string }[] }> {
    const all = await connected();
    await all.alice.client.hangup();
    await all.world.advance(1_000);
    return { ...all, said: [...all.world.network.sent] };
  }

  for (const state of ['prepared', 'calling', 'connected'] as const) {
    it(`all of them again, while ${state}: nothing changes`, async () => {
      const all = await earlier();
      const { world, alice, bob, said } = all;
      if (state !== 'prepared') await alice.client.call('bob');
      await world.advance(300);
      if (state === 'connected') await bob.client.accept();
      await world.advance(600);
      const before = [alice, bob].map((page) => [page.client.getState().state, page.client.getCallId(), page.states.length, page.media.opened.length]);
      for (const { from, to, text } of said) await (from === 'alice' ? alice : bob).signal.sendMessage(to, text);
      await world.advance(1_000);
      expect([alice, bob].map((page) => [page.client.getState().state, page.client.getCallId(), page.states.length, page.media.opened.length])).to.deep.equal(before);
    });
  }

  it('late ones, with ids that were never seen: they are about a call that is over', async () => {
    const { world, alice, bob, said } = await earlier();
    const callId = await alice.client.call('bob');
    await world.advance(300);
    const states = bob.states.length;
    let fresh = 1e6;
    for (const { from, to, text } of said) await (from === 'alice' ? alice : bob).signal.sendMessage(to, JSON.stringify({ ...JSON.parse(text), messageId: fresh++ }));
    await world.advance(1_000);
    expect(bob.states).to.have.length(states);
    for (const page of [alice, bob]) expect(page.client.getCallId()).to.equal(callId);
    expect(alice.client.getState().state).to.equal('calling');
  });

  it('an old status does not undo a newer one', async () => {
    const { world, alice, bob } = await connected();
    for (const { media } of [alice, bob]) media.opened.at(-1)!.tell = () => false;
    let late = true;
    world.network.intercept = ({ from, text }) => (from === 'alice' && text.includes('"message_action":103') && late ? ((late = false), 700) : undefined);
    await alice.client.setMicrophone(false);
    await alice.client.setMicrophone(true);
    await world.advance(2_000);
    expect(bob.client.getState().call!.remote.microphone).to.equal(true);
  });
});

describe('crossing: the peer vanished', () => {
  it('media lost it for 20 s: the call ends, and the peer is told', async () => {
    const { world, alice, bob } = await connected();
    crash(alice);
    const sent = parseSent(world, 'bob').length;
    bob.media.opened.at(-1)!.fault({ phase: 'reconnecting', peer: 'dropped' });
    await world.advance(19_900);
    expect(bob.client.getState().state).to.equal('connected');
    await world.advance(200);
    expect(bob.client.getState().lastCall?.endReason).to.equal('mediaFailed');
    expect(parseSent(world, 'bob').slice(sent).map(({ message_action }) => message_action)).to.include(HANGUP);
  });

  it('while it connects: the same', async () => {
    const { world, alice, bob } = await ringing();
    alice.capture.delay = 60_000;
    world.network.intercept = ({ from }) => (from === 'alice' ? 'drop' : undefined);
    await bob.client.accept();
    await world.advance(200);
    crash(alice);
    bob.media.opened.at(-1)!.fault({ phase: 'reconnecting', peer: 'dropped' });
    await world.advance(21_000);
    expect(bob.client.getState().call).to.equal(undefined);
    expect(['mediaFailed', 'connectTimeout']).to.include(bob.client.getState().lastCall?.endReason);
  });

  it('while it rings: whoever is called rings on, and ends by itself', async () => {
    const { world, alice, bob } = await ringing();
    crash(alice);
    bob.media.opened.at(-1)!.fault({ peer: 'dropped' });
    await world.advance(10_000);
    expect(bob.client.getState().state).to.equal('calling');
    await world.advance(8_000);
    expect(bob.client.getState().lastCall?.endReason).to.equal('callingTimeout');
  });
});

describe('crossing: a signalling outage', () => {
  const STEPS: readonly [string, (all: Pair) => Promise<unknown>][] = [
    ['before the invite arrives', ({ alice }) => alice.client.call('bob')],
    ['while it rings', async ({ alice, world }) => (await alice.client.call('bob'), world.advance(300))],
    ['in the tick of the accept', async ({ alice, bob, world }) => (await alice.client.call('bob'), await world.advance(300), void bob.client.accept())],
    ['while it connects', async ({ alice, bob, world }) => (await alice.client.call('bob'), await world.advance(300), await bob.client.accept(), world.advance(5))],
    ['while it is connected', async ({ alice, bob, world }) => (await alice.client.call('bob'), await world.advance(300), await bob.client.accept(), world.advance(500))],
  ];
  for (const who of ['alice', 'bob', 'both'] as const) {
    for (const [when, begin] of STEPS) {
      it(`${when}, of ${who}, for 3 s: the call comes about all the same, and ends for both`, async () => {
        const all = await pair();
        const { world, alice, bob } = all;
        await begin(all);
        const out = who === 'both' ? [alice, bob] : [all[who]];
        for (const { signal } of out) signal.setState('reconnecting');
        await world.advance(3_000);
        for (const { signal } of out) signal.setState('online');
        await world.advance(6_000);
        if (bob.client.getState().state === 'calling') await bob.client.accept();
        await world.advance(3_000);
        for (const page of [alice, bob]) expect(page.client.getState(), page.name).to.include({ state: 'connected' });
        expect(alice.client.getCallId()).to.equal(bob.client.getCallId());
        await bob.client.hangup();
        await world.advance(6_000);
        for (const page of [alice, bob]) expectQuiet(page);
      });
    }
  }

  it('at the end of a call: the other side hears of it when the service is back, media having told it already', async () => {
    const { world, alice, bob } = await connected();
    alice.signal.setState('reconnecting');
    await alice.client.hangup();
    await world.advance(200);
    expectEnd(bob, 'remoteHangup');
    alice.signal.setState('online');
    await world.advance(3_000);
    expectEnd(alice, 'localHangup');
  });
});

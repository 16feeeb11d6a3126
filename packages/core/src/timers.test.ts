import { expect } from 'chai';
import { connected, expectEnd, pair, ringing } from './testing/pages.ts';

/** Seconds of simulated time. */
const s = 1_000;

describe('the ring timer', () => {
  it('ends both sides with one reason each', async () => {
    const { world, alice, bob } = await ringing();
    await world.advance(14 * s);
    expect(alice.client.getState().state).to.equal('calling');
    await world.advance(2 * s);
    expectEnd(alice, 'callingTimeout');
    expectEnd(bob, 'remoteCallingTimeout');
    expect(alice.events).to.include('callingTimeout');
    expect(bob.events).to.include('remoteCallingTimeout');
  });

  it('of a callee whose caller vanished without a word ends by itself', async () => {
    const { world, alice, bob } = await ringing();
    world.network.intercept = () => 'drop';
    world.network.leave(alice.signal);
    await world.advance(30 * s);
    expect(bob.client.getState().lastCall?.endReason).to.equal('callingTimeout');
  });

  const limits: [string, number, number, number][] = [
    ['the shorter of the two is the caller\'s', 5 * s, 15 * s, 5 * s],
    ['the shorter of the two is the callee\'s', 15 * s, 5 * s, 7 * s],
    ['only the caller has one', 5 * s, 0, 5 * s],
    ['only the callee has one', 0, 5 * s, 7 * s],
  ];
  for (const [name, callers, callees, end] of limits) {
    it(name, async () => {
      const { world, alice, bob } = await ringing({ callTimeout: callers }, { callTimeout: callees });
      await world.advance(end - 400);
      for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('calling');
      await world.advance(2 * s);
      for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('prepared');
    });
  }

  it('0 on both sides rings without end, and can still be answered', async () => {
    const { world, alice, bob } = await ringing({ callTimeout: 0 });
    await world.advance(3_600 * s);
    for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('calling');
    await bob.client.accept();
    await world.advance(s);
    for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('connected');
  });

  it('does not end a call that was accepted in time', async () => {
    const { world, alice, bob } = await connected();
    await world.advance(60 * s);
    for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('connected');
  });
});

describe('the connect timer', () => {
  it('ends a call whose media never comes', async () => {
    const { world, alice, bob } = await pair();
    world.media.broken = () => true;
    await alice.client.call('bob');
    await world.advance(300);
    await bob.client.accept();
    await world.advance(19 * s);
    for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('connecting');
    await world.advance(3 * s);
    const reasons = [alice, bob].map((page) => page.client.getState().lastCall?.endReason);
    expect(reasons).to.include('connectTimeout');
    for (const page of [alice, bob]) expectEnd(page, page.client.getState().lastCall!.endReason!);
    expect([...alice.pairs, ...bob.pairs]).to.deep.equal([]);
  });

  for (const who of ['alice', 'bob'] as const) {
    it(`waits while ${who} is being asked for permission`, async () => {
      const all = await pair();
      const { world, alice, bob } = all;
      all[who].capture.delay = 45 * s;
      await alice.client.call('bob');
      await world.advance(300);
      await bob.client.accept();
      await world.advance(40 * s);
      // Who is asked sees the other already; the other waits for the picture that was announced.
      const other = who === 'alice' ? bob : alice;
      expect(all[who].client.getState().state).to.equal('connected');
      expect(other.client.getState().state).to.equal('connecting');
      await world.advance(10 * s);
      for (const page of [alice, bob]) expect(page.client.getState().state, page.name).to.equal('connected');
    });
  }

  it('does not wait for ever', async () => {
    const { world, alice, bob } = await pair();
    bob.capture.delay = 600 * s;
    await alice.client.call('bob');
    await world.advance(300);
    await bob.client.accept();
    await world.advance(90 * s);
    for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('prepared');
    await world.advance(600 * s);
    for (const page of [alice, bob]) expectEnd(page, page.client.getState().lastCall!.endReason!);
  });
});

describe('media that is lost', () => {
  const lost = { phase: 'reconnecting', peer: 'dropped' } as const;

  it('for 20 s ends the call with mediaFailed', async () => {
    const { world, alice, bob } = await connected();
    for (const page of [alice, bob]) page.media.opened[0]!.fault(lost);
    await world.advance(19 * s);
    for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('connected');
    await world.advance(2 * s);
    for (const page of [alice, bob]) expectEnd(page, 'mediaFailed');
  });

  it('on one side alone ends it with mediaFailed on both: the hang-up says why', async () => {
    const { world, alice, bob } = await connected();
    alice.media.opened[0]!.fault(lost);
    await world.advance(21 * s);
    for (const page of [alice, bob]) expectEnd(page, 'mediaFailed');
  });

  it('ends it with mediaFailed, too, when the peer gives up first and no message says so', async () => {
    const { world, alice } = await connected();
    alice.media.opened[0]!.fault(lost);
    await world.advance(5 * s);
    alice.media.opened[0]!.fault({ peer: 'quit' });
    await world.advance(s);
    expectEnd(alice, 'mediaFailed');
  });

  it('and comes back in time goes on; a second loss has its own 20 s', async () => {
    const { world, alice, bob } = await connected();
    for (let i = 0; i < 2; i++) {
      for (const page of [alice, bob]) page.media.opened[0]!.fault(lost);
      await world.advance(15 * s);
      for (const page of [alice, bob]) page.media.opened[0]!.fault({ phase: 'connected', peer: 'here' });
      await world.advance(15 * s);
    }
    for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('connected');
  });

  it('while it rings ends nothing; accepting such a call ends it at once, instead of hanging in connecting', async () => {
    const { world, alice, bob } = await ringing();
    bob.media.opened[0]!.fault({ phase: 'failed' });
    await world.advance(s);
    for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('calling');
    await bob.client.accept();
    await world.advance(s);
    expectEnd(bob, 'mediaFailed');
    expectEnd(alice, 'mediaFailed');
    expect(bob.errors).to.deep.equal(['mediaFailed']);
  });

  it('by the caller, who left it while it rang and did not get to say so: accepting ends at once, as a hang-up', async () => {
    const { world, alice, bob } = await ringing();
    world.network.intercept = ({ from }) => (from === 'alice' ? 'drop' : undefined);
    bob.media.opened[0]!.fault({ peer: 'quit' });
    await world.advance(s);
    expect(bob.client.getState().state).to.equal('calling');
    // Nothing of its own makes media say anything more.
    await bob.client.accept({ microphone: false, camera: false });
    await world.settle();
    expect(bob.client.getState().lastCall?.endReason).to.equal('remoteHangup');
    await world.advance(s);
    expect(alice.client.getState().lastCall?.endReason).to.equal('remoteHangup');
  });

  it('a peer that quits ends the call at once, also without a hang-up', async () => {
    const { world, alice, bob } = await connected();
    alice.media.opened[0]!.fault({ peer: 'quit' });
    await world.advance(s);
    expectEnd(alice, 'remoteHangup');
    expectEnd(bob, 'remoteHangup');
  });

  it('fails in a call: ends with mediaFailed and one error', async () => {
    const { world, alice } = await connected();
    alice.media.opened[0]!.fault({ phase: 'failed' });
    await world.advance(s);
    expectEnd(alice, 'mediaFailed');
    expect(alice.errors).to.deep.equal(['mediaFailed']);
  });
});

describe('signalling that is lost', () => {
  it('while the caller waits: goes on until the timer, then signalLost', async () => {
    const { world, alice, bob } = await ringing();
    alice.signal.setState('reconnecting');
    await world.advance(10 * s);
    expect(alice.client.getState()).to.include({ state: 'calling', signal: 'reconnecting' });
    await world.advance(6 * s);
    expect(alice.client.getState().lastCall?.endReason).to.equal('signalLost');
    await world.advance(10 * s);
    expect(bob.client.getState().state).to.equal('prepared');
  });

  it('and back before the timer: the call can be answered', async () => {
    const { world, alice, bob } = await ringing();
    bob.signal.setState('reconnecting');
    await world.advance(5 * s);
    bob.signal.setState('online');
    await bob.client.accept();
    await world.advance(s);
    for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('connected');
  });

  it('in a connected call: goes on as long as media flows, and ends on both sides', async () => {
    const { world, alice, bob } = await connected();
    alice.signal.setState('reconnecting');
    await world.advance(120 * s);
    for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('connected');
    await alice.client.hangup();
    await world.advance(s);
    expect(bob.client.getState().lastCall?.endReason).to.equal('remoteHangup');
    alice.signal.setState('online');
    await world.advance(5 * s);
    expectEnd(alice, 'localHangup');
  });

  it('accepting without signalling: the accept goes out when it is back', async () => {
    const { world, alice, bob } = await ringing();
    bob.signal.setState('reconnecting');
    void bob.client.accept();
    await world.advance(3 * s);
    expect(alice.client.getState().state).to.equal('calling');
    bob.signal.setState('online');
    await world.advance(2 * s);
    for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('connected');
  });
});

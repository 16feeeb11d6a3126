import { World } from '@call-elements/testing';
import { expect } from 'chai';
import type { CallListener } from './listener.ts';
import { connected, expectEnd, pair, ringing } from './testing/pages.ts';

describe('listeners that call back', () => {
  it('accept inside onCallStateChanged: every listener hears one order', async () => {
    const { world, alice, bob } = await pair();
    const heard: string[][] = [[], []];
    bob.client.addListener({
      onCallStateChanged: (state) => {
        heard[0]!.push(state);
        if (state === 'calling') void bob.client.accept();
      },
    });
    bob.client.addListener({ onCallStateChanged: (state) => heard[1]!.push(state) });
    await alice.client.call('bob');
    await world.advance(600);
    expect(heard[0]).to.deep.equal(['calling', 'connecting', 'connected']);
    expect(heard[1]).to.deep.equal(heard[0]);
    expect(alice.client.getState().state).to.equal('connected');
  });

  it('reject inside the callback', async () => {
    const { world, alice, bob } = await pair();
    bob.client.addListener({ onCallStateChanged: (state) => state === 'calling' && void bob.client.reject('no') });
    await alice.client.call('bob');
    await world.advance(600);
    expectEnd(alice, 'remoteRejected');
    expectEnd(bob, 'localRejected');
  });

  it('hang up inside onCallConnected: connected and disconnected still come in order', async () => {
    const { world, alice, bob } = await ringing();
    const heard: string[] = [];
    bob.client.addListener({
      onCallConnected: () => {
        heard.push('connected');
        void bob.client.hangup();
      },
    });
    bob.client.addListener({ onCallConnected: () => heard.push('second connected'), onCallStateChanged: (state) => heard.push(state), onCallDisconnected: () => heard.push('disconnected') });
    await bob.client.accept();
    await world.advance(1_000);
    expect(heard).to.deep.equal(['connecting', 'connected', 'second connected', 'connected', 'disconnected', 'prepared']);
    expectEnd(alice, 'remoteHangup');
  });

  it('dial again inside onCallDisconnected: devices are free, and the new call rings', async () => {
    const { world, alice, bob, callId } = await connected();
    let next: Promise<string> | undefined;
    alice.client.addListener({
      onCallDisconnected: () => {
        expect(alice.capture.live, 'tracks of the old call').to.equal(0);
        next ??= alice.client.call('bob');
      },
    });
    await alice.client.hangup();
    await world.advance(1_000);
    expect(await next).to.be.a('string').that.is.not.equal(callId);
    expect(alice.client.getState().call?.callId).to.equal(await next);
    expect(bob.client.getState()).to.include({ state: 'calling' });
    expect(bob.pairs).to.deep.equal(['connected', 'disconnected']);
  });

  it('removeListener inside a callback: the removed one hears no more, the others do', async () => {
    const { world, alice, bob } = await pair();
    const heard: string[] = [];
    const second: CallListener = { onCallStateChanged: () => heard.push('second') };
    bob.client.addListener({
      onCallStateChanged: () => {
        heard.push('first');
        bob.client.removeListener(second);
      },
    });
    bob.client.addListener(second);
    bob.client.addListener({ onCallStateChanged: () => heard.push('third') });
    await alice.client.call('bob');
    await world.advance(200);
    expect(heard).to.deep.equal(['first', 'third']);
  });

  it('a listener that throws keeps nobody else from hearing, and the call goes on', async () => {
    const { world, alice, bob } = await pair();
    const thrower = () => {
      throw new Error('bad listener');
    };
    const heard: string[] = [];
    bob.client.addListener({ onCallStateChanged: thrower, onCallEventChanged: thrower, shouldRing: thrower, canJoinRtcOnCalling: thrower, onCallConnected: thrower });
    bob.client.addListener({ onCallStateChanged: (state) => heard.push(state) });
    bob.client.subscribe(thrower);
    await alice.client.call('bob');
    await world.advance(300);
    await bob.client.accept();
    await world.advance(500);
    expect(heard).to.deep.equal(['calling', 'connecting', 'connected']);
    expect(bob.logs.some(({ level, line }) => level === 'error' && line.includes('bad listener'))).to.equal(true);
  });

  it('a log that throws does not wedge the client', async () => {
    const { world, alice, bob } = await pair();
    bob.client.addListener({
      callDebugInfo: () => {
        throw new Error('bad log');
      },
    });
    await alice.client.call('bob');
    await world.advance(300);
    expect(bob.client.getState().state).to.equal('calling');
  });
});

describe('the two questions', () => {
  it('shouldRing false answers busy, opens nothing and changes no state', async () => {
    const { world, alice, bob } = await pair();
    const asked: string[] = [];
    bob.client.addListener({
      shouldRing: (call) => {
        asked.push(call.remoteUserId);
        return false;
      },
    });
    bob.client.addListener({ shouldRing: () => true });
    const before = bob.client.getState();
    await alice.client.call('bob');
    await world.advance(1_000);
    expect(asked).to.deep.equal(['alice']);
    expect(bob.client.getState()).to.equal(before);
    expect(bob.media.opened).to.have.length(0);
    expect(bob.events).to.deep.equal([]);
    expectEnd(alice, 'remoteCallBusy');
  });

  it('canJoinRtcOnCalling false: no media before accept, and the call connects', async () => {
    for (const earlyMedia of ['receive', 'warm', 'full'] as const) {
      const { world, alice, bob } = await pair({ earlyMedia });
      bob.client.addListener({ canJoinRtcOnCalling: () => false });
      bob.capture.granted = true;
      await alice.client.call('bob');
      await world.advance(300);
      expect(bob.media.opened).to.have.length(0);
      expect(bob.capture.tracks).to.have.length(0);
      expect(alice.events, 'a receipt all the same').to.include('remoteUserRecvCall');
      await bob.client.accept();
      await world.advance(500);
      for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('connected');
    }
  });

  it('one yes to canJoinRtcOnCalling is enough', async () => {
    const { world, alice, bob } = await pair();
    for (const answer of [false, true]) bob.client.addListener({ canJoinRtcOnCalling: () => answer });
    await alice.client.call('bob');
    await world.advance(300);
    expect(bob.media.opened).to.have.length(1);
  });

  it('client calls made inside them run after', async () => {
    const { world, alice, bob } = await pair();
    const seen: string[] = [];
    bob.client.addListener({
      shouldRing: () => {
        seen.push(bob.client.getState().state);
        void bob.client.accept().then(() => seen.push('accepted'));
        seen.push(bob.client.getState().state);
        return true;
      },
    });
    await alice.client.call('bob');
    await world.advance(600);
    expect(seen).to.deep.equal(['prepared', 'prepared', 'accepted']);
    expect(bob.client.getState().state).to.equal('connected');
  });

  it('a dial inside shouldRing that refuses goes out', async () => {
    const { world, alice, bob } = await pair();
    const carol = await world.page('carol');
    bob.client.addListener({
      shouldRing: () => {
        void bob.client.call('carol');
        return false;
      },
    });
    await alice.client.call('bob');
    await world.advance(1_000);
    expect(carol.client.getState().call?.remoteUserId).to.equal('bob');
    expectEnd(alice, 'remoteCallBusy');
  });
});

describe('connected and disconnected', () => {
  it('say who dialled, who hung up and how long it took by the monotonic clock', async () => {
    const { world, alice, bob } = await ringing();
    const infos: Record<string, unknown>[] = [];
    bob.client.addListener({ onCallConnected: (info) => infos.push({ ...info }), onCallDisconnected: (info) => infos.push({ ...info }) });
    await bob.client.accept();
    await world.advance(500);
    // The user sets the wall clock back by an hour.
    const wallTime = world.clock.wallTime.bind(world.clock);
    world.clock.wallTime = () => wallTime() - 3_600_000;
    await world.advance(60_000);
    const at = world.clock.now();
    await alice.client.hangup();
    await world.advance(100);
    const [start, end] = infos;
    expect(start).to.include({ callUserId: 'alice', currentUserId: 'bob' });
    expect(end).to.include({ hangupUserId: 'alice', currentUserId: 'bob', callId: start!['callId'] });
    expect(end!['duration']).to.be.within(60_000, world.clock.now() - at + 61_000);
    expect((end!['timestamp'] as number) - (start!['timestamp'] as number)).to.equal(end!['duration']);
  });

  it('are missing for a call that nobody accepted', async () => {
    const { world, alice, bob } = await ringing();
    await alice.client.cancelCall();
    await world.advance(1_000);
    expect([...alice.pairs, ...bob.pairs]).to.deep.equal([]);
  });
});

describe('a listener', () => {
  it('added twice is told once, and after removal not at all', async () => {
    const world = new World();
    const page = await world.page('alice');
    let heard = 0;
    const listener = { onCallStateChanged: () => heard++ };
    page.client.addListener(listener);
    page.client.addListener(listener);
    await page.client.prepareForCall();
    expect(heard).to.equal(1);
    page.client.removeListener(listener);
    await page.client.prepareForCall();
    expect(heard).to.equal(1);
  });
});

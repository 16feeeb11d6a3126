import type { Json, MediaOpenOptions } from '@call-elements/core';
import { expect } from 'chai';
import { FakeMedia, FakeMediaWorld } from './fake-media.ts';
import type { FakeConnection } from './fake-media.ts';
import { SimulatedClock } from './simulated-clock.ts';

function make(early: MediaOpenOptions['early'] = 'receive') {
  const clock = new SimulatedClock();
  const world = new FakeMediaWorld(clock);
  const media = new FakeMedia(world);
  const told: Json[] = [];
  const ends: Record<'caller' | 'callee', FakeConnection | undefined> = { caller: undefined, callee: undefined };
  const open = (role: 'caller' | 'callee') => {
    const send = (payload: Json) => void clock.schedule(5, () => ends[role === 'caller' ? 'callee' : 'caller']?.receive(payload));
    return (ends[role] = media.open({ callId: 'c', roomId: 'r', type: 'video', role, localUserId: role, remoteUserId: 'x', early, send, told: (payload) => told.push(payload) }));
  };
  return { clock, world, media, told, caller: open('caller'), callee: open('callee') };
}

const track = { id: 't', kind: 'video' } as const;

describe('FakeMedia', () => {
  it('links two connections by what they send, and tells every change with a new state', async () => {
    const { clock, caller, callee } = make();
    const states = [caller.state];
    caller.subscribe(() => states.push(caller.state));
    expect(caller.state).to.equal(states[0]);
    await clock.advance(200);
    expect(new Set(states).size).to.be.greaterThan(1);
    for (const end of [caller, callee]) expect(end.state).to.include({ phase: 'connected', peer: 'here' });
    expect([caller.disordered, callee.disordered]).to.deep.equal([false, false]);
  });

  it('what one publishes the other receives', async () => {
    const { clock, caller, callee } = make();
    await caller.publish('video', track);
    await clock.advance(200);
    expect(callee.state.received).to.deep.equal({ audio: false, video: true });
    expect(callee.state.remote.video).to.equal(track);
    expect(caller.state.sent.video).to.equal(true);
  });

  it('notices a callee that sends before it accepted, except with full', async () => {
    for (const [early, accepts, noticed] of [['receive', false, true], ['receive', true, false], ['full', false, false]] as const) {
      const { clock, callee } = make(early);
      if (accepts) callee.accepted();
      await clock.advance(200);
      await callee.publish('video', track);
      expect(callee.sentBeforeAccept, `${early} ${accepts}`).to.equal(noticed);
    }
  });

  it('a closed connection is silent; its peer sees it quit', async () => {
    const { clock, media, caller, callee } = make();
    await clock.advance(200);
    let changes = 0;
    callee.subscribe(() => changes++);
    await callee.close();
    await callee.close();
    await clock.advance(200);
    expect(changes).to.equal(0);
    expect(callee.state.phase).to.equal('closed');
    expect(caller.state.peer).to.equal('quit');
    expect(media.openCount).to.equal(1);
    expect(callee.tell('x')).to.equal(false);
  });

  it('tells the peer, once they are linked', async () => {
    const { clock, told, caller } = make();
    expect(caller.tell('early')).to.equal(false);
    await clock.advance(200);
    expect(caller.tell('hello')).to.equal(true);
    await clock.advance(200);
    expect(told).to.deep.equal(['hello']);
  });

  it('can be broken, and takes any payload', async () => {
    const { clock, world, media } = make();
    world.broken = () => true;
    const broken = media.open({ callId: 'c', roomId: 'r', type: 'video', role: 'callee', localUserId: 'a', remoteUserId: 'b', early: 'none', send: () => {}, told: () => {} });
    for (const payload of [null, 1, 'x', [], {}, { answer: 0 }, { answer: 'x' }] as Json[]) broken.receive(payload);
    await clock.advance(200);
    expect(broken.state.phase).to.equal('connecting');
  });

  it('in rooms two meet who look for each other, and nothing is said', async () => {
    const clock = new SimulatedClock();
    const media = new FakeMedia(new FakeMediaWorld(clock), 'agora', true);
    const said: Json[] = [];
    const open = (localUserId: string, remoteUserId: string, roomId = 'r') =>
      media.open({ callId: 'c', roomId, type: 'video', role: 'caller', localUserId, remoteUserId, early: 'none', send: (payload) => said.push(payload), told: () => {} });
    const [one, other] = [open('1', '2'), open('2', '1')];
    const [elsewhere, stranger] = [open('2', '1', 'q'), open('3', '1')];
    await one.publish('video', track);
    await clock.advance(100);
    for (const end of [one, other]) expect(end.state).to.include({ phase: 'connected', peer: 'here' });
    for (const end of [elsewhere, stranger]) expect(end.state).to.include({ phase: 'connected', peer: 'absent' });
    expect(other.state.received.video).to.equal(true);
    expect(said).to.deep.equal([]);
  });

  it('a page that crashes is missed after a while, and does not say that it quit', async () => {
    const { clock, caller, callee } = make();
    await clock.advance(200);
    caller.crash();
    await clock.advance(1_000);
    expect(callee.state.peer).to.equal('here');
    await clock.advance(5_000);
    expect(callee.state.peer).to.equal('dropped');
    expect(caller.isOpen).to.equal(false);
  });

  it('recovers from a fault, but not with somebody who has left meanwhile', async () => {
    for (const [leaves, peer] of [[false, 'here'], [true, 'quit']] as const) {
      const { clock, caller, callee } = make();
      await clock.advance(200);
      caller.fault({ phase: 'reconnecting', peer: 'dropped' });
      if (leaves) await callee.close();
      await clock.advance(100);
      caller.recover();
      expect(caller.state).to.include({ phase: 'connected', peer });
    }
  });
});

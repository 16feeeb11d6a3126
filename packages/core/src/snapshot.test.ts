import { World } from '@call-elements/testing';
import { expect } from 'chai';
import { connected, pair, ringing } from './testing/pages.ts';

describe('getState', () => {
  it('is the same object until something changes', async () => {
    const { world, alice, bob } = await ringing();
    const [a, b] = [alice.client.getState(), bob.client.getState()];
    await world.advance(1_000);
    expect(alice.client.getState()).to.equal(a);
    expect(bob.client.getState()).to.equal(b);
    await bob.client.reject();
    expect(bob.client.getState()).to.not.equal(b);
  });

  it('does not change when signalling repeats the state it is in', async () => {
    const { alice } = await connected();
    const before = alice.client.getState();
    alice.signal.setState('online');
    expect(alice.client.getState()).to.equal(before);
    alice.signal.setState('reconnecting');
    expect(alice.client.getState()).to.include({ signal: 'reconnecting', state: 'connected' });
  });

  it('is frozen all the way down, except tracks', async () => {
    const { world, alice } = await connected();
    const check = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null || path.endsWith('track')) return;
      if (/\.remote\.(audio|video)$/.test(path)) return;
      expect(Object.isFrozen(value), `${path} is frozen`).to.equal(true);
      for (const [key, inner] of Object.entries(value)) check(inner, `${path}.${key}`);
    };
    const snapshot = alice.client.getState();
    for (const part of ['local', 'remote', 'metrics'] as const) check(snapshot.call![part], part);
    expect(Object.isFrozen(snapshot)).to.equal(true);
    expect(Object.isFrozen(snapshot.call)).to.equal(true);
    await alice.client.hangup();
    await world.advance(100);
    expect(Object.isFrozen(alice.client.getState().lastCall)).to.equal(true);
  });

  it('a page that keeps changing its own extension does not change the call', async () => {
    const { world, alice, bob } = await pair();
    const extension = { note: 'one' };
    await alice.client.call('bob', { extension });
    extension.note = 'two';
    await world.advance(100);
    expect(alice.client.getState().call?.extension).to.deep.equal({ note: 'one' });
    expect(bob.client.getState().call?.extension).to.deep.equal({ note: 'one' });
  });

  it('nor the user extension that was checked when it was prepared', async () => {
    const world = new World();
    const userExtension: Record<string, unknown> = { a: 1 };
    const alice = await world.page('alice', { userExtension: userExtension as { a: number } });
    const bob = await world.page('bob');
    userExtension['self'] = userExtension;
    await alice.client.call('bob');
    await world.advance(100);
    expect(bob.client.getState().call?.extension).to.deep.equal({ a: 1 });
  });

  it('shows the media of the call while it lasts, and none afterwards', async () => {
    const { world, alice } = await connected();
    expect(alice.client.getState().call?.media).to.include({ phase: 'connected', peer: 'here' });
    await alice.client.hangup();
    await world.advance(100);
    expect(alice.client.getState().lastCall!.media).to.equal(undefined);
    expect(alice.client.getState().lastCall).to.include.keys('endedAt', 'connectedAt');
  });
});

describe('subscribe', () => {
  it('tells of every change, after it, until it is ended', async () => {
    const { world, alice, bob } = await pair();
    const seen: string[] = [];
    const end = bob.client.subscribe(() => seen.push(bob.client.getState().state));
    await alice.client.call('bob');
    await world.advance(200);
    expect(seen.at(-1)).to.equal('calling');
    const count = seen.length;
    end();
    await bob.client.reject();
    expect(seen).to.have.length(count);
  });

  it('twice with one function are two subscriptions', async () => {
    const world = new World();
    const page = await world.page('alice', { prepare: false });
    let calls = 0;
    const listener = () => void calls++;
    const ends = [page.client.subscribe(listener), page.client.subscribe(listener)];
    await page.client.prepareForCall();
    expect(calls).to.equal(2);
    ends[0]!();
    await page.client.prepareForCall();
    expect(calls).to.equal(3);
  });

  it('a subscriber may act', async () => {
    const { world, alice, bob } = await pair();
    bob.client.subscribe(() => {
      if (bob.client.getState().state === 'calling') void bob.client.accept().catch(() => {});
    });
    await alice.client.call('bob');
    await world.advance(600);
    expect(alice.client.getState().state).to.equal('connected');
  });
});

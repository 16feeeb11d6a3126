import { defineMedia, defineSignal } from '@call-elements/core';
import type { CallInfo } from '@call-elements/core';
import { resumption } from '@call-elements/core/resume';
import { FakeCapture, FakeMedia, World } from '@call-elements/testing';
import type { Page } from '@call-elements/testing';
import { expect } from 'chai';
import type { CallProvider } from './call-provider.ts';
import { mount, unmountAll, until } from '../testing/mount.ts';

let world: World;
defineSignal('remembered', async () => ({ userId }) => world.network.client(userId, `${userId}/${world.id()}`));
defineMedia('remembered', async () => () => new FakeMedia(world.media, 'remembered'));

const SECRETS = {
  fetchTokens: () => ({ rtcToken: 'SECRET', rtmToken: 'SECRET', easemobToken: 'SECRET' }),
  signalOptions: { password: 'SECRET' },
  userExtension: { note: 'SECRET' },
};
const kept = (): string[] => Object.entries(sessionStorage).flat();
const held = async (): Promise<string[]> => (await navigator.locks.query()).held!.map(({ name }) => name!).filter((name) => name.startsWith('call-elements.resume'));

describe('resume: what a tab remembers', () => {
  let bob: Page;
  let captures: WeakMap<CallProvider, FakeCapture>;

  beforeEach(async () => {
    sessionStorage.clear();
    captures = new WeakMap();
    world = new World();
    bob = await world.page('bob', { engine: 'remembered', resumption });
  });
  afterEach(async () => {
    unmountAll();
    // What is removed says farewell in the next task.
    await new Promise((resolve) => setTimeout(resolve));
    await world.advance(5_000);
  });

  async function open(attributes = 'resume', userId = 'alice'): Promise<CallProvider> {
    const provider = mount<CallProvider>(`<call-provider signal="remembered" media="remembered" tabs="own" ${attributes}></call-provider>`);
    const capture = new FakeCapture(world.clock.view());
    captures.set(provider, capture);
    Object.assign(provider, { ...SECRETS, capture, clock: world.clock.view(), userId });
    await provider.ready;
    return provider;
  }

  const callOf = (provider: CallProvider): CallInfo | undefined => provider.client?.getState().call;

  async function inCall(attributes?: string): Promise<CallProvider> {
    const alice = await open(attributes);
    await alice.call('bob', { extension: { note: 'SECRET' } });
    await world.advance(300);
    await bob.client.accept();
    await world.advance(500);
    expect([alice.state, bob.client.getState().state]).to.deep.equal(['connected', 'connected']);
    return alice;
  }

  /** As the browser does: the page hears of it, and is no more. */
  function leave(provider: CallProvider): void {
    dispatchEvent(new PageTransitionEvent('pagehide'));
    provider.remove();
  }

  async function goesOn(provider: CallProvider, callId: string): Promise<void> {
    await until(() => callOf(provider));
    await world.advance(500);
    expect(provider.state).to.equal('connected');
    expect(bob.client.getState()).to.include({ state: 'connected' });
    expect([callOf(provider)!.callId, bob.client.getCallId()]).to.deep.equal([callId, callId]);
  }

  it('is the call, and no token, nor what anybody wrote', async () => {
    const alice = await inCall();
    const { callId } = callOf(alice)!;
    expect(kept(), 'before').to.deep.equal([]);
    leave(alice);
    expect(kept().join()).to.contain(callId);
    expect(kept().join()).not.to.contain('SECRET');
  });

  it('is used once', async () => {
    const alice = await inCall();
    const { callId } = callOf(alice)!;
    leave(alice);
    await goesOn(await open(), callId);
    expect(kept()).to.deep.equal([]);
  });

  it('is used by one of two tabs that have it, as a tab that was doubled; the other opens nothing', async () => {
    const alice = await inCall();
    const { callId } = callOf(alice)!;
    leave(alice);
    const memory = Object.entries(sessionStorage);
    const first = await open();
    await goesOn(first, callId);
    for (const [key, value] of memory) sessionStorage.setItem(key, value);
    const doubled = await open();
    expect(kept()).to.deep.equal([]);
    // Its turn comes after that of the doubled tab.
    await navigator.locks.request('after', () => {});
    await world.advance(500);
    expect(callOf(doubled)).to.equal(undefined);
    expect(doubled.client!.getState().lastCall).to.equal(undefined);
    expect(captures.get(doubled)!.tracks).to.deep.equal([]);
    await goesOn(first, callId);

    await first.client!.hangup();
    await until(async () => (await held()).length === 0);
  });

  it('comes back out of the cache of the browser, too', async () => {
    const alice = await inCall();
    const { callId } = callOf(alice)!;
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    expect(callOf(alice), 'a page in the cache has no call').to.equal(undefined);
    expect(captures.get(alice)!.live).to.equal(0);
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await world.advance(300);
    await goesOn(alice, callId);
  });

  for (const [whose, attributes, userId] of [["another user's", 'resume', 'carol'], ["another app's", 'resume app="shop"', 'alice'], ["another Agora app's", 'resume app-id="other"', 'alice']] as const) {
    it(`is not ${whose}`, async () => {
      const alice = await inCall();
      const { callId } = callOf(alice)!;
      leave(alice);
      const other = await open(attributes, userId);
      await goesOn(await open(), callId);
      expect(callOf(other)).to.equal(undefined);
    });
  }

  it('is worth nothing when it is too late: the call is over, and nothing stays', async () => {
    const alice = await inCall();
    leave(alice);
    await world.advance(5_200);
    expect(bob.client.getState().lastCall!.endReason).to.equal('remoteHangup');
    const back = await open();
    expect(kept()).to.deep.equal([]);
    await until(async () => (await held()).length === 0);
    await world.advance(500);
    expect(back.state).to.equal('prepared');
    expect(captures.get(back)!.tracks).to.deep.equal([]);
    await back.call('bob');
    await world.advance(300);
    expect(bob.client.getState().state).to.equal('calling');
  });

  it('is nothing without the attribute, or without a call that could go on: it ends at once', async () => {
    leave(await inCall(''));
    expect(kept()).to.deep.equal([]);
    await world.advance(100);
    expect(bob.client.getState().lastCall!.endReason).to.equal('remoteHangup');

    const alice = await open();
    await alice.call('bob');
    await world.advance(300);
    leave(alice);
    expect(kept()).to.deep.equal([]);
    await world.advance(100);
    expect(bob.client.getState().lastCall!.endReason).to.equal('remoteCancelled');
  });

  it('is nothing where nothing can be stored: nobody waits', async () => {
    const alice = await inCall();
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    try {
      leave(alice);
    } finally {
      Storage.prototype.setItem = setItem;
    }
    await world.advance(100);
    expect(bob.client.getState().lastCall!.endReason).to.equal('remoteHangup');
  });

  it('may be broken by whoever shares the storage: it is no call then', async () => {
    const alice = await inCall();
    leave(alice);
    sessionStorage.setItem(Object.keys(sessionStorage)[0]!, '{"callId":');
    const back = await open();
    expect(kept()).to.deep.equal([]);
    await world.advance(500);
    expect(back.state).to.equal('prepared');
  });
});

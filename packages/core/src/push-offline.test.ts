import { World } from '@call-elements/testing';
import type { Page, PageOptions } from '@call-elements/testing';
import { expect } from 'chai';

/** Seconds of simulated time. */
const s = 1_000;
const endOf = ({ client }: Page): string | undefined => client.getState().lastCall?.endReason;
const PUSH: PageOptions = { sendPushIfOffline: true, offlineMessageText: 'Alice calls' };

/** Services that say who is not there, and those that store in silence. */
for (const stores of [false, true]) {
  describe(`a callee who is not there, on a service that ${stores ? 'takes messages all the same' : 'says so'}`, () => {
    let world: World;

    async function dialled(options: PageOptions = {}): Promise<{ alice: Page; offline: string[] }> {
      world = new World();
      world.network.stores = stores;
      const alice = await world.page('alice', options);
      const offline: string[] = [];
      alice.client.addListener({ onCallRemoteOffline: ({ remoteUserId }) => void offline.push(remoteUserId) });
      alice.client.call('bob').catch(() => {});
      await world.advance(stores ? 3 * s : 0.1 * s);
      return { alice, offline };
    }

    it('ends the call', async () => {
      const { alice, offline } = await dialled();
      expect(endOf(alice)).to.equal('remoteOffline');
      expect([alice.pushes, offline]).to.deep.equal([[], []]);
      await world.advance(20 * s);
      expect(alice.clock.pending).to.equal(0);
    });

    it('is not rung by a call that has ended', async () => {
      await dialled();
      const bob = await world.page('bob');
      await world.advance(20 * s);
      expect(bob.states.map(({ state }) => state)).to.deep.equal(['prepared']);
    });

    it('who leaves again at once is not rung', async () => {
      await dialled(PUSH);
      const bob = await world.page('bob');
      await world.advance(0.1 * s);
      await Promise.all([bob.client.deinitialize(), world.advance(1.1 * s)]);
      expect(bob.states.map(({ state }) => state)).to.deep.equal(['prepared', 'idle']);
      expect(bob.clock.pending).to.equal(0);
    });

    describe('with a push', () => {
      it('is told once; the call rings on until its timeout', async () => {
        const { alice, offline } = await dialled(PUSH);
        await world.advance(10 * s);
        expect(alice.client.getState().state).to.equal('calling');
        expect([alice.pushes, offline]).to.deep.equal([['bob: Alice calls'], ['bob']]);
        await world.advance(5 * s);
        expect(endOf(alice)).to.equal('callingTimeout');
        expect(alice.pushes).to.have.length(1);
        await world.advance(20 * s);
        expect(alice.clock.pending).to.equal(0);
      });

      it('rings when he comes, and may answer', async () => {
        const { alice } = await dialled(PUSH);
        await world.advance(5 * s);
        const bob = await world.page('bob');
        await world.advance(1.5 * s);
        await bob.client.accept();
        await world.advance(2 * s);
        for (const { client } of [alice, bob]) expect(client.getState().state).to.equal('connected');
        expect(alice.pushes).to.have.length(1);
      });

      it('settles the dial', async () => {
        const { alice } = await dialled(PUSH);
        await alice.client.cancelCall();
        let called = '';
        void alice.client.call('bob').then((id) => (called = id));
        await world.advance(3 * s);
        expect(called).to.equal(alice.client.getCallId());
      });

      it('that fails is an error; the call rings on', async () => {
        const alice = await (world = new World()).page('alice', { prepare: false });
        await alice.client.prepareForCall(PUSH);
        alice.pushes.push = () => {
          throw new Error('no such service');
        };
        void alice.client.call('bob');
        await world.advance(s);
        expect([alice.errors, alice.client.getState().state]).to.deep.equal([['signalFailed'], 'calling']);
      });
    });
  });
}

describe('silence after an invite', () => {
  it('of a peer who is there means nothing: it has given its receipt', async () => {
    const world = new World();
    world.network.stores = true;
    const alice = await world.page('alice');
    await world.page('bob');
    await alice.client.call('bob');
    await world.advance(10 * s);
    expect(alice.client.getState().state).to.equal('calling');
  });

  it('while our own signalling is down says nothing about the peer', async () => {
    const world = new World();
    world.network.stores = true;
    const alice = await world.page('alice');
    await alice.client.call('bob');
    alice.signal.setState('reconnecting');
    await world.advance(5 * s);
    expect(alice.client.getState().state).to.equal('calling');
    alice.signal.setState('online');
    await world.advance(3 * s);
    expect(endOf(alice)).to.equal('remoteOffline');
  });

  it('means nothing on services that say who is not there', async () => {
    const world = new World();
    const alice = await world.page('alice');
    await world.page('bob');
    world.network.intercept = () => 'drop';
    await alice.client.call('bob');
    await world.advance(10 * s);
    expect(alice.client.getState().state).to.equal('calling');
  });
});

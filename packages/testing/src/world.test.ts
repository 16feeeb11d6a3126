import { expect } from 'chai';
import { trace, World } from './world.ts';

async function call(seed: number) {
  const world = new World(seed, { minDelay: 1, maxDelay: 200 });
  const [alice, bob] = [await world.page('alice'), await world.page('bob')];
  await alice.client.call('bob');
  await world.advance(1_000);
  await bob.client.accept();
  await world.advance(2_000);
  return { world, alice, bob };
}

describe('World', () => {
  it('runs whole calls between real clients, and notes what they told', async () => {
    const { alice, bob } = await call(1);
    expect(trace(alice)[1]).to.equal('calling/localVideoCall');
    expect(trace(bob).at(-1)).to.match(/^connected/);
    expect(bob.pairs).to.deep.equal(['connected']);
    expect(alice.events).to.include('remoteAccepted');
  });

  it('is the same world for the same seed, byte for byte', async () => {
    const [one, same, other] = [await call(5), await call(5), await call(6)];
    expect(one.world.network.sent).to.deep.equal(same.world.network.sent);
    expect(one.world.network.sent).to.not.deep.equal(other.world.network.sent);
  });

  it('gives every page a device and a clock of its own', async () => {
    const world = new World();
    const [one, two] = [await world.page('alice'), await world.page('alice')];
    expect(one.signal.device).to.not.equal(two.signal.device);
    one.clock.schedule(10, () => {});
    expect([one.clock.pending, two.clock.pending]).to.deep.equal([1, 0]);
  });

  it('pages are prepared unless they are not to be', async () => {
    const world = new World();
    expect((await world.page('alice')).client.getState().state).to.equal('prepared');
    expect((await world.page('bob', { prepare: false })).client.getState().state).to.equal('idle');
  });
});

import { expect } from 'chai';
import { clientOf, isConnected, useBench } from './testing/bench.ts';

describe('entering an Agora room right after another', function () {
  this.timeout(60_000);
  const bench = useBench();

  it('never fails, in 50 calls', async () => {
    let side = bench.side('caller');
    for (let call = 0; call < 50; call += 1) {
      const closing = side.connection.close();
      // Every other one before it has left, and a few before they have even joined.
      if (call % 2 === 0) await closing;
      side = bench.side('caller');
      if (call % 5 !== 0) await isConnected(side);
    }
    await isConnected(side);
    expect(bench.sides.flatMap(({ states }) => states.filter(({ phase }) => phase === 'failed'))).to.deep.equal([]);
  });

  it('waits for who leaves the same room, and for nobody else', async () => {
    const room = bench.room();
    const first = bench.side('caller', { room });
    await isConnected(first);
    const client = clientOf(first);
    const { leave } = client;
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    client.leave = () => held.then(() => Reflect.apply(leave, client, []));
    const left = first.connection.close();
    const [same, other] = [bench.side('caller', { room }), bench.side('caller')];
    await isConnected(other);
    expect(clientOf(same)).to.equal(undefined);
    go();
    await Promise.all([left, isConnected(same)]);
  });

  it('never fails in the same room', async () => {
    const room = bench.room();
    let side = bench.side('caller', { room });
    for (let call = 0; call < 10; call += 1) {
      if (call % 3 !== 0) await isConnected(side);
      void side.connection.close();
      side = bench.side('caller', { room });
    }
    await isConnected(side);
    expect(bench.sides.flatMap(({ states }) => states.filter(({ phase }) => phase === 'failed'))).to.deep.equal([]);
  });
});

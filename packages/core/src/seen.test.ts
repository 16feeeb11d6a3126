import { SimulatedClock } from '@call-elements/testing';
import { expect } from 'chai';
import { Seen } from './seen.ts';

describe('Seen', () => {
  it('remembers for a while, counted from the last time, and leaves no timer', async () => {
    const clock = new SimulatedClock();
    const seen = new Seen(clock, 1_000);
    seen.add('a');
    await clock.advance(900);
    seen.add('a');
    seen.add('b');
    await clock.advance(900);
    expect([seen.has('a'), seen.has('b'), seen.has('c')]).to.deep.equal([true, true, false]);
    expect(clock.pending).to.equal(0);
    await clock.advance(200);
    expect([seen.has('a'), seen.has('b')]).to.deep.equal([false, false]);
  });

  it('forgets the oldest beyond its limit', () => {
    const seen = new Seen(new SimulatedClock(), 1_000, 3);
    for (const key of ['a', 'b', 'c', 'd']) seen.add(key);
    expect(['a', 'b', 'c', 'd'].map((key) => seen.has(key))).to.deep.equal([false, true, true, true]);
    // What is seen again is the newest.
    for (const key of ['b', 'e']) seen.add(key);
    expect(['b', 'c', 'd', 'e'].map((key) => seen.has(key))).to.deep.equal([true, false, true, true]);
  });
});

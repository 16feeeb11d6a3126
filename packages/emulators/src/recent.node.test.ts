import { expect } from 'chai';
import { Recent } from './recent.ts';

describe('Recent', () => {
  it('forgets the oldest of too many', () => {
    const recent = new Recent<string, number>(2);
    for (const [index, key] of ['a', 'b', 'a', 'c'].entries()) recent.set(key, index);
    expect(['a', 'b', 'c'].map((key) => recent.get(key))).to.deep.equal([undefined, 1, 3]);
  });
});

import { expect } from 'chai';
import { loadSignal } from '@call-elements/core';
import './register.ts';

describe('register', () => {
  it('puts the adapter under the name "local"', async () => {
    const create = await loadSignal('local');
    expect(create({ userId: 'alice' }).userId).to.equal('alice');
  });
});

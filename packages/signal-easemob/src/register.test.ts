import { expect } from 'chai';
import { loadSignal } from '@call-elements/core';
import './register.ts';

describe('register', () => {
  it('puts easemob under its name, and fetches no SDK yet', async () => {
    const createSignal = await loadSignal('easemob');
    const signal = createSignal({ userId: 'Alice', appKey: 'org#app' });
    expect(signal.userId).to.equal('alice');
    expect(signal.state).to.equal('offline');
    expect(globalThis).not.to.have.property('WebIM');
  });
});

import { expect } from 'chai';
import { loadSignal } from '@call-elements/core';
import './register.ts';

describe('register', () => {
  it('puts rtm under its name', async () => {
    const createSignal = await loadSignal('rtm');
    const signal = createSignal({ userId: 'alice', appId: '0'.repeat(32) });
    expect(signal.userId).to.equal('alice');
    expect(signal.state).to.equal('offline');
  });
});

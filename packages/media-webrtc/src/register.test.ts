import { expect } from 'chai';
import { loadMedia } from '@call-elements/core';
import './register.ts';

describe('register', () => {
  it('puts webrtc under its name', async () => {
    const createMedia = await loadMedia('webrtc');
    expect(createMedia({ userId: 'alice' }).name).to.equal('webrtc');
  });
});

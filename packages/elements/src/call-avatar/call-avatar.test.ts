import { expect } from 'chai';
import type { CallAvatar } from './call-avatar.ts';
import { FakeClient } from '../testing/fake-client.ts';
import { find, has, mount, next, settled, unmountAll } from '../testing/mount.ts';
import { defineStubProvider } from '../testing/stub-provider.ts';
import type { StubProvider } from '../testing/stub-provider.ts';

const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';

describe('call-avatar', () => {
  before(() => defineStubProvider('stub-provider'));
  afterEach(unmountAll);

  it('shows what the page says, never what the caller sent', async () => {
    const provider = mount<StubProvider>('<stub-provider><call-avatar></call-avatar></stub-provider>');
    const client = new FakeClient();
    provider.client = client.asClient;
    client.in('calling', { direction: 'incoming', extension: { name: 'Your Bank', avatar: PIXEL } });
    const avatar = provider.querySelector('call-avatar')!;
    await settled(avatar);
    expect(has(avatar, 'img')).to.equal(false);
    expect(find(avatar, '.initials').textContent).to.equal('B');
    provider.set({ person: () => ({ name: 'Bob van Marlowe', avatar: PIXEL }) });
    await settled(avatar);
    expect(find(avatar, 'img').getAttribute('src')).to.equal(PIXEL);
    expect(find(avatar, '.initials').textContent).to.equal('BM');
  });

  it('falls back to the initials when the picture cannot be loaded', async () => {
    const provider = mount<StubProvider>('<stub-provider><call-avatar user-id="bob"></call-avatar></stub-provider>');
    const avatar = provider.querySelector<CallAvatar>('call-avatar')!;
    provider.set({ person: () => ({ name: 'Bob', avatar: 'data:image/png;base64,AAAA' }) });
    await settled(avatar);
    await next(find(avatar, 'img'), 'error');
    await settled(avatar);
    expect(has(avatar, 'img')).to.equal(false);
  });
});

import { expect } from 'chai';
import type { CallProvider } from './call-provider.ts';
import { fakeMedia, openTracks } from '../testing/fake-client.ts';
import { next, unmountAll, until } from '../testing/mount.ts';
import { built, readyProvider } from '../testing/test-provider.ts';

describe('the sound of the peer', () => {
  beforeEach(() => {
    built.length = 0;
  });
  afterEach(unmountAll);

  const audioOf = (provider: CallProvider): HTMLAudioElement => provider.shadowRoot!.querySelector('audio')!;

  it('plays from connecting on, not while it rings, and stops with the call', async () => {
    const { audio: track, stop } = await openTracks();
    const provider = await readyProvider();
    const { client } = built[0]!;
    const audio = audioOf(provider);
    const media = fakeMedia({ remote: { audio: track, video: null } });
    client.in('calling', { direction: 'incoming', media });
    expect(audio.srcObject).to.equal(null);
    provider.unlock();
    expect(audio.paused).to.equal(true);
    client.in('connecting', { media });
    await next(audio, 'playing');
    expect((audio.srcObject as MediaStream).getAudioTracks()).to.deep.equal([track]);
    client.end('remoteHangup');
    expect(audio.srcObject).to.equal(null);
    stop();
  });

  it('W-25: tells when the browser refuses, until a click', async () => {
    const { audio: track, stop } = await openTracks();
    const provider = await readyProvider();
    const audio = audioOf(provider);
    audio.play = async () => {
      throw new DOMException('no gesture', 'NotAllowedError');
    };
    built[0]!.client.in('connected', { media: fakeMedia({ remote: { audio: track, video: null } }) });
    await until(() => provider.audioBlocked);
    expect(provider.scope.audioBlocked).to.equal(true);
    delete (audio as Partial<HTMLAudioElement>).play;
    provider.unlock();
    await until(() => !provider.audioBlocked);
    expect(audio.paused).to.equal(false);
    stop();
  });
});

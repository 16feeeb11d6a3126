import { expect } from 'chai';
import type { CallVideo } from './call-video.ts';
import { loadCallParts } from '../load-call-parts.ts';
import { FakeClient, fakeMedia, openTracks } from '../testing/fake-client.ts';
import { find, has, mount, settled, unmountAll } from '../testing/mount.ts';

type Tracks = Awaited<ReturnType<typeof openTracks>>;

const frame = (video: HTMLVideoElement): Promise<number> => new Promise((resolve) => video.requestVideoFrameCallback((_, { presentedFrames }) => resolve(presentedFrames)));

describe('call-video', () => {
  before(loadCallParts);
  let tracks: Tracks;
  before(async () => (tracks = await openTracks()));
  after(() => tracks.stop());
  afterEach(unmountAll);

  const remote = () => ({ media: fakeMedia({ remote: { audio: null, video: tracks.video }, received: { audio: true, video: true } }), remote: { microphone: true, camera: true } });

  async function shown(client: FakeClient, attributes = ''): Promise<{ element: CallVideo; video: HTMLVideoElement }> {
    const element = mount<CallVideo>(`<call-video ${attributes} style="inline-size:320px;block-size:240px"></call-video>`);
    element.client = client.asClient;
    await settled(element);
    return { element, video: find<HTMLVideoElement>(element, 'video') };
  }

  it('plays hidden while it rings, and is only revealed when answered', async () => {
    const client = new FakeClient();
    client.in('calling', { direction: 'incoming', ...remote() });
    const { element, video } = await shown(client);
    await frame(video);
    expect(getComputedStyle(video).visibility).to.equal('hidden');
    const { srcObject } = video;
    client.in('connecting', remote());
    await settled(element);
    expect(getComputedStyle(video).visibility).to.equal('visible');
    expect(find(element, 'video')).to.equal(video);
    expect(video.srcObject).to.equal(srcObject);
    expect(video.muted).to.equal(true);
  });

  it('keeps one video through many renderings and goes on after a move', async () => {
    const client = new FakeClient();
    client.in('connected', remote());
    const { element, video } = await shown(client);
    await frame(video);
    for (let turn = 0; turn < 100; turn++) {
      client.in('connected', { ...remote(), connectedAt: turn });
      await settled(element);
    }
    expect(find(element, 'video')).to.equal(video);
    element.remove();
    await new Promise((resolve) => setTimeout(resolve));
    document.body.append(element);
    await settled(element);
    await frame(video);
    expect(video.paused).to.equal(false);
    element.remove();
  });

  it('W-16: two of them play each its own, and neither takes what the page has put inside', async () => {
    const client = new FakeClient();
    client.in('connected', remote());
    const { element: first, video } = await shown(client);
    const second = mount<CallVideo>('<call-video style="inline-size:320px;block-size:240px"><p>of the page</p></call-video>');
    second.client = client.asClient;
    await settled(second);
    const other = find<HTMLVideoElement>(second, 'video');
    await Promise.all([frame(video), frame(other)]);
    expect(other).to.not.equal(video);
    client.in('prepared', {});
    await settled(first);
    await settled(second);
    expect(second.textContent).to.equal('of the page');
  });

  it('covers the frozen last frame when the peer turns the camera off', async () => {
    const client = new FakeClient();
    client.in('connected', remote());
    const { element, video } = await shown(client);
    expect(has(element, '.cover')).to.equal(false);
    client.in('connected', { ...remote(), remote: { microphone: true, camera: false } });
    await settled(element);
    expect(find(element, '.cover').textContent).to.contain('Camera is off');
    expect(getComputedStyle(video).visibility).to.equal('hidden');
  });

  it('mirrors the own camera, crops it, and leaves the peer as it is', async () => {
    const client = new FakeClient();
    client.in('connected', { ...remote(), local: { microphone: { state: 'off', track: null }, camera: { state: 'on', track: tracks.video } } });
    const own = await shown(client, 'local');
    const peer = await shown(client);
    expect(getComputedStyle(own.video).scale).to.equal('-1 1');
    expect(getComputedStyle(own.video).objectFit).to.equal('cover');
    expect(getComputedStyle(peer.video).scale).to.equal('none');
    expect(getComputedStyle(peer.video).objectFit).to.equal('contain');
    await frame(own.video);
    expect(own.video.videoWidth).to.be.greaterThan(0);
  });

  it('lets go of the tracks when the call is over', async () => {
    const client = new FakeClient();
    client.in('connected', remote());
    const { element, video } = await shown(client);
    client.end('localHangup');
    await settled(element);
    expect(video.srcObject).to.equal(null);
  });
});

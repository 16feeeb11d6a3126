import { settle, World } from '@call-elements/testing';
import type { Page } from '@call-elements/testing';
import { expect } from 'chai';
import { CallError } from './errors.ts';
import type { Track } from './media.ts';
import { expectEnd, expectQuiet } from './testing/pages.ts';
import { kit, kitOf, nativePair, parseSent, ScriptedPeer } from './testing/scripted-peer.ts';

const denied = new CallError('permissionDenied', 'refused');
const local = (page: Page) => page.client.getState().call!.local;
const connection = (page: Page) => page.media.opened.at(-1)!;
/** What goes out as video: `camera`, `placeholder` or nothing. */
const video = (page: Page) => nameOf(connection(page).published.video);
const nameOf = (track: Track | null) => (track === null ? 'nothing' : track.id.startsWith('placeholder') ? 'placeholder' : 'camera');
const placeholders = (page: Page) => page.capture.tracks.filter(({ id }) => id.startsWith('placeholder'));
const invite = { callId: 'NATIVE', fromRoomId: '9009', remoteUserId: 1001, messageId: 1, fromUserExtension: {} };

/** What is published as video from here on, in order. */
function watch(page: Page): string[] {
  const seen: string[] = [];
  const { publish } = connection(page);
  connection(page).publish = (kind, track) => {
    if (kind === 'video') seen.push(nameOf(track));
    return publish.call(connection(page), kind, track);
  };
  return seen;
}

/** Its app is in the room and shows a picture. */
function nativeShows(page: Page): void {
  const both = { audio: true, video: true };
  connection(page).fault({ phase: 'connected', peer: 'here', received: both, sent: { audio: true, video: connection(page).published.video !== null } });
}

/** The page dials a user who may have a native app, and has a camera or not. */
async function dialled({ camera = false, engine = 'agora', to = '9009', type = 'video' as 'audio' | 'video' } = {}) {
  const all = await nativePair({ engine });
  if (to !== '9009') await ScriptedPeer.create(all.world, to);
  if (!camera) all.page.capture.refuse.video = denied;
  const callId = await all.page.client.call(to, { type });
  await all.world.settle();
  return { ...all, callId };
}

/** A native app rings the page. */
async function rung({ early = 'receive' as 'receive' | 'full', camera = true } = {}) {
  const all = await nativePair({ earlyMedia: early });
  if (!camera) all.page.capture.refuse.video = denied;
  await all.native.say('1001', 0, invite);
  await all.world.advance(100);
  return all;
}

describe('a caller without a camera picture', () => {
  it('sends a placeholder while nobody knows what the peer has, and says nothing of it', async () => {
    const { page } = await dialled();
    expect(video(page)).to.equal('placeholder');
    expect(local(page).camera).to.deep.equal({ state: 'failed', track: null, error: denied });
    expect(page.errors).to.deep.equal(['permissionDenied']);
    await page.client.cancelCall();
    await settle();
    expectEnd(page, 'localCancelled');
  });

  it('keeps it for a native app, which connects by it', async () => {
    const { world, page, native, callId } = await dialled();
    await native.say('1001', 2, { callId, messageId: 1 });
    await world.advance(50);
    nativeShows(page);
    await world.advance(5_000);
    expect(page.client.getState().state).to.equal('connected');
    expect(video(page)).to.equal('placeholder');
    expect(local(page).camera.state).to.equal('failed');
    expect(page.client.getState().call!.local.camera.track).to.equal(null);
  });

  it('sends none where no native app can be', async () => {
    for (const where of [{ engine: 'webrtc' }, { to: 'bob' }, { to: '2147483648' }, { type: 'audio' as const }, { camera: true }]) {
      const { world, page } = await dialled(where);
      await world.advance(1_000);
      expect(placeholders(page), JSON.stringify(where)).to.deep.equal([]);
    }
  });

  it('waits for the answer while the user is asked', async () => {
    const { world, page } = await nativePair();
    page.capture.delay = 5_000;
    page.capture.refuse.video = denied;
    await page.client.call('9009');
    await world.advance(4_900);
    expect(local(page).camera.state).to.equal('asking');
    expect(placeholders(page)).to.deep.equal([]);
    page.capture.delay = 0;
    await world.advance(200);
    expect(video(page)).to.equal('placeholder');
  });

  it('who switches the camera off while it rings: whoever answers has not seen it', async () => {
    const { page } = await dialled({ camera: true });
    expect(video(page)).to.equal('camera');
    connection(page).fault({ sent: { audio: true, video: true } });
    await page.client.setCamera(false);
    await settle();
    expect(video(page)).to.equal('placeholder');
    expect(local(page).camera.state).to.equal('off');
    expect(page.capture.live, 'microphone and placeholder').to.equal(2);
  });
});

describe('a peer that turns out to be a kit', () => {
  /** 1001 without a camera dials 2002, on an engine that native apps have too. */
  async function kits(placeholderDelay = 0) {
    const world = new World();
    const page = await world.page('1001', { engine: 'agora' });
    const peer = await world.page('2002', { engine: 'agora' });
    page.capture.refuse.video = denied;
    const { capture } = page;
    const { acquire } = capture;
    capture.acquire = (request) => {
      capture.delay = request.placeholder ? placeholderDelay : 0;
      return acquire.call(capture, request);
    };
    await page.client.call('2002');
    await world.settle();
    return { world, page, peer };
  }

  it('is sent no placeholder from then on', async () => {
    const { world, page, peer } = await kits();
    expect(video(page)).to.equal('placeholder');
    const seen = watch(page);
    await world.advance(200);
    expect(peer.client.getState().state).to.equal('calling');
    expect(seen).to.deep.equal(['nothing']);
    expect(placeholders(page).map(({ live }) => live)).to.deep.equal([false]);
    await peer.client.accept();
    await world.advance(500);
    expect(page.client.getState().state).to.equal('connected');
    const said = parseSent(world, '1001').map(kitOf).filter(({ media }) => media);
    expect(said.map(({ media }) => media!.video)).to.deep.equal([false]);
    expect(placeholders(page)).to.have.length(1);
  });

  it('before the placeholder is there: it is thrown away when it comes', async () => {
    const { world, page } = await kits(1_000);
    const seen = watch(page);
    await world.advance(200);
    expect(placeholders(page)).to.deep.equal([]);
    await world.advance(2_000);
    expect(placeholders(page).map(({ live }) => live)).to.deep.equal([false]);
    expect(seen).to.deep.equal(['nothing']);
  });

  it('but then a native app of the same user answers: it gets one', async () => {
    const { world, page, native, callId } = await dialled();
    await native.say('1001', 100, { callId, messageId: 1, ...kit('tab', { engine: 'agora', receipt: 1 }) });
    await world.advance(50);
    expect(video(page)).to.equal('nothing');
    await native.say('1001', 2, { callId, messageId: 2 });
    await world.advance(50);
    expect(page.client.getState().state).to.equal('connecting');
    expect(video(page)).to.equal('placeholder');
  });

  it('wins the glare: the placeholder of the lost call ends', async () => {
    const world = new World();
    const pages = [await world.page('1001', { engine: 'agora' }), await world.page('2002', { engine: 'agora' })] as const;
    for (const page of pages) page.capture.refuse.video = denied;
    await Promise.all([pages[0].client.call('2002'), pages[1].client.call('1001')]);
    await world.settle();
    for (const page of pages) expect(video(page)).to.equal('placeholder');
    await world.advance(1_000);
    for (const page of pages) {
      expect(page.client.getState().state, page.name).to.equal('connected');
      expect(page.capture.live, `${page.name}: the microphone`).to.equal(1);
      await page.client.hangup().catch(() => {});
    }
    await world.advance(1_000);
    for (const page of pages) expectQuiet(page);
  });
});

describe('a callee of a native app', () => {
  it('who accepts without camera: a placeholder from the accept on, and no camera is opened', async () => {
    const { world, page } = await rung();
    expect(page.capture.tracks).to.deep.equal([]);
    await page.client.accept({ camera: false });
    await world.settle();
    expect(video(page)).to.equal('placeholder');
    expect(connection(page).sentBeforeAccept).to.equal(false);
    expect(page.capture.tracks.map(({ id }) => id)).to.deep.equal(['audio-0', 'placeholder-1']);
    expect(local(page).camera).to.deep.equal({ state: 'off', track: null });
    await page.client.hangup();
    await settle();
    expectEnd(page, 'localHangup');
  });

  it('whose camera is refused although its own side is connected long since', async () => {
    const { world, page } = await rung({ camera: false });
    page.capture.delay = 3_000;
    nativeShows(page);
    await page.client.accept();
    await world.advance(1_000);
    expect(page.client.getState().state).to.equal('connected');
    expect(placeholders(page)).to.deep.equal([]);
    page.capture.delay = 0;
    await world.advance(3_000);
    expect(local(page).camera.state).to.equal('failed');
    expect(video(page)).to.equal('placeholder');
  });

  it('sends nothing before it accepts, but with `full`', async () => {
    for (const [early, expected] of [['receive', 'nothing'], ['full', 'placeholder']] as const) {
      const { world, page } = await rung({ early, camera: false });
      await page.client.setCamera(false);
      await world.advance(100);
      expect(page.client.getState().state).to.equal('calling');
      expect(video(page), early).to.equal(expected);
    }
  });

  it('the camera takes its place without a gap, when it comes', async () => {
    const { world, page } = await rung();
    await page.client.accept({ camera: false });
    await world.settle();
    const seen = watch(page);
    const opened = page.client.setCamera(true);
    await world.settle();
    await opened;
    expect(seen).to.deep.equal(['camera']);
    expect(video(page)).to.equal('camera');
    expect(placeholders(page).map(({ live }) => live)).to.deep.equal([false]);
  });

  it('a camera that does not come leaves it', async () => {
    const { world, page } = await rung({ camera: false });
    await page.client.accept({ camera: false });
    await world.settle();
    const seen = watch(page);
    const opened = page.client.setCamera(true).catch((error: CallError) => error.code);
    await world.settle();
    expect(await opened).to.equal('permissionDenied');
    expect(seen).to.deep.equal([]);
    expect(placeholders(page).map(({ live }) => live)).to.deep.equal([true]);
  });

  it('a camera that was seen and is switched off is off', async () => {
    const { world, page } = await rung();
    await page.client.accept();
    await world.settle();
    nativeShows(page);
    await world.advance(100);
    expect(page.client.getState().state).to.equal('connected');
    await page.client.setCamera(false);
    await world.advance(100);
    expect(video(page)).to.equal('nothing');
    expect(placeholders(page)).to.deep.equal([]);
  });
});

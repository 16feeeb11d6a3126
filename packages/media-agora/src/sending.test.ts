import { expect } from 'chai';
import type { Track } from '@call-elements/core';
import { onEmulators } from '@call-elements/emulators/page';
import { untilPicture, untilSound } from '@call-elements/testing/media-probes';
import type { MediaSide } from '@call-elements/testing/media-conformance';
import { isConnected, useBench } from './testing/bench.ts';

const isGreen = ([red, green]: [number, number, number]) => green > red + 50;
const isRed = ([red, green]: [number, number, number]) => red > green + 50;

describe('what an Agora connection sends', function () {
  this.timeout(20_000);
  const bench = useBench();

  const picture = (side: MediaSide, matches?: (rgb: [number, number, number]) => boolean) => untilPicture(side.state.remote.video as MediaStreamTrack, matches);
  const send = (side: MediaSide, track: MediaStreamTrack | null, kind: 'audio' | 'video' = 'video') => side.connection.publish(kind, track as Track | null);
  /** Those of the pages' connections that send this kind. */
  const senders = (kind: string) => bench.pcs.filter(({ signalingState }) => signalingState !== 'closed').flatMap((pc) => pc.getSenders()).filter(({ track }) => track?.kind === kind);

  it('is published in one go when both are there', async () => {
    const sent: string[] = [];
    const { send: native } = WebSocket.prototype;
    WebSocket.prototype.send = function (this: WebSocket, data: string) {
      if (String(data).includes('"_type":"publish"')) sent.push(String(data));
      native.call(this, data);
    };
    try {
      await bench.flowing();
    } finally {
      WebSocket.prototype.send = native;
    }
    expect(sent).to.have.length(1);
    expect(sent[0]).to.match(/"stream_type":"audio"/).and.to.match(/"stream_type":"high"/);
  });

  it('is nothing of a callee who has not accepted, also when it published while the room was being joined', async () => {
    const room = bench.room();
    const alice = bench.side('caller', { room });
    const bob = bench.side('callee', { room });
    const { audio, video } = await bench.devices();
    void Promise.all([send(bob, audio, 'audio'), send(bob, video), send(alice, audio, 'audio')]);
    await bob.until(({ received }) => received.audio);
    // The picture has its place in the room; nothing is sent there.
    await alice.until(({ remote }) => remote.video !== null);
    const { publishes } = (await onEmulators('rtc.members', room)).find(({ name }) => name === 'bob')!;
    expect(Object.keys(publishes)).to.deep.equal(['video']);
    expect((await bob.connection.stats()).packetsSent).to.equal(0);
    expect(bob.state.sent.video || alice.state.received.video).to.equal(false);
    bob.connection.accepted();
    await alice.until(({ received }) => received.video);
    await picture(alice);
  });

  it('leaves tracks as they are: live, enabled or not, constrained or not, and not played', async () => {
    const { alice, bob, audio, video } = await bench.flowing();
    const constraints = [audio.getConstraints(), video.getConstraints()];
    audio.enabled = false;
    await Promise.all([send(alice, null, 'audio'), send(alice, null)]);
    expect([audio.enabled, video.enabled]).to.deep.equal([false, true]);
    await Promise.all([send(alice, audio, 'audio'), send(alice, video)]);
    expect([audio.enabled, video.enabled]).to.deep.equal([false, true]);
    await picture(bob);
    await alice.connection.close();
    expect([audio.enabled, video.enabled]).to.deep.equal([false, true]);
    expect([audio.readyState, video.readyState]).to.deep.equal(['live', 'live']);
    expect([audio.getConstraints(), video.getConstraints()]).to.deep.equal(constraints);
  });

  it('is silent while the track is disabled, and sounds when it is enabled: muting needs no word to the SDK', async () => {
    const { bob, audio } = await bench.flowing();
    audio.enabled = false;
    // A frame on, what was under way has been heard.
    await bob.untilStats(({ framesDecoded }) => framesDecoded > 5);
    let heard = false;
    const listening = untilSound(bob.state.remote.audio as MediaStreamTrack).then(() => (heard = true));
    const { framesDecoded } = await bob.connection.stats();
    // The fake microphone beeps once a second, and its camera has 20 frames.
    await bob.untilStats((stats) => stats.framesDecoded > framesDecoded + 40);
    expect(heard).to.equal(false);
    audio.enabled = true;
    await listening;
  });

  it('keeps no clone alive', async () => {
    const { alice, bob } = await bench.flowing();
    expect(bench.clones).not.to.deep.equal([]);
    expect(bench.liveClones).to.equal(0);
    await Promise.all([send(alice, null, 'audio'), send(alice, null)]);
    expect(bench.liveClones).to.equal(0);
    await Promise.all([alice.connection.close(), bob.connection.close()]);
    expect(bench.liveClones).to.equal(0);
  });

  it('changes with no new stream, and encodes for its size', async () => {
    const { alice, bob, room } = await bench.flowing();
    const ssrcs = async () => (await onEmulators('rtc.members', room)).map(({ publishes }) => publishes.video?.ssrc);
    const before = await ssrcs();
    const small = bench.colour('rgb(0, 200, 0)');
    await send(alice, small);
    await picture(bob, isGreen);
    expect(await ssrcs()).to.deep.equal(before);
    const [sender] = senders('video');
    expect(sender!.track).to.equal(small);
    // 320 × 240 after 640 × 480.
    expect(sender!.getParameters().encodings[0]!.maxBitrate).to.equal(307_000);
  });

  it('tells the peer of a pause, and of its end, with no new stream and no new subscription', async () => {
    const { alice, bob, video } = await bench.flowing();
    const remote = bob.state.remote.video;
    await send(alice, null);
    await bob.until(({ remotePaused }) => remotePaused.video);
    expect(bob.state.remotePaused.audio).to.equal(false);
    await send(alice, video);
    await bob.until(({ remotePaused }) => !remotePaused.video);
    expect(bob.state.remote.video).to.equal(remote);
    await picture(bob);
    await send(alice, null, 'audio');
    await bob.until(({ remotePaused }) => remotePaused.audio);
  });

  it('stops at once without a socket, and the peer hears of it later', async () => {
    const { alice, bob } = await bench.flowing();
    await onEmulators('rtc.sockets.refuse', 'alice');
    await onEmulators('rtc.sockets.cut', 'alice');
    await alice.until(({ phase }) => phase === 'reconnecting');
    void send(alice, null);
    while (senders('video').length > 0) await alice.connection.stats();
    await onEmulators('rtc.sockets.heal');
    await bob.until(({ remotePaused }) => remotePaused.video);
    await isConnected(alice);
  });

  it('is refused when it is the wrong kind', async () => {
    const { alice } = bench.pair({ type: 'audio' });
    const { audio, video } = await bench.devices();
    const codes: string[] = [];
    for (const wrong of [send(alice, audio, 'video'), send(alice, video)]) await wrong.catch((error: { code: string }) => codes.push(error.code));
    expect(codes).to.deep.equal(['invalidArgument', 'unsupported']);
  });

  it('goes on after another track was sent in between', async () => {
    const { alice, bob } = await bench.met();
    const red = bench.colour('rgb(200, 0, 0)');
    const green = bench.colour('rgb(0, 200, 0)');
    for (const track of [red, null, green, red]) await send(alice, track);
    await bob.until(({ received }) => received.video);
    await picture(bob, isRed);
  });
});

import { expect } from 'chai';
import { NativePeerConnection, useBench } from './testing/bench.ts';

describe('first frames', () => {
  const bench = useBench();

  const callback = HTMLVideoElement.prototype.requestVideoFrameCallback;
  const getStats = NativePeerConnection.prototype.getStats;

  afterEach(() => {
    HTMLVideoElement.prototype.requestVideoFrameCallback = callback;
    NativePeerConnection.prototype.getStats = getStats;
  });

  it('are found by statistics where frame callbacks do not come, as in a hidden page', async () => {
    HTMLVideoElement.prototype.requestVideoFrameCallback = () => 0;
    const { caller, callee } = await bench.connected();
    await caller.connection.publish('video', (await bench.devices()).video);
    await callee.until(({ received }) => received.video);
    expect((await callee.connection.stats()).framesDecoded).to.be.greaterThan(0);
  });

  it('are found by frame callbacks before statistics show them', async () => {
    NativePeerConnection.prototype.getStats = () => Promise.resolve(new Map() as unknown as RTCStatsReport);
    const { caller, callee } = await bench.connected();
    await caller.connection.publish('video', (await bench.devices()).video);
    await callee.until(({ received }) => received.video);
    expect(callee.state.received.audio).to.equal(false);
  });

  it('are no longer looked for when both are here', async () => {
    const { caller, callee, pcs } = await bench.connected();
    const { audio, video } = await bench.devices();
    let reports = 0;
    await caller.connection.publish('audio', audio);
    await caller.connection.publish('video', video);
    await callee.until(({ received }) => received.audio && received.video);
    pcs[1].getStats = (() => {
      reports += 1;
      return Promise.resolve(new Map());
    }) as unknown as RTCPeerConnection['getStats'];
    const shown = document.createElement('video');
    shown.muted = true;
    shown.srcObject = new MediaStream([callee.state.remote.video as MediaStreamTrack]);
    void shown.play();
    for (let frame = 0; frame < 10; frame += 1) await new Promise((resolve) => shown.requestVideoFrameCallback(resolve));
    shown.srcObject = null;
    expect(reports).to.equal(0);
  });
});

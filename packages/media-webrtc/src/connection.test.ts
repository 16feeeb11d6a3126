import { expect } from 'chai';
import type { Track } from '@call-elements/core';
import { untilTold, useBench } from './testing/bench.ts';

describe('a webrtc connection', () => {
  const bench = useBench();

  describe('quality', () => {
    async function firstWidth(): Promise<{ width: number; codec: string | undefined }> {
      const { caller, callee, pcs } = await bench.connected();
      const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 } });
      bench.tracks.push(...stream.getTracks());
      await caller.connection.publish('video', stream.getVideoTracks()[0] as unknown as Track);
      await callee.until(({ received }) => received.video);
      const { frameWidth, roundTripMs } = await callee.untilStats((stats) => stats.frameWidth !== undefined);
      expect(roundTripMs).to.be.a('number');
      const report = [...(await pcs[0].getStats()).values()] as { type: string; kind?: string; codecId?: string; id: string; mimeType?: string }[];
      const outbound = report.find(({ type, kind }) => type === 'outbound-rtp' && kind === 'video');
      return { width: frameWidth!, codec: report.find(({ id }) => id === outbound?.codecId)?.mimeType };
    }

    it('starts with VP8 and a picture of a size that Chromium alone works up to over many seconds', async () => {
      const { width, codec } = await firstWidth();
      expect(width).to.be.at.least(960);
      expect(codec).to.equal('video/VP8');
    });

    it('asks for the start bitrate in what the peer sent, and nowhere else', async () => {
      const { pcs } = await bench.connected({}, { startVideoKbps: 900 });
      for (const pc of pcs) {
        expect(pc.remoteDescription!.sdp).to.contain('x-google-start-bitrate=900');
        expect(pc.localDescription!.sdp).not.to.contain('x-google-start-bitrate');
      }
    });

    it('caps video on both sides', async () => {
      const { pcs } = await bench.connected({}, { maxVideoKbps: 700 });
      for (const pc of pcs) {
        const sender = pc.getTransceivers().find(({ receiver }) => receiver.track.kind === 'video')!.sender;
        while (sender.getParameters().encodings[0]?.maxBitrate !== 700_000) await pc.getStats();
      }
    });
  });

  describe('closing', () => {
    it('is done in the same turn when nothing waits to leave', async () => {
      const { caller, pcs } = await bench.connected();
      void caller.connection.close();
      expect(pcs[0].signalingState).to.equal('closed');
    });

    it('stops sending in the same turn when something does', async () => {
      const { caller, callee, pcs } = await bench.connected();
      await caller.connection.publish('video', (await bench.devices()).video);
      await untilTold(caller, callee);
      caller.connection.tell!('x'.repeat(200_000));
      const closing = caller.connection.close();
      expect(pcs[0].signalingState).to.equal('stable');
      expect(pcs[0].getSenders().map(({ track }) => track)).to.deep.equal([null, null]);
      await closing;
      expect(pcs[0].signalingState).to.equal('closed');
    });

    it('does not wait for what cannot leave', async () => {
      const { caller, callee, pcs } = await bench.connected();
      await untilTold(caller, callee);
      const stuck = Object.getOwnPropertyDescriptor(RTCDataChannel.prototype, 'bufferedAmount')!;
      Object.defineProperty(RTCDataChannel.prototype, 'bufferedAmount', { ...stuck, get: () => 1 });
      try {
        await caller.connection.close();
      } finally {
        Object.defineProperty(RTCDataChannel.prototype, 'bufferedAmount', stuck);
      }
      expect(pcs[0].signalingState).to.equal('closed');
    });

    it('leaves no listener and stops the hidden video', async () => {
      const hidden: HTMLVideoElement[] = [];
      const createElement = document.createElement.bind(document);
      document.createElement = ((tag: string) => {
        const element = createElement(tag);
        if (element instanceof HTMLVideoElement) hidden.push(element);
        return element;
      }) as typeof document.createElement;
      const { caller, callee } = await bench.connected();
      document.createElement = createElement;
      expect(hidden).to.have.length(2);
      for (const video of hidden) expect(video.isConnected).to.equal(false);
      await Promise.all([caller.connection.close(), callee.connection.close()]);
      for (const video of hidden) expect(video.srcObject === null).to.equal(true);
      const sent = [caller.payloads.length, callee.payloads.length];
      window.dispatchEvent(new Event('online'));
      expect([caller.payloads.length, callee.payloads.length]).to.deep.equal(sent);
    });

    it('while servers are being fetched makes no offer', async () => {
      let answer = (_: RTCIceServer[]) => {};
      const { callee } = bench.pair({}, { iceServers: () => new Promise<RTCIceServer[]>((resolve) => (answer = resolve)) });
      await callee.connection.close();
      answer([]);
      await Promise.resolve();
      expect(callee.payloads).to.deep.equal([]);
      expect(bench.connections[1]!.localDescription).to.equal(null);
    });
  });

  describe('what cannot work', () => {
    it('fails after open returned: no WebRTC', async () => {
      Reflect.deleteProperty(window, 'RTCPeerConnection');
      const side = bench.side('callee');
      expect(side.state.phase).to.equal('connecting');
      await side.until(({ phase }) => phase === 'failed');
      expect(side.state.error).to.have.property('code', 'unsupported');
      side.connection.receive({});
      await side.connection.publish('audio', null);
      expect((await side.connection.stats()).packetsSent).to.equal(0);
      await side.connection.close();
      expect(side.state.phase).to.equal('closed');
    });

    it('fails after open returned: no connection to be had', async () => {
      const cause = new DOMException('too many', 'UnknownError');
      window.RTCPeerConnection = class {
        constructor() {
          throw cause;
        }
      } as unknown as typeof RTCPeerConnection;
      const side = bench.side('callee');
      await side.until(({ phase }) => phase === 'failed');
      expect(side.state.error).to.include({ code: 'mediaFailed', cause });
    });

    it('fails when a description cannot be made', async () => {
      const { callee, pcs } = bench.pair();
      pcs[1].setLocalDescription = () => Promise.reject(new DOMException('broken', 'OperationError'));
      await callee.until(({ phase }) => phase === 'failed');
      expect(callee.state.error).to.have.property('code', 'mediaFailed');
    });
  });
});

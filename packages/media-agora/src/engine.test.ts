import { createClient } from 'agora-rtc-sdk-ng/esm';
import { expect } from 'chai';
import { loadMedia } from '@call-elements/core';
import type { MediaOpenOptions, Track } from '@call-elements/core';
import { onEmulators } from '@call-elements/emulators/page';
import { MediaSide } from '@call-elements/testing/media-conformance';
import { untilPicture } from '@call-elements/testing/media-probes';
import { createAgoraMedia } from './index.ts';
import type { AgoraOptions } from './index.ts';
import './register.ts';
import { clientOf, hasFailed, isConnected, useBench } from './testing/bench.ts';

describe('the Agora engine', function () {
  this.timeout(20_000);
  const bench = useBench();

  function opened(engine: ReturnType<typeof createAgoraMedia>, room: string, peer = 'bob'): MediaSide {
    const options: Omit<MediaOpenOptions, 'send' | 'told'> = { callId: room, roomId: room, type: 'video', role: 'caller', localUserId: 'alice', remoteUserId: peer, early: 'receive' };
    const side = new MediaSide(engine, options, () => {});
    bench.sides.push(side);
    return side;
  }

  const members = async (room: string) => (await onEmulators('rtc.members', room)).map(({ name }) => name);

  it('is registered under its name', async () => {
    const createMedia = await loadMedia('agora');
    expect(createMedia({ userId: 'alice' }).name).to.equal('agora');
  });

  describe('warming up', () => {
    it('loads the SDK, opens nothing, and touches no device', async () => {
      await createAgoraMedia(bench.options('alice')).warmUp!();
      expect([bench.sockets, bench.pcs]).to.deep.equal([[], []]);
    });

    it('asks for the edge of a room, so that joining does not', async () => {
      const room = bench.room();
      const engine = createAgoraMedia(bench.options('alice'));
      await engine.warmUp!({ roomId: room, token: async () => 'token' });
      await onEmulators('rtc.hold', 'accessPoint', 'alice');
      const side = new MediaSide(engine, { callId: room, roomId: room, type: 'video', role: 'caller', localUserId: 'alice', remoteUserId: 'bob', early: 'receive', token: async () => 'token' }, () => {});
      bench.sides.push(side);
      await isConnected(side);
    });

    it('joins ahead without publishing, and the call takes that over', async () => {
      const room = bench.room();
      const engine = createAgoraMedia(bench.options('alice'));
      await engine.warmUp!({ roomId: room, join: true });
      expect(await members(room)).to.deep.equal(['alice']);
      const sockets = bench.sockets.length;

      const alice = opened(engine, room);
      expect(alice.state.phase).to.equal('connecting');
      expect(alice.states).to.deep.equal([]);
      await isConnected(alice);
      expect(bench.sockets).to.have.length(sockets);
      const { video } = await bench.devices();
      await alice.connection.publish('video', video as Track);
      const bob = bench.side('callee', { room });
      await bob.until(({ received }) => received.video);
      await alice.until(({ peer }) => peer === 'here');

      await alice.connection.close();
      expect(await members(room)).to.deep.equal(['bob']);
    });

    it('takes over a room with the peer and its media in it', async () => {
      const room = bench.room();
      const engine = createAgoraMedia(bench.options('alice'));
      const bob = bench.side('callee', { room });
      bob.connection.accepted();
      const { audio, video } = await bench.devices();
      await engine.warmUp!({ roomId: room, join: true });
      await Promise.all([bob.connection.publish('audio', audio as Track), bob.connection.publish('video', video as Track)]);
      await bob.until(({ sent }) => sent.video);
      const alice = opened(engine, room);
      await alice.until(({ peer, received }) => peer === 'here' && received.audio && received.video);
      await untilPicture(alice.state.remote.video as MediaStreamTrack);
    });

    it('leaves the room it joined ahead for another, and keeps it during a call in another', async () => {
      const [first, second, third] = [bench.room(), bench.room(), bench.room()];
      const engine = createAgoraMedia(bench.options('alice'));
      await engine.warmUp!({ roomId: first, join: true });
      await engine.warmUp!({ roomId: second, join: true });
      const elsewhere = opened(engine, third);
      await isConnected(elsewhere);
      expect([await members(first), await members(second)]).to.deep.equal([[], ['alice']]);
      await elsewhere.connection.close();
      const alice = opened(engine, second);
      await isConnected(alice);
    });

    it('leaves when there will be no call', async () => {
      const room = bench.room();
      const engine = createAgoraMedia(bench.options('alice'));
      await engine.warmUp!({ roomId: room, join: true });
      await engine.leaveAhead();
      expect(await members(room)).to.deep.equal([]);
      await Promise.all([bench.untilNoConnection(), bench.untilNoSocket()]);
    });

    it('says what was wrong', async () => {
      const errors: string[] = [];
      for (const roomId of ['', 'ü'.repeat(70)]) {
        await createAgoraMedia(bench.options('alice')).warmUp!({ roomId, join: true }).catch(({ code }: { code: string }) => errors.push(code));
      }
      await createAgoraMedia({ userId: 'alice' }).warmUp!().catch(({ code }: { code: string }) => errors.push(code));
      expect(errors).to.deep.equal(['invalidArgument', 'invalidArgument', 'invalidArgument']);
    });
  });

  describe('a client of the page', () => {
    const settings = (): Partial<AgoraOptions> => ({ client: createClient({ mode: 'live', codec: 'vp8', role: 'host' }) });

    it('is used for one call after the other, at once, and keeps its listeners', async () => {
      const { client } = settings() as { client: ReturnType<typeof createClient> };
      const joined: unknown[] = [];
      client.on('user-joined', ({ uid }: { uid: unknown }) => joined.push(uid));
      const engine = createAgoraMedia(bench.options('alice', { client }));
      for (let call = 0; call < 3; call += 1) {
        const room = bench.room();
        const bob = bench.side('callee', { room });
        const alice = opened(engine, room);
        expect(clientOf(alice) ?? client).to.equal(client);
        await alice.until(({ phase, peer }) => phase === 'connected' && peer === 'here');
        expect(clientOf(alice)).to.equal(client);
        void alice.connection.close();
        await bob.until(({ peer }) => peer === 'quit');
      }
      expect(joined).to.deep.equal(['bob', 'bob', 'bob']);
    });

    it('that is in a room already: is refused, and left there', async () => {
      const { client } = settings() as { client: ReturnType<typeof createClient> };
      const room = bench.room();
      await client.join(bench.appId, room, null, 'alice');
      const side = bench.side('caller', {}, { client });
      await hasFailed(side);
      expect(side.state.error).to.have.property('code', 'invalidState');
      await side.connection.close();
      expect(await members(room)).to.deep.equal(['alice']);
      await client.leave();
    });
  });

  describe('options', () => {
    async function codec(): Promise<string> {
      for (const pc of bench.pcs.filter(({ signalingState }) => signalingState !== 'closed')) {
        const report = [...((await pc.getStats()) as unknown as Map<string, { type: string; kind?: string; codecId?: string; mimeType?: string }>).values()];
        const video = report.find(({ type, kind }) => type === 'outbound-rtp' && kind === 'video');
        if (video?.codecId) return ((await pc.getStats()) as unknown as Map<string, { mimeType: string }>).get(video.codecId)!.mimeType;
      }
      return 'none';
    }

    it('W-21: live, as a host, with VP8', async () => {
      const { alice, room } = await bench.flowing();
      expect(clientOf(alice).mode).to.equal('live');
      expect(clientOf(alice).role).to.equal('host');
      expect((await onEmulators('rtc.members', room)).map(({ isHost }) => isHost)).to.deep.equal([true, true]);
      expect(await codec()).to.equal('video/VP8');
    });

    it('another mode, and another codec', async () => {
      const { alice } = await bench.flowing({}, { mode: 'rtc', codec: 'h264' });
      expect(clientOf(alice).mode).to.equal('rtc');
      expect(await codec()).to.equal('video/H264');
    });

    it('a cap, and what suffers first', async () => {
      await bench.flowing({}, { maxVideoKbps: 400, optimizationMode: 'detail' });
      const sender = bench.pcs.flatMap((pc) => pc.getSenders()).find(({ track }) => track?.kind === 'video')!;
      const parameters = sender.getParameters() as RTCRtpSendParameters & { degradationPreference?: string };
      expect(parameters.encodings[0]!.maxBitrate).to.equal(400_000);
      expect(parameters.degradationPreference).to.equal('maintain-resolution');
    });

    it('no log goes to Agora unless asked for', async () => {
      const uploads: string[] = [];
      const { open } = XMLHttpRequest.prototype;
      let uploaded = () => {};
      XMLHttpRequest.prototype.open = function (this: XMLHttpRequest, ...args: unknown[]) {
        if (String(args[1]).includes('logservice')) {
          uploads.push(String(args[1]));
          uploaded();
        }
        Reflect.apply(open, this, args);
      } as typeof open;
      try {
        await bench.flowing();
        expect(uploads).to.deep.equal([]);
        const first = new Promise<void>((resolve) => (uploaded = resolve));
        await bench.met({}, { logUpload: true });
        await first;
      } finally {
        XMLHttpRequest.prototype.open = open;
      }
    });
  });

  it('counts what flows', async () => {
    const { alice, bob } = await bench.flowing();
    const [sent, received] = await Promise.all([
      alice.untilStats(({ roundTripMs, framesSent, bytesSent }) => roundTripMs !== undefined && framesSent > 5 && bytesSent > 1000),
      bob.untilStats(({ framesDecoded, frameWidth }) => framesDecoded > 5 && frameWidth !== undefined),
    ]);
    expect(sent).to.include({ framesDecoded: 0, bytesReceived: 0 });
    expect(sent.packetsSent).to.be.greaterThan(0);
    expect(received).to.include({ frameWidth: 640, frameHeight: 480, framesSent: 0, packetsSent: 0 });
    expect(received.bytesReceived).to.be.greaterThan(1000);
  });
});

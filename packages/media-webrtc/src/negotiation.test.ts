import { expect } from 'chai';
import type { CallError } from '@call-elements/core';
import { untilPicture } from '@call-elements/testing/media-probes';
import { NativePeerConnection, breakPath, candidates, descriptions, isConnected, mend, stable, untilTold, useBench } from './testing/bench.ts';

const ufrag = (pc: RTCPeerConnection) => /a=ice-ufrag:(\S+)/.exec(pc.localDescription?.sdp ?? '')?.[1];

describe('negotiation', () => {
  const bench = useBench();

  it('starts with the callee, which offers both kinds on one stream and sends no track', async () => {
    const { caller, callee } = await bench.connected();
    const [offer] = descriptions(callee);
    expect(offer!.type).to.equal('offer');
    expect(descriptions(callee)).to.have.length(1);
    expect(descriptions(caller).map(({ type }) => type)).to.deep.equal(['answer']);
    const streams = [...offer!.sdp.matchAll(/^a=msid:(\S+)/gm)].map(([, stream]) => stream);
    expect(streams).to.have.length(2);
    expect(new Set(streams).size).to.equal(1);
    const answered = [...descriptions(caller)[0]!.sdp.matchAll(/^a=msid:(\S+)/gm)].map(([, stream]) => stream);
    expect(new Set(answered).size).to.equal(1);
    expect(answered[0], 'a stream of its own').not.to.equal('-');
  });

  it('sends the description before it has gathered a candidate', async () => {
    const { callee } = await bench.connected();
    expect(descriptions(callee)[0]!.sdp).not.to.contain('a=candidate');
    expect(candidates(callee)).not.to.deep.equal([]);
  });

  it('needs no other round for accepting, nor for turning the camera off and on', async () => {
    const { caller, callee } = await bench.connected();
    const video = (await bench.devices()).video;
    await callee.connection.publish('video', video);
    callee.connection.accepted();
    await caller.until(({ received }) => received.video);
    await callee.connection.publish('video', null);
    await callee.connection.publish('video', bench.colour('lime'));
    await untilPicture(caller.state.remote.video as MediaStreamTrack, ([red, green]) => green > 200 && red < 60);
    expect(descriptions(callee)).to.have.length(1);
  });

  it('has no video in an audio call, and says so to who wants to send some', async () => {
    const { caller, callee } = await bench.connected({ type: 'audio' });
    expect(descriptions(callee)[0]!.sdp).not.to.contain('m=video');
    expect(caller.state.remote.video).to.equal(null);
    expect(caller.state.remote.audio).not.to.equal(null);
    const refusal = await caller.connection.publish('video', bench.colour('red')).catch((error: CallError) => error);
    expect(refusal).to.have.property('code', 'unsupported');
    await caller.connection.publish('video', null);
  });

  for (const first of ['caller', 'callee'] as const) {
    it(`has video once the call turned to it, with sound going on: the ${first} hears of it first`, async () => {
      const pair = await bench.connected({ type: 'audio' });
      const { caller, callee } = pair;
      callee.connection.accepted();
      const [one, other] = first === 'caller' ? [caller, callee] : [callee, caller];
      one.connection.setType!('video');
      await one.connection.publish('video', bench.colour('lime'));
      // The other's offer or question may be under way before it hears of it.
      if (first === 'callee') await callee.until(() => descriptions(callee).length > 1 && pair.pcs[1].signalingState === 'stable');
      other.connection.setType!('video');
      await other.connection.publish('video', bench.colour('lime'));
      for (const side of [caller, callee]) {
        await side.until(({ received }) => received.video);
        await untilPicture(side.state.remote.video as MediaStreamTrack, ([red, green]) => green > 200 && red < 60);
      }
      expect(pair.pcs.map((pc) => pc.getTransceivers().length)).to.deep.equal([2, 2]);
      const ids = descriptions(callee).at(-1)!.sdp.match(/a=msid:\S+/g);
      expect(new Set(ids).size, 'one stream').to.equal(1);
      // Back and forth again: the place is there.
      const before = descriptions(callee).length;
      for (const type of ['audio', 'video'] as const) for (const side of [caller, callee]) side.connection.setType!(type);
      await caller.connection.publish('video', bench.colour('red'));
      await untilPicture(callee.state.remote.video as MediaStreamTrack, ([red, green]) => red > 200 && green < 60);
      expect(descriptions(callee)).to.have.length(before);
    });
  }

  it('refuses video that an offer brings into an audio call', async () => {
    const caller = bench.side('caller', undefined, 'audio');
    const offerer = new NativePeerConnection();
    for (const kind of ['video', 'audio', 'audio']) offerer.addTransceiver(kind);
    await offerer.setLocalDescription();
    caller.connection.receive({ description: { type: 'offer', sdp: offerer.localDescription!.sdp } });
    await caller.until(() => descriptions(caller).length > 0);
    await offerer.setRemoteDescription(descriptions(caller)[0] as RTCSessionDescriptionInit);
    expect(offerer.getTransceivers().map(({ currentDirection }) => currentDirection)).to.deep.equal(['inactive', 'sendrecv', 'inactive']);
    expect(caller.state.remote.video).to.equal(null);
    offerer.close();
  });

  it('takes candidates that come before the description', async () => {
    const callee = bench.side('callee');
    const caller = bench.side('caller', (payload) => callee.connection.receive(payload));
    await callee.until(() => candidates(callee).length > 0);
    for (const candidate of candidates(callee)) caller.connection.receive(candidate);
    // Without these candidates, and with none of its own accepted, the caller could not be found.
    bench.connections[0]!.addIceCandidate = () => Promise.resolve();
    caller.connection.receive(callee.payloads[0]!);
    await Promise.all([isConnected(caller), isConnected(callee)]);
  });

  it('gives a connection that was opened anew the whole stream from its start', async () => {
    let caller: ReturnType<typeof bench.side> | undefined;
    const callee = bench.side('callee', (payload) => caller?.connection.receive(payload));
    await callee.until(() => candidates(callee).length > 0);
    callee.connection.accepted();
    caller = bench.side('caller', (payload) => callee.connection.receive(payload));
    for (const payload of [...callee.payloads]) caller.connection.receive(payload);
    await Promise.all([isConnected(caller), isConnected(callee)]);
  });

  describe('a path that breaks', () => {
    it('is restarted by the callee, on its own account or on request, while pictures go on', async () => {
      const { caller, callee, pcs } = await bench.connected();
      await caller.connection.publish('video', (await bench.devices()).video);
      await callee.until(({ received }) => received.video);
      for (const side of [callee, caller]) {
        const before = pcs.map(ufrag);
        const offers = descriptions(callee).length;
        breakPath(pcs[side === caller ? 0 : 1], 'failed');
        expect(side.state).to.include({ phase: 'reconnecting', peer: 'dropped' });
        await callee.until(() => descriptions(callee).length > offers);
        await caller.until(() => descriptions(caller).length > offers);
        mend(pcs[side === caller ? 0 : 1]);
        await side.until(({ phase, peer }) => phase === 'connected' && peer === 'here');
        expect(pcs.map(ufrag)).not.to.deep.equal(before);
        const { framesDecoded } = await callee.connection.stats();
        await callee.untilStats((stats) => stats.framesDecoded > framesDecoded + 5);
      }
    });

    it('is reported at once, and the peer as lost when it stays broken', async () => {
      const { caller, callee, pcs } = await bench.connected();
      breakPath(pcs[1], 'disconnected');
      expect(callee.state).to.include({ phase: 'reconnecting', peer: 'here' });
      await callee.until(({ peer }) => peer === 'dropped');
      await caller.until(() => descriptions(caller).length === 2);
      mend(pcs[1]);
      expect(callee.state).to.include({ phase: 'connected', peer: 'here' });
    });

    it('is not lost when it recovers by itself', async () => {
      const { callee, pcs } = await bench.connected();
      breakPath(pcs[1], 'disconnected');
      mend(pcs[1]);
      expect(callee.states.slice(-2).map(({ phase, peer }) => `${phase} ${peer}`)).to.deep.equal(['reconnecting here', 'connected here']);
    });

    it('is restarted once when both sides see the network come back', async () => {
      const { caller, callee, pcs } = await bench.connected();
      const before = pcs.map(ufrag);
      let restarts = 0;
      const { restartIce } = NativePeerConnection.prototype;
      pcs[1].restartIce = () => {
        restarts += 1;
        restartIce.call(pcs[1]);
      };
      window.dispatchEvent(new Event('online'));
      await caller.until(() => descriptions(caller).length === 2);
      expect(caller.payloads).to.deep.include({ restart: true });
      await stable(pcs[1]);
      // Whatever else the caller's request had started would have left by the time this arrives.
      await untilTold(caller, callee);
      expect(restarts).to.equal(1);
      for (const [index, pc] of pcs.entries()) expect(ufrag(pc)).not.to.equal(before[index]);
    });

    it('does not matter any more when the peer has quit', async () => {
      const { caller, callee, pcs } = await bench.connected();
      await caller.connection.close();
      await callee.until(({ peer }) => peer === 'quit');
      const { payloads } = callee;
      breakPath(pcs[1], 'failed');
      expect(callee.state.peer).to.equal('quit');
      expect(callee.payloads).to.equal(payloads);
    });
  });
});

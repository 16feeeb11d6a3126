import { expect } from 'chai';
import type { Track } from '@call-elements/core';
import { onEmulators, setOnEmulators } from '@call-elements/emulators/page';
import { untilPicture } from '@call-elements/testing/media-probes';
import { clientOf, isConnected, useBench } from './testing/bench.ts';

describe('who an Agora connection looks at', function () {
  this.timeout(20_000);
  const bench = useBench();

  it('N-26: the peer alone: others in the room are neither seen nor subscribed to', async () => {
    const room = bench.room();
    const bob = bench.side('callee', { room });
    const mallory = bench.side('caller', { room, userId: 'mallory' });
    const { audio, video } = await bench.devices();
    await Promise.all([mallory.connection.publish('audio', audio as Track), mallory.connection.publish('video', video as Track)]);
    await mallory.until(({ sent }) => sent.audio && sent.video);
    expect(bob.state.peer).to.equal('absent');
    // What is told of the two comes in order.
    const alice = bench.side('caller', { room });
    await alice.connection.publish('video', video as Track);
    await bob.until(({ received }) => received.video);
    expect(clientOf(bob).remoteUsers.map(({ uid, audioTrack, videoTrack }) => [uid, Boolean(audioTrack), Boolean(videoTrack)])).to.have.deep.members([
      ['mallory', false, false],
      ['alice', false, true],
    ]);
    await mallory.connection.close();
    await alice.connection.close();
    await bob.until(({ peer }) => peer === 'quit');
    expect(bob.states.map(({ peer }) => peer).filter((peer, at, all) => peer !== all[at - 1])).to.deep.equal(['absent', 'here', 'quit']);
  });

  it('who leaves does not look paused', async () => {
    const { alice, bob } = await bench.flowing();
    await alice.connection.close();
    await bob.until(({ peer }) => peer === 'quit');
    await Promise.resolve();
    expect(bob.states.filter(({ remotePaused }) => remotePaused.audio || remotePaused.video)).to.deep.equal([]);
  });

  it('who is away for too long has dropped out, and is here again when it comes back', async () => {
    await setOnEmulators('rtc.policy.graceMs', 300);
    const { bob, alice } = await bench.flowing();
    const before = bob.state.remote.video;
    await onEmulators('rtc.sockets.refuse', 'alice');
    await onEmulators('rtc.sockets.cut', 'alice');
    await bob.until(({ peer }) => peer === 'dropped');
    await onEmulators('rtc.sockets.heal');
    await bob.until(({ peer }) => peer === 'here');
    await isConnected(alice);
    await bob.until(({ remote }) => remote.video !== before);
    await untilPicture(bob.state.remote.video as MediaStreamTrack);
  });

  it('in an audio call there is no video, whatever the peer publishes', async () => {
    const room = bench.room();
    const alice = bench.side('caller', { room });
    const bob = bench.side('callee', { room, type: 'audio' });
    const { audio, video } = await bench.devices();
    await alice.connection.publish('video', video as Track);
    await alice.connection.publish('audio', audio as Track);
    await bob.until(({ received }) => received.audio);
    expect(bob.state.remote.video).to.equal(null);
    expect(clientOf(bob).remoteUsers[0]!.videoTrack).to.equal(undefined);
  });

  it('an audio call that turns to video has that of the peer, also when it was published before', async () => {
    const room = bench.room();
    const [alice, bob] = [bench.side('caller', { room, type: 'audio' }), bench.side('callee', { room, type: 'audio' })];
    const { audio, video } = await bench.devices();
    await alice.connection.publish('audio', audio as Track);
    await bob.until(({ received }) => received.audio);
    alice.connection.setType!('video');
    await alice.connection.publish('video', video as Track);
    await alice.until(({ sent }) => sent.video);
    expect(bob.state.remote.video).to.equal(null);
    bob.connection.setType!('video');
    await bob.until(({ received }) => received.video);
    await untilPicture(bob.state.remote.video as MediaStreamTrack);
  });

  it('numbers are numbers to Agora, as for native clients, and the rest are names', async () => {
    const room = bench.room();
    const one = bench.side('caller', { room, userId: '17', peer: '18' });
    const other = bench.side('callee', { room, userId: '18', peer: '17' });
    await Promise.all([one, other].map((side) => side.until(({ peer, phase }) => peer === 'here' && phase === 'connected')));
    expect((await onEmulators('rtc.members', room)).map(({ uid, name }) => [uid, name])).to.have.deep.members([[17, 17], [18, 18]]);
    // One more than CallAPI's largest.
    const name = bench.side('caller', { userId: '2147483648', peer: 'x' });
    await isConnected(name);
    expect(clientOf(name).uid).to.equal('2147483648');
  });
});

import { CallError } from '@call-elements/core';
import { expect } from 'chai';
import { FakeCapture } from './fake-capture.ts';
import { SimulatedClock } from './simulated-clock.ts';

const both = { audio: true, video: true };

function make() {
  const clock = new SimulatedClock();
  return { clock, capture: new FakeCapture(clock) };
}

describe('FakeCapture', () => {
  it('opens what is asked for and counts what lives', async () => {
    const { capture } = make();
    const lease = await capture.acquire({ audio: true, video: false });
    expect([lease.audio?.kind, lease.video, capture.live]).to.deep.equal(['audio', null, 1]);
    lease.release();
    lease.release();
    expect(capture.live).to.equal(0);
  });

  it('refuses a kind with an error in the lease, not by rejecting', async () => {
    const { capture } = make();
    const denied = new CallError('permissionDenied', 'no');
    capture.refuse.video = denied;
    const lease = await capture.acquire(both);
    expect(lease.errors).to.deep.equal({ video: denied });
    expect(lease.audio).to.not.equal(null);
  });

  it('onlyIfGranted opens nothing, and reports nothing, without permission', async () => {
    const { capture } = make();
    expect(await capture.acquire({ ...both, onlyIfGranted: true })).to.deep.include({ audio: null, video: null, errors: {} });
    capture.granted = true;
    expect((await capture.acquire({ ...both, onlyIfGranted: true })).video).to.not.equal(null);
  });

  it('a placeholder stands in for the picture that is not there, and lives as long as its lease', async () => {
    const { capture } = make();
    capture.refuse.video = new CallError('permissionDenied', 'no');
    const lease = await capture.acquire({ ...both, placeholder: true });
    expect([lease.video?.id, capture.live]).to.deep.equal(['placeholder-1', 2]);
    lease.release();
    expect(capture.live).to.equal(0);
    capture.refuse = {};
    expect((await capture.acquire({ ...both, placeholder: true })).video?.id).to.equal('video-3');
  });

  it('a switch replaces the track; a failed one leaves it', async () => {
    const { capture } = make();
    const lease = await capture.acquire(both);
    const first = lease.video;
    expect(await lease.open('video')).to.equal(lease.video).and.to.not.equal(first);
    const second = lease.video;
    capture.refuse.video = new CallError('deviceInUse', 'no');
    expect(await lease.open('video').catch((error: CallError) => error.code)).to.equal('deviceInUse');
    expect(lease.video).to.equal(second);
    expect(capture.live).to.equal(2);
  });

  it('what opens after the release is ended', async () => {
    const { clock, capture } = make();
    const lease = await capture.acquire(both);
    capture.delay = 100;
    const late = lease.open('video').catch((error: CallError) => error.code);
    lease.release();
    await clock.advance(200);
    expect(await late).to.equal('callEnded');
    expect(capture.live).to.equal(0);
  });

  it('mutes without ending', async () => {
    const { capture } = make();
    const lease = await capture.acquire(both);
    lease.mute(true);
    expect(lease.audio).to.include({ enabled: false, live: true });
  });
});

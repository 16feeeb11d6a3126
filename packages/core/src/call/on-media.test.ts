import { expect } from 'chai';
import type { MediaConnectionState } from '../media.ts';
import { aliceSays, confirmed, Course, media, track } from '../testing/course.ts';
import type { Input } from '../testing/course.ts';

const nothing = { audio: false, video: false };
const accept: Input = { type: 'action', action: { type: 'accept', microphone: false, camera: false } };
const accepted = (device: string, announced = nothing): Input => aliceSays({ kind: 'accept' }, { device, media: announced });

/** Connected at 1000; nobody sends anything. */
function connected(announced: object = {}): Course {
  return Course.incoming('video').at(100, media({ phase: 'connecting', peer: 'absent' })).at(200, media({})).at(1_000, accept).at(1_000, aliceSays({ kind: 'status' }, { media: { ...nothing, ...announced } })).at(1_000, confirmed);
}

describe('media in a call that is connected', () => {
  const losses: Partial<MediaConnectionState>[] = [{ phase: 'reconnecting' }, { peer: 'dropped' }, { phase: 'connecting' }, { peer: 'absent' }];
  for (const loss of losses) {
    it(`has 20 s to come back, also when it is lost in another way meanwhile: ${JSON.stringify(loss)}`, () => {
      const course = connected();
      expect(course.call.phase).to.equal('connected');
      expect(course.at(2_000, media(loss)).timer('reconnect')).to.equal(20_000);
      course.at(3_000, media({ phase: 'reconnecting', peer: 'dropped' }));
      expect([course.timer('reconnect'), course.stopped('reconnect')]).to.deep.equal([undefined, false]);
      expect(course.at(4_000, media({})).stopped('reconnect')).to.equal(true);
    });
  }

  it('that its peer quits: a hang-up, and said to the peer as one', () => {
    const course = connected().at(2_000, media({ peer: 'quit' }));
    expect(course.call).to.include({ phase: 'ended', reason: 'remoteHangup' });
    expect(course.sent).to.deep.equal([{ kind: 'hangup' }]);
    expect(course.events).to.deep.equal(['remoteLeft', 'remoteHangup']);
  });

  it('has not lost its peer before; a page that said that it leaves is gone, though media has not noticed yet', () => {
    const course = connected({ resumes: true }).at(2_000, aliceSays({ kind: 'leaving' }));
    expect(course.timer('return')).to.equal(5_000);
    expect(course.at(2_100, media({ received: { audio: true, video: false } })).call.absence).to.equal('away');
    course.at(2_200, media({ peer: 'quit' })).at(2_300, media({}));
    expect([course.call.absence, course.stopped('return')]).to.deep.equal([undefined, true]);
  });
});

describe('media that went wrong before the accept', () => {
  it('has failed: accepting ends the call', () => {
    const course = Course.incoming('video').at(100, media({ phase: 'failed' }));
    expect(course.call.phase).to.equal('calling');
    expect(course.at(1_000, accept).call).to.include({ phase: 'ended', reason: 'mediaFailed' });
  });

  it('is lost: its 20 s begin with the accept', () => {
    const course = Course.incoming('video').at(100, media({})).at(200, media({ peer: 'dropped' }));
    expect(course.timer('reconnect')).to.equal(undefined);
    expect(course.at(1_000, accept).timer('reconnect')).to.equal(20_000);
  });

  it('fails for the caller: the call is taken back', () => {
    const course = Course.outgoing('video').at(100, media({ phase: 'failed' }));
    expect(course.call).to.include({ phase: 'ended', reason: 'mediaFailed' });
    expect(course.sent).to.deep.equal([{ kind: 'cancel', timeout: false }]);
  });
});

describe('a room where a user is once: the tab that negotiated ahead makes room for the one that answers', () => {
  function answered(announced = nothing): Course {
    const course = Course.outgoing('video').at(100, aliceSays({ kind: 'receipt' }, { device: 'a1' })).at(100, aliceSays({ kind: 'receipt' }, { device: 'a2' }));
    return course.at(200, media({})).at(9_000, accepted('a2', announced));
  }

  it('while it connects it is nothing at all', () => {
    const course = answered({ audio: true, video: true }).at(9_100, media({ peer: 'quit' }));
    expect([course.call.phase, course.call.absence]).to.deep.equal(['connecting', undefined]);
    expect(course.timer('return')).to.equal(undefined);
  });

  it('once connected the other has 5 s to be there; who quits after the first 5 s has hung up', () => {
    expect(answered().at(13_999, media({ peer: 'quit' })).timer('return')).to.equal(5_000);
    expect(answered().at(14_000, media({ peer: 'quit' })).call).to.include({ phase: 'ended', reason: 'remoteHangup' });
  });
});

describe('a device that is taken away', () => {
  it('is closed, and nothing of it is sent any more', () => {
    const course = Course.outgoing('audio').at(100, { type: 'captured', audio: track('audio'), video: null, errors: {} }).at(200, { type: 'deviceEnded', kind: 'audio' });
    expect(course.effects).to.deep.include({ do: 'stopDevice', kind: 'audio' });
    expect(course.effects).to.deep.include({ do: 'publish', kind: 'audio', track: null });
  });

  it('and a capture that gives neither a track nor a reason has failed, and is not asked again', () => {
    const course = Course.outgoing('audio').at(100, { type: 'captured', audio: null, video: null, errors: {} });
    expect(course.call.local.microphone).to.include({ state: 'failed' });
    expect(course.effects.some((effect) => effect.do === 'acquire')).to.equal(false);
  });
});

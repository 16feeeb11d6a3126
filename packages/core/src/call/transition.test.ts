import { expect } from 'chai';
import { aliceSays, confirmed, Course, media } from '../testing/course.ts';
import type { Input } from '../testing/course.ts';

const accept: Input = { type: 'action', action: { type: 'accept', microphone: false, camera: false } };
const nothing = { audio: false, video: false };

/** Connected at 1000; nobody sends anything. */
const connected = (announced: object = {}): Course => Course.incoming('video').at(200, media({})).at(1_000, accept).at(1_000, aliceSays({ kind: 'status' }, { media: { ...nothing, ...announced } })).at(1_000, confirmed);
const news = (change: object): Input => aliceSays({ kind: 'switch' }, { switch: change });

describe('a call that is connected before its media is', () => {
  it('gives it 20 s, once', () => {
    const course = Course.incoming('video').at(200, media({ peer: 'absent' })).at(1_000, accept).at(1_000, aliceSays({ kind: 'status' }, { media: nothing }));
    expect(course.timer('reconnect')).to.equal(undefined);
    expect(course.at(2_000, confirmed).timer('reconnect')).to.equal(20_000);
    expect(course.call.phase).to.equal('connected');
    expect(course.at(3_000, aliceSays({ kind: 'status' }, { media: { audio: true, video: false } })).timer('reconnect')).to.equal(undefined);
  });
});

describe('an end that the peer may not know of', () => {
  it('is told in the word that the phase has for it', () => {
    expect(connected({ resumes: true }).at(2_000, aliceSays({ kind: 'leaving' })).at(7_000, { type: 'timer', name: 'return' }).sent).to.deep.equal([{ kind: 'hangup' }]);
    expect(connected().at(2_000, { type: 'timer', name: 'reconnect' }).sent).to.deep.equal([{ kind: 'hangup', code: 'mediaFailed' }]);
    expect(Course.incoming('video').at(200, media({})).at(1_000, accept).at(21_000, { type: 'timer', name: 'connect' }).sent).to.deep.equal([{ kind: 'hangup' }]);
    expect(Course.outgoing('video').at(3_000, { type: 'peerAbsent' }).sent).to.deep.equal([{ kind: 'cancel', timeout: false }]);
    expect(Course.outgoing('video').at(15_000, { type: 'timer', name: 'ring' }).sent).to.deep.equal([{ kind: 'cancel', timeout: true }]);
  });
});

describe('a request for video', () => {
  it('is given up by who asked, a little before the other side would', () => {
    const asking = connected().at(2_000, { type: 'action', action: { type: 'switchType', to: 'audio' } }).at(3_000, { type: 'action', action: { type: 'switchType', to: 'video' } });
    expect(asking.timer('typeRequest')).to.equal(30_000);
    const asked = connected().at(2_000, news({ type: 'audio', turn: 1 })).at(3_000, news({ type: 'video', turn: 2, ask: true }));
    expect(asked.timer('typeRequest')).to.equal(32_000);
  });

  it('is not answered by news that it overtook', () => {
    const audio = connected().at(2_000, news({ type: 'audio', turn: 1 }));
    const course = audio.at(3_000, news({ type: 'video', turn: 4, ask: true })).at(4_000, news({ type: 'audio', turn: 3 }));
    expect(course.call).to.deep.include({ type: 'audio', typeRequest: { from: 'incoming', turn: 4 } });
    expect(course.events).to.deep.equal([]);
  });

  it('that overtakes the news of audio brings it along', () => {
    const course = connected().at(2_000, news({ type: 'video', turn: 2, ask: true }));
    expect(course.call).to.deep.include({ type: 'audio', typeRequest: { from: 'incoming', turn: 2 } });
    expect(course.effects).to.deep.include({ do: 'mediaType', type: 'audio' });
  });
});

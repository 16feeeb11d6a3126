import { expect } from 'chai';
import { aliceSays, confirmed, Course, media, track } from '../testing/course.ts';
import type { Input } from '../testing/course.ts';
import type { CallType } from '../vocabulary.ts';
import type { Announcement } from '../wire/message.ts';

// To the millisecond, and with a peer of whom nothing comes but what is said here.

const says = (announced: Announcement): Input => aliceSays({ kind: 'status' }, { media: announced });
const silent = { microphone: false, camera: false };

/** At whom it rang at 0, and who accepts at 1000. */
function callee(type: CallType, on: { microphone: boolean; camera: boolean } = silent): Course {
  const course = Course.incoming(type);
  course.at(1_000, { type: 'action', action: { type: 'accept', ...on } });
  return course;
}

describe('the connect timer of a callee', () => {
  it('has 20 s when nothing is asked for', () => {
    expect(callee('video').timer('connect')).to.equal(20_000);
  });

  for (const [name, type, on] of [['microphone', 'audio', { microphone: true, camera: false }], ['camera', 'video', { microphone: false, camera: true }]] as const) {
    it(`stands still while the ${name} alone is asked for`, () => {
      const course = callee(type, on);
      expect(course.timer('connect'), '20 s, and a minute at most').to.equal(80_000);
      expect(course.at(6_000, { type: 'captured', audio: on.microphone ? track('audio') : null, video: on.camera ? track('video') : null, errors: {} }).timer('connect')).to.equal(20_000);
    });
  }

  it('stands still while the peer is asked, and goes on from there', () => {
    const course = callee('video');
    expect(course.at(5_000, says({ audio: true, video: true, asking: true })).timer('connect')).to.equal(16_000 + 60_000);
    expect(course.at(15_000, says({ audio: true, video: true })).timer('connect')).to.equal(16_000);
    expect(course.at(16_000, says({ audio: true, video: true, asking: true })).timer('connect')).to.equal(15_000 + 50_000);
    expect(course.at(26_000, says({ audio: false, video: false })).timer('connect'), 'the rest of the 20 s').to.equal(15_000);
  });

  it('goes on as it was when only something else changes', () => {
    const course = callee('video');
    for (const announced of [{ audio: true, video: true, asking: true }, { audio: true, video: true }]) {
      course.at(5_000, says(announced));
      expect(course.at(6_000, { type: 'signal', online: false }).timer('connect')).to.equal(undefined);
      expect(course.at(6_000, { type: 'signal', online: true }).timer('connect')).to.equal(undefined);
    }
  });
});

describe('the connect timer of a call that is connected', () => {
  it('is none any more, whoever is asked for what', () => {
    const course = callee('audio');
    course.at(2_000, says({ audio: false, video: false }));
    course.at(3_000, confirmed);
    expect(course.call.phase).to.equal('connected');
    for (const input of [says({ audio: true, video: false, asking: true }), says({ audio: true, video: false }), { type: 'action', action: { type: 'setMicrophone', on: true } }] as Input[]) {
      expect(course.at(4_000, input).timer('connect')).to.equal(undefined);
    }
  });
});

describe('media that is lost while it connects', () => {
  const lost = media({ phase: 'reconnecting', peer: 'dropped' });

  it('has its 20 s once, whatever else happens meanwhile', () => {
    const course = callee('video');
    expect(course.at(2_000, lost).timer('reconnect')).to.equal(20_000);
    for (const input of [media({ phase: 'reconnecting', peer: 'absent' }), says({ audio: true, video: true }), { type: 'action', action: { type: 'setMicrophone', on: true } }] as Input[]) {
      expect(course.at(12_000, input).timer('reconnect')).to.equal(undefined);
    }
  });
});

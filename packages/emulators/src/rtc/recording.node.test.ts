import { expect } from 'chai';
import { recordingOf, startsKeyFrame } from './recording.ts';
import { RtpHeader } from './rtp.ts';
import type { Rtp } from './rtp.ts';

/** VP8 with a long picture id, as Chromium sends it. */
const KEY = Buffer.from([0x90, 0x80, 0x81, 0x23, 0x10, 0xff]);
const DELTA = Buffer.from([0x90, 0x80, 0x81, 0x24, 0x11, 0xff]);
const packet = (sequenceNumber: number, timestamp: number, payload: Buffer): Rtp => ({ header: new RtpHeader({ sequenceNumber, timestamp }), payload });

describe('a recording', () => {
  it('knows a key frame by its first packet', () => {
    expect(startsKeyFrame(KEY)).to.equal(true);
    expect(startsKeyFrame(DELTA)).to.equal(false);
    expect(startsKeyFrame(Buffer.from([0x80, 0x80, 0x81, 0x23, 0x10])), 'not the first packet').to.equal(false);
    expect(startsKeyFrame(Buffer.from([0x10, 0x10])), 'without extensions').to.equal(true);
    expect(startsKeyFrame(Buffer.alloc(0))).to.equal(false);
  });

  it('is in order, begins with the key frame, and ends with a whole one', () => {
    const arrived = [packet(65534, 0, DELTA), packet(0, 6000, DELTA), packet(65535, 3000, KEY), packet(1, 9000, DELTA)];
    const { packets, durationMs } = recordingOf('video', arrived);
    expect(packets.map(({ header }) => header.sequenceNumber)).to.deep.equal([65535, 0]);
    expect(durationMs).to.be.closeTo(66.7, 0.1);
  });

  it('is empty without one', () => {
    expect(recordingOf('video', [packet(1, 0, DELTA), packet(2, 3000, DELTA)])).to.deep.include({ packets: [], durationMs: 0 });
  });
});

import { expect } from 'chai';
import { mirrored } from './ortc.ts';

describe('ortc', () => {
  it('mirrors what a client can do, but for what forwarding would spoil', () => {
    const vp8 = { payloadType: 96, rtpMap: { encodingName: 'VP8', clockRate: 90_000 } };
    const opus = { payloadType: 111, rtpMap: { encodingName: 'opus', clockRate: 48_000 }, fmtp: { parameters: { useinbandfec: '1' } } };
    const feedback = [{ type: 'goog-remb' }, { type: 'transport-cc' }, { type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'rrtr' }];
    const level = { entry: 14, extensionName: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level' };
    const mid = { entry: 4, extensionName: 'urn:ietf:params:rtp-hdrext:sdes:mid' };
    const rid = { entry: 10, extensionName: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id' };
    const repaired = { entry: 11, extensionName: 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id' };
    const twcc = { entry: 3, extensionName: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01' };
    const offered = {
      audioCodecs: [{ ...opus, rtcpFeedbacks: [{ type: 'transport-cc' }] }],
      videoCodecs: [{ ...vp8, rtcpFeedbacks: feedback }],
      audioExtensions: [level, mid, twcc],
      videoExtensions: [mid, rid, repaired, twcc],
    };
    expect(mirrored(offered)).to.deep.equal({
      audioCodecs: [{ ...opus, rtcpFeedbacks: [] }],
      videoCodecs: [{ ...vp8, rtcpFeedbacks: [{ type: 'goog-remb' }, { type: 'nack' }, { type: 'nack', parameter: 'pli' }] }],
      audioExtensions: [level],
      videoExtensions: [],
    });
  });
});

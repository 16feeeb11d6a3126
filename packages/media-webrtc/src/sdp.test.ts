import { expect } from 'chai';
import { withStartBitrate } from './sdp.ts';

const AUDIO = ['m=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=rtpmap:111 opus/48000/2', 'a=fmtp:111 minptime=10;useinbandfec=1'];
const VIDEO = [
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103 45 116',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack pli',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rtpmap:102 H264/90000',
  'a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f',
  'a=rtpmap:103 rtx/90000',
  'a=fmtp:103 apt=102',
  'a=rtpmap:45 AV1/90000',
  'a=fmtp:45 level-idx=5;profile=0;tier=0',
  'a=rtpmap:116 ulpfec/90000',
];
const DATA = ['m=application 9 UDP/DTLS/SCTP webrtc-datachannel', 'a=sctp-port:5000'];
const sdp = (...sections: string[][]) => [['v=0', 's=-'], ...sections].flat().join('\r\n') + '\r\n';

describe('withStartBitrate', () => {
  it('gives every video codec a start bitrate and nothing else', () => {
    const added = withStartBitrate(sdp(AUDIO, VIDEO, DATA), 1200).split('\r\n').filter((line) => !sdp(AUDIO, VIDEO, DATA).split('\r\n').includes(line));
    expect(added).to.deep.equal([
      'a=fmtp:96 x-google-start-bitrate=1200',
      'a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f;x-google-start-bitrate=1200',
      'a=fmtp:45 level-idx=5;profile=0;tier=0;x-google-start-bitrate=1200',
    ]);
  });

  it('puts the new line right behind the rtpmap, keeps the order of the rest and the final line break', () => {
    const lines = withStartBitrate(sdp(VIDEO), 800).split('\r\n');
    expect(lines[lines.indexOf('a=rtpmap:96 VP8/90000') + 1]).to.equal('a=fmtp:96 x-google-start-bitrate=800');
    expect(lines.at(-1)).to.equal('');
    expect(lines.filter((line) => !line.includes('x-google')).length).to.equal(sdp(VIDEO).split('\r\n').length - 2);
  });

  it('leaves alone what has no video, and what has been through it', () => {
    expect(withStartBitrate(sdp(AUDIO, DATA), 1200)).to.equal(sdp(AUDIO, DATA));
    expect(withStartBitrate('', 1200)).to.equal('');
    const once = withStartBitrate(sdp(AUDIO, VIDEO, DATA), 1200);
    expect(withStartBitrate(once, 1200)).to.equal(once);
  });

  it('is still a description that a browser takes, in every video section', async () => {
    const pc = new RTCPeerConnection();
    const other = new RTCPeerConnection();
    pc.addTransceiver('audio');
    pc.addTransceiver('video');
    pc.addTransceiver('video');
    await pc.setLocalDescription();
    const munged = withStartBitrate(pc.localDescription!.sdp, 1200);
    await other.setRemoteDescription({ type: 'offer', sdp: munged });
    const sections = munged.split(/^(?=m=)/m).map((section) => section.match(/x-google-start-bitrate=1200/g)?.length ?? 0);
    expect(sections.slice(0, 2)).to.deep.equal([0, 0]);
    expect(sections[2]).to.be.greaterThan(3);
    expect(sections[3]).to.equal(sections[2]);
    pc.close();
    other.close();
  });
});

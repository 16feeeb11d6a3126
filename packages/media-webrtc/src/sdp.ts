// The one thing that is changed in a session description: where Chromium's bandwidth estimate starts. By default video begins at 320
// pixels and may never grow to 1280; with this in the *remote* description it is sharp from the first frame (web-mapping §0.2).
// Other browsers ignore the parameter. There is no API for it.

/** Codecs proper: repair and retransmission formats have an rtpmap too, and no bitrate of their own. */
const VIDEO_CODEC = /^a=rtpmap:(\d+) (?:VP8|VP9|H264|H265|AV1)\//i;
const START = 'x-google-start-bitrate';

/** `sdp` with a start bitrate (kbit/s) for every video codec. What has one already keeps it. */
export function withStartBitrate(sdp: string, kbps: number): string {
  return sdp
    .split(/^(?=m=)/m)
    .map((section) => (section.startsWith('m=video') ? withStart(section, kbps) : section))
    .join('');
}

function withStart(section: string, kbps: number): string {
  const lines = section.split('\r\n');
  const isFormat = (line: string, payloadType: string) => line.startsWith(`a=fmtp:${payloadType} `);
  return lines
    .flatMap((line) => {
      const codec = VIDEO_CODEC.exec(line)?.[1];
      // VP8 has no fmtp line to append to.
      if (codec && !lines.some((other) => isFormat(other, codec))) return [line, `a=fmtp:${codec} ${START}=${kbps}`];
      const ours = lines.some((other) => isFormat(line, VIDEO_CODEC.exec(other)?.[1] ?? '-'));
      return ours && !line.includes(START) ? `${line};${START}=${kbps}` : line;
    })
    .join('\r\n');
}

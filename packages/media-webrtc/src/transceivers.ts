import type { TrackKind } from '@call-elements/core';

// VP8 is the quickest to the first frame and the cheapest to encode without hardware (web-mapping S7).
const CODEC_ORDER = ['video/VP8', 'video/H264', 'video/VP9', 'video/AV1'];

/**
 * The offering side. No track: nothing is sent, and accepting is a `replaceTrack` without another round of negotiation.
 */
export function addTransceivers(pc: RTCPeerConnection, kinds: readonly TrackKind[], stream: MediaStream): void {
  for (const kind of kinds) preferCodecs(pc.addTransceiver(kind, { direction: 'sendrecv', streams: [stream] }));
}

/** The answering side: takes the transceivers that the offer made and agrees to send on them. Refuses what the call does not have. */
export function adoptTransceivers(pc: RTCPeerConnection, kinds: readonly TrackKind[], stream: MediaStream): void {
  for (const transceiver of pc.getTransceivers()) {
    const kind = transceiver.receiver.track.kind as TrackKind;
    const wanted = kinds.includes(kind) && transceiverOf(pc, kind) === transceiver;
    transceiver.direction = wanted ? 'sendrecv' : 'inactive';
    if (!wanted) continue;
    transceiver.sender.setStreams?.(stream);
    preferCodecs(transceiver);
  }
}

export function transceiverOf(pc: RTCPeerConnection, kind: TrackKind): RTCRtpTransceiver | undefined {
  return pc.getTransceivers().find((transceiver) => transceiver.receiver.track.kind === kind);
}

function preferCodecs(transceiver: RTCRtpTransceiver): void {
  if (transceiver.receiver.track.kind !== 'video') return;
  const codecs = RTCRtpReceiver.getCapabilities?.('video')?.codecs ?? [];
  const rank = ({ mimeType }: { mimeType: string }) => (CODEC_ORDER.includes(mimeType) ? CODEC_ORDER.indexOf(mimeType) : CODEC_ORDER.length);
  if (codecs.length > 0) transceiver.setCodecPreferences?.([...codecs].sort((a, b) => rank(a) - rank(b)));
}

/** Only works once negotiated; browsers differ in what they accept, and the call is fine without. */
export async function limitBitrate(pc: RTCPeerConnection, maxVideoKbps: number): Promise<void> {
  const sender = transceiverOf(pc, 'video')?.sender;
  const parameters = sender?.getParameters();
  const encoding = parameters?.encodings?.[0];
  if (!sender || !parameters || !encoding || encoding.maxBitrate === maxVideoKbps * 1000) return;
  encoding.maxBitrate = maxVideoKbps * 1000;
  await sender.setParameters(parameters);
}

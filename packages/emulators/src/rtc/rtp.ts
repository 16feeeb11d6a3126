import { RtpHeader } from 'werift';

export { RtpHeader };

/** A plain RTP packet. The payload keeps its padding. */
export interface Rtp {
  readonly header: RtpHeader;
  readonly payload: Buffer;
}

export function parseRtp(packet: Buffer): Rtp {
  const header = RtpHeader.deSerialize(packet);
  return { header, payload: packet.subarray(header.payloadOffset) };
}

export const RTCP = { senderReport: 200, receiverReport: 201, transportFeedback: 205, payloadFeedback: 206 } as const;
const NACK = 1;
const PLI = 1;
const FIR = 4;

/** A compound packet in its parts. What is cut short is left out. */
export function splitRtcp(compound: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= compound.length; ) {
    const size = (compound.readUInt16BE(at + 2) + 1) * 4;
    if (at + size > compound.length) break;
    parts.push(compound.subarray(at, at + size));
    at += size;
  }
  return parts;
}

export const rtcpType = (part: Buffer): number => part[1]!;
const format = (part: Buffer): number => part[0]! & 0x1f;

/** What a receiver asks a sender for, and of which stream. */
export type Request = { readonly kind: 'keyFrame'; readonly ssrc: number } | { readonly kind: 'again'; readonly ssrc: number };

export function requestIn(part: Buffer): Request | undefined {
  if (part.length < 12) return undefined;
  if (rtcpType(part) === RTCP.transportFeedback && format(part) === NACK) return { kind: 'again', ssrc: part.readUInt32BE(8) };
  if (rtcpType(part) !== RTCP.payloadFeedback) return undefined;
  if (format(part) === PLI) return { kind: 'keyFrame', ssrc: part.readUInt32BE(8) };
  // The place of the media source is unused there: each entry names its own.
  if (format(part) === FIR && part.length >= 20) return { kind: 'keyFrame', ssrc: part.readUInt32BE(12) };
  return undefined;
}

/** Sequence numbers that a NACK asks for: each entry names one, and by bits some of the 16 that follow. */
export function sequencesIn(nack: Buffer): number[] {
  const wanted: number[] = [];
  for (let at = 12; at + 4 <= nack.length; at += 4) {
    const first = nack.readUInt16BE(at);
    const mask = nack.readUInt16BE(at + 2);
    wanted.push(first);
    for (let bit = 0; bit < 16; bit++) if (mask & (1 << bit)) wanted.push((first + bit + 1) & 0xffff);
  }
  return wanted;
}

/** The edge's own SSRC, as a sender of reports and requests. */
export const EDGE_SSRC = 1;

export function pictureLoss(ssrc: number): Buffer {
  const packet = Buffer.alloc(12);
  packet.writeUInt8(0x80 | PLI, 0);
  packet.writeUInt8(RTCP.payloadFeedback, 1);
  packet.writeUInt16BE(2, 2);
  packet.writeUInt32BE(EDGE_SSRC, 4);
  packet.writeUInt32BE(ssrc, 8);
  return packet;
}

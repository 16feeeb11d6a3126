import { EDGE_SSRC, RTCP } from './rtp.ts';
import type { RtpHeader } from './rtp.ts';

/** What RFC 3550 (A.3, A.8) keeps of a stream that is received. */
interface Reception {
  readonly clockRate: number;
  readonly base: number;
  cycles: number;
  highest: number;
  received: number;
  expectedBefore: number;
  receivedBefore: number;
  transit: number;
  jitter: number;
  /** Middle 32 bits of the NTP time of the last sender report, and when that came. */
  report?: { readonly ntp: number; readonly at: number };
}

const BLOCK = 24;
const MAX_BLOCKS = 31;

/** How one client's streams arrive at the edge. Without such reports a browser knows neither its round trip nor its losses. */
export class ReceiverReports {
  readonly #streams = new Map<number, Reception>();
  readonly #now: () => number;

  /** `now` in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  received({ ssrc, sequenceNumber, timestamp }: RtpHeader, clockRate: number): void {
    const arrival = (this.#now() / 1000) * clockRate;
    let stream = this.#streams.get(ssrc);
    if (!stream) {
      stream = { clockRate, base: sequenceNumber, cycles: 0, highest: sequenceNumber, received: 0, expectedBefore: 0, receivedBefore: 0, transit: arrival - timestamp, jitter: 0 };
      this.#streams.set(ssrc, stream);
    }
    stream.received++;
    const ahead = (sequenceNumber - stream.highest) & 0xffff;
    if (ahead < 0x8000) {
      if (sequenceNumber < stream.highest) stream.cycles += 0x10000;
      stream.highest = sequenceNumber;
    }
    const transit = arrival - timestamp;
    stream.jitter += (Math.abs(transit - stream.transit) - stream.jitter) / 16;
    stream.transit = transit;
  }

  senderReport(report: Buffer): void {
    const stream = this.#streams.get(report.readUInt32BE(4));
    if (stream && report.length >= 20) stream.report = { ntp: report.readUInt32BE(10), at: this.#now() };
  }

  /** The next report, of the streams that came since the last one; undefined when none did. */
  compose(): Buffer | undefined {
    const lively = [...this.#streams].filter(([, { received, receivedBefore }]) => received > receivedBefore);
    const blocks = lively.slice(0, MAX_BLOCKS).map(([ssrc, stream]) => block(ssrc, stream, this.#now()));
    if (blocks.length === 0) return undefined;
    const head = Buffer.alloc(8);
    head.writeUInt8(0x80 | blocks.length, 0);
    head.writeUInt8(RTCP.receiverReport, 1);
    head.writeUInt16BE(1 + (blocks.length * BLOCK) / 4, 2);
    head.writeUInt32BE(EDGE_SSRC, 4);
    return Buffer.concat([head, ...blocks]);
  }
}

function block(ssrc: number, stream: Reception, now: number): Buffer {
  const highest = stream.cycles + stream.highest;
  const expected = highest - stream.base + 1;
  const lost = Math.max(0, expected - stream.received);
  const expectedSince = expected - stream.expectedBefore;
  const lostSince = expectedSince - (stream.received - stream.receivedBefore);
  stream.expectedBefore = expected;
  stream.receivedBefore = stream.received;
  const out = Buffer.alloc(BLOCK);
  out.writeUInt32BE(ssrc, 0);
  out.writeUInt8(expectedSince > 0 && lostSince > 0 ? Math.min(255, Math.floor((lostSince * 256) / expectedSince)) : 0, 4);
  out.writeUIntBE(Math.min(lost, 0x7fffff), 5, 3);
  out.writeUInt32BE(highest >>> 0, 8);
  out.writeUInt32BE(Math.min(0xffffffff, Math.round(stream.jitter)), 12);
  if (stream.report) {
    out.writeUInt32BE(stream.report.ntp, 16);
    out.writeUInt32BE(Math.round(((now - stream.report.at) / 1000) * 65536) >>> 0, 20);
  }
  return out;
}

import { expect } from 'chai';
import { ReceiverReports } from './receiver-reports.ts';
import { RtpHeader } from './rtp.ts';

const CLOCK = 90_000;

describe('receiver reports', () => {
  let now = 0;
  let reports: ReceiverReports;
  const receive = (sequenceNumber: number, timestamp = sequenceNumber * 3000): void => reports.received(new RtpHeader({ ssrc: 7, sequenceNumber, timestamp }), CLOCK);

  beforeEach(() => {
    now = 0;
    reports = new ReceiverReports(() => now);
  });

  it('none when nothing was received, neither ever nor since the last one', () => {
    expect(reports.compose()).to.equal(undefined);
    receive(1);
    expect(reports.compose()).not.to.equal(undefined);
    expect(reports.compose()).to.equal(undefined);
  });

  it('count what was lost, in all and since the last one', () => {
    for (const sequence of [10, 11, 13]) receive(sequence);
    const first = reports.compose()!;
    expect(first.readUInt32BE(8), 'ssrc').to.equal(7);
    expect(first.readUInt8(12), 'a quarter').to.equal(64);
    expect(first.readUIntBE(13, 3)).to.equal(1);
    expect(first.readUInt32BE(16), 'highest').to.equal(13);
    for (const sequence of [14, 15]) receive(sequence);
    const second = reports.compose()!;
    expect(second.readUInt8(12)).to.equal(0);
    expect(second.readUIntBE(13, 3)).to.equal(1);
  });

  it('follow sequence numbers over their end, and take late ones for no loss', () => {
    for (const sequence of [65534, 1, 65535, 0]) receive(sequence, 0);
    const report = reports.compose()!;
    expect(report.readUInt32BE(16)).to.equal(0x10001);
    expect(report.readUIntBE(13, 3)).to.equal(0);
  });

  it('measure how unevenly packets come', () => {
    receive(1, 0);
    now = 10;
    receive(2, 0);
    expect(reports.compose()!.readUInt32BE(20)).to.equal(Math.round((10 * CLOCK) / 1000 / 16));
  });

  it('repeat the time of the last sender report, for the round trip', () => {
    receive(1);
    const senderReport = Buffer.alloc(28);
    senderReport.writeUInt32BE(7, 4);
    senderReport.writeUInt32BE(0x11112222, 8);
    senderReport.writeUInt32BE(0x33334444, 12);
    now = 1000;
    reports.senderReport(senderReport);
    now = 1500;
    const report = reports.compose()!;
    expect(report.readUInt32BE(24)).to.equal(0x22223333);
    expect(report.readUInt32BE(28), 'half a second').to.equal(32_768);
  });
});

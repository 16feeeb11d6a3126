import { expect } from 'chai';
import { Forwarder } from './forwarder.ts';
import type { MediaEnd } from './forwarder.ts';
import { pictureLoss, requestIn, RtpHeader } from './rtp.ts';
import type { Rtp } from './rtp.ts';

class End implements MediaEnd {
  readonly rtp: number[] = [];
  readonly rtcp: Buffer[] = [];
  sendRtp({ header }: Rtp): void {
    this.rtp.push(header.ssrc);
  }
  sendRtcp(packet: Buffer): void {
    this.rtcp.push(packet);
  }
}

const packet = (ssrc: number): Rtp => ({ header: new RtpHeader({ ssrc }), payload: Buffer.alloc(1) });
const nack = (ssrc: number): Buffer => Buffer.concat([Buffer.from([0x81, 205, 0, 3, 0, 0, 0, 9]), uint(ssrc), Buffer.from([0, 5, 0, 0])]);
const fir = (ssrc: number): Buffer => Buffer.concat([Buffer.from([0x84, 206, 0, 4, 0, 0, 0, 9, 0, 0, 0, 0]), uint(ssrc), Buffer.from([1, 0, 0, 0])]);
const senderReport = (ssrc: number): Buffer => Buffer.concat([Buffer.from([0x80, 200, 0, 6]), uint(ssrc), Buffer.alloc(20)]);

describe('the forwarder', () => {
  let forwarder: Forwarder;
  let [alice, bob, carol] = [new End(), new End(), new End()];
  beforeEach(() => {
    forwarder = new Forwarder();
    [alice, bob, carol] = [new End(), new End(), new End()];
    forwarder.publish(alice, { ssrc: 11, rtx: 12 });
  });
  afterEach(() => forwarder.close());

  it('brings packets, and those that are sent again, to who subscribed', () => {
    forwarder.subscribe(bob, 11);
    for (const ssrc of [11, 12, 99]) forwarder.rtp(alice, packet(ssrc));
    expect(bob.rtp).to.deep.equal([11, 12]);
    expect(carol.rtp).to.deep.equal([]);
    forwarder.unsubscribe(bob, 11);
    forwarder.rtp(alice, packet(11));
    expect(bob.rtp).to.have.length(2);
  });

  it('takes a stream from its publisher only', () => {
    forwarder.subscribe(bob, 11);
    forwarder.rtp(carol, packet(11));
    forwarder.rtcp(carol, senderReport(11));
    expect(bob.rtp).to.deep.equal([]);
    expect(bob.rtcp).to.deep.equal([]);
  });

  it('asks for a key frame when somebody subscribes, and when they can be reached', () => {
    forwarder.subscribe(bob, 11);
    forwarder.ready(bob);
    expect(alice.rtcp.map(requestIn)).to.deep.equal([
      { kind: 'keyFrame', ssrc: 11 },
      { kind: 'keyFrame', ssrc: 11 },
    ]);
  });

  it('hands on what receivers ask for, and what senders report; nothing else', () => {
    forwarder.subscribe(bob, 11);
    alice.rtcp.length = 0;
    const estimate = Buffer.concat([Buffer.from([0x8f, 206, 0, 2]), Buffer.alloc(8)]);
    const report = Buffer.concat([Buffer.from([0x81, 201, 0, 7]), Buffer.alloc(28)]);
    forwarder.rtcp(bob, Buffer.concat([report, pictureLoss(11), nack(11), fir(11), estimate]));
    expect(alice.rtcp.map(requestIn)).to.deep.equal([
      { kind: 'keyFrame', ssrc: 11 },
      { kind: 'again', ssrc: 11 },
      { kind: 'keyFrame', ssrc: 11 },
    ]);
    forwarder.rtcp(alice, senderReport(11));
    expect(bob.rtcp).to.deep.equal([senderReport(11)]);
  });

  it('who is gone neither sends nor receives', () => {
    forwarder.subscribe(bob, 11);
    forwarder.publish(bob, { ssrc: 21 });
    forwarder.subscribe(alice, 21);
    forwarder.remove(bob);
    forwarder.rtp(alice, packet(11));
    forwarder.rtp(bob, packet(21));
    expect([alice.rtp, bob.rtp]).to.deep.equal([[], []]);
  });
});

function uint(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

import { createHmac } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { expect } from 'chai';
import { bindingSuccess, parseBindingRequest } from './stun.ts';

/** RFC 5769, 2.1: a request with a short-term password. */
const PASSWORD = 'VOkJxbRl1RmTxUk/WvJxBt';
const REQUEST = bytes(`
  000100582112a442b7e7a701bc34d686fa87dfae
  802200105354554e207465737420636c69656e74
  002400046e0001ff
  80290008932ff9b151263b36
  000600096576746a3a68367659202020
  000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2
  80280004e57a3bcf`);
/** RFC 5769, 2.2: the address that it was sent from, 192.0.2.1:32853, as the response has it. */
const XOR_MAPPED_ADDRESS = bytes('002000080001a147e112a643');

describe('stun', () => {
  it('reads the request of RFC 5769, and knows who signed it', () => {
    const request = parseBindingRequest(REQUEST)!;
    expect(request.ufrag).to.equal('evtj');
    expect(request.nominates).to.equal(false);
    expect(request.isSignedWith(PASSWORD)).to.equal(true);
    expect(request.isSignedWith('another')).to.equal(false);
  });

  it('sees a nomination', () => {
    // 0x0025 without a value, in the place of the ICE-CONTROLLED attribute's first half.
    const nominating = Buffer.from(REQUEST);
    bytes('00250000').copy(nominating, 48);
    bytes('00000000').copy(nominating, 52);
    expect(parseBindingRequest(nominating)!.nominates).to.equal(true);
  });

  it('answers with the address, signed', () => {
    const { transaction } = parseBindingRequest(REQUEST)!;
    const answer = bindingSuccess(transaction, { address: '192.0.2.1', port: 32853 }, PASSWORD);
    expect(answer.readUInt16BE(0)).to.equal(0x0101);
    expect(answer.readUInt16BE(2), 'length').to.equal(answer.length - 20);
    expect(answer.subarray(4, 20).equals(REQUEST.subarray(4, 20)), 'cookie and transaction').to.equal(true);
    expect(answer.subarray(20, 32).equals(XOR_MAPPED_ADDRESS)).to.equal(true);
    const signed = Buffer.from(answer.subarray(0, 32));
    signed.writeUInt16BE(36, 2);
    expect(answer.subarray(36, 56).equals(createHmac('sha1', PASSWORD).update(signed).digest()), 'signature').to.equal(true);
    const summed = answer.subarray(0, 56);
    expect(answer.readUInt32BE(60), 'fingerprint').to.equal((crc32(summed) ^ 0x5354554e) >>> 0);
  });

  it('takes nothing else', () => {
    expect(parseBindingRequest(Buffer.alloc(5))).to.equal(undefined);
    expect(parseBindingRequest(Buffer.concat([bytes('0101'), REQUEST.subarray(2)])), 'a response').to.equal(undefined);
    expect(parseBindingRequest(Buffer.concat([REQUEST.subarray(0, 4), Buffer.alloc(4), REQUEST.subarray(8)])), 'no cookie').to.equal(undefined);
  });
});

function bytes(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(/\s/g, ''), 'hex');
}

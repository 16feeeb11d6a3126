import { createHmac, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

// STUN (RFC 8489), as far as a server of ICE-lite (RFC 8445) speaks it: it hears binding requests, and answers them.

const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const COOKIE = 0x2112a442;
const HEADER = 20;

const USERNAME = 0x0006;
const MESSAGE_INTEGRITY = 0x0008;
const XOR_MAPPED_ADDRESS = 0x0020;
const USE_CANDIDATE = 0x0025;
const FINGERPRINT = 0x8028;

const FINGERPRINT_XOR = 0x5354554e;
/** Header of an attribute and an HMAC-SHA1. */
const INTEGRITY_SIZE = 24;

export interface BindingRequest {
  readonly transaction: Buffer;
  /** Ours: the first half of the user name. */
  readonly ufrag: string;
  /** The client has chosen this path. */
  readonly nominates: boolean;
  isSignedWith(password: string): boolean;
}

/** Undefined: some other STUN message, or none. */
export function parseBindingRequest(datagram: Buffer): BindingRequest | undefined {
  if (datagram.length < HEADER || datagram.readUInt16BE(0) !== BINDING_REQUEST || datagram.readUInt32BE(4) !== COOKIE) return undefined;
  let ufrag = '';
  let nominates = false;
  let integrityAt: number | undefined;
  for (let at = HEADER; at + 4 <= datagram.length; ) {
    const type = datagram.readUInt16BE(at);
    const length = datagram.readUInt16BE(at + 2);
    if (type === USERNAME) ufrag = datagram.toString('utf8', at + 4, at + 4 + length).split(':')[0]!;
    if (type === USE_CANDIDATE) nominates = true;
    if (type === MESSAGE_INTEGRITY && length === 20) integrityAt = at;
    at += 4 + padded(length);
  }
  return {
    transaction: Buffer.from(datagram.subarray(8, HEADER)),
    ufrag,
    nominates,
    isSignedWith: (password) => integrityAt !== undefined && isSigned(datagram, integrityAt, password),
  };
}

export function bindingSuccess(transaction: Buffer, { address, port }: { address: string; port: number }, password: string): Buffer {
  const head = Buffer.alloc(HEADER);
  head.writeUInt16BE(BINDING_SUCCESS, 0);
  head.writeUInt32BE(COOKIE, 4);
  transaction.copy(head, 8);
  const message = Buffer.concat([head, attribute(XOR_MAPPED_ADDRESS, xorAddress(address, port))]);
  // Both sums count with a length that already contains them.
  message.writeUInt16BE(message.length - HEADER + INTEGRITY_SIZE, 2);
  const signed = Buffer.concat([message, attribute(MESSAGE_INTEGRITY, hmac(message, password))]);
  signed.writeUInt16BE(signed.length - HEADER + 8, 2);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE((crc32(signed) ^ FINGERPRINT_XOR) >>> 0);
  return Buffer.concat([signed, attribute(FINGERPRINT, sum)]);
}

function isSigned(datagram: Buffer, integrityAt: number, password: string): boolean {
  const signed = Buffer.from(datagram.subarray(0, integrityAt));
  // As if the message ended with the signature, whatever follows it.
  signed.writeUInt16BE(integrityAt - HEADER + INTEGRITY_SIZE, 2);
  const found = datagram.subarray(integrityAt + 4, integrityAt + INTEGRITY_SIZE);
  return found.length === 20 && timingSafeEqual(found, hmac(signed, password));
}

function xorAddress(address: string, port: number): Buffer {
  const value = Buffer.alloc(8);
  value.writeUInt8(1, 1); // IPv4
  value.writeUInt16BE(port ^ (COOKIE >>> 16), 2);
  value.writeUInt32BE((Buffer.from(address.split('.').map(Number)).readUInt32BE(0) ^ COOKIE) >>> 0, 4);
  return value;
}

function attribute(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc(padded(value.length) - value.length)]);
}

const hmac = (message: Buffer, password: string): Buffer => createHmac('sha1', password).update(message).digest();

const padded = (length: number): number => Math.ceil(length / 4) * 4;

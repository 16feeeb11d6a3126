import { expect } from 'chai';
import fc from 'fast-check';
import { decodeUserId, encodeUserId, isNativeUserId, mayBeNative } from './user-id.ts';

describe('user ids on the wire', () => {
  it('are numbers where a native client can read them', () => {
    for (const id of ['1', '1001', '2147483647']) expect(encodeUserId(id), id).to.equal(Number(id));
  });

  it('stay strings otherwise', () => {
    for (const id of ['0', '007', '2147483648', '99999999999', '-1', '1.0', '1e3', '+1', ' 1', '1 ', '', 'alice', '１']) {
      expect(encodeUserId(id), id).to.equal(id);
      expect(isNativeUserId(id), id).to.equal(false);
    }
  });

  it('native clients are met by one engine, under numbers', () => {
    expect([mayBeNative('1001', 'agora'), mayBeNative('alice', 'agora'), mayBeNative('1001', 'webrtc')]).to.deep.equal([true, false, false]);
  });

  it('come back as they were', () => {
    for (const id of ['1', '2147483647', 'x']) expect(decodeUserId(encodeUserId(id))).to.equal(id);
    fc.assert(fc.property(fc.oneof(fc.string({ minLength: 1, maxLength: 64 }), fc.integer({ min: 1 }).map(String)), (id) => decodeUserId(encodeUserId(id)) === id));
  });

  it('are refused when they are no ids', () => {
    for (const value of [0, -1, 1.5, Number.NaN, 2 ** 53, '', 'x'.repeat(65), null, undefined, true, {}, ['a']]) expect(decodeUserId(value), String(value)).to.equal(undefined);
  });
});

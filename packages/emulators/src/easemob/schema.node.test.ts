import { expect } from 'chai';
import { readParcel, writeAck, writeBody } from './message.ts';
import { BODY_TYPES, COMMANDS, decode, decodeFrame, encode, encodeFrame } from './schema.ts';
import type { PayloadName } from './schema.ts';

/** What SDK 4.21.1 sent, and what it understood. */
const SAMPLES: Record<string, { frame: string; payload: PayloadName; command: number }> = {
  command: {
    frame:
      '080040004a5c0a5a0889a8d1cdb70f1a1c0a0864656d6f236170701203626f621a0b656173656d6f622e636f6d2801322f080112071205616c6963651a051203626f6222080806520472696e672a070a016e100218012a080a0173100732017838005800a00180a08090c0bf88c068',
    payload: 'syncUp',
    command: COMMANDS.sync,
  },
  nothingUnread: { frame: '40014a090a0018ace49f84a0345800', payload: 'unread', command: COMMANDS.unread },
  taken: { frame: '40004a1a0a001089a8d1cdb70f1886808085f08f82901a408ae09f84a0345800', payload: 'syncDown', command: COMMANDS.sync },
};

function payloadIn(sample: string): unknown {
  const { frame, payload } = SAMPLES[sample]!;
  return decode(payload, decodeFrame(Buffer.from(frame, 'hex'))!.payload);
}

/** Of a command with this in its `ext`. */
function writtenAndRead(ext: Record<string, unknown>): unknown {
  const letter = { to: { appKey: '', name: 'bob', domain: '', clientResource: '' }, payload: writeBody('alice', 'bob', { action: 'ring', ext }), routetype: 0 };
  return readParcel(letter, { id: 1n, from: { name: 'alice' }, timestamp: 5 }).message.ext;
}

describe("Easemob's wire schema", () => {
  for (const [name, { frame, payload, command }] of Object.entries(SAMPLES)) {
    it(`reads and writes "${name}" without a loss`, () => {
      const read = decodeFrame(Buffer.from(frame, 'hex'))!;
      expect(read.command).to.equal(command);
      const values = decode(payload, read.payload)!;
      const written = decodeFrame(encodeFrame({ command, payload: encode(payload, values as never) }))!;
      expect(decode(payload, written.payload)).to.deep.equal(values);
    });
  }

  it('reads every field of a message where the SDK has it', () => {
    const { meta } = payloadIn('command') as { meta: Parameters<typeof readParcel>[0] & { id: bigint } };
    const { message, toResource } = readParcel(meta, { id: 7n, from: { name: 'alice' }, timestamp: 5 });
    expect(message).to.deep.equal({ id: '7', from: 'alice', to: 'bob', kind: 'command', action: 'ring', ext: { n: 1, s: 'x' }, onlineOnly: false, timestamp: 5 });
    expect(toResource).to.equal(undefined);
    expect(payloadIn('taken')).to.deep.include({ metaId: meta.id, serverId: 1_882_513_985_805_221_894n, status: { errorCode: 0, reason: '' } });
  });

  it('writes what the SDK understands, but for the zeros', () => {
    const timestamp = (payloadIn('nothingUnread') as { timestamp: bigint }).timestamp;
    expect(encodeFrame({ command: COMMANDS.unread, payload: encode('unread', { status: {}, timestamp }) }).toString('hex')).to.equal('40014a090a0018ace49f84a034');
  });

  it('has every kind of value that an app may send', () => {
    const ext = { n: -5, big: 2 ** 52, half: 0.5, huge: 1e300, yes: true, no: false, s: '通话', list: [1, { a: null }], nothing: null };
    expect(writtenAndRead(ext)).to.deep.equal(ext);
  });

  it('knows acks by what they are of', () => {
    const letter = { to: null, payload: writeAck(BODY_TYPES.deliveryAck, 'bob', 'alice', 99n), routetype: 0 };
    expect(readParcel(letter, { id: 1n, from: { name: 'bob' }, timestamp: 5 }).message).to.deep.include({ kind: 'deliveryAck', acknowledges: '99' });
  });

  it('takes no notice of what is none of it', () => {
    expect(decode('syncUp', Buffer.from('0affffff', 'hex'))).to.equal(undefined);
    expect(decodeFrame(Buffer.from('{"_type":"join_v3"}'))).to.equal(undefined);
  });
});

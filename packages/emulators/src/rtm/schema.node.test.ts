import { expect } from 'chai';
import { deflateSync } from 'node:zlib';
import { keyOf, newKey, readMessage, writeMessage } from './message.ts';
import { decodeFrame, encodeFrame, OPTIONS, readOption } from './schema.ts';
import type { WireFrame, WireMessage, WireName } from './schema.ts';

/** What SDK 2.3.0 sent, and what it understood. */
const SAMPLES = {
  join: '0812127108011080808080f0c082f806188bfafee7dbefb2938e012205616c6963652a3c65794a31496a6f6959577870593255694c434a72496a6f695155637a61556836575430694c434a75496a6f69655446684f47786c4e32313163434a39320408011200320508021201353206080312023130',
  joined: '0813121808011205616c6963652080d095ffbc312a06080112027b7d',
  notJoined: '0813121208011205616c69636518072080d095ffbc31',
  ping: '0804120b080210bfd8b283a0341803',
  pong: '08051210080210bfd8b283a03418ced8b283a034',
  text: '08641233088bfafee7dbefb2938e0110e0e180efa9a8e19f17180120002a05616c6963653203626f623a0568656c6c6f4894ddb283a034',
  binary: '08641256088bfafee7dbefb2938e0110e0e180efa9a8e19f17180220032a05616c6963653203626f623a04010203ff42110a0a637573746f6d547970651203782e79420f0a0b6465736372697074696f6e120048b2ddb283a034',
  ack: '08651217088bfafee7dbefb2938e0110e0e180efa9a8e19f171801',
  offline: '08651219088bfafee7dbefb2938e0110e0e180efa9a8e19f1718012008',
  drop: '08161202080b',
  quit: '081812020800',
  nearlyExpired: '08191224089ee2cfaa0612046444453d1a167b226d6573736167654368616e6e656c73223a5b5d7d',
  renewed: '081b121a080b1a167b226d6573736167654368616e6e656c73223a5b5d7d',
  entered: '0821120908091205726f6f6d31',
  noPresence: '08f005120408021001',
};

type Sample = keyof typeof SAMPLES;

const INSTANCE = 10_243_098_143_402_999_051n;
const bytesOf = (sample: Sample): Buffer => Buffer.from(SAMPLES[sample], 'hex');

function decoded<Name extends WireName>(name: Name, sample: Sample): WireMessage<Name> {
  const frame = decodeFrame(bytesOf(sample)) as WireFrame;
  expect(frame.name).to.equal(name);
  return frame.message as WireMessage<Name>;
}

describe("RTM's wire schema", () => {
  for (const sample of Object.keys(SAMPLES) as Sample[]) {
    it(`reads and writes "${sample}" without a loss`, () => {
      const frame = decodeFrame(bytesOf(sample)) as WireFrame;
      expect(decodeFrame(encodeFrame(frame.name, frame.message))).to.deep.equal(frame);
    });
  }

  it('keeps 64 bits', () => {
    expect(decoded('Join', 'join')).to.deep.include({ seq: 1n, opt: 499_910_583_819_173_888n, instance: INSTANCE, account: 'alice' });
    expect(decoded('Join', 'join').detail[3]?.toString()).to.equal('10');
  });

  it('reads every field where the SDK has it', () => {
    expect(decoded('JoinReply', 'joined')).to.deep.equal({ seq: 1n, account: 'alice', code: 0, serverMs: 1_700_000_000_000n, detail: { 1: Buffer.from('{}') } });
    expect(decoded('JoinReply', 'notJoined').code).to.equal(7);
    expect(decoded('Ping', 'ping')).to.include({ seq: 2n, flags: 3n });
    expect(decoded('Pong', 'pong').ms).to.equal(decoded('Ping', 'ping').ms);
    expect(decoded('Ack', 'offline').code).to.equal(8);
    expect(decoded('Drop', 'drop').code).to.equal(11);
    expect(decoded('TicketNearlyExpired', 'nearlyExpired')).to.deep.equal({ expireTs: 1_700_000_030n, ticket: 'dDE=', resources: '{"messageChannels":[]}' });
    expect(decoded('RenewReply', 'renewed')).to.deep.equal({ seq: 11n, code: 0, revoked: '{"messageChannels":[]}' });
    expect(decoded('GroupReply', 'entered')).to.deep.equal({ seq: 9n, group: 'room1', code: 0 });
    expect(decoded('SyncInitReply', 'noPresence')).to.deep.equal({ seq: 2n, code: 1 });
    expect(keyOf(decoded('Ack', 'ack'))).to.equal(keyOf(decoded('Message', 'text')));
  });

  it('writes what the SDK understands, byte by byte', () => {
    expect(encodeFrame('Drop', { code: 11 }).toString('hex')).to.equal(SAMPLES.drop);
    const { instance, dialogue } = decoded('Ack', 'offline');
    expect(encodeFrame('Ack', { instance, dialogue, sequence: 1n, code: 8 }).toString('hex')).to.equal(SAMPLES.offline);
    expect(encodeFrame('JoinReply', { seq: 1n, account: 'alice', serverMs: 1_700_000_000_000n, detail: { 1: Buffer.from('{}') } }).toString('hex')).to.equal(SAMPLES.joined);
  });

  it('takes no notice of what it does not know', () => {
    expect(decodeFrame(Buffer.from('08e707', 'hex'))).to.equal(undefined);
    expect(decodeFrame(Buffer.from('{"_type":"join_v3"}'))).to.equal(undefined);
    expect(decodeFrame(Buffer.from('08641205ffffffffff', 'hex'))).to.equal(undefined);
  });

  it('finds the parts of the options', () => {
    expect(readOption(0x1003n, 'type')).to.equal(3);
    expect(readOption(0x1003n, 'compression')).to.equal(1);
    expect(readOption(0x4000n, 'iteration')).to.equal(1);
    expect(readOption(0x35000000n, 'encrypted')).to.equal(1);
    expect((Object.keys(OPTIONS) as (keyof typeof OPTIONS)[]).map((part) => readOption(0n, part))).to.deep.equal([0, 0, 0, 0]);
  });
});

describe('RtmMessage', () => {
  it('is read from text, bytes and what was compressed', () => {
    expect(readMessage(decoded('Message', 'text'))).to.deep.equal({
      from: 'alice', to: 'bob', toChannel: false, bytes: Buffer.from('hello'), text: 'hello', customType: undefined, attempt: 0,
    });
    expect(readMessage(decoded('Message', 'binary'))).to.deep.include({ bytes: Buffer.from([1, 2, 3, 255]), text: undefined, customType: 'x.y' });
    const long = 'long '.repeat(100);
    const compressed = { ...decoded('Message', 'text'), options: 0x1000n, payload: deflateSync(long) };
    expect(readMessage(compressed).text).to.equal(long);
    expect(readMessage({ ...compressed, options: 0x5001n })).to.deep.include({ toChannel: true, attempt: 1 });
  });

  it('is left as it is where it is encrypted, or no zlib', () => {
    const wire = decoded('Message', 'text');
    expect(readMessage({ ...wire, options: 0x35000000n })).to.deep.include({ bytes: wire.payload, text: undefined });
    expect(readMessage({ ...wire, options: 0x1000n }).bytes).to.deep.equal(wire.payload);
  });

  it('is written as the SDK writes it', () => {
    expect(readMessage(writeMessage('carol', 'alice', 'hi', 'x.y'))).to.deep.include({ from: 'carol', to: 'alice', text: 'hi', customType: 'x.y' });
    expect(readMessage(writeMessage('carol', 'alice', new Uint8Array([7])))).to.deep.include({ bytes: Buffer.from([7]), text: undefined });
  });

  it('has a name that the SDK accepts', () => {
    for (let n = 0; n < 1000; n += 1) {
      const { instance, dialogue } = newKey();
      expect(instance > 0xffffffffn && dialogue > 0xffffffffn).to.equal(true);
    }
  });
});

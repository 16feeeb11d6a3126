import { expect } from 'chai';
import { decode } from './decode.ts';
import type { Message } from './message.ts';

const UPPER = '7F1C0A52-6B1E-4C5D-9F0A-3B7D5C1E2A44';
const LOWER = '0d3c8f6e-1c2b-4f7a-8d9e-5a6b7c8d9e0f';
const CALLER = { message_version: '1.0', message_timestamp: 1_735_699_200_123, fromUserId: 1001 };
const CALLEE = { ...CALLER, fromUserId: 2002 };
const FROM = { fromUserId: '1001', timestamp: 1_735_699_200_123 };

function read(wire: object): Message {
  const decoded = decode(JSON.stringify(wire));
  if (!('message' in decoded)) throw new Error(`it ${decoded.problem}`);
  return decoded.message;
}

/** Without keys that are undefined. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const problem = (wire: unknown): string | undefined => {
  const decoded = decode(typeof wire === 'string' ? wire : JSON.stringify(wire));
  return 'problem' in decoded ? decoded.problem : undefined;
};

describe('decode: what CallAPI clients write', () => {
  const examples: [string, object, Message][] = [
    [
      'video call of iOS',
      { message_action: 0, ...CALLER, callId: UPPER, remoteUserId: 2002, fromRoomId: '1001', fromUserExtension: {}, messageId: 1 },
      { kind: 'call', type: 'video', roomId: '1001', callId: UPPER, ...FROM, remoteUserId: '2002', messageId: 1, extension: {} },
    ],
    [
      'audio call of Android, with an extension',
      { message_action: 10, ...CALLER, callId: LOWER, fromUserExtension: { key1: 'value1' }, remoteUserId: 2002, fromRoomId: '1001', messageId: 7 },
      { kind: 'call', type: 'audio', roomId: '1001', callId: LOWER, ...FROM, remoteUserId: '2002', messageId: 7, extension: { key1: 'value1' } },
    ],
    [
      'video call of the Web client: no message id, no extension',
      { message_action: 0, ...CALLER, callId: LOWER, remoteUserId: 2002, fromRoomId: '9b2e' },
      { kind: 'call', type: 'video', roomId: '9b2e', callId: LOWER, ...FROM, remoteUserId: '2002' },
    ],
    ['call of the server', { message_action: 0, ...CALLER, callId: 's1', remoteUserId: 2002, fromRoomId: 'r', fromUserExtension: { level: 3 } }, { kind: 'call', type: 'video', roomId: 'r', callId: 's1', ...FROM, remoteUserId: '2002', extension: { level: 3 } }],
    ['native accept', { message_action: 2, ...CALLEE, callId: UPPER, messageId: 3 }, { kind: 'accept', callId: UPPER, ...FROM, fromUserId: '2002', messageId: 3 }],
    ['accept of the Web client', { message_action: 2, ...CALLEE, callId: LOWER, remoteUserId: 1001 }, { kind: 'accept', callId: LOWER, ...FROM, fromUserId: '2002', remoteUserId: '1001' }],
    ['cancel of iOS', { message_action: 1, ...CALLER, callId: UPPER, cancelCallByInternal: 0, messageId: 2 }, { kind: 'cancel', timeout: false, callId: UPPER, ...FROM, messageId: 2 }],
    ['cancel after the timeout', { message_action: 1, ...CALLER, callId: UPPER, cancelCallByInternal: 1, messageId: 2 }, { kind: 'cancel', timeout: true, callId: UPPER, ...FROM, messageId: 2 }],
    ['cancel of an Android user: no flag', { message_action: 1, ...CALLER, callId: LOWER, messageId: 2 }, { kind: 'cancel', timeout: false, callId: LOWER, ...FROM, messageId: 2 }],
    [
      'reject of iOS',
      { message_action: 3, ...CALLEE, callId: UPPER, rejectReason: 'reject by user', rejectByInternal: 0, messageId: 2 },
      { kind: 'reject', busy: false, text: 'reject by user', callId: UPPER, ...FROM, fromUserId: '2002', messageId: 2 },
    ],
    ['reject of iOS without a reason', { message_action: 3, ...CALLEE, callId: UPPER, rejectByInternal: 0 }, { kind: 'reject', busy: false, text: undefined, callId: UPPER, ...FROM, fromUserId: '2002' }],
    ['reject of Android without a reason', { message_action: 3, ...CALLEE, callId: LOWER, rejectReason: '', rejectByInternal: 0 }, { kind: 'reject', busy: false, text: '', callId: LOWER, ...FROM, fromUserId: '2002' }],
    [
      'busy, with the id of another call',
      { message_action: 3, ...CALLEE, callId: 'OTHER', rejectReason: 'The user is currently busy', rejectByInternal: 1 },
      { kind: 'reject', busy: true, text: 'The user is currently busy', callId: 'OTHER', ...FROM, fromUserId: '2002' },
    ],
    ['busy, as a boolean', { message_action: 3, ...CALLEE, callId: '', rejectByInternal: true }, { kind: 'reject', busy: true, text: undefined, callId: '', ...FROM, fromUserId: '2002' }],
    ['hang-up', { message_action: 4, ...CALLER, callId: UPPER, hangupReason: 'hangup by user', messageId: 9 }, { kind: 'hangup', text: 'hangup by user', callId: UPPER, ...FROM, messageId: 9 }],
    ['hang-up of deinitialize: no reason', { message_action: 4, ...CALLER, callId: UPPER }, { kind: 'hangup', text: undefined, callId: UPPER, ...FROM }],
    ['hang-up of the server: with a room', { message_action: 4, ...CALLER, callId: UPPER, fromRoomId: 'r', hangupReason: 'kicked' }, { kind: 'hangup', text: 'kicked', callId: UPPER, ...FROM }],
  ];
  for (const [name, wire, message] of examples) {
    it(name, () => {
      expect(plain(read(wire))).to.deep.equal(plain(message));
    });
  }

  it('keeps call ids as they are: iOS writes upper case, Android lower', () => {
    expect(read({ message_action: 2, ...CALLEE, callId: 'aB' }).callId).to.equal('aB');
  });
});

describe('decode: what kits write', () => {
  const media = { audio: true, video: false };
  const envelope = { v: 2, engine: 'fake', device: 'd' };
  const examples: [Message['kind'], number, object][] = [
    ['receipt', 100, { receipt: 0 }],
    ['confirm', 101, {}],
    ['negotiate', 102, { seq: 0, payloads: [null] }],
    ['status', 103, { media }],
    ['status', 103, { media: { ...media, asking: true, resumes: true } }],
    ['switch', 104, { switch: { type: 'audio', turn: 0 } }],
    ['switch', 104, { switch: { type: 'video', turn: 1, ask: true } }],
    ['leaving', 105, {}],
    ['resume', 106, { resume: { device: 'before', peer: 'p' }, media }],
    ['hangup', 4, { code: 'mediaFailed' }],
  ];
  for (const [kind, message_action, fields] of examples) {
    it(`${kind}: ${JSON.stringify(fields)}`, () => {
      const kit = { ...envelope, ...fields };
      expect(plain(read({ message_action, ...CALLEE, callId: 'c', kit }))).to.deep.equal({ kind, callId: 'c', ...FROM, fromUserId: '2002', kit });
    });
  }

  it('what is not so, or is said in another way, is as if it were not said', () => {
    const said = (fields: object) => plain(read({ message_action: 101, ...CALLEE, callId: 'c', kit: { ...envelope, ...fields } }).kit);
    for (const no of [false, 1, 'yes', null]) {
      expect(said({ media: { ...media, asking: no, resumes: no } }), String(no)).to.deep.equal({ ...envelope, media });
      expect(said({ switch: { type: 'audio', turn: 0, ask: no } }), String(no)).to.deep.equal({ ...envelope, switch: { type: 'audio', turn: 0 } });
    }
  });
});

describe('decode: what is dropped', () => {
  const call = { message_action: 0, ...CALLER, callId: 'c', fromRoomId: 'r', remoteUserId: 2002, messageId: 1, fromUserExtension: {} };
  const envelope = { v: 1, engine: 'fake', device: 'd' };
  const kit = { ...envelope, ring: 1, media: { audio: true, video: true }, to: 't', winner: 'w', receipt: 1, seq: 0, payloads: [{}], code: 'gone' };

  it('a call without what it needs', () => {
    for (const key of ['message_action', 'message_version', 'fromUserId', 'callId', 'fromRoomId'] as const) {
      expect(problem({ ...call, [key]: undefined }), key).to.be.a('string');
    }
    expect(problem({ ...call, callId: '' })).to.contain('callId');
    expect(problem({ ...call, fromRoomId: '' })).to.contain('fromRoomId');
  });

  it('a field of a wrong type, whichever it is', () => {
    const flags = ['cancelCallByInternal', 'rejectByInternal', 'rejectReason', 'hangupReason'];
    const complete = { ...call, kit };
    expect(problem(complete)).to.equal(undefined);
    for (const key of Object.keys(complete)) {
      for (const wrong of [null, true, -1, 1.5, [], ['x']]) expect(problem({ ...complete, [key]: wrong }), `${key}: ${JSON.stringify(wrong)}`).to.be.a('string');
    }
    for (const key of flags) {
      const action = key.startsWith('cancel') ? 1 : key.startsWith('reject') ? 3 : 4;
      for (const wrong of [null, 2, [], {}]) expect(problem({ ...call, message_action: action, [key]: wrong }), `${key}: ${JSON.stringify(wrong)}`).to.be.a('string');
    }
  });

  it('a kit field of a wrong type, whichever it is', () => {
    for (const key of Object.keys(kit)) {
      for (const wrong of [null, true, -1, 1.5, [1], '']) {
        // An unknown code is one of a later version, and an array of anything is what an engine may send.
        if ((key === 'payloads' && Array.isArray(wrong)) || (key === 'code' && wrong === '')) continue;
        expect(problem({ ...call, kit: { ...kit, [key]: wrong } }), `kit.${key}: ${JSON.stringify(wrong)}`).to.be.a('string');
      }
    }
    for (const news of [{}, { type: 'text', turn: 0 }, { type: 'audio' }, { type: 'audio', turn: -1 }, ['audio', 0]]) expect(problem({ ...call, kit: { ...kit, switch: news } })).to.contain('kit.switch');
    for (const media of [{}, { audio: 1, video: true }, { audio: true }, [true, true]]) expect(problem({ ...call, kit: { ...kit, media } })).to.contain('kit.media');
  });

  it('ids over 64 characters', () => {
    const long = 'x'.repeat(65);
    for (const key of ['callId', 'fromUserId', 'remoteUserId', 'fromRoomId']) expect(problem({ ...call, [key]: long }), key).to.be.a('string');
    for (const key of ['engine', 'device', 'to', 'winner']) expect(problem({ ...call, kit: { ...kit, [key]: long } }), key).to.be.a('string');
    expect(problem({ ...call, callId: 'x'.repeat(64) })).to.equal(undefined);
  });

  it('more than 32 KB, counted in bytes', () => {
    const size = (fill: string) => problem({ ...call, fromUserExtension: { fill } });
    expect(size('x'.repeat(33_000))).to.equal('is over 32 KB');
    expect(size('€'.repeat(11_000))).to.equal('is over 32 KB');
    expect(size('x'.repeat(32_000))).to.equal(undefined);
  });

  it('__proto__ keys at any depth', () => {
    const text = JSON.stringify({ ...call, fromUserExtension: { a: [{ b: 'HERE' }] } });
    expect(problem(text.replace('"HERE"', '{"__proto__":{"x":1}}'))).to.contain('__proto__');
    expect(problem(text.replace('{', '{"__proto__":{"message_action":2},'))).to.contain('__proto__');
  });

  it('nesting that could exhaust the stack', () => {
    const deep = (levels: number) => JSON.stringify(call).replace('{}', `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`);
    expect(problem(deep(15_000))).to.be.a('string');
    expect(problem(deep(100))).to.be.a('string');
    expect(problem(deep(10))).to.equal(undefined);
  });

  it('kit actions without what they are for', () => {
    const bare = (message_action: number, fields = {}) => problem({ message_action, ...CALLER, callId: 'c', kit: { ...envelope, ...fields } });
    expect(bare(100)).to.be.a('string');
    expect(problem({ message_action: 101, ...CALLER, callId: 'c' })).to.be.a('string');
    expect(bare(102, { seq: 0 })).to.be.a('string');
    expect(bare(102, { payloads: [] })).to.be.a('string');
    expect(bare(103)).to.be.a('string');
    expect(bare(101)).to.equal(undefined);
    for (const action of [5, 9, 11, 99, 104, 1000]) expect(bare(action), `action ${action}`).to.be.a('string');
  });

  it('another version, but names the call that deserves an answer', () => {
    expect(plain(decode(JSON.stringify({ ...call, message_version: '1.1' })))).to.deep.equal({ problem: 'is of another version', unsupported: { callId: 'c', fromUserId: '1001' } });
    expect(decode(JSON.stringify({ ...call, message_action: 10, message_version: '1.1' }))).to.have.property('unsupported').that.includes({ callId: 'c' });
    for (const other of [{ message_action: 4 }, { callId: '' }, { message_version: 2 }, { message_version: undefined }]) {
      expect(plain(decode(JSON.stringify({ ...call, message_version: '1.1', ...other }))), JSON.stringify(other)).to.deep.equal({ problem: 'is of another version' });
    }
  });

  it('without repeating in the log what the sender wrote', () => {
    const secret = 'fnord';
    for (const wire of [`{"${secret}`, { ...call, [secret]: JSON.parse('{"__proto__":1}') as object }, { ...call, callId: { secret } }, { ...call, message_version: secret }]) {
      expect(problem(wire)).to.be.a('string').that.does.not.contain(secret);
    }
  });
});

describe('decode: what is tolerated', () => {
  it('unknown keys, and codes of a later version', () => {
    const message = read({ message_action: 4, ...CALLER, callId: 'c', later: { x: 1 }, kit: { v: 9, engine: 'e', device: 'd', code: 'tired', later: ['x'] } });
    expect(plain(message.kit)).to.deep.equal({ v: 9, engine: 'e', device: 'd' });
  });

  it('numeric user ids beyond 31 bits, which old Web clients use', () => {
    expect(read({ message_action: 4, ...CALLER, fromUserId: 4_294_967_295, callId: 'c' }).fromUserId).to.equal('4294967295');
  });
});

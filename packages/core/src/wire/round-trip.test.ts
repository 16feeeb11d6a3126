import { expect } from 'chai';
import fc from 'fast-check';
import type { Json, JsonObject } from '../json.ts';
import { decode } from './decode.ts';
import { encode } from './encode.ts';
import type { Kit, Message, MessageBody } from './message.ts';

const id = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter((text) => text.length <= 64);
const integer = fc.nat();
const text = fc.option(fc.string({ unit: 'grapheme', maxLength: 50 }), { nil: undefined });
const userId = fc.oneof(id, fc.integer({ min: 1 }).map(String));
const media = fc.record({ audio: fc.boolean(), video: fc.boolean(), asking: fc.constant(true as const) }, { requiredKeys: ['audio', 'video'] });
const safeJson = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string(), { maxLength: 3 }), fc.record({ x: fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 2 }) }))
  .map((value) => JSON.parse(JSON.stringify(value)) as Json);
const extension: fc.Arbitrary<JsonObject> = fc.dictionary(fc.string({ maxLength: 5 }), safeJson, { maxKeys: 4 }).map((value) => ({ ...value }));

const kit: fc.Arbitrary<Kit> = fc.record(
  {
    v: integer, engine: id, device: id, ring: integer, media, to: id, winner: id, receipt: integer, seq: integer,
    payloads: fc.array(safeJson, { maxLength: 3 }), code: fc.constantFrom('unsupported', 'notReady', 'gone'),
  },
  { requiredKeys: ['v', 'engine', 'device'] },
);
const body: fc.Arbitrary<MessageBody> = fc.oneof(
  fc.record({ kind: fc.constant('call' as const), type: fc.constantFrom('audio' as const, 'video' as const), roomId: id }),
  fc.record({ kind: fc.constant('cancel' as const), timeout: fc.boolean() }),
  fc.record({ kind: fc.constant('reject' as const), busy: fc.constant(false), text }),
  fc.record({ kind: fc.constant('hangup' as const), text }),
  fc.record({ kind: fc.constantFrom('accept' as const, 'receipt' as const, 'confirm' as const, 'negotiate' as const, 'status' as const) }),
);

/** With what its action cannot be without. */
function complete(message: Message, given: Kit): Message {
  if (message.kind === 'receipt') return { ...message, kit: { ...given, receipt: 1 } };
  if (message.kind === 'negotiate') return { ...message, kit: { ...given, seq: 0, payloads: [{}] } };
  if (message.kind === 'status') return { ...message, kit: { ...given, media: { audio: true, video: false } } };
  if (message.kind === 'call') return { ...message, extension: message.extension ?? {}, kit: given };
  return { ...message, kit: given };
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('encode and decode', () => {
  it('are inverse for every message within bounds', () => {
    const envelope = fc.record({ callId: id, fromUserId: userId, remoteUserId: userId, messageId: integer, timestamp: integer });
    fc.assert(
      fc.property(body, envelope, kit, fc.option(extension, { nil: undefined }), (said, around, given, ext) => {
        const message = complete({ ...said, ...around, ...(ext ? { extension: ext } : {}) }, given) as Parameters<typeof encode>[0];
        const wire = encode(message);
        const decoded = decode(wire);
        expect(plain('message' in decoded ? decoded.message : decoded)).to.deep.equal(plain(message));
      }),
      { numRuns: 500 },
    );
  });

  it('a call has an extension, if an empty one, and nothing else has one that nobody gave', () => {
    const around = { callId: 'c', fromUserId: '1', remoteUserId: '2', messageId: 1, timestamp: 1 };
    expect(JSON.parse(encode({ kind: 'call', type: 'audio', roomId: 'r', ...around }))).to.have.property('fromUserExtension').that.deep.equals({});
    expect(JSON.parse(encode({ kind: 'accept', ...around }))).to.not.have.property('fromUserExtension');
  });

  it('busy carries the text that native apps compare', () => {
    const wire = JSON.parse(encode({ kind: 'reject', busy: true, callId: 'c', fromUserId: '1', remoteUserId: '2', messageId: 1, timestamp: 1 })) as object;
    expect(wire).to.include({ rejectReason: 'The user is currently busy', rejectByInternal: 1, fromUserId: 1, remoteUserId: 2 });
  });

  it('decode never throws, whatever the text', () => {
    const any = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.json({ maxDepth: 3 }));
    fc.assert(fc.property(any, (value) => 'problem' in decode(value)), { numRuns: 500 });
  });
});

import { SimulatedClock } from '@call-elements/testing';
import { expect } from 'chai';
import { Delivery } from './delivery.ts';
import type { Draft } from './delivery.ts';
import type { SignalClient } from './signal.ts';
import { envelope, kit, kitOf } from './testing/scripted-peer.ts';
import type { Wire } from './testing/scripted-peer.ts';
import { MAX_MESSAGE_BYTES } from './wire/message.ts';

/** The post office of "1001" on a service that takes everything, compares ids in lower case, and delivers nothing. */
function make({ engine = 'agora' } = {}) {
  const clock = new SimulatedClock();
  const sent: { to: string; message: Wire; stored: boolean | undefined }[] = [];
  const logs: string[] = [];
  const signal = {
    sendMessage: async (to: string, text: string, options?: { stored?: boolean }) => void sent.push({ to, message: JSON.parse(text) as Wire, stored: options?.stored }),
    normalizeUserId: (userId: string) => userId.toLowerCase(),
  } as unknown as SignalClient;
  const delivery = new Delivery({ signal, clock, log: (level, line) => logs.push(`${level}: ${line}`), userId: '1001', device: 'own', engine, trustedPublishers: ['Server'] });
  const hear = (from: string, message: object) => delivery.read(JSON.stringify(message), { userId: from });
  return { clock, delivery, sent, logs, hear };
}

const draft = (body: object, to = 'bob'): Draft => ({ callId: 'c', to, body }) as Draft;
const CALL = { kind: 'call', type: 'video', roomId: 'r', ring: 15_000 };

describe('the post office: what it writes', () => {
  it('asks the service to keep the call and its end for a peer who is not there, and nothing else', () => {
    const { delivery, sent } = make();
    const kinds: object[] = [CALL, { kind: 'cancel', timeout: false }, { kind: 'reject' }, { kind: 'hangup' }, { kind: 'accept' }, { kind: 'confirm' }, { kind: 'leaving' }, { kind: 'negotiate', seq: 0, payloads: [] }];
    for (const body of kinds) void delivery.post(draft(body), 1_000);
    expect(sent.map(({ stored }) => stored)).to.deep.equal([true, true, true, true, false, false, false, false]);
    delivery.outbox.clear();
  });

  it('says which protocol, which media and which device, and to which', () => {
    const { delivery, sent } = make();
    void delivery.post({ ...draft({ kind: 'accept' }), device: 'tab' }, 0);
    expect(kitOf(sent[0]!.message)).to.deep.equal({ v: 2, engine: 'agora', device: 'own', to: 'tab' });
  });

  it('adds what the user says of itself to the messages of CallAPI, under what the call says', () => {
    const { delivery, sent } = make();
    const extensionOf = (body: object): unknown => {
      delivery.sayOnce(draft(body));
      return sent.at(-1)!.message['fromUserExtension'];
    };
    expect(extensionOf({ kind: 'accept' })).to.equal(undefined);
    expect(extensionOf({ ...CALL, extension: { topic: 'x' } })).to.deep.equal({ topic: 'x' });
    delivery.userExtension = { name: 'Ann', topic: 'y' };
    expect(extensionOf({ kind: 'accept' })).to.deep.equal({ name: 'Ann', topic: 'y' });
    expect(extensionOf({ ...CALL, extension: { topic: 'x' } })).to.deep.equal({ name: 'Ann', topic: 'x' });
    expect(extensionOf({ kind: 'confirm' }), 'a kind of its own').to.equal(undefined);
  });

  it('a call fits up to the last byte, whatever number its message will have', () => {
    const { delivery } = make();
    const sized = (length: number) => draft({ ...CALL, extension: { x: 'x'.repeat(length) } });
    let length = MAX_MESSAGE_BYTES;
    while (!delivery.fits(sized(length))) length--;
    const { text } = delivery.post(sized(length), 0);
    const { messageId } = JSON.parse(text) as { messageId: number };
    const digits = String(Number.MAX_SAFE_INTEGER).length - String(messageId).length;
    expect(text.length + digits).to.equal(MAX_MESSAGE_BYTES);
    delivery.outbox.clear();
  });
});

describe('the post office: what kind of client a user has', () => {
  const learn = (delivery: Delivery, userId: string, isKit: boolean) => delivery.learnKind({ fromUserId: userId, ...(isKit ? { kit: {} } : {}) });

  /** Who is taken for a kit gets copies until it has given a receipt. */
  async function isTakenForKit({ clock, delivery, sent }: ReturnType<typeof make>, userId: string): Promise<boolean> {
    const before = sent.length;
    void delivery.post(draft({ kind: 'accept' }, userId), 1_000);
    await clock.advance(2_000);
    return sent.length > before + 1;
  }

  it('is seen by what it last said, and else guessed by its id', async () => {
    const office = make();
    expect([await isTakenForKit(office, 'bob'), await isTakenForKit(office, '2002')]).to.deep.equal([true, false]);
    learn(office.delivery, 'bob', false);
    learn(office.delivery, '2002', true);
    expect([await isTakenForKit(office, 'bob'), await isTakenForKit(office, '2002')]).to.deep.equal([false, true]);
    expect(await isTakenForKit(make({ engine: 'webrtc' }), '2002'), 'where there are no others').to.equal(true);
  });

  it('is learned from every message', async () => {
    const office = make();
    office.hear('2002', envelope(2002, 2, { callId: 'c', ...kit('tab') }));
    expect(await isTakenForKit(office, '2002')).to.equal(true);
    office.hear('2002', envelope(2002, 2, { callId: 'c' }));
    expect(await isTakenForKit(office, '2002')).to.equal(false);
  });

  it('is remembered of the last 1000 who spoke', async () => {
    const office = make();
    for (const user of ['first', 'second']) learn(office.delivery, user, false);
    for (let i = 0; i < 998; i++) learn(office.delivery, `user${i}`, true);
    expect([await isTakenForKit(office, 'first'), await isTakenForKit(office, 'second')]).to.deep.equal([false, false]);
    // Who speaks again is the last.
    learn(office.delivery, 'first', false);
    learn(office.delivery, 'one more', true);
    expect([await isTakenForKit(office, 'first'), await isTakenForKit(office, 'second')]).to.deep.equal([false, true]);
  });
});

describe('the post office: whose word counts', () => {
  const said = envelope(2002, 4, { callId: 'c', remoteUserId: 1001, messageId: 1 });

  it('that of the sender, and of a trusted publisher for somebody', () => {
    const { hear, logs } = make();
    expect(hear('2002', said)).to.include({ fromUserId: '2002', viaServer: false });
    expect(hear('SERVER', { ...said, messageId: 2 })).to.include({ fromUserId: '2002', viaServer: true });
    expect(logs).to.deep.equal([]);
  });

  it('everything else is dropped, with one line in the log', () => {
    const { hear, logs, sent } = make();
    expect(hear('3003', said)).to.equal(undefined);
    expect(hear('2002', { ...said, remoteUserId: 4004 })).to.equal(undefined);
    expect(hear('2002', { ...said, callId: 5 })).to.equal(undefined);
    expect(hear('2002', { ...said, ...kit('d', { to: 'another' }) }), 'for another device').to.equal(undefined);
    expect(hear('1001', { ...said, fromUserId: 1001 }), 'an echo').to.equal(undefined);
    expect(logs).to.deep.equal(['warning: dropped a message of a false sender', 'warning: dropped a message for somebody else', 'warning: dropped a message that has an invalid callId']);
    expect(sent).to.deep.equal([]);
  });

  it('a call in another version is declined, to who really sent it', () => {
    const { hear, sent } = make();
    const call = { ...envelope('Bob', 0, { callId: 'c', fromRoomId: 'r' }), message_version: '2.0' };
    for (const [from, message] of [['mallory', call], ['1001', { ...call, fromUserId: 1001 }], ['bob', { ...call, message_action: 4 }], ['bob', {}]] as const) hear(from, message);
    expect(sent).to.deep.equal([]);
    hear('BOB', call);
    expect(sent).to.have.length(1);
    expect(sent[0]!.to).to.equal('bob');
    expect(sent[0]!.message).to.include({ message_action: 3, callId: 'c', rejectReason: 'unsupported' });
    expect(kitOf(sent[0]!.message)).to.include({ code: 'unsupported' });
  });
});

describe('the post office: copies', () => {
  const said = envelope('bob', 4, { callId: 'c', messageId: 7, ...kit('tab') });

  it('each is told that the first was taken, and none is read again', async () => {
    const { delivery, hear, sent } = make();
    delivery.take(hear('bob', said)!);
    expect(hear('bob', said)).to.equal(undefined);
    expect(sent.map(({ message }) => [message.message_action, message.callId, kitOf(message).receipt, kitOf(message).to])).to.deep.equal([[100, 'c', 7, 'tab'], [100, 'c', 7, 'tab']]);
  });

  it('are no copies when anything is different, or when there is no number', () => {
    const { delivery, hear } = make();
    delivery.take(hear('bob', said)!);
    for (const other of [{ messageId: 8 }, { callId: 'd' }, { message_action: 2 }, kit('other'), { kit: undefined }, { messageId: undefined }]) expect(hear('bob', { ...said, ...other }), JSON.stringify(other)).to.be.an('object');
    const unnumbered = { ...said, messageId: undefined };
    delivery.take(hear('bob', unnumbered)!);
    expect(hear('bob', unnumbered)).to.be.an('object');
  });

  it('are known for five minutes', async () => {
    const { clock, delivery, hear } = make();
    delivery.take(hear('bob', said)!);
    await clock.advance(5 * 60_000 - 1);
    expect(hear('bob', said)).to.equal(undefined);
    await clock.advance(1);
    expect(hear('bob', said)).to.be.an('object');
  });

  it('what shows no kit or no number, and a receipt, gets no receipt', () => {
    const { delivery, hear, sent } = make();
    for (const other of [{ kit: undefined }, { messageId: undefined }, { message_action: 100, ...kit('tab', { receipt: 1 }) }]) delivery.take(hear('bob', { ...said, ...other })!);
    expect(sent).to.deep.equal([]);
  });

  it('a call that we do not have is gone, for the device that spoke of it', () => {
    const { delivery, hear, sent } = make();
    delivery.sayGone(hear('bob', said)!);
    expect(sent[0]!.message).to.include({ message_action: 4, callId: 'c' });
    expect(kitOf(sent[0]!.message)).to.include({ code: 'gone', to: 'tab' });
  });
});

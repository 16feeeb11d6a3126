import { expect } from 'chai';
import { getFromEmulators, onEmulators, setOnEmulators } from '@call-elements/emulators/page';
import { createEasemobSignal } from './index.ts';
import { FakeEasemob } from './testing/fake-easemob.ts';
import { rejection } from '@call-elements/testing';
import { World } from './testing/world.ts';

const TEXT = '{"通话":"📞"}';
const CALL = JSON.stringify({ message_action: 0, message_version: '1.0', message_timestamp: 1_735_699_200_123, fromUserId: 1001, callId: 'x', fromRoomId: 'r' });

describe('Messages over Easemob', () => {
  const world = new World();

  it('are commands, and nobody\'s chat', async () => {
    const native = await onEmulators('easemob.logIn', 'native');
    const { client, userId } = await world.online('alice');
    await client.sendMessage('native', TEXT);
    await client.sendMessage('native', TEXT, { stored: true });
    const received = await native.received;
    expect(received.map(({ kind, from, action, ext, onlineOnly }) => ({ kind, from, action, ext, onlineOnly }))).to.deep.equal([
      { kind: 'command', from: userId, action: 'call-elements', ext: { message: TEXT }, onlineOnly: true },
      { kind: 'command', from: userId, action: 'call-elements', ext: { message: TEXT }, onlineOnly: false },
    ]);
  });

  it('are texts with interop, as CallAPI\'s own client sends them, and never wait', async () => {
    const native = await onEmulators('easemob.logIn', '2002');
    const { client } = await world.online('alice', { interop: 'callapi' });
    expect(client.takesForAbsent).to.equal(false);
    await client.sendMessage('2002', CALL);
    await client.sendMessage('2003', CALL, { stored: true });
    const [received] = await native.received;
    expect(received).to.deep.include({ kind: 'text', text: CALL, ext: {}, onlineOnly: true });
    expect(await onEmulators('easemob.storedFor', '2003')).to.deep.equal([]);
  });

  it('are heard in both forms, and what people write is not', async () => {
    const { userId, witness } = await world.online('alice');
    const texts = ['hello', '{', '[1]', 'null', '{"message_action":0}', '{"message_version":"1.0"}', '{"message_action":"0","message_version":"1.0"}'];
    for (const text of texts) await onEmulators('easemob.inject', 'bob', userId, { text });
    await onEmulators('easemob.inject', 'bob', userId, { action: 'of the page', ext: { message: TEXT } });
    await onEmulators('easemob.inject', 'bob', userId, { action: 'call-elements', ext: {} });
    await onEmulators('easemob.inject', 'bob', userId, { action: 'call-elements', ext: { message: 7 } });
    await onEmulators('easemob.inject', 'bob', userId, { text: CALL });
    await onEmulators('easemob.inject', 'bob', userId, { action: 'call-elements', ext: { message: TEXT } });
    await witness.until(() => witness.messages.length === 2);
    expect(witness.messages).to.deep.equal([`bob: ${CALL}`, `bob: ${TEXT}`]);
  });

  it('leave in the turn in which they are sent: a page that is being closed has no other', async () => {
    const { client } = await world.online('alice');
    const send = WebSocket.prototype.send;
    let frames = 0;
    WebSocket.prototype.send = function (...data) {
      frames += 1;
      send.apply(this, data);
    };
    const sent = client.sendMessage('nobody', TEXT);
    WebSocket.prototype.send = send;
    expect(frames).to.be.greaterThan(0);
    await sent;
  });

  it('make no difference between upper and lower case in ids', async () => {
    const alice = await world.online('Alice');
    expect(alice.client.userId).to.equal(alice.userId.toLowerCase());
    expect(alice.client.normalizeUserId('BOB.1')).to.equal('bob.1');
    const bob = await world.online('bob');
    await bob.client.sendMessage(alice.userId.toUpperCase(), TEXT);
    await alice.witness.until(() => alice.witness.messages.length > 0);
    expect(alice.witness.messages).to.deep.equal([`${bob.userId}: ${TEXT}`]);
  });

  it('to nobody are refused for certain, with the ids that can be', async () => {
    const { client, userId } = await world.online('alice');
    for (const id of ['bob@example.com', '通话', '', 'x'.repeat(65)]) {
      const error = await rejection(client.sendMessage(id, TEXT));
      expect(error).to.include({ code: 'peerOffline', certain: true });
      expect(error.message).to.contain(`"${id}"`).and.contain('1 to 64 letters');
    }
    await onEmulators('easemob.register', userId, 'secret');
    await setOnEmulators('easemob.policy.accounts', 'registered');
    expect(await rejection(client.sendMessage('bob', TEXT))).to.include({ code: 'peerOffline', certain: true, message: 'Easemob has no user "bob".' });
  });

  it('are refused for reasons of the service\'s', async () => {
    const { client, witness } = await world.online('alice');
    for (const [status, reason, type] of [[1, 'blocked', 603], [1, 'nonroster', 221], [7, 'traffic limit', 509], [7, 'Sorry, data is too large', 511], [15, '', 507], [19, '', 502]] as const) {
      await onEmulators('easemob.messages.refuse', status, { reason, times: 1, to: 'bob' });
      const error = await rejection(client.sendMessage('bob', TEXT));
      expect(error).to.include({ code: 'signalFailed', certain: false });
      expect(error.cause).to.have.property('type', type);
      expect(error.message).to.contain(String(type));
    }
    expect(witness.states).to.deep.equal(['connecting', 'online']);
  });

  it('are given up when the SDK never says what became of them', async () => {
    const fake = new FakeEasemob();
    fake.connect();
    const client = createEasemobSignal({ userId: 'alice', easemob: fake.connection });
    await client.connect();
    fake.answer = undefined;
    const { setTimeout: set } = globalThis;
    const waits: unknown[] = [];
    globalThis.setTimeout = ((run: () => void, ms: number) => {
      waits.push(ms);
      return set(run, 0);
    }) as typeof set;
    try {
      const error = await rejection(client.sendMessage('bob', TEXT));
      expect(error.code).to.equal('signalFailed');
      expect(error.message).to.contain('16000 ms');
      expect(waits).to.deep.equal([16_000]);
    } finally {
      globalThis.setTimeout = set;
      await client.disconnect();
    }
  });

  describe('that waited', () => {
    it('are old by the clock of the service, whatever that of the page says', async () => {
      const userId = world.name('alice');
      try {
        await setOnEmulators('clock.skewMs', 3_540_000);
        await onEmulators('easemob.inject', 'bob', userId, { action: 'call-elements', ext: { message: 'old' } });
        await setOnEmulators('clock.skewMs', 3_600_000);
        await onEmulators('easemob.inject', 'bob', userId, { action: 'call-elements', ext: { message: 'new' } });
        const { client, witness } = await world.online('', { userId });
        await witness.until(() => witness.messages.length === 2);
        await onEmulators('easemob.inject', 'bob', userId, { action: 'call-elements', ext: { message: 'live' } });
        await witness.until(() => witness.messages.length === 3);
        expect(witness.messages).to.deep.equal(['bob: old', 'bob: new', 'bob: live']);
        expect(witness.senders.map(({ queued }) => queued)).to.deep.equal([true, true, false]);
        const [old, recent, live] = witness.senders.map(({ ageMs }) => ageMs!);
        expect(old).to.be.within(60_000, 90_000);
        expect(recent).to.be.within(0, 30_000);
        expect(live).to.be.within(0, 30_000);
        expect(client.state).to.equal('online');
      } finally {
        await setOnEmulators('clock.skewMs', 0);
      }
    });

    it('are only those that were to', async () => {
      const { client } = await world.online('alice');
      const bob = world.name('bob');
      await client.sendMessage(bob, 'kept', { stored: true });
      await client.sendMessage(bob, 'lost');
      const { witness } = await world.online('', { userId: bob });
      await witness.until(() => witness.messages.length > 0);
      await client.sendMessage(bob, 'last');
      await witness.until(() => witness.messages.length > 1);
      expect(witness.messages.map((text) => text.split(': ')[1])).to.deep.equal(['kept', 'last']);
      expect(await getFromEmulators('easemob.kept')).to.have.property('messages', 0);
    });

    it('come in order, although the first of them has to wait for the time', async () => {
      const userId = world.name('alice');
      const texts = Array.from({ length: 45 }, (_, index) => `text ${index}`);
      for (const message of texts) await onEmulators('easemob.inject', 'bob', userId, { action: 'call-elements', ext: { message } });
      await onEmulators('easemob.messages.delayAck', 500, { from: userId, to: userId });
      const { witness } = await world.online('', { userId });
      await witness.until(() => witness.messages.length === texts.length);
      expect(witness.messages).to.deep.equal(texts.map((text) => `bob: ${text}`));
      expect(witness.senders.every(({ ageMs, queued }) => ageMs !== undefined && queued)).to.equal(true);
    });

    it('come all the same where the service does not take what tells the time', async () => {
      const userId = world.name('alice');
      await setOnEmulators('clock.skewMs', -60_000);
      await onEmulators('easemob.inject', 'bob', userId, { action: 'call-elements', ext: { message: 'old' } });
      await setOnEmulators('clock.skewMs', 0);
      await onEmulators('easemob.messages.refuse', 1, { from: userId, to: userId });
      const { witness } = await world.online('', { userId });
      await witness.until(() => witness.messages.length > 0);
      expect(witness.senders[0]!.ageMs).to.be.within(60_000, 90_000);
    });
  });

  it('tell somebody who is away by a push', async () => {
    const { client } = await world.online('alice', { pushSound: 'ring.caf' });
    const plain = await world.online('carol');
    const bob = world.name('bob');
    await client.sendPush(bob, 'Alice calls');
    await plain.client.sendPush(bob, 'Carol calls');
    expect((await onEmulators('easemob.storedFor', bob)).map(({ kind, text, ext }) => ({ kind, text, ext }))).to.deep.equal([
      { kind: 'text', text: 'Alice calls', ext: { em_apns_ext: { em_push_title: 'Alice calls', em_push_sound: 'ring.caf' } } },
      { kind: 'text', text: 'Carol calls', ext: { em_apns_ext: { em_push_title: 'Carol calls' } } },
    ]);
    // To those who come it is a chat text.
    const { witness } = await world.online('', { userId: bob });
    await client.sendMessage(bob, 'last');
    await witness.until(() => witness.messages.length > 0);
    expect(witness.messages).to.deep.equal([`${client.userId}: last`]);
  });
});

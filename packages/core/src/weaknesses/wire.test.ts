import { World } from '@call-elements/testing';
import { expect } from 'chai';
import { CallClient } from '../client.ts';
import { expectNativeSafe } from '../testing/native-safe.ts';
import { ACTION, inRoom, PICTURE, RING } from '../testing/native-media.ts';
import { connected, expectEnd, expectUnmoved, pair, refusal } from '../testing/pages.ts';
import { envelope, nativePair, parseSent } from '../testing/scripted-peer.ts';
import { decode } from '../wire/decode.ts';

// What is read, and what is written.

/** From a native app with an account of its own, so that only its content keeps it out. */
async function expectDropped(texts: readonly string[]): Promise<void> {
  const { world, page, native } = await nativePair();
  await expectUnmoved(world, page, async () => {
    for (const text of texts) await native.raw('1001', text);
    await world.advance(100);
  });
  expect(page.logs.filter(({ level }) => level === 'error')).to.deep.equal([]);
  expect(page.logs.filter(({ level }) => level === 'warning'), 'one line for each').to.have.length(texts.length);
}

const call = (fields: Record<string, unknown>): string => JSON.stringify(envelope(9009, ACTION.videoCall, { ...RING, ...fields }));

describe('wire: what is read', () => {
  it('AN-02: what is no JSON, or a call without room, is dropped', () => expectDropped(['hello', '', '\u0000', '[]', 'null', call({ fromRoomId: undefined }), call({ fromRoomId: '' }), call({ fromRoomId: 7 }), call({ callId: undefined })]));

  it('AN-03: so is chat of the page over the same service', () => expectDropped(['hi', '{"type":"txt","msg":"hi"}', '{"url":"https://example.com/picture.png"}']));

  it('W-22: in a call, too, and the call goes on', async () => {
    const { world, alice, bob } = await connected();
    await expectUnmoved(world, alice, async () => {
      for (const text of ['{', '"', 'NaN', '{"message_action":4}']) await bob.signal.sendMessage('alice', text);
      await world.advance(100);
    });
  });

  it('N-42: a version that is no text is no version', () => expectDropped([call({ message_version: 1 }), call({ message_version: null })]));

  it('AN-09: a timestamp in seconds is read, one that is a text is not', async () => {
    await expectDropped([call({ message_timestamp: '1735699200123' })]);
    const { world, page, native } = await nativePair();
    await native.raw('1001', call({ message_timestamp: 1_735_699_200 }));
    await world.advance(50);
    expect(page.client.getState().state).to.equal('calling');
  });

  it('AN-08: a uid over 31 bits is a user like any other', async () => {
    const decoded = decode(call({ fromUserId: 2 ** 31 + 5 }));
    expect('message' in decoded && decoded.message.fromUserId).to.equal('2147483653');
    for (const wrong of [0, -1, 1.5, '', null]) expect(decode(call({ fromUserId: wrong })), String(wrong)).to.have.property('problem');
  });

  it('AN-10: a cancel without its flag is one of the user', async () => {
    const { world, page, native } = await nativePair();
    await native.say('1001', ACTION.videoCall, RING);
    await world.advance(50);
    await native.say('1001', ACTION.cancel, { callId: RING.callId, messageId: 2 });
    await world.advance(50);
    expectEnd(page, 'remoteCancelled');
  });

  it('AN-10: the extension of a caller is plain data', async () => {
    const { world, page, native } = await nativePair();
    await native.say('1001', ACTION.videoCall, { ...RING, fromUserExtension: { key1: 'value1' } });
    await world.advance(50);
    expect(page.client.getState().call!.extension).to.deep.equal({ key1: 'value1' });
  });
});

describe('wire: what is written', () => {
  it('AN-02: nothing that a native app would crash on or drop, in a whole call', async () => {
    const { world, page, native } = await nativePair();
    await page.client.call('9009', { extension: { a: 'ü' } });
    await world.advance(100);
    await page.client.cancelCall();
    await native.say('1001', ACTION.videoCall, RING);
    await world.advance(50);
    inRoom(page, PICTURE);
    await page.client.accept();
    await page.client.hangup('bye');
    await world.advance(100);
    const sent = parseSent(world, '1001');
    expect(sent.map(({ message_action: action }) => action)).to.deep.equal([0, 1, 2, 4]);
    for (const message of sent) expectNativeSafe(message);
  });

  it('AN-10: a cancel of the user says so', async () => {
    const { world, alice } = await pair();
    await alice.client.call('bob');
    await alice.client.cancelCall();
    expect(parseSent(world, 'alice').at(-1)).to.include({ message_action: 1, cancelCallByInternal: 0 });
  });

  it('AN-08: a user id that is none is refused when the client is made', () => {
    const world = new World();
    const signal = world.network.client('');
    for (const userId of ['', 'x'.repeat(65)]) {
      expect(() => new CallClient({ userId, signal, media: undefined as never, capture: undefined as never })).to.throw(/1 to 64 characters/);
    }
  });

  it('I-04: an extension that is no JSON is refused, by prepareForCall and by call', async () => {
    const { world, alice } = await pair();
    for (const extension of [{ at: new Date() }, { f: () => {} }, { n: NaN }, { u: undefined }] as never[]) {
      await refusal(alice.client.prepareForCall({ userExtension: extension }), 'invalidArgument');
      await expectUnmoved(world, alice, () => refusal(alice.client.call('bob', { extension }), 'invalidArgument'));
    }
  });

  it('AN-04: the four kinds of a call have an event each', async () => {
    const heard = new Set<string>();
    for (const type of ['audio', 'video'] as const) {
      const { world, alice, bob } = await pair();
      await alice.client.call('bob', { type });
      await world.advance(50);
      for (const page of [alice, bob]) for (const event of page.events) if (/(Audio|Video)Call$/.test(event)) heard.add(event);
    }
    expect([...heard].sort()).to.deep.equal(['localAudioCall', 'localVideoCall', 'remoteAudioCall', 'remoteVideoCall']);
  });

  it('AN-12: callDebugInfo is told of what happens, always', async () => {
    const { world, alice, bob } = await pair();
    const lines: string[] = [];
    bob.client.addListener({ callDebugInfo: (line) => lines.push(line) });
    const callId = await alice.client.call('bob');
    await world.advance(100);
    expect(lines.join('\n')).to.include(callId);
  });
});

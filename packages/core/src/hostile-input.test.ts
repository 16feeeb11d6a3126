import { World } from '@call-elements/testing';
import type { Page } from '@call-elements/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import { connected, expectUnmoved } from './testing/pages.ts';
import { envelope, kit, ScriptedPeer } from './testing/scripted-peer.ts';

/** Messages of a whole call, as they were on the wire. */
async function traffic(): Promise<string[]> {
  const { world, alice } = await connected();
  await alice.client.setCamera(false);
  await alice.client.hangup('bye');
  await world.advance(500);
  return world.network.sent.map(({ text }) => text);
}

const warnings = (page: Page): number => page.logs.filter(({ level }) => level === 'warning').length;
const call = envelope('alice', 0, { callId: 'c', fromRoomId: 'r', remoteUserId: 'bob', messageId: 1, ...kit('d') });

/** `text` comes from alice herself, so nothing but its content keeps it out. */
async function expectDropped(texts: string[], situation: 'prepared' | 'connected'): Promise<void> {
  const all = situation === 'connected' ? await connected() : undefined;
  const world = all?.world ?? new World();
  const bob = all?.bob ?? (await world.page('bob'));
  const alice = all?.alice.signal ?? (await ScriptedPeer.create(world, 'alice')).signal;
  await expectUnmoved(world, bob, async () => {
    for (const text of texts) {
      const before = warnings(bob);
      await alice.sendMessage('bob', text);
      await world.advance(20);
      expect(warnings(bob) - before, `log lines for ${text.slice(0, 80)}`).to.equal(1);
    }
  });
  expect(bob.logs.filter(({ level }) => level === 'error')).to.deep.equal([]);
}

const MALFORMED: [string, () => string[]][] = [
  ['random text', () => fc.sample(fc.string({ unit: 'binary', maxLength: 100 }), { numRuns: 50, seed: 1 })],
  ['JSON that is no object', () => ['null', '1', '"x"', '[]', '[{}]', 'true']],
  ['another action', () => [JSON.stringify({ ...call, message_action: 77 })]],
  ['more than 32 KB', () => [JSON.stringify({ ...call, fromUserExtension: { x: 'x'.repeat(40_000) } }), JSON.stringify({ ...call, fromUserExtension: { x: '€'.repeat(11_000) } })]],
  ['ids over 64 characters', () => ['callId', 'fromRoomId', 'remoteUserId'].map((key) => JSON.stringify({ ...call, [key]: 'x'.repeat(65) }))],
  ['__proto__ keys', () => [JSON.stringify(call).replace('{', '{"__proto__":{"state":"connected"},'), JSON.stringify({ ...call, fromUserExtension: { a: { b: 0 } } }).replace('"b"', '"__proto__"')]],
  ['deep nesting', () => [JSON.stringify({ ...call, fromUserExtension: 0 }).replace('"fromUserExtension":0', `"fromUserExtension":{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`)]],
  ['wrong types', () => Object.keys(call).flatMap((key) => [null, [], -1].map((wrong) => JSON.stringify({ ...call, [key]: wrong })))],
];

describe('hostile input is dropped with one log line and changes nothing', () => {
  for (const [name, texts] of MALFORMED) {
    for (const situation of ['prepared', 'connected'] as const) {
      it(`${name} (${situation})`, () => expectDropped(texts(), situation));
    }
  }

  it('every message of a call, cut off at every length', async () => {
    const texts = (await traffic()).slice(0, 6);
    await expectDropped(texts.flatMap((text) => Array.from({ length: text.length - 1 }, (_, end) => text.slice(0, end + 1))), 'prepared');
  });

  it('does not touch the prototype of anything', async () => {
    await expectDropped([`{"__proto__":{"polluted":1},${JSON.stringify(call).slice(1)}`], 'prepared');
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });

  it('another version of a call is answered, so that its caller does not wait', async () => {
    const world = new World();
    const bob = await world.page('bob');
    const alice = await ScriptedPeer.create(world, 'alice');
    const before = bob.client.getState();
    await alice.say('bob', 0, { ...call, message_version: '2.0' });
    await world.advance(100);
    expect(bob.client.getState()).to.equal(before);
    expect(alice.heard).to.have.length(1);
    expect(alice.heard[0]).to.include({ message_action: 3, callId: 'c', message_version: '1.0' });
  });
});

describe('hostile input: mutations of real traffic', () => {
  const junk = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(0, 1, 2, 3, 4, 10, 100, 101, 102, 103, '1.0', 'alice', 'bob', 'mallory'));

  function mutate(text: string, key: number, value: unknown, inKit: boolean): string {
    const message = JSON.parse(text) as Record<string, unknown>;
    const target = inKit ? (message['kit'] as Record<string, unknown>) : message;
    const keys = Object.keys(target);
    target[keys[key % keys.length]!] = value;
    return JSON.stringify(message);
  }

  it('from a stranger they never throw and never change the call', async () => {
    const { world, alice, bob, callId } = await connected();
    const mallory = await ScriptedPeer.create(world, 'mallory');
    const texts = world.network.sent.map(({ text }) => text);
    const before = [alice, bob].map((page) => page.client.getState());
    const mutation = fc.tuple(fc.nat(texts.length - 1), fc.nat(), junk, fc.boolean());
    for (const [index, key, value, inKit] of fc.sample(mutation, { numRuns: 400, seed: 7 })) {
      // Half of them under its own name, which the service vouches for.
      const text = key % 2 ? texts[index]! : JSON.stringify({ ...(JSON.parse(texts[index]!) as object), fromUserId: 'mallory' });
      for (const to of ['alice', 'bob']) await mallory.raw(to, mutate(text, key, value, inKit));
    }
    await world.advance(30_000);
    expect([alice, bob].map((page) => page.client.getState())).to.deep.equal(before);
    expect(alice.client.getCallId()).to.equal(callId);
    for (const page of [alice, bob]) {
      expect(page.client.getState()).to.equal(before[page === alice ? 0 : 1]);
      expect(page.logs.filter(({ level }) => level === 'error')).to.deep.equal([]);
    }
  });

  it('from the peer they may end the call, but leave the client whole', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const { world, alice, bob } = await connected();
      const texts = world.network.sent.filter(({ from }) => from === 'alice').map(({ text }) => text);
      const mutation = fc.tuple(fc.nat(texts.length - 1), fc.nat(), junk, fc.boolean());
      for (const [index, key, value, inKit] of fc.sample(mutation, { numRuns: 20, seed })) {
        await alice.signal.sendMessage('bob', mutate(texts[index]!, key, value, inKit));
      }
      await world.advance(1_000);
      await alice.client.hangup().catch(() => {});
      await bob.client.hangup().catch(() => {});
      await world.advance(40_000);
      await alice.client.call('bob');
      await world.advance(300);
      expect(bob.client.getState().state, `seed ${seed}`).to.equal('calling');
      expect(bob.logs.filter(({ level }) => level === 'error')).to.deep.equal([]);
    }
  });
});

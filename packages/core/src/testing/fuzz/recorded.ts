import { World } from '@call-elements/testing';
import type { Page } from '@call-elements/testing';
import { resumption } from '../../resume.ts';
import { ACTION, inRoom, PICTURE, RING } from '../native-media.ts';
import { connected, ringing } from '../pages.ts';
import type { Pair } from '../pages.ts';
import { envelope, nativePair, ScriptedPeer } from '../scripted-peer.ts';

const textsOf = (world: World): string[] => world.network.sent.map(({ text }) => text);

/** How calls go, in every way in which something else is said. */
const WAYS: (() => Promise<World>)[] = [
  async () => {
    const { world, alice, bob } = await connected();
    await alice.client.setCamera(false);
    await bob.client.setMicrophone(false);
    await world.advance(100);
    await alice.client.hangup('bye');
    return ended({ world, alice, bob });
  },
  async () => connected({ type: 'audio' }).then(async (all) => (await all.bob.client.hangup(), ended(all))),
  async () => ringing({ userExtension: { name: 'Älice 🙂', tags: [1, null, { deep: [true] }] } }).then(async (all) => (await all.bob.client.reject('not now'), ended(all))),
  async () => ringing({}, { earlyMedia: 'full' }).then(async (all) => (await all.alice.client.cancelCall(), ended(all))),
  async () => ringing({ callTimeout: 1_000 }).then(ended),
  async () => ringing().then(async (all) => (all.bob.client.leave(), ended(all))),
  async () => connected({ type: 'audio' }).then(async (all) => (await switched(all), ended(all))),
  reloaded,
  glare,
  thirdParty,
  toNative,
  fromNative,
];

async function ended({ world }: Pair): Promise<World> {
  await world.advance(5_000);
  return world;
}

/** To video with consent, refused, and back. */
async function switched({ world, alice, bob }: Pair): Promise<void> {
  const clicks = [[alice, 'video'], [bob, 'video'], [alice, 'audio'], [bob, 'video'], [alice, 'audio']] as const;
  for (const [page, type] of clicks) {
    await page.client.switchType(type);
    await world.advance(200);
  }
}

/** A page that goes away in a call, and comes back. */
async function reloaded(): Promise<World> {
  const { world, alice } = await connected({ resumption });
  const saved = alice.client.saveCall()!;
  await world.advance(20);
  alice.crash();
  const back = await world.page('alice', { resumption });
  await back.client.resumeCall(saved);
  await world.advance(1_000);
  return world;
}

async function glare(): Promise<World> {
  const world = new World(5);
  const [alice, bob] = [await world.page('alice'), await world.page('bob')];
  await Promise.all([alice.client.call('bob'), bob.client.call('alice')]);
  await world.advance(1_000);
  return world;
}

/** Busy, not ready, another engine, another tab. */
async function thirdParty(): Promise<World> {
  const { world, alice, bob } = await connected();
  const callers: Page[] = [await world.page('carol'), await world.page('dave', { engine: 'other' })];
  await world.page('erin', { prepare: false });
  await world.page('bob');
  for (const { client } of callers) await client.call('bob');
  await world.advance(500);
  await alice.client.hangup();
  await world.advance(500);
  await alice.client.call('erin');
  await world.advance(500);
  await alice.client.call('bob');
  await world.advance(300);
  await bob.client.accept();
  await world.advance(1_000);
  return world;
}

async function toNative(): Promise<World> {
  const { world, page, native } = await nativePair();
  const callId = await page.client.call('9009');
  await native.say('1001', ACTION.accept, { callId, messageId: 1 });
  await world.advance(50);
  inRoom(page, PICTURE);
  await page.client.hangup();
  await world.advance(500);
  await page.client.call('9009', { type: 'audio' });
  await native.say('1001', ACTION.reject, { callId: 'other', messageId: 2, rejectReason: 'The user is currently busy', rejectByInternal: 1 });
  await world.advance(500);
  return world;
}

async function fromNative(): Promise<World> {
  const { world, page, native } = await nativePair({ trustedPublishers: ['server'] });
  await native.say('1001', ACTION.videoCall, { ...RING, fromUserExtension: { a: { b: [1] } } });
  await world.advance(50);
  await native.say('1001', ACTION.cancel, { callId: RING.callId, messageId: 2, cancelCallByInternal: 1 });
  await world.advance(50);
  const server = await ScriptedPeer.create(world, 'server');
  await server.raw('1001', JSON.stringify(envelope(9009, ACTION.audioCall, { ...RING, callId: 'match' })));
  await world.advance(50);
  await page.client.accept();
  await native.say('1001', ACTION.hangup, { callId: 'match', messageId: 3, hangupReason: '' });
  await world.advance(500);
  return world;
}

/** Real messages, of every kind that there is. */
export async function recordTraffic(): Promise<string[]> {
  const texts = new Set<string>();
  for (const way of WAYS) for (const text of textsOf(await way())) texts.add(text);
  return [...texts];
}

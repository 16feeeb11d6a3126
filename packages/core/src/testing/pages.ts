import { World } from '@call-elements/testing';
import type { Page, PageOptions } from '@call-elements/testing';
import { expect } from 'chai';
import { CallError } from '../errors.ts';
import type { CallErrorCode } from '../errors.ts';
import type { CallType } from '../vocabulary.ts';

export interface Pair {
  readonly world: World;
  readonly alice: Page;
  readonly bob: Page;
}

/** Alice and Bob, both prepared. `bobs` overrides what is Bob's alone. */
export async function pair(options: PageOptions = {}, bobs: PageOptions = {}): Promise<Pair> {
  const world = new World();
  return { world, alice: await world.page('alice', options), bob: await world.page('bob', { ...options, ...bobs }) };
}

/** Alice dialled, Bob's page rings, media is warm. */
export async function ringing(options: PageOptions & { type?: CallType } = {}, bobs: PageOptions = {}): Promise<Pair & { callId: string }> {
  const { type = 'video', ...config } = options;
  const all = await pair(config, bobs);
  const callId = await all.alice.client.call('bob', { type });
  await all.world.advance(300);
  return { ...all, callId };
}

export async function connected(options: PageOptions & { type?: CallType } = {}, bobs: PageOptions = {}): Promise<Pair & { callId: string }> {
  const all = await ringing(options, bobs);
  await all.bob.client.accept();
  await all.world.advance(500);
  expect(all.alice.client.getState().state, 'alice').to.equal('connected');
  expect(all.bob.client.getState().state, 'bob').to.equal('connected');
  return all;
}

/** Nothing is left of a call. */
export function expectQuiet({ client, media, capture, clock }: Page): void {
  expect(client.getState().state).to.equal('prepared');
  expect(client.getState().call).to.equal(undefined);
  expect(media.openCount, 'open connections').to.equal(0);
  expect(capture.live, 'live tracks').to.equal(0);
  expect(clock.pending, 'pending timers').to.equal(0);
}

export function expectEnd(page: Page, reason: string): void {
  expect(page.client.getState().lastCall?.endReason, `${page.name}'s end`).to.equal(reason);
  expectQuiet(page);
}

/** The `CallError` that a promise rejects with. */
export async function refusal(promise: Promise<unknown>, code?: CallErrorCode): Promise<CallError> {
  let error: unknown;
  try {
    await promise;
  } catch (thrown) {
    error = thrown;
  }
  expect(error, 'what it rejects with').to.be.instanceOf(CallError);
  if (code) expect((error as CallError).code).to.equal(code);
  return error as CallError;
}

/** How many messages this user has sent. */
export function sentBy(world: World, userId: string): number {
  return world.network.sent.filter(({ from }) => from === userId).length;
}

/** Runs `act` and expects that it leaves the page exactly as it was: same snapshot, nothing sent, opened or told. */
export async function expectUnmoved(world: World, page: Page, act: () => unknown): Promise<void> {
  const before = page.client.getState();
  const counts = () => [sentBy(world, page.name), page.states.length, page.media.opened.length, page.capture.tracks.length, page.errors.length];
  const were = counts();
  await act();
  expect(page.client.getState(), 'the snapshot').to.equal(before);
  expect(counts(), 'messages, states, connections, tracks, errors').to.deep.equal(were);
}

import { NativeApp, openRoom, World, FakeMedia } from '@call-elements/testing';
import type { NativePhone, Page, PageOptions } from '@call-elements/testing';
import { expect } from 'chai';
import { expectEnd } from './pages.ts';

export interface AppPair {
  readonly world: World;
  readonly page: Page;
  readonly app: NativeApp;
}

/** One of CallAPI's own clients, as user `uid`, in this world and in its rooms. */
export async function openApp(world: World, uid: string, phone: Partial<NativePhone> = {}): Promise<NativeApp> {
  const signal = world.network.client(uid);
  const media = new FakeMedia(world.media, 'agora', true);
  const app = new NativeApp({
    uid: Number(uid),
    platform: 'ios',
    createId: () => world.id(),
    wallTime: () => world.clock.wallTime(),
    schedule: (ms, run) => world.clock.schedule(ms, run),
    send: (to, text) => signal.sendMessage(to, text),
    join: (room) => openRoom(media, uid, room),
    ...phone,
  });
  signal.addListener({ onMessageReceive: (text) => app.receive(text) });
  await signal.connect();
  return app;
}

/** A page on `agora` as user 1001, and an app as user 9009. */
export async function withApp(options: PageOptions = {}, phone: Partial<NativePhone> = {}): Promise<AppPair> {
  const world = new World();
  const page = await world.page('1001', { engine: 'agora', rooms: true, ...options });
  return { world, page, app: await openApp(world, '9009', phone) };
}

/** It rings at the page. */
export async function rungByApp(options: PageOptions = {}, phone: Partial<NativePhone> = {}, type: 'audio' | 'video' = 'video'): Promise<AppPair> {
  const all = await withApp(options, phone);
  all.app.call(1001, type);
  await all.world.advance(300);
  expect(all.page.client.getState().state).to.equal('calling');
  return all;
}

/** It rings at the app. */
export async function ringsAtApp(options: PageOptions = {}, phone: Partial<NativePhone> = {}, type: 'audio' | 'video' = 'video'): Promise<AppPair> {
  const all = await withApp(options, phone);
  await all.page.client.call('9009', { type });
  await all.world.advance(300);
  expect(all.app.state).to.equal('calling');
  return all;
}

/** What the page has written was all of use to the app. */
export function expectUnderstood(...apps: NativeApp[]): void {
  for (const app of apps) {
    expect(app.crashed).to.equal(false);
    expect(app.refused).to.deep.equal([]);
  }
}

export const statesOf = ({ page, app }: AppPair): string[] => [page.client.getState().state, app.state];

/** The app has called, and the page has accepted. */
export async function connectedWithApp(options: PageOptions = {}): Promise<AppPair> {
  const all = await rungByApp(options);
  await all.page.client.accept();
  await all.world.advance(300);
  expect(statesOf(all)).to.deep.equal(['connected', 'connected']);
  return all;
}

export function expectOver({ page, app }: AppPair, pages: string, apps: string): void {
  expectEnd(page, pages);
  expect(app.states.at(-1)).to.equal(`prepared/${apps}`);
  expectUnderstood(app);
}

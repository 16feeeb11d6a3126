import { expect } from 'chai';
import type { Page } from 'playwright-core';
import type { CallReason } from '@call-elements/core';
import type { Emulators } from '@call-elements/emulators';
import type {} from './any-page.ts';
import { Phone, phoneUrl } from './phone.ts';
import type { PhoneOptions } from './phone.ts';
import { openStage, pageScript } from './stage.ts';
import type { Stage } from './stage.ts';
import { attributesOf, LOCAL, PAIRS, TRANSPORTS } from './transports.ts';
import type { Transport } from './transports.ts';

let stage: Stage;
let anyPage: string;
let phones: Phone[] = [];
/** What calls go over, unless a phone's own options say otherwise. */
let transport = LOCAL;

before(async function () {
  this.timeout(120_000);
  [stage, anyPage] = await Promise.all([openStage(), pageScript('any-page.ts')]);
});
after(() => stage?.close());
afterEach(async () => {
  const open = phones;
  phones = [];
  await Promise.all(open.map((phone) => phone.page.close().catch(() => {})));
  await stage.context.unrouteAll();
  // What a test did to Agora and Easemob is no matter of the next one.
  stage.emulators.heal();
});

/** The same tests over each of these. */
export function over(transports: readonly Transport[], define: (transport: Transport) => void): void {
  for (const each of transports) {
    describe(`over ${each.signal} and ${each.media}`, () => {
      before(() => void (transport = each));
      after(() => void (transport = LOCAL));
      define(each);
    });
  }
}
export const overEach = (define: (transport: Transport) => void): void => over(TRANSPORTS, define);
/** For the basic ones: that any signalling goes with any media. */
export const overEveryPair = (define: (transport: Transport) => void): void => over(PAIRS, define);

/** For tests that open windows of their own; they close them. */
export const theStage = (): Stage => stage;

/** Agora, as the pages know it. */
export const agora = (): Emulators => stage.emulators;
export const easemob = (): Emulators['easemob'] => stage.emulators.easemob;

/** Agora goes down, and comes back with nothing remembered. */
export const restartAgora = (): Promise<void> => stage.restartEmulators();

/** Opens a phone, which need not come up. `prepare` has the page while it is empty. */
export async function openPhoneAnyway(options: PhoneOptions, prepare?: (page: Page) => Promise<unknown>): Promise<Phone> {
  const phone = new Phone(await stage.openWindow(), options.user);
  phones.push(phone);
  await prepare?.(phone.page);
  await phone.page.goto(phoneUrl(stage.url, { ...attributesOf(transport, stage.emulators), ...options }));
  return phone;
}

/** Opens a phone and waits until it can ring and be rung. */
export async function openPhone(options: PhoneOptions, prepare?: (page: Page) => Promise<unknown>): Promise<Phone> {
  const phone = await openPhoneAnyway(options, prepare);
  await phone.untilReady();
  await phone.page.evaluate(() => window.probe.start());
  return phone;
}

/** Alice and Bob, ready to call each other. */
export async function openPair(options: Record<string, string> = {}, prepare?: (page: Page) => Promise<unknown>): Promise<[Phone, Phone]> {
  return Promise.all([openPhone({ user: 'alice', to: 'bob', ...options }, prepare), openPhone({ user: 'bob', to: 'alice', ...options }, prepare)]);
}

/** Where the built demo is. */
export const stageUrl = (): string => stage.url;

/** A page of this test's own, next to those of the demo. */
export async function servePage(path: string, html: string): Promise<void> {
  await stage.context.route(`${stage.url}${path}`, (route) => route.fulfill({ contentType: 'text/html', body: html }));
}

/** A window whose pages can be asked what phone.html can be asked; or a tab behind another one. */
export async function openAnyWindow(user: string, { behind = false } = {}): Promise<Phone> {
  const phone = new Phone(await (behind ? stage.openTabBehind() : stage.openWindow()), user);
  phones.push(phone);
  await phone.page.addInitScript({ content: anyPage });
  return phone;
}

/** Opens any page with a provider and waits until that can ring and be rung. `path` may be an address of elsewhere. */
export async function openPage(user: string, path: string, where: { behind?: boolean } = {}): Promise<Phone> {
  const phone = await openAnyWindow(user, where);
  await phone.page.goto(new URL(path, stage.url).href);
  await phone.untilReady();
  await phone.page.evaluate(() => window.probe.start());
  return phone;
}

/** Alice and Bob on a page that takes `?user=…&to=…`. */
export async function openPages(page: string): Promise<[Phone, Phone]> {
  return Promise.all([openPage('alice', `${page}?user=alice&to=bob`), openPage('bob', `${page}?user=bob&to=alice`)]);
}

export async function bothEnd(first: [Phone, CallReason], second: [Phone, CallReason], { within, unheard }: { within?: number; unheard?: boolean } = {}): Promise<void> {
  await Promise.all([first, second].map(([phone, reason]) => phone.untilEnded(reason, within)));
  await Promise.all([first[0].isClean({ unheard }), second[0].isClean({ unheard })]);
}

/** Nothing was written to a console as an error or a warning, and nothing was thrown. */
export function nobodyComplains(...all: Phone[]): void {
  expect(all.flatMap(({ complaints }) => complaints)).to.deep.equal([]);
}

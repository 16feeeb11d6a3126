import { expect } from 'chai';
import type { CallReason } from '@call-elements/core';
import type {} from './any-page.ts';
import { Phone, phoneUrl } from './phone.ts';
import type { PhoneOptions } from './phone.ts';
import { openStage, pageScript } from './stage.ts';
import type { Stage } from './stage.ts';

let stage: Stage;
let anyPage: string;
let phones: Phone[] = [];

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
});

/** Opens a phone and waits until it can ring and be rung. */
export async function openPhone(options: PhoneOptions): Promise<Phone> {
  const phone = new Phone(await stage.openWindow(), options.user);
  phones.push(phone);
  await phone.page.goto(phoneUrl(stage.url, options));
  await phone.until('prepared');
  return phone;
}

/** Alice and Bob, ready to call each other. */
export async function openPair(options: Record<string, string> = {}): Promise<[Phone, Phone]> {
  return Promise.all([openPhone({ user: 'alice', to: 'bob', ...options }), openPhone({ user: 'bob', to: 'alice', ...options })]);
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
  await phone.until('prepared');
  return phone;
}

/** Alice and Bob on a page that takes `?user=…&to=…`. */
export async function openPages(page: string): Promise<[Phone, Phone]> {
  return Promise.all([openPage('alice', `${page}?user=alice&to=bob`), openPage('bob', `${page}?user=bob&to=alice`)]);
}

export async function bothEnd(first: [Phone, CallReason], second: [Phone, CallReason]): Promise<void> {
  await Promise.all([first, second].map(([phone, reason]) => phone.untilEnded(reason)));
  await Promise.all([first[0].isClean(), second[0].isClean()]);
}

/** Nothing was written to a console as an error or a warning, and nothing was thrown. */
export function nobodyComplains(...all: Phone[]): void {
  expect(all.flatMap(({ complaints }) => complaints)).to.deep.equal([]);
}

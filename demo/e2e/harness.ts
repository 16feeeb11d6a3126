import type { CallReason } from '@call-elements/core';
import { Phone, phoneUrl } from './phone.ts';
import type { PhoneOptions } from './phone.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';

let stage: Stage;
let phones: Phone[] = [];

before(async function () {
  this.timeout(120_000);
  stage = await openStage();
});
after(() => stage?.close());
afterEach(async () => {
  const open = phones;
  phones = [];
  await Promise.all(open.map((phone) => phone.page.close().catch(() => {})));
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

export async function bothEnd(first: [Phone, CallReason], second: [Phone, CallReason]): Promise<void> {
  await Promise.all([first, second].map(([phone, reason]) => phone.untilEnded(reason)));
  await Promise.all([first[0].isClean(), second[0].isClean()]);
}

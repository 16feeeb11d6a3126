import { Phone, phoneUrl } from '../e2e/phone.ts';
import type { PhoneOptions } from '../e2e/phone.ts';
import type { Stage } from '../e2e/stage.ts';
import { attributesOf, LOCAL } from '../e2e/transports.ts';
import type { Transport } from '../e2e/transports.ts';

/** Whatever is measured is measured so often; the median counts. */
export const RUNS = 5;

export async function openPhone(stage: Stage, options: PhoneOptions, transport: Transport = LOCAL): Promise<Phone> {
  const phone = new Phone(await stage.openWindow(), options.user);
  await phone.page.goto(phoneUrl(stage.url, { ...attributesOf(transport, stage.emulators), ...options }));
  await phone.until('prepared');
  await phone.page.evaluate(() => window.probe.start());
  return phone;
}

export async function openPair(stage: Stage, names: readonly [string, string], options: Record<string, string> = {}, transport: Transport = LOCAL): Promise<[Phone, Phone]> {
  const [one, other] = names;
  return Promise.all([openPhone(stage, { user: one, to: other, ...options }, transport), openPhone(stage, { user: other, to: one, ...options }, transport)]);
}

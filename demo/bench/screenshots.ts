// The pictures in docs/, of the demo in real calls.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { Phone, phoneUrl } from '../e2e/phone.ts';
import { openStage } from '../e2e/stage.ts';
import type { Stage } from '../e2e/stage.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

async function shot(page: Page, name: string): Promise<void> {
  // Clicking scrolled and left the pointer behind; what appeared fades in.
  await page.mouse.move(0, 0);
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForTimeout(600);
  await page.screenshot({ path: here(`../../docs/${name}.png`) });
}

async function openWindow(stage: Stage, width: number, height: number): Promise<Page> {
  const page = await stage.openWindow();
  await page.setViewportSize({ width, height });
  return page;
}

/** Two users on one page: ringing, then in a call, then in the dark. */
async function twoUsers(stage: Stage): Promise<void> {
  const page = await openWindow(stage, 1280, 980);
  await page.goto(stage.url);
  const [alice, bob] = [page.locator('#alice'), page.locator('#bob')];
  await alice.getByRole('button', { name: 'Video call' }).click();
  await bob.getByRole('button', { name: 'Accept call' }).waitFor();
  await shot(page, 'ringing');
  await bob.getByRole('button', { name: 'Accept call' }).click();
  await page.waitForFunction(() => [...document.querySelectorAll('call-provider')].every((provider) => provider.state === 'connected'));
  await page.waitForTimeout(1500);
  await shot(page, 'call');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot(page, 'call-dark');
  await page.close();
}

/** The phone page, wide and as narrow as a phone. */
async function phones(stage: Stage): Promise<void> {
  const open = async (user: string, to: string, width: number, height: number): Promise<Phone> => {
    const phone = new Phone(await openWindow(stage, width, height), user);
    await phone.page.goto(phoneUrl(stage.url, { user, to }));
    await phone.until('prepared');
    return phone;
  };
  const [alice, bob] = [await open('alice', 'bob', 1280, 860), await open('bob', 'alice', 320, 640)];
  // Not `connect`, which waits for pictures that move: the portraits hold still.
  await alice.press('Video call');
  await bob.until('calling');
  await bob.press('Accept call');
  await Promise.all([alice.until('connected'), bob.until('connected')]);
  await alice.page.waitForTimeout(1500);
  await Promise.all([shot(alice.page, 'phone'), shot(bob.page, 'phone-narrow')]);
}

await mkdir(here('../../docs'), { recursive: true });
const stage = await openStage();
try {
  const result = await build({ entryPoints: [here('portraits.ts')], bundle: true, format: 'iife', target: 'es2022', write: false });
  await stage.context.addInitScript({ content: result.outputFiles[0]!.text });
  await twoUsers(stage);
  await phones(stage);
} finally {
  await stage.close();
}

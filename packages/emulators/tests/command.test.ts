import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import type { CallClient } from '@call-elements/core';
import { CHROMIUM_FLAGS, ensureChromium } from '../../../scripts/chromium.mjs';

const COMMAND = fileURLToPath(new URL('../cli.ts', import.meta.url));
/** Everything on ports that are free, and an environment of which nothing may get through. */
const OTHERS = ['AGORA_APP_ID', 'AGORA_APP_CERTIFICATE', 'EASEMOB_APP_KEY', 'EASEMOB_CLIENT_ID', 'EASEMOB_CLIENT_SECRET', 'EASEMOB_API_URL'];
const ENVIRONMENT = { ...process.env, PORT: '0', ...Object.fromEntries(OTHERS.map((name) => [name, 'another'])) };

/** The demo's server prepares its modules for the first page. */
const READY_MS = 120_000;

type Provider = HTMLElement & { readonly client?: CallClient };

describe('npm run emulators', () => {
  let command: ChildProcess | undefined;
  let browser: Browser | undefined;

  afterEach(async () => {
    await browser?.close();
    if (command?.kill()) await once(command, 'exit');
    browser = command = undefined;
  });

  /** What it prints, when it is ready. */
  async function start(...args: string[]): Promise<string> {
    const started = spawn(process.execPath, [...process.execArgv, COMMAND, '--port', '0', ...args], { env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'inherit'] });
    command = started;
    let printed = '';
    return new Promise((resolve, reject) => {
      // To the end, or the command would have nowhere to write to.
      started.stdout.on('data', (text: Buffer) => {
        printed += text;
        if (printed.includes('Ctrl+C')) resolve(printed);
      });
      started.once('exit', () => reject(new Error(`It ended, after: ${printed}`)));
    });
  }

  /** What the printed command gives to Chromium, with the addresses for one way of signalling. */
  function read(printed: string, signal = 'rtm'): { flags: string[]; urls: string[] } {
    const quoted = [...printed.matchAll(/^ +'([^']+)'/gm)].map(([, text]) => text!);
    return { flags: quoted.filter((text) => text.startsWith('--')), urls: quoted.filter((text) => text.startsWith('http') && text.includes(`signal=${signal}&`)) };
  }

  async function openPages({ flags, urls }: ReturnType<typeof read>): Promise<Page[]> {
    browser = await chromium.launch({ executablePath: ensureChromium(), headless: true, args: [...new Set([...CHROMIUM_FLAGS, ...flags])] });
    const context = await browser.newContext();
    const pages = await Promise.all(urls.map(() => context.newPage()));
    await Promise.all(pages.map((page, index) => page.goto(urls[index]!, { timeout: READY_MS })));
    return pages;
  }

  const online = (page: Page): Promise<unknown> =>
    page.waitForFunction(() => document.querySelector<Provider>('call-provider')?.client?.getState().signal === 'online', undefined, { timeout: READY_MS });

  it('brings two users of the demo to Agora, with tokens', async () => {
    const pages = await openPages(read(await start()));
    expect(pages).to.have.length(2);
    await Promise.all(pages.map(online));
  }).timeout(2 * READY_MS);

  it('brings two users of the demo to Easemob, with tokens', async () => {
    const pages = await openPages(read(await start(), 'easemob'));
    expect(pages).to.have.length(2);
    await Promise.all(pages.map(online));
  }).timeout(2 * READY_MS);

  it('or without: then the demo has none to hand out', async () => {
    const printed = await start('--no-tokens');
    for (const secret of ['AGORA_APP_CERTIFICATE', 'EASEMOB_CLIENT_SECRET', 'signal=easemob']) expect(printed).not.to.contain(secret);
    const page = await (await fetch(read(printed).urls[0]!)).text();
    expect(page).to.match(/<call-provider app-id="[^"]+" app-key="[^"]+" signal/);
  }).timeout(READY_MS);
});

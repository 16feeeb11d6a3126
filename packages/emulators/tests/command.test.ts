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
const ENVIRONMENT = { ...process.env, PORT: '0', AGORA_APP_ID: 'another', AGORA_APP_CERTIFICATE: 'another' };

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
    for await (const text of started.stdout) {
      printed += text;
      if (printed.includes('Ctrl+C')) break;
    }
    return printed;
  }

  /** Does what the printed command would do. */
  async function openPages(printed: string): Promise<Page[]> {
    const quoted = [...printed.matchAll(/^ +'([^']+)'/gm)].map(([, text]) => text!);
    const args = quoted.filter((text) => text.startsWith('--'));
    browser = await chromium.launch({ executablePath: ensureChromium(), headless: true, args: [...new Set([...CHROMIUM_FLAGS, ...args])] });
    const context = await browser.newContext();
    const open = async (url: string): Promise<Page> => {
      const page = await context.newPage();
      await page.goto(url);
      return page;
    };
    return Promise.all(quoted.filter((text) => text.startsWith('http')).map(open));
  }

  const online = (page: Page): Promise<unknown> =>
    page.waitForFunction(() => document.querySelector<Provider>('call-provider')?.client?.getState().signal === 'online', undefined, { timeout: 50_000 });

  for (const args of [[], ['--no-tokens']]) {
    it(`brings two users of the demo to Agora, ${args.length === 0 ? 'with' : 'without'} tokens`, async () => {
      const printed = await start(...args);
      expect(printed.includes('AGORA_APP_CERTIFICATE'), 'the certificate').to.equal(args.length === 0);
      const pages = await openPages(printed);
      expect(pages).to.have.length(2);
      await Promise.all(pages.map(online));
    });
  }
});

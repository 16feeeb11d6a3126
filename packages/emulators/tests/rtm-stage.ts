import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { build } from 'esbuild';
import type { Emulators } from '@call-elements/emulators';
import { CHROMIUM_FLAGS, ensureChromium } from '../../../scripts/chromium.mjs';
import type { PageOptions, Result, RtmPage } from './rtm-page.ts';

const SDK = createRequire(import.meta.url).resolve('agora-rtm-sdk');

const PAGE = '<!doctype html><script src="/sdk.js"></script><script src="/page.js"></script>';

async function pageScript(): Promise<string> {
  const entryPoints = [fileURLToPath(new URL('rtm-page.ts', import.meta.url))];
  const result = await build({ entryPoints, bundle: true, format: 'iife', globalName: 'rtmPage', target: 'es2022', write: false });
  return result.outputFiles[0]?.text ?? '';
}

/** A browser that takes the emulators for Agora, and a page with the SDK as it was published. */
export class Stage {
  readonly #browser: Browser;
  readonly #server: Server;

  private constructor(browser: Browser, server: Server) {
    this.#browser = browser;
    this.#server = server;
  }

  static async open(emulators: Emulators): Promise<Stage> {
    const scripts: Record<string, string | Buffer> = { '/sdk.js': await readFile(SDK), '/page.js': await pageScript() };
    const server = createServer((request, response) => {
      const script = scripts[request.url ?? ''];
      response.setHeader('content-type', script ? 'text/javascript' : 'text/html').end(script ?? PAGE);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const args = [...CHROMIUM_FLAGS.filter((flag) => !emulators.chromiumFlags.includes(flag)), ...emulators.chromiumFlags];
    return new Stage(await chromium.launch({ executablePath: ensureChromium(), headless: true, args }), server);
  }

  /** A client in a page of its own, not logged in. */
  async openUser(options: PageOptions): Promise<RtmUser> {
    const page = await this.#browser.newPage();
    await page.goto(`http://localhost:${(this.#server.address() as AddressInfo).port}/`);
    await page.evaluate((given) => window.rtmPage.setUp(given), options);
    return new RtmUser(page);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
  }
}

/** The far end of a page's client. */
export class RtmUser {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  login(token?: string): Promise<Result> {
    return this.page.evaluate((other) => window.rtm.login(other), token);
  }

  logout(): Promise<Result> {
    return this.page.evaluate(() => window.rtm.logout());
  }

  renew(token: string): Promise<Result> {
    return this.page.evaluate((other) => window.rtm.renew(other), token);
  }

  subscribe(channel: string): Promise<Result> {
    return this.page.evaluate((name) => window.rtm.subscribe(name), channel);
  }

  publish(...call: Parameters<RtmPage['publish']>): Promise<Result> {
    return this.page.evaluate((args) => window.rtm.publish(...args), call);
  }

  async heard(): Promise<(string | number[])[]> {
    return this.page.evaluate(() => window.rtm.heard.map(({ content }) => content));
  }

  /** Waits until the page says yes. */
  async until<Arg>(holds: (page: RtmPage, arg: Arg) => boolean, arg?: Arg): Promise<void> {
    await this.page.waitForFunction(`(${holds})(window.rtm, ${JSON.stringify(arg)})`, undefined, { polling: 20, timeout: 40_000 });
  }

  untilState(state: string): Promise<void> {
    return this.until(({ states }, wanted) => states.includes(wanted), state);
  }

  async untilHeard(content: string): Promise<void> {
    await this.until(({ heard }, wanted) => heard.some((message) => message.content === wanted), content);
  }
}

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
import type { PageOptions, Result, RtcPage } from './rtc-page.ts';

const SDK = createRequire(import.meta.url).resolve('agora-rtc-sdk-ng');

const PAGE = '<!doctype html><script src="/sdk.js"></script><script src="/page.js"></script>';

async function pageScript(): Promise<string> {
  const entryPoints = [fileURLToPath(new URL('rtc-page.ts', import.meta.url))];
  const result = await build({ entryPoints, bundle: true, format: 'iife', globalName: 'rtcPage', target: 'es2022', write: false });
  return result.outputFiles[0]!.text;
}

/** A browser that takes the emulators for Agora, and pages with the SDK as it was published. */
export class RtcStage {
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #pages = new Set<Page>();

  private constructor(browser: Browser, server: Server) {
    this.#browser = browser;
    this.#server = server;
  }

  static async open(emulators: Emulators): Promise<RtcStage> {
    const scripts: Record<string, string | Buffer> = { '/sdk.js': await readFile(SDK), '/page.js': await pageScript() };
    const server = createServer((request, response) => {
      const script = scripts[request.url ?? ''];
      response.setHeader('content-type', script ? 'text/javascript' : 'text/html').end(script ?? PAGE);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const args = [...new Set([...CHROMIUM_FLAGS, ...emulators.chromiumFlags, '--autoplay-policy=no-user-gesture-required'])];
    return new RtcStage(await chromium.launch({ executablePath: ensureChromium(), headless: true, args }), server);
  }

  /** A client in a window of its own, not joined. */
  async openUser(options: PageOptions): Promise<RtcUser> {
    const page = await this.#browser.newPage({ permissions: ['microphone', 'camera'] });
    this.#pages.add(page);
    await page.goto(`http://localhost:${(this.#server.address() as AddressInfo).port}/`);
    await page.evaluate((given) => window.rtcPage.setUp(given), options);
    return new RtcUser(page, options.uid);
  }

  /** Without their SDKs having a chance to say goodbye. */
  async closeUsers(): Promise<void> {
    await Promise.all([...this.#pages].map((page) => page.close()));
    this.#pages.clear();
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
  }
}

type Call<Name extends keyof RtcPage> = RtcPage[Name] extends (...args: infer Args) => Promise<infer Value> ? { args: Args; value: Value } : never;

/** The far end of a page's client. */
export class RtcUser {
  readonly page: Page;
  readonly uid: number | string | undefined;

  constructor(page: Page, uid: number | string | undefined) {
    this.page = page;
    this.uid = uid;
  }

  /** Calls a method of the page. */
  do<Name extends 'join' | 'publish' | 'unpublish' | 'mute' | 'leave' | 'renew' | 'say' | 'received' | 'path' | 'untilOtherPath'>(name: Name, ...args: Call<Name>['args']): Promise<Call<Name>['value']> {
    return this.page.evaluate(([method, given]) => (window.rtc[method as 'join'] as (...all: unknown[]) => Promise<never>)(...(given as unknown[])), [name, args] as const);
  }

  events(): Promise<string[]> {
    return this.page.evaluate(() => window.rtc.events);
  }

  /** Forgets what happened so far. */
  clearEvents(): Promise<void> {
    return this.page.evaluate(() => void window.rtc.events.splice(0));
  }

  /** Waits until the page says yes. */
  async until<Arg>(what: string, holds: (page: RtcPage, arg: Arg) => boolean, arg?: Arg): Promise<void> {
    try {
      await this.page.waitForFunction(`(${holds})(window.rtc, ${JSON.stringify(arg)})`, undefined, { polling: 20, timeout: 60_000 });
    } catch (cause) {
      throw new Error(`User ${this.uid}: no ${what}. Events: ${(await this.events()).join(', ')}`, { cause });
    }
  }

  untilEvent(event: string): Promise<void> {
    return this.until(event, ({ events }, wanted) => events.includes(wanted), event);
  }

  async untilSubscribed(uid: number | string, kind: 'audio' | 'video'): Promise<void> {
    await this.untilEvent(`subscribed ${uid} ${kind} ok`);
  }

  /** So many frames of this user are decoded, each different from the one before. */
  sees(uid: number | string, frames?: number): Promise<void> {
    return this.page.evaluate(([who, count]) => window.rtc.untilMoves(who!, count as number | undefined), [uid, frames] as const);
  }

  hears(uid: number | string): Promise<void> {
    return this.page.evaluate((who) => window.rtc.untilSounds(who), uid);
  }
}

export type { Result };

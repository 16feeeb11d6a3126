import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { build } from 'esbuild';
import type { Emulators } from '@call-elements/emulators';
import { CHROMIUM_FLAGS, ensureChromium } from '../../../scripts/chromium.mjs';
import { watch } from './settled.ts';

/** What pages load. */
export interface Scripts {
  /** The package, whose main file is taken as it was published. */
  readonly sdk: 'agora-rtc-sdk-ng' | 'agora-rtm-sdk' | 'easemob-websdk';
  /** A module of this folder, as a global of this name. */
  readonly module: string;
  readonly globalName: string;
}

const PAGE = '<!doctype html><script src="/sdk.js"></script><script src="/page.js"></script>';

async function read({ sdk, module, globalName }: Scripts): Promise<Record<string, string | Buffer>> {
  const entryPoints = [fileURLToPath(new URL(module, import.meta.url))];
  const { outputFiles } = await build({ entryPoints, bundle: true, format: 'iife', globalName, target: 'es2022', write: false });
  return { '/sdk.js': await readFile(createRequire(import.meta.url).resolve(sdk)), '/page.js': outputFiles[0]!.text };
}

/** A browser that takes the emulators for Agora, and pages with an SDK. */
export class Stage {
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #pages = new Set<Page>();

  private constructor(browser: Browser, server: Server) {
    this.#browser = browser;
    this.#server = server;
  }

  static async open(emulators: Emulators, scripts: Scripts): Promise<Stage> {
    const files = await read(scripts);
    const server = createServer((request, response) => {
      const file = files[request.url ?? ''];
      response.setHeader('content-type', file ? 'text/javascript' : 'text/html').end(file ?? PAGE);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const args = [...new Set([...CHROMIUM_FLAGS, ...emulators.chromiumFlags, '--autoplay-policy=no-user-gesture-required'])];
    return new Stage(await chromium.launch({ executablePath: ensureChromium(), headless: true, args }), server);
  }

  /** In a window and a profile of its own. */
  async openPage(): Promise<Page> {
    const page = await this.#browser.newPage({ permissions: ['microphone', 'camera'] });
    this.#pages.add(page);
    watch(page);
    await page.goto(`http://localhost:${(this.#server.address() as AddressInfo).port}/`);
    return page;
  }

  /** Without their SDKs having a chance to say goodbye. */
  async closePages(): Promise<void> {
    await Promise.all([...this.#pages].map((page) => page.close()));
    this.#pages.clear();
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
  }
}

import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { build as bundle } from 'esbuild';
import { startEmulators } from '@call-elements/emulators';
import type { Emulators } from '@call-elements/emulators';
import { build, preview } from 'vite';
import type { InlineConfig } from 'vite';
import { CHROMIUM_FLAGS, ensureChromium } from '../../scripts/chromium.mjs';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Built pages behind a local address, and one browser with one profile: its pages hear each other. */
export interface Stage {
  readonly url: string;
  readonly context: BrowserContext;
  /** Agora and Easemob, as far as this browser knows. Tokens are needed, and the demo's server hands them out. */
  readonly emulators: Emulators;
  restartEmulators(): Promise<void>;
  /** An empty page in a window of its own. */
  openWindow(): Promise<Page>;
  /** An empty page in a tab that nobody has looked at yet: the browser paints it once a second. `bringToFront` shows it. */
  openTabBehind(): Promise<Page>;
  close(): Promise<void>;
}

/** A file of this folder, ready to run in a page. */
export async function pageScript(file: string): Promise<string> {
  const result = await bundle({ entryPoints: [here(file)], bundle: true, format: 'iife', target: 'es2022', conditions: ['call-elements-src'], write: false });
  return result.outputFiles[0]!.text;
}

interface Server {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves what is built. */
export async function serve(config: InlineConfig): Promise<Server> {
  const server = await preview({ ...config, logLevel: 'warn', preview: { port: 0, host: '127.0.0.1' } });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('The preview server has no port.');
  return { url: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}

async function serveDemo(): Promise<Server> {
  const configFile = here('../vite.config.ts');
  // A build, not the development server: pages load at once, and nothing reloads them in the middle of a call.
  await build({ configFile, logLevel: 'warn' });
  return serve({ configFile });
}

/**
 * Two tabs of one headless window would share it: the one behind is cut to one frame per second (web-mapping.md §0.3, 15).
 * Playwright only opens tabs, so the window is asked for by protocol.
 */
async function openTarget(browser: Browser, context: BrowserContext, anchor: Page, where: object): Promise<Page> {
  const session = await browser.newBrowserCDPSession();
  const own = await context.newCDPSession(anchor);
  const { targetInfo } = await own.send('Target.getTargetInfo');
  const opened = context.waitForEvent('page');
  await session.send('Target.createTarget', { url: 'about:blank', browserContextId: targetInfo.browserContextId, ...where });
  await Promise.all([own.detach(), session.detach()]);
  return opened;
}

/** The demo's server reads these, as with the real services. */
async function startServices(): Promise<Emulators> {
  const [certificate, clientSecret] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];
  const emulators = await startEmulators({ certificate, clientSecret });
  const { appId, appKey, ports } = emulators;
  Object.assign(process.env, { AGORA_APP_ID: appId, AGORA_APP_CERTIFICATE: certificate });
  Object.assign(process.env, { EASEMOB_APP_KEY: appKey, EASEMOB_CLIENT_ID: 'e2e', EASEMOB_CLIENT_SECRET: clientSecret, EASEMOB_API_URL: `http://127.0.0.1:${ports.http}` });
  return emulators;
}

export async function openStage(startServer: () => Promise<Server> = serveDemo): Promise<Stage> {
  let emulators = await startServices();
  const [server, content] = await Promise.all([startServer(), pageScript('probe.ts')]);
  const ignoreDefaultArgs = ['--disable-back-forward-cache'];
  const browser = await chromium.launch({ executablePath: ensureChromium(), headless: true, args: [...CHROMIUM_FLAGS, ...emulators.chromiumFlags], ignoreDefaultArgs });
  const context = await browser.newContext({ viewport: null });
  await context.addInitScript({ content });
  const anchor = await context.newPage();
  // One at a time: each takes the next page that appears for its own.
  let last: Promise<unknown> = Promise.resolve();
  const open = (where: object): Promise<Page> => {
    const opened = last.then(() => openTarget(browser, context, anchor, where));
    last = opened.catch(() => {});
    return opened;
  };
  return {
    url: server.url,
    context,
    get emulators() {
      return emulators;
    },
    async restartEmulators() {
      await emulators.close();
      emulators = await startEmulators(emulators.options);
    },
    openWindow: () => open({ newWindow: true, width: 1100, height: 800 }),
    openTabBehind: () => open({ background: true }),
    async close() {
      await browser.close();
      await server.close();
      await emulators.close();
    },
  };
}

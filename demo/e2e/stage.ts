import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { build as bundle } from 'esbuild';
import { build, preview } from 'vite';
import { CHROMIUM_FLAGS, ensureChromium } from '../../scripts/chromium.mjs';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The built demo behind a local address, and one browser with one profile: its pages hear each other. */
export interface Stage {
  readonly url: string;
  readonly context: BrowserContext;
  /** An empty page in a window of its own. */
  openWindow(): Promise<Page>;
  close(): Promise<void>;
}

async function probeScript(): Promise<string> {
  const result = await bundle({ entryPoints: [here('probe.ts')], bundle: true, format: 'iife', target: 'es2022', write: false });
  return result.outputFiles[0]!.text;
}

async function serveDemo(): Promise<{ url: string; close(): Promise<void> }> {
  const configFile = here('../vite.config.ts');
  // A build, not the development server: pages load at once, and nothing reloads them in the middle of a call.
  await build({ configFile, logLevel: 'warn' });
  const server = await preview({ configFile, logLevel: 'warn', preview: { port: 0, host: '127.0.0.1' } });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('The preview server has no port.');
  return { url: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}

/**
 * Two tabs of one headless window would share it: the one behind is cut to one frame per second (web-mapping.md §0.3, 15).
 * Playwright only opens tabs, so the window is asked for by protocol.
 */
async function openWindow(browser: Browser, context: BrowserContext, anchor: Page): Promise<Page> {
  const session = await browser.newBrowserCDPSession();
  const own = await context.newCDPSession(anchor);
  const { targetInfo } = await own.send('Target.getTargetInfo');
  const opened = context.waitForEvent('page');
  await session.send('Target.createTarget', { url: 'about:blank', newWindow: true, browserContextId: targetInfo.browserContextId, width: 1100, height: 800 });
  await Promise.all([own.detach(), session.detach()]);
  return opened;
}

export async function openStage(): Promise<Stage> {
  const [server, content] = await Promise.all([serveDemo(), probeScript()]);
  const browser = await chromium.launch({ executablePath: ensureChromium(), headless: true, args: CHROMIUM_FLAGS });
  const context = await browser.newContext({ viewport: null });
  await context.addInitScript({ content });
  const anchor = await context.newPage();
  // One at a time: each takes the next page that appears for its own.
  let last: Promise<unknown> = Promise.resolve();
  return {
    url: server.url,
    context,
    openWindow() {
      const opened = last.then(() => openWindow(browser, context, anchor));
      last = opened.catch(() => {});
      return opened;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { build, preview } from 'vite';
import { CHROMIUM_FLAGS, ensureChromium } from '../../../../scripts/chromium.mjs';
import type { GalleryState } from '../state.ts';
import type { ShowOptions } from '../state-page.ts';

export interface View {
  readonly width: number;
  readonly height: number;
}
/** `forced`: the system's own few colours in place of the page's. */
export type Theme = 'light' | 'dark' | 'forced';
export const PHONE: View = { width: 320, height: 568 };
export const LANDSCAPE: View = { width: 568, height: 320 };
export const TABLET: View = { width: 768, height: 600 };
export const DESKTOP: View = { width: 1280, height: 720 };

/** So that machines paint alike: no graphics card, no hinting, no colour profile, no coloured edges of letters. */
const PAINT_FLAGS = ['--force-color-profile=srgb', '--font-render-hinting=none', '--disable-lcd-text', '--disable-skia-runtime-opts', '--hide-scrollbars'];

/** One browser with one page, which all tests use one after the other. */
export interface Stage {
  readonly page: Page;
  /** Of Chromium. */
  readonly version: string;
  show(state: GalleryState, options?: ShowOptions): Promise<void>;
  /** Another window, another theme, or both. */
  arrange(look: { view?: View; theme?: Theme }): Promise<void>;
  /** What the window shows, as a PNG. */
  shoot(): Promise<Buffer>;
  close(): Promise<void>;
}

async function open(): Promise<Stage> {
  const configFile = fileURLToPath(new URL('../vite.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'warn' });
  const server = await preview({ configFile, logLevel: 'warn', preview: { port: 0, host: '127.0.0.1' } });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('The preview server has no port.');
  const browser = await chromium.launch({ executablePath: ensureChromium(), headless: true, args: [...CHROMIUM_FLAGS, ...PAINT_FLAGS] });
  const page = await browser.newPage({ viewport: DESKTOP, locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce' });
  await page.goto(`http://127.0.0.1:${address.port}/state.html`);
  const protocol = await page.context().newCDPSession(page);
  return {
    page,
    version: browser.version(),
    show: ({ name }, options = {}) => page.evaluate(([name, options]) => window.gallery.show(name, options), [name, options] as const),
    async arrange({ view, theme }) {
      if (view) await page.setViewportSize(view);
      if (theme) await page.emulateMedia({ colorScheme: theme === 'light' ? 'light' : 'dark', forcedColors: theme === 'forced' ? 'active' : 'none' });
      await page.evaluate(() => window.gallery.finishAnimations());
    },
    async shoot() {
      // What came into the window is painted in the frame after the one that knows of it.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      // Not `page.screenshot()`: for pictures that are looked at once it packs too well, which takes as long as all the rest.
      const { data } = await protocol.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
      return Buffer.from(data, 'base64');
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

let opened: Promise<Stage> | undefined;

/** Opened by the first test that asks. */
export function stage(): Promise<Stage> {
  return (opened ??= open());
}

after(async () => {
  const open = await opened?.catch(() => undefined);
  await open?.close();
});

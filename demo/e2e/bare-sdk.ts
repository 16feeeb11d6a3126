import type { Page } from 'playwright-core';
import type { Emulators } from '@call-elements/emulators';
import type {} from './bare-sdk-page.ts';
import { pageScript } from './stage.ts';
import type { Stage } from './stage.ts';

let script: Promise<string> | undefined;

/** A user of Agora's SDK without this kit, in a window of their own. */
export class BareUser {
  readonly page: Page;
  readonly #uid: string;
  readonly #emulators: Emulators;

  private constructor(page: Page, uid: string, emulators: Emulators) {
    this.page = page;
    this.#uid = uid;
    this.#emulators = emulators;
  }

  static async open(stage: Stage, uid: string): Promise<BareUser> {
    const page = await stage.openWindow();
    // Any page of a secure origin.
    await page.goto(`${stage.url}/phone.html`);
    await page.setContent('<!doctype html><title>bare</title><body></body>');
    await page.evaluate(await (script ??= pageScript('bare-sdk-page.ts')));
    await page.evaluate(() => window.bare.ready());
    return new BareUser(page, uid, stage.emulators);
  }

  join(room: string, { plays = true } = {}): Promise<void> {
    const { appId, tokens } = this.#emulators;
    const token = tokens.rtc(room, this.#uid);
    return this.page.evaluate(([app, name, key, uid, play]) => window.bare.join(app, name, key, uid, play), [appId, room, token, this.#uid, plays] as const);
  }

  leave(): Promise<void> {
    return this.page.evaluate(() => window.bare.leave());
  }
}

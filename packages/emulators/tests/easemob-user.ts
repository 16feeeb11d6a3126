import type { Page } from 'playwright-core';
import type { Credential, EasemobPage, Heard, Letter, Result } from './easemob-page.ts';
import { settled } from './settled.ts';

/** The far end of a page's connection. */
export class EasemobUser {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  open(credential: Credential): Promise<Result> {
    return settled(this.page, 'open()', this.page.evaluate((given) => window.easemob.open(given), credential));
  }

  close(): Promise<void> {
    return this.page.evaluate(() => window.easemob.close());
  }

  renew(token: string): Promise<Result> {
    return settled(this.page, 'renewToken()', this.page.evaluate((other) => window.easemob.renew(other), token));
  }

  register(userId: string, password: string): Promise<Result> {
    return settled(this.page, 'registerUser()', this.page.evaluate((args) => window.easemob.register(...args), [userId, password] as const));
  }

  /** A text, or a letter. */
  send(to: string, letter: Letter | string): Promise<Result> {
    const given = [to, typeof letter === 'string' ? { text: letter } : letter] as const;
    return settled(this.page, 'send()', this.page.evaluate((args) => window.easemob.send(...args), given));
  }

  heard(): Promise<Heard[]> {
    return this.page.evaluate(() => window.easemob.heard);
  }

  async texts(): Promise<(string | undefined)[]> {
    return (await this.heard()).map(({ text, action }) => text ?? action);
  }

  events(): Promise<string[]> {
    return this.page.evaluate(() => window.easemob.events);
  }

  /** Waits until the page says yes. */
  async until<Arg>(holds: (page: EasemobPage, arg: Arg) => boolean, arg?: Arg): Promise<void> {
    await this.page.waitForFunction(`(${holds})(window.easemob, ${JSON.stringify(arg)})`, undefined, { polling: 20, timeout: 40_000 });
  }

  /** So often. */
  untilEvent(event: string, times = 1): Promise<void> {
    return this.until(({ events }, wanted) => events.filter((each) => each === wanted.event).length >= wanted.times, { event, times });
  }

  untilHeard(text: string): Promise<void> {
    return this.until(({ heard }, wanted) => heard.some((message) => (message.text ?? message.action) === wanted), text);
  }
}

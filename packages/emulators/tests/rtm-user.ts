import type { Page } from 'playwright-core';
import type { Result, RtmPage } from './rtm-page.ts';
import { settled } from './settled.ts';

/** The far end of a page's client. */
export class RtmUser {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  login(token?: string): Promise<Result> {
    return settled(this.page, 'login()', this.page.evaluate((other) => window.rtm.login(other), token));
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
    return settled(this.page, 'publish()', this.page.evaluate((args) => window.rtm.publish(...args), call));
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

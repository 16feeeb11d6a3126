import type { Page } from 'playwright-core';
import type { RtcPage } from './rtc-page.ts';
import { settled } from './settled.ts';

type Call<Name extends keyof RtcPage> = RtcPage[Name] extends (...args: infer Args) => Promise<infer Value> ? { args: Args; value: Value } : never;
type Method = { [Name in keyof RtcPage]: RtcPage[Name] extends (...args: never[]) => Promise<unknown> ? Name : never }[keyof RtcPage];

/** The far end of a page's client. */
export class RtcUser {
  readonly page: Page;
  readonly uid: number | string | undefined;

  constructor(page: Page, uid: number | string | undefined) {
    this.page = page;
    this.uid = uid;
  }

  /** Calls a method of the page. */
  do<Name extends Method>(name: Name, ...args: Call<Name>['args']): Promise<Call<Name>['value']> {
    const done = this.page.evaluate(([method, given]) => (window.rtc[method as 'join'] as (...all: unknown[]) => Promise<never>)(...(given as unknown[])), [name, args] as const);
    return settled(this.page, `${name}()`, done);
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
    return this.do('untilMoves', uid, frames);
  }

  hears(uid: number | string): Promise<void> {
    return this.do('untilSounds', uid);
  }
}

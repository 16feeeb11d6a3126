import { expect } from 'chai';
import type { Page } from 'playwright-core';
import type { CallErrorCode, CallReason, CallState, SignalState } from '@call-elements/core';
import type {} from './probe.ts';

/** What a finished call has not closed by now stays open. How soon it is closed is measured by the benchmark. */
const CLEAN_WITHIN = 15_000;
/** Whatever is waited for comes in a second or two; a machine with other work to do takes longer. */
const SOON = 20_000;
/** Agora's SDK dials two addresses at once and drops the slower one; the browser tells every page that does so. */
const NOT_OURS = /^WebSocket connection to 'wss:[^']+' failed: WebSocket is closed before the connection is established/;

/** One user in a window of their own, as phone.html shows them. Everything is done through its buttons. */
export class Phone {
  readonly page: Page;
  readonly user: string;
  /** What the page complained about: console errors, exceptions, unhandled rejections. */
  readonly complaints: string[] = [];

  constructor(page: Page, user: string) {
    this.page = page;
    this.user = user;
    page.on('console', (message) => {
      if ((message.type() === 'error' || message.type() === 'warning') && !NOT_OURS.test(message.text())) this.complaints.push(`${user}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.complaints.push(`${user}: ${error.stack ?? error.message}`));
  }

  /** Presses the button that a person would find under this name. */
  async press(name: string): Promise<void> {
    const button = this.page.getByRole('button', { name, exact: true }).first();
    await button.scrollIntoViewIfNeeded();
    const { x, y } = (await button.boundingBox())!;
    // As a person would: controls that nobody pointed at for a while are hidden.
    await this.page.mouse.move(x, y);
    await button.click();
  }

  async until(state: CallState, within = SOON): Promise<void> {
    await this.eventually(`state ${state}`, (wanted) => window.probe.state() === wanted, state, within);
  }

  /** It can ring and be rung; it may ring by now. */
  async untilReady(): Promise<void> {
    await this.eventually('been ready', () => window.demo.states.some(({ state }) => state === 'prepared'), undefined);
  }

  async untilSignal(state: SignalState, within = SOON): Promise<void> {
    await this.eventually(`${state} signalling`, (wanted) => window.demo.provider.client?.getState().signal === wanted, state, within);
  }

  /** The last call has ended, for this reason. */
  async untilEnded(reason: CallReason, within = SOON): Promise<void> {
    await this.eventually('an end', () => window.probe.state() === 'prepared' && window.probe.lastReason() !== undefined, undefined, within);
    expect(await this.page.evaluate(() => window.probe.lastReason()), `${this.user}: how it ended`).to.equal(reason);
  }

  /** The peer's picture is in view, is not black, and moves. */
  async seesPeer(): Promise<void> {
    await this.eventually('a moving picture of the peer', () => window.probe.remoteMoves(), undefined);
  }

  /** The peer's sound is played and has energy. */
  async hearsPeer(): Promise<void> {
    await this.eventually('sound of the peer', () => window.probe.remoteSounds(), undefined);
  }

  /**
   * No live track, no open connection, no pending timer, soon after a call. `unheard`: the peer cannot have confirmed the end of the call,
   * so that is said again for a while, and has a timer.
   */
  async isClean({ unheard = false } = {}): Promise<void> {
    try {
      await this.page.waitForFunction((timers) => window.probe.leftovers(timers).length === 0, !unheard, { polling: 20, timeout: CLEAN_WITHIN });
    } catch (cause) {
      throw new Error(`${this.user} still has ${(await this.page.evaluate((timers) => window.probe.leftovers(timers), !unheard)).join(', ')}`, { cause });
    }
  }

  /**
   * Asks the page until it says yes. Playwright's waitForFunction takes a promise itself for a yes, so it is no use for
   * questions that the page answers asynchronously.
   */
  async eventually<Arg>(what: string, check: (arg: Arg) => boolean | Promise<boolean>, arg: Arg, within = SOON): Promise<void> {
    const deadline = Date.now() + within;
    while (Date.now() < deadline) {
      if (await this.page.evaluate(check as (arg: unknown) => boolean | Promise<boolean>, arg as unknown)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const history = await this.reasons();
    throw new Error(`${this.user} never had ${what}. It went: ${history.join(', ') || 'nowhere'}. ${this.complaints.join('\n')}`);
  }

  /** Breaks the renderer: no event, no farewell. */
  async crash(): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    const crashed = this.page.waitForEvent('crash');
    // Never answers, as nobody is left to answer.
    void session.send('Page.crash').catch(() => {});
    await crashed;
  }

  /** What `call-error` told, as "code: message". */
  async errors(): Promise<string[]> {
    return this.page.evaluate(() => window.demo.events.filter(({ name }) => name === 'call-error').map(({ detail }) => String(detail)));
  }

  /** The room of the call. */
  async room(): Promise<string> {
    return this.page.evaluate(() => window.demo.provider.client!.getState().call!.roomId);
  }

  /** Every time that it rang, or dialled. */
  async rings(): Promise<string[]> {
    return (await this.reasons()).filter((entry) => entry.startsWith('calling/'));
  }

  /** The page has been told of this once, and of nothing else. */
  async untilError(code: CallErrorCode, within = SOON): Promise<void> {
    await this.eventually('an error', () => window.demo.events.some(({ name }) => name === 'call-error'), undefined, within);
    expect((await this.errors()).map((error) => error.split(':')[0])).to.deep.equal([code]);
  }

  async reasons(): Promise<string[]> {
    return this.page.evaluate(() => window.demo.states.map((entry) => `${entry.state}/${entry.reason}`));
  }
}

export interface PhoneOptions {
  user: string;
  to?: string;
  /** Attributes of the provider, and the faults of the network. */
  [parameter: string]: string | undefined;
}

export function phoneUrl(base: string, options: PhoneOptions): string {
  const query = Object.entries(options).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `${base}/phone.html?${new URLSearchParams(query)}`;
}

/** A connected video call in which each sees the other, dialled with the button of that name. */
export async function connect(caller: Phone, callee: Phone, button = 'Video call'): Promise<void> {
  await caller.press(button);
  await callee.until('calling');
  await callee.press('Accept call');
  await Promise.all([caller.until('connected'), callee.until('connected')]);
  await Promise.all([caller.seesPeer(), callee.seesPeer()]);
}

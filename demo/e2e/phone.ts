import { expect } from 'chai';
import type { Page } from 'playwright-core';
import type { CallReason, CallState } from '@call-elements/core';
import type {} from './probe.ts';

/** How long a finished call may take to close everything. */
const CLEAN_WITHIN = 1000;
const SOON = 10_000;

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
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(`${user}: ${message.text()}`);
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

  async until(state: CallState): Promise<void> {
    await this.eventually(`state ${state}`, (wanted) => window.probe.state() === wanted, state);
  }

  /** The last call has ended, for this reason. */
  async untilEnded(reason: CallReason): Promise<void> {
    await this.eventually('an end', () => window.probe.state() === 'prepared' && window.probe.lastReason() !== undefined, undefined);
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

  /** No live track, no open connection, no pending timer, soon after a call. */
  async isClean(): Promise<void> {
    try {
      await this.page.waitForFunction(() => window.probe.leftovers().length === 0, undefined, { polling: 20, timeout: CLEAN_WITHIN });
    } catch (cause) {
      throw new Error(`${this.user} still has ${(await this.page.evaluate(() => window.probe.leftovers())).join(', ')}`, { cause });
    }
  }

  /**
   * Asks the page until it says yes. Playwright's waitForFunction takes a promise itself for a yes, so it is no use for
   * questions that the page answers asynchronously.
   */
  async eventually<Arg>(what: string, check: (arg: Arg) => boolean | Promise<boolean>, arg: Arg): Promise<void> {
    const deadline = Date.now() + SOON;
    while (Date.now() < deadline) {
      if (await this.page.evaluate(check as (arg: unknown) => boolean | Promise<boolean>, arg as unknown)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const history = await this.reasons();
    throw new Error(`${this.user} never had ${what}. It went: ${history.join(', ') || 'nowhere'}. ${this.complaints.join('\n')}`);
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

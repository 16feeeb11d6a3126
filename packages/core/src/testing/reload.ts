import type { Page, PageOptions, World } from '@call-elements/testing';
import { expect } from 'chai';
import { resumption } from '../resume.ts';
import type { SavedCall } from '../resume.ts';
import type { CallType } from '../vocabulary.ts';

type Options = PageOptions & { type?: CallType };
export const RESUME = { resumption } as const;
export const callOf = (page: Page) => page.client.getState().call!;

/** The page goes away as a reload does: what it says last is said in that turn, and then it is gone. `toldAfter`: when the service tells. */
export function leave(page: Page, toldAfter?: number): SavedCall {
  const saved = page.client.saveCall();
  expect(saved, 'what is kept').to.be.an('object');
  page.crash(toldAfter);
  return JSON.parse(JSON.stringify(saved)) as SavedCall;
}

/** The next page of the same tab. */
export async function load(world: World, page: Page, saved: SavedCall, options: Options = {}, granted = true): Promise<Page> {
  const back = await world.page(page.name, { ...RESUME, ...options, label: `${page.name} again` });
  back.capture.granted = granted;
  await back.client.resumeCall(saved);
  return back;
}

export function expectTogether(one: Page, other: Page, callId: string): void {
  for (const page of [one, other]) {
    expect(page.client.getState(), page.label).to.include({ state: 'connected' });
    expect(callOf(page).callId).to.equal(callId);
    expect(callOf(page).media, page.label).to.include({ phase: 'connected', peer: 'here' });
    expect(page.media.openCount, page.label).to.equal(1);
    expect(page.media.opened.at(-1)!.isAccepted, page.label).to.equal(true);
  }
}

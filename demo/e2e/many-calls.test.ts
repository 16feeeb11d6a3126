import { expect } from 'chai';
import type { CDPSession, Page } from 'playwright-core';
import { BareUser } from './bare-sdk.ts';
import { openPair, over, theStage } from './harness.ts';
import type { Phone } from './phone.ts';
import { AGORA, EASEMOB, LOCAL } from './transports.ts';

const MEGABYTE = 1024 * 1024;
const WARM_UP = 10;
const CALLS = 50;

/** Dials by the engine, not by buttons: what is measured is the call. */
async function call(alice: Phone, bob: Phone): Promise<void> {
  await alice.page.evaluate(() => void window.demo.provider.client!.call('bob'));
  await bob.until('calling');
  await bob.page.evaluate(() => window.demo.provider.client!.accept());
  await Promise.all([alice.until('connected'), bob.until('connected')]);
  await alice.page.evaluate(() => window.demo.provider.client!.hangup());
  await Promise.all([alice.isClean(), bob.isClean()]);
  await bob.until('prepared');
}

async function heapOf(page: Page, session: CDPSession): Promise<number> {
  await page.evaluate(() => window.probe.forget());
  // More than once: what one collection lets go of can hold something in turn.
  for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}

/** What `times` runs of `once` leave on the heap, after ten that warm up. */
async function growth(page: Page, once: () => Promise<void>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  for (let i = 0; i < WARM_UP; i++) await once();
  const before = await heapOf(page, session);
  for (let i = 0; i < CALLS; i++) await once();
  return (await heapOf(page, session)) - before;
}

async function bareGrowth(): Promise<number> {
  const [one, other] = await Promise.all(['one', 'other'].map((uid) => BareUser.open(theStage(), uid)));
  let rooms = 0;
  const grown = await growth(one!.page, async () => {
    const room = `bare-${(rooms += 1)}`;
    const shown = [one!, other!].map(({ page }) => page.evaluate(() => window.bare.untilShown()));
    await Promise.all([one!.join(room), other!.join(room)]);
    await Promise.all(shown);
    await Promise.all([one!.leave(), other!.leave()]);
  });
  await Promise.all([one!.page.close(), other!.page.close()]);
  return grown;
}

describe(`${WARM_UP + CALLS} calls in a row on one page`, function () {
  this.timeout(600_000);

  over([LOCAL, AGORA, EASEMOB], (transport) => {
    it('leave nothing behind', async () => {
      const [alice, bob] = await openPair();
      const grown = await growth(alice.page, () => call(alice, bob));
      // The SDK keeps something of every join; whoever uses it pays that.
      const limit = transport.media === 'agora' ? 1.2 * (await bareGrowth()) : MEGABYTE;
      console.log(`      heap: ${(grown / MEGABYTE).toFixed(2)} MB in ${CALLS} calls, at most ${(limit / MEGABYTE).toFixed(2)}`);
      expect(grown).to.be.below(limit);
      expect([...alice.complaints, ...bob.complaints]).to.deep.equal([]);
    });
  });
});

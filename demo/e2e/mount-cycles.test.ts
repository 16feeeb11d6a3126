import { expect } from 'chai';
import type { CDPSession } from 'playwright-core';
import { nobodyComplains, openAnyWindow, servePage, stageUrl } from './harness.ts';
import type {} from './mount-cycles-page.ts';
import { pageScript } from './stage.ts';

const WARM_UP = 10;
const CYCLES = 40;
const MEGABYTE = 1024 * 1024;

interface Memory {
  readonly heap: number;
  readonly nodes: number;
  readonly jsEventListeners: number;
}

async function measure(session: CDPSession): Promise<Memory> {
  // More than once: what one collection lets go of can hold something in turn.
  for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize: heap } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  return { heap, nodes, jsEventListeners };
}

describe('mounting and unmounting', () => {
  it(`${CYCLES} calls between two users of one page leave nothing behind`, async function () {
    this.timeout(120_000);
    await servePage('/cycles.html', '<!doctype html><script type="module" src="call-elements.js"></script><body></body>');
    const both = await openAnyWindow('both');
    await both.page.addInitScript({ content: await pageScript('mount-cycles-page.ts') });
    await both.page.goto(`${stageUrl()}/cycles.html`);
    const session = await both.page.context().newCDPSession(both.page);
    const run = async (times: number): Promise<Memory> => {
      for (let i = 0; i < times; i++) await both.page.evaluate(() => window.cycle.run());
      const closed = both.eventually('everything closed', async () => (await window.cycle.left()).length === 0, undefined);
      await closed.catch(async () => expect(await both.page.evaluate(() => window.cycle.left()), 'what is left').to.deep.equal([]));
      return measure(session);
    };

    const before = await run(WARM_UP);
    let after = await run(CYCLES);
    // What leaks stays, at least one per call. A media element may outlive its call until its last events are through.
    const leaks = (): boolean => (['nodes', 'jsEventListeners'] as const).some((what) => after[what] - before[what] >= CYCLES);
    for (let again = 0; leaks() && again < 20; again++) after = await measure(session);
    expect(after.heap - before.heap, 'growth of the heap').to.be.below(MEGABYTE);
    expect(after.nodes - before.nodes, 'nodes that stayed').to.be.below(CYCLES);
    expect(after.jsEventListeners - before.jsEventListeners, 'listeners that stayed').to.be.below(CYCLES);
    nobodyComplains(both);
  });
});

// What a person waits for, measured between real pages. Medians of one run on one machine, so that they can be compared.
import type { Page } from 'playwright-core';
import { connect } from '../e2e/phone.ts';
import type { Phone } from '../e2e/phone.ts';
import { openStage } from '../e2e/stage.ts';
import type { Stage } from '../e2e/stage.ts';
import { openPair, openPhone, RUNS } from './bench-stage.ts';
import { formatTable, median } from './table.ts';
import type { Row } from './table.ts';

/** One way, as between two continents. */
const SIGNAL_DELAY = '80';

interface CallTimes {
  /** From accept to a visible picture at the callee. */
  readonly picture: number;
  /** From hang-up until nothing of the call is left on either side. */
  readonly clean: number;
}

/** One call from dial to hang-up. */
async function measureCall(caller: Phone, callee: Phone, early: boolean): Promise<CallTimes> {
  await caller.press('Video call');
  await callee.until('calling');
  // A person takes longer to answer than this: the caller's camera is open, and early media has arrived where it is allowed.
  await caller.eventually('an open camera', () => window.probe.liveTracks('video') > 0, undefined);
  if (early) await callee.eventually('decoded frames', async () => (await window.probe.stat('inbound-rtp', 'video', 'framesDecoded')) > 10, undefined);
  const measured = callee.page.evaluate(() => window.probe.acceptToPicture());
  await callee.press('Accept call');
  const picture = await measured;
  await Promise.all([caller.until('connected'), callee.until('connected')]);
  const cleaned = Promise.all([caller, callee].map(({ page }) => page.evaluate(() => window.probe.untilClean())));
  const left = Date.now();
  await caller.press('Hang up');
  return { picture, clean: Math.max(...(await cleaned)) - left };
}

async function benchCalls(stage: Stage): Promise<[Row, Row, Row]> {
  const warm = await openPair(stage, ['ann', 'ben'], { 'signal-delay': SIGNAL_DELAY });
  const cold = await openPair(stage, ['cas', 'dee'], { 'signal-delay': SIGNAL_DELAY, 'early-media': 'none' });
  const times: { warm: number[]; cold: number[]; clean: number[] } = { warm: [], cold: [], clean: [] };
  // Taken in turns, so that whatever slows the machine down slows both. The first round warms the pages up and does not count.
  for (let run = 0; run <= RUNS; run++) {
    const pair = { warm: await measureCall(warm[0]!, warm[1]!, true), cold: await measureCall(cold[0]!, cold[1]!, false) };
    if (run === 0) continue;
    times.warm.push(pair.warm.picture);
    times.cold.push(pair.cold.picture);
    times.clean.push(pair.warm.clean);
  }
  await Promise.all([...warm, ...cold].map((phone) => phone.page.close()));
  return [
    { what: 'accept to picture, media while it rings', times: times.warm },
    { what: 'accept to picture, media from accept on', times: times.cold },
    { what: 'hang-up until nothing is left', times: times.clean },
  ];
}

async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  // Never answers, as nobody is left to answer.
  void session.send('Page.crash').catch(() => {});
}

/** From the order to leave, as this process gives it, to the end at the peer: what the browser adds is included. */
async function benchGone(stage: Stage, what: string, leave: (page: Page) => Promise<void>): Promise<Row> {
  const times: number[] = [];
  const stayer = await openPhone(stage, { user: 'bob', to: 'alice' });
  for (let run = 0; run < RUNS; run++) {
    const leaver = await openPhone(stage, { user: 'alice', to: 'bob' });
    await connect(leaver, stayer);
    const left = Date.now();
    await leave(leaver.page);
    await stayer.until('prepared');
    times.push((await stayer.page.evaluate(() => window.demo.states.at(-1)!.time)) - left);
    await leaver.page.close().catch(() => {});
  }
  await stayer.page.close();
  return { what, times };
}

async function benchAbsent(stage: Stage): Promise<Row> {
  const phone = await openPhone(stage, { user: 'alice', to: 'nobody' });
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const measured = phone.page.evaluate(() => window.probe.dialToEnd());
    await phone.press('Video call');
    times.push(await measured);
    await phone.isClean();
  }
  await phone.page.close();
  return { what: 'dialling an absent user to the end', times };
}

const stage = await openStage();
try {
  const [warm, cold, clean] = await benchCalls(stage);
  const closed = await benchGone(stage, 'closing a tab to the end at the peer', (page) => page.close());
  const crashed = await benchGone(stage, 'a crash to the end at the peer', crash);
  const absent = await benchAbsent(stage);
  console.log(`\n${formatTable([warm, cold, clean, closed, crashed, absent])}\n`);

  const ratio = median(warm.times) / median(cold.times);
  const limits: [string, boolean][] = [
    [`media while it rings takes ${ratio.toFixed(2)} of the time; at most 0.25`, ratio <= 0.25],
    ['nothing is left of a call: under 1000 ms', median(clean.times) < 1000],
    ['closing a tab: under 300 ms', median(closed.times) < 300],
    ['a crash: under 1000 ms', median(crashed.times) < 1000],
    ['an absent user: under 200 ms', median(absent.times) < 200],
  ];
  for (const [limit, kept] of limits) console.log(`${kept ? 'ok    ' : 'FAILED'} ${limit}`);
  if (limits.some(([, kept]) => !kept)) process.exitCode = 1;
} finally {
  await stage.close();
}

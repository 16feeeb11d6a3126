// Agora's SDKs on the emulators: what this kit adds to what the SDK alone needs, in one run on one machine. All times in milliseconds.
import { randomUUID } from 'node:crypto';
import { BareUser } from '../e2e/bare-sdk.ts';
import type { Phone } from '../e2e/phone.ts';
import { openStage } from '../e2e/stage.ts';
import type { Stage } from '../e2e/stage.ts';
import { AGORA } from '../e2e/transports.ts';
import { openPair, RUNS } from './bench-stage.ts';
import { failures, redial } from './redial.ts';
import { formatTable, median } from './table.ts';
import type { Row } from './table.ts';

/** A person who looks before answering: everything that may happen ahead has happened. */
const LATE_MS = 2000;
const REDIALS = 50;
const DELAYS = [0, 80] as const;
/** How much longer than the SDK alone. */
const LIMIT = 1.2;

interface CallTimes {
  readonly ring: number;
  /** From accept to the peer's picture. */
  readonly caller: number;
  readonly callee: number;
  /** From hang-up until the next call may be made, on the slower side. */
  readonly over: number;
}

async function measureCall([alice, bob]: readonly [Phone, Phone], answerAfter: number): Promise<CallTimes> {
  const answered = bob.page.evaluate((ms) => window.probe.answer(ms), answerAfter);
  const dialled = await alice.page.evaluate((to) => window.probe.dial(to), bob.user);
  const shown = [alice, bob].map(({ page }) => page.evaluate(() => window.probe.untilShown()));
  const [{ rang, accepted }, hers, his] = [await answered, ...(await Promise.all(shown))] as [Awaited<typeof answered>, number, number];
  await Promise.all([alice.until('connected'), bob.until('connected')]);
  const over = [alice, bob].map(({ page }) => page.evaluate(() => window.probe.untilState('prepared')));
  const left = await alice.page.evaluate(() => {
    void window.demo.provider.client!.hangup();
    return Date.now();
  });
  const prepared = Math.max(...(await Promise.all(over)));
  await Promise.all([alice.isClean(), bob.isClean()]);
  return { ring: rang - dialled, caller: hers - accepted, callee: his - accepted, over: prepared - left };
}

/** Both join a room and publish what is ready; from there to the second of the two pictures. */
async function measureJoin(users: readonly [BareUser, BareUser]): Promise<number> {
  const room = randomUUID();
  const shown = users.map(({ page }) => page.evaluate(() => window.bare.untilShown()));
  const start = Date.now();
  await Promise.all(users.map((user) => user.join(room)));
  const both = Math.max(...(await Promise.all(shown))) - start;
  await Promise.all(users.map((user) => user.leave()));
  return both;
}

/** From `play()` to the picture of a track that has been decoded for a while. */
async function measureReveal(users: readonly [BareUser, BareUser]): Promise<number> {
  const room = randomUUID();
  await Promise.all(users.map((user) => user.join(room, { plays: false })));
  const { page } = users[0];
  await page.evaluate(() => window.bare.untilDecoded());
  const ms = await page.evaluate(async () => {
    const start = Date.now();
    window.bare.reveal();
    return (await window.bare.untilShown()) - start;
  });
  await Promise.all(users.map((user) => user.leave()));
  return ms;
}

const column = (what: string, times: readonly CallTimes[], field: keyof CallTimes): Row => ({ what, times: times.map((each) => each[field]) });

/** Ways to call, each measured in turns with the others and with the SDK alone, so that whatever slows the machine down slows all. */
const WAYS = DELAYS.flatMap((delay) => [
  { delay, early: 'receive', after: 0 },
  { delay, early: 'receive', after: LATE_MS },
  { delay, early: 'full', after: LATE_MS },
]);
type Way = (typeof WAYS)[number];
const nameOf = ({ delay, early, after }: Way): string => `${early}, accepted ${after ? 'late' : 'at once'}, +${delay} ms`;

async function measureAll(stage: Stage) {
  const bare = (await Promise.all(['bare-1', 'bare-2'].map((uid) => BareUser.open(stage, uid)))) as [BareUser, BareUser];
  const pairs = new Map<string, readonly [Phone, Phone]>();
  for (const { delay, early } of WAYS) {
    const key = `${early}-${delay}`;
    if (pairs.has(key)) continue;
    const pair = await openPair(stage, [`a-${key}`, `b-${key}`], { 'early-media': early, 'signal-delay': String(delay) }, AGORA);
    await Promise.all(pair.map(showPeerOnly));
    pairs.set(key, pair);
  }
  const join: number[] = [];
  const reveal: number[] = [];
  const calls = new Map<Way, CallTimes[]>(WAYS.map((way) => [way, []]));
  // The first round warms the pages up and does not count.
  for (let run = 0; run <= RUNS; run++) {
    join.push(await measureJoin(bare));
    reveal.push(await measureReveal(bare));
    for (const way of WAYS) {
      calls.get(way)!.push(await measureCall(pairs.get(`${way.early}-${way.delay}`)!, way.after));
    }
  }
  await Promise.all([...bare, ...[...pairs.values()].flat()].map(({ page }) => page.close()));
  for (const times of [join, reveal, ...calls.values()]) times.shift();
  return { join, reveal, calls };
}

function judge({ join, reveal, calls }: Awaited<ReturnType<typeof measureAll>>): [string, boolean][] {
  const floor = median(join);
  const decoded = median(reveal);
  const limits: [string, boolean][] = [];
  const atMost = (what: string, ms: number, of: number): void => void limits.push([`${what}: ${ms.toFixed(0)} ms, ${(ms / of).toFixed(2)} of the SDK alone; at most ${LIMIT}`, ms <= LIMIT * of]);
  for (const [way, times] of calls) {
    const [caller, callee] = (['caller', 'callee'] as const).map((side) => median(times.map((each) => each[side]))) as [number, number];
    if (way.after === 0) {
      atMost(`${nameOf(way)}: both pictures`, median(times.map((each) => Math.max(each.caller, each.callee))), floor);
      continue;
    }
    atMost(`${nameOf(way)}: the callee's picture`, callee, decoded);
    // The caller cannot know before the message is there.
    if (way.early === 'full') atMost(`${nameOf(way)}: the caller's picture, after the message`, caller - way.delay, decoded);
    else if (way.delay === 0) limits.push([`${nameOf(way)}: the caller's picture: ${caller.toFixed(0)} ms; under 250`, caller < 250]);
  }
  return limits;
}

/**
 * The picture of the peer and nothing else, as in the pages of the SDK alone: panel, dialog and the user's own picture are drawn by the
 * processor here, and it would be the drawing that is compared.
 */
async function showPeerOnly({ page }: Phone): Promise<void> {
  await page.evaluate(() => {
    const picture = document.createElement('call-video');
    picture.setAttribute('style', 'display: block; width: 640px; height: 480px');
    document.querySelector('call-provider')!.replaceChildren(picture);
    document.querySelector('header')!.remove();
  });
}

/**
 * The picture that Agora's SDK takes of its own accord, for both: the encoder of a larger one has this machine's two processors for itself.
 */
function takeVendorsPicture(): void {
  const devices = navigator.mediaDevices;
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = (constraints) => open({ ...constraints, video: constraints?.video && { width: 640, height: 480, frameRate: 15 } });
}

const stage = await openStage();
await stage.context.addInitScript(takeVendorsPicture);
try {
  const measured = await measureAll(stage);
  const rows = [...measured.calls].flatMap(([way, times]) => [
    column(`${nameOf(way)}: dial to ring`, times, 'ring'),
    column(`${nameOf(way)}: accept to the caller's picture`, times, 'caller'),
    column(`${nameOf(way)}: accept to the callee's picture`, times, 'callee'),
    column(`${nameOf(way)}: hang-up to prepared`, times, 'over'),
  ]);
  console.log(`\n${formatTable([{ what: 'the SDK alone: joining to both pictures', times: measured.join }, { what: 'the SDK alone: revealing a decoded picture', times: measured.reveal }, ...rows])}\n`);
  const limits = judge(measured);
  for (const delay of DELAYS) {
    const pair = await openPair(stage, [`c-${delay}`, `d-${delay}`], { 'signal-delay': String(delay) }, AGORA);
    for (const when of ['hung up', 'same tick'] as const) {
      const failed = failures(await redial(pair, REDIALS, when));
      limits.push([`${REDIALS} re-dials (${when}, +${delay} ms): ${failed} failed; none may`, failed === 0]);
    }
  }
  for (const [limit, kept] of limits) console.log(`${kept ? 'ok    ' : 'FAILED'} ${limit}`);
  if (limits.some(([, kept]) => !kept)) process.exitCode = 1;
} finally {
  await stage.close();
}

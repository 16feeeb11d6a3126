import type { Fate } from '../simulated-network.ts';
import { play } from './play.ts';
import type { Outcome } from './play.ts';
import type { Device, Schedule, Step } from './schedule.ts';

/** What a rule says, without who and in which call: a smaller schedule has to break the same one. */
export function kindOf(violation: string): string {
  return violation
    .replace(/^\S+ /, '')
    .replaceAll(/\b(match-)?[0-9a-z]{1,4}-\d+\b/gi, 'X')
    .replaceAll(/\d+/g, 'N')
    .replace(/(, X)+/, '');
}

/**
 * A schedule that breaks the same rule with as little as possible: fewer steps, messages that simply arrive, devices without peculiarities.
 * Greedy: leaves out what can be left out, in halves first, until nothing can.
 */
export async function shrink(schedule: Schedule, violation: string): Promise<Schedule> {
  const kind = kindOf(violation);
  const breaks = async (candidate: Schedule): Promise<Outcome | undefined> => {
    const outcome = await play(candidate);
    return outcome.violation !== undefined && kindOf(outcome.violation) === kind ? outcome : undefined;
  };
  const outcome = await breaks(schedule);
  if (!outcome) return schedule;
  let best = await firstThatBreaks([spelledOut(schedule, outcome), withFates(schedule, outcome)], breaks, schedule);
  for (let size = Infinity; size > sizeOf(best); ) {
    size = sizeOf(best);
    best = await fewerSteps(best, breaks);
    best = await fewerFates(best, breaks);
    best = await plainer(best, breaks);
    best = await earlier(best, breaks);
  }
  return best;
}

type Breaks = (candidate: Schedule) => Promise<Outcome | undefined>;

const sizeOf = (schedule: Schedule): number => JSON.stringify(schedule).length;

async function firstThatBreaks(candidates: readonly Schedule[], breaks: Breaks, otherwise: Schedule): Promise<Schedule> {
  for (const candidate of candidates) if (await breaks(candidate)) return candidate;
  return otherwise;
}

/** Each tap as what it turned out to be. */
function spelledOut(schedule: Schedule, outcome: Outcome): Schedule {
  const steps = schedule.steps.flatMap((step): Step[] => {
    const deed = outcome.became.get(step);
    if (step.do !== 'tap') return [step];
    return deed && deed.do !== 'tap' ? [{ at: step.at, who: step.who, ...deed }] : [];
  });
  return withFates({ ...schedule, steps }, outcome);
}

/** The weather as what it did to each message. */
function withFates(schedule: Schedule, { fates }: Outcome): Schedule {
  return { ...schedule, fates: Object.fromEntries(fates) };
}

/** Leaves out parts of a list as long as it can: first large ones, then single entries. */
async function fewer<Entry>(entries: readonly Entry[], holds: (entries: readonly Entry[]) => Promise<boolean>): Promise<readonly Entry[]> {
  let left = entries;
  for (let part = Math.ceil(left.length / 2); part >= 1; part = part === 1 ? 0 : Math.ceil(part / 2)) {
    for (let from = 0; from < left.length; ) {
      const without = [...left.slice(0, from), ...left.slice(from + part)];
      if (await holds(without)) left = without;
      else from += part;
    }
  }
  return left;
}

async function fewerSteps(schedule: Schedule, breaks: Breaks): Promise<Schedule> {
  const steps = await fewer(schedule.steps, async (left) => (await breaks({ ...schedule, steps: left })) !== undefined);
  return { ...schedule, steps };
}

/** What is not mentioned arrives after 10 ms. */
async function fewerFates(schedule: Schedule, breaks: Breaks): Promise<Schedule> {
  if (!schedule.fates) return schedule;
  const of = (entries: readonly (readonly [string, Fate])[]): Schedule => ({ ...schedule, fates: Object.fromEntries(entries) });
  const entries = await fewer(Object.entries(schedule.fates), async (left) => (await breaks(of(left))) !== undefined);
  const best = of(entries);
  const outcome = await breaks(best);
  // What is said of messages that are never sent says nothing.
  const sent = outcome ? of(entries.filter(([label]) => outcome.fates.has(label))) : best;
  return firstThatBreaks([sent], breaks, best);
}

const PLAIN: readonly Partial<Device>[] = [{ prompt: 0 }, { prompt: 30 }, { refused: undefined }, { skew: undefined }, { resumes: undefined }, { granted: undefined }, { eager: undefined }, { early: 'receive' }, { ring: 15_000 }];

async function plainer(schedule: Schedule, breaks: Breaks): Promise<Schedule> {
  let best = schedule;
  const attempt = async (setup: Partial<Schedule['setup']>): Promise<void> => {
    const candidate = { ...best, setup: { ...best.setup, ...setup } };
    if (sizeOf(candidate) <= sizeOf(best) && JSON.stringify(candidate) !== JSON.stringify(best) && (await breaks(candidate))) best = candidate;
  };
  await attempt({ media: { latency: 20, broken: 0 } });
  await attempt({ backend: 'local' });
  const last = best.setup.devices.length - 1;
  if (last > 1 && !best.steps.some(({ who }) => who === last)) await attempt({ devices: best.setup.devices.slice(0, last) });
  for (const [index, device] of best.setup.devices.entries()) {
    if (device.kind !== 'kit') continue;
    for (const plain of PLAIN) await attempt({ devices: best.setup.devices.map((one, place) => (place === index ? { ...one, ...plain } : one)) });
  }
  return best;
}

/** Everything in the first second, where the order is all that matters. */
async function earlier(schedule: Schedule, breaks: Breaks): Promise<Schedule> {
  const first = schedule.steps[0]?.at ?? 0;
  if (first === 0) return schedule;
  const moved = { ...schedule, steps: schedule.steps.map((step) => ({ ...step, at: step.at - first })) };
  return firstThatBreaks([moved], breaks, schedule);
}

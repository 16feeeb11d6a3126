import { settle } from '../simulated-clock.ts';
import { Deeds } from './deeds.ts';
import { generate } from './generate.ts';
import { Narrator } from './narrator.ts';
import { Rules } from './rules.ts';
import { ACTIVE_MS, REST_MS } from './schedule.ts';
import type { Deed, Schedule, Step } from './schedule.ts';
import type { Fate } from '../simulated-network.ts';
import { Stage } from './stage.ts';

export interface Outcome {
  readonly seed: number;
  readonly steps: number;
  /** Who did what, and when, for reading; when it was asked for. */
  readonly story: readonly string[];
  readonly violation?: string;
  readonly violatedAt?: number;
  /** How often a page was connected, and how often one of CallAPI's apps. */
  readonly connected: number;
  readonly connectedApps: number;
  /** What became of each message. */
  readonly fates: ReadonlyMap<string, Fate>;
  /** What each tap turned out to be. */
  readonly became: ReadonlyMap<Step, Deed>;
}

/** A wait that is worth a look. */
const LONG_MS = 200;

export const runSchedule = (seed: number): Promise<Outcome> => play(generate(seed));

/** Plays a schedule, with the rules at every step. `told`: with a story of it. */
export async function play(schedule: Schedule, { told = false } = {}): Promise<Outcome> {
  const stage = new Stage(schedule);
  const rules = new Rules(stage);
  const narrator = told ? new Narrator(stage) : undefined;
  const deeds = new Deeds(stage, rules, (actor, what) => narrator?.note(actor.name, what));
  const { clock } = stage.world;
  let steps = 0;
  const run = async (until: number): Promise<void> => {
    while (clock.step(until)) {
      await settle();
      rules.check();
      steps++;
    }
  };
  clock.onMove = (ms) => {
    if (ms > LONG_MS) rules.checkWaiting();
  };
  let violation: string | undefined;
  try {
    await stage.begin();
    for (const step of schedule.steps) clock.schedule(step.at, () => deeds.perform(step));
    await run(ACTIVE_MS);
    heal(stage);
    rules.disturbed(undefined, 'trouble');
    await run(ACTIVE_MS + REST_MS);
    rules.checkAtRest((page) => deeds.unsettled(page));
  } catch (error) {
    violation = error instanceof Error ? error.message : String(error);
    if (violation === '') throw error;
    narrator?.note('', violation);
  }
  const connected = stage.world.pages.reduce((sum, page) => sum + page.pairs.filter((kind) => kind === 'connected').length, 0);
  const connectedApps = stage.actors.reduce((sum, { app }) => sum + (app?.states.filter((state) => state.startsWith('connected')).length ?? 0), 0);
  const { used: fates } = stage.fates;
  return { seed: schedule.seed, steps, story: narrator?.story ?? [], connected, connectedApps, fates, became: deeds.became, ...(violation === undefined ? {} : { violation, violatedAt: clock.now() }) };
}

function heal({ fates, pages }: Stage): void {
  fates.heal();
  for (const { signal } of pages) if (signal.state === 'reconnecting') signal.setState('online');
}

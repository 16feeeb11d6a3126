// npm run sim -- --schedules 20000 [--from 1] [--workers 2]: more schedules than the tests run.
// npm run sim -- --seed N: one of them; when it breaks a rule, the smallest that does, as a story.
// npm run sim -- --mutations [--sample 200] [--only on-message,outbox.ts:82]: plants faults in the engine and counts those that nobody notices.
import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { setup } from './setup.mjs';

setup({ browser: false });
const { SIMULATION, withBundle } = await import('./sim-bundle.mjs');

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    schedules: { type: 'string', default: '2000' },
    from: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(availableParallelism()) },
    mutations: { type: 'boolean', default: false },
    sample: { type: 'string' },
    only: { type: 'string' },
  },
});

const BATCH = 100;
/** So many seconds without a word are too long on a terminal. */
const PROGRESS_MS = 10_000;

if (values.mutations) {
  const { mutate } = await import('./mutations.mjs');
  process.exitCode = await mutate({ sample: values.sample && Number(values.sample), only: values.only, from: Number(values.from) - 1, workers: Number(values.workers) });
} else {
  process.exitCode = await withBundle(SIMULATION, (file) => (values.seed ? tell(file, Number(values.seed)) : runAll(file, Number(values.from), Number(values.schedules))));
}

/** One schedule, for reading. */
async function tell(file, seed) {
  const { generate, play, runSchedule, shrink } = await import(pathToFileURL(file).href);
  const { violation } = await runSchedule(seed);
  const schedule = violation === undefined ? generate(seed) : await shrink(generate(seed), violation);
  const { story } = await play(schedule, { told: true });
  for (const line of story) console.log(line);
  if (violation === undefined) return say(`seed ${seed}: no rule broken`, 0);
  const { steps } = generate(seed);
  return say(`seed ${seed}: ${violation}\n${steps.length} steps, of which ${schedule.steps.length} are enough; as a test (once-broken.ts):\n${JSON.stringify(schedule)}`, 1);
}

async function runAll(file, from, schedules) {
  const start = Date.now();
  const sum = { count: 0, steps: 0, connected: 0, broken: [] };
  let next = from;
  const seconds = () => ((Date.now() - start) / 1000).toFixed(1);
  const progress = setInterval(() => console.log(`${sum.count} schedules, ${sum.broken.length} broke a rule, ${seconds()} s`), PROGRESS_MS);
  const thread = () =>
    new Promise((resolve, reject) => {
      // Worlds are short-lived garbage: with room for it, it is hardly ever collected.
      const worker = new Worker(new URL('sim-worker.mjs', import.meta.url), { workerData: { bundle: pathToFileURL(file).href }, resourceLimits: { maxYoungGenerationSizeMb: 128 } });
      const more = () => {
        const count = Math.min(BATCH, from + schedules - next);
        if (count <= 0) return worker.terminate().then(resolve);
        worker.postMessage({ from: next, count });
        next += count;
      };
      worker.on('message', ({ count, steps, connected, broken }) => {
        sum.count += count;
        sum.steps += steps;
        sum.connected += connected;
        sum.broken.push(...broken);
        // At once: a long run may never come to its end.
        for (const { seed, violation } of broken) console.log(`seed ${seed}: ${violation}`);
        more();
      });
      worker.on('error', reject);
      more();
    });
  await Promise.all(Array.from({ length: Math.max(1, Number(values.workers)) }, thread)).finally(() => clearInterval(progress));
  for (const line of await grouped(file, sum.broken)) console.log(line);
  return say(`${sum.count} schedules, ${sum.steps} steps, ${sum.connected} times connected, ${sum.broken.length} broke a rule, ${seconds()} s`, sum.broken.length > 0 ? 1 : 0);
}

/** Each rule with the seeds that broke it. */
async function grouped(file, broken) {
  const { kindOf } = await import(pathToFileURL(file).href);
  const kinds = new Map();
  for (const { seed, violation } of broken) kinds.set(kindOf(violation), [...(kinds.get(kindOf(violation)) ?? []), seed]);
  return [...kinds].map(([kind, found]) => `${found.length} × ${kind}: npm run sim -- --seed ${found.toSorted((a, b) => a - b).slice(0, 8).join(' | ')}`);
}

function say(text, code) {
  console.log(text);
  return code;
}

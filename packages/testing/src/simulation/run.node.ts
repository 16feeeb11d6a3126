import { runSchedule } from './schedule.ts';

// The one file of this package that is a program for Node; everything else runs anywhere.
declare const process: { argv: string[]; exitCode: number; stdout: { write(text: string): void } };

function option(name: string, fallback: number): number {
  const index = process.argv.indexOf(`--${name}`);
  return index === -1 ? fallback : Number(process.argv[index + 1]);
}

const seed = option('seed', 0);
const from = option('from', 1);
const schedules = option('schedules', 2_000);

if (seed > 0) {
  const outcome = await runSchedule(seed);
  process.stdout.write(`${outcome.trace.join('\n')}\n${outcome.violation ?? 'no rule broken'}\n`);
  process.exitCode = outcome.violation ? 1 : 0;
} else {
  const start = Date.now();
  let broken = 0;
  let steps = 0;
  let connected = 0;
  for (let i = from; i < from + schedules; i++) {
    const outcome = await runSchedule(i);
    steps += outcome.steps;
    connected += outcome.connected;
    if (!outcome.violation) continue;
    if (broken++ < 10) process.stdout.write(`seed ${i}: ${outcome.violation}\n`);
  }
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  process.stdout.write(`${schedules} schedules, ${steps} steps, ${connected / 2} calls connected, ${broken} broke a rule, ${seconds} s\n`);
  process.exitCode = broken > 0 ? 1 : 0;
}

import { fuzzRound, ROUND } from './fuzz.ts';
import { recordTraffic } from './recorded.ts';

// npm run fuzz: one of the processes that share the work, or one round for reading.
const print = (line: string): void => void process.stdout.write(`${line}\n`);

function option(name: string, fallback: number): number {
  const index = process.argv.indexOf(`--${name}`);
  return index === -1 ? fallback : Number(process.argv[index + 1]);
}

const seed = option('seed', 0);
// Most messages are refused by an exception inside of the decoder; a fifth of the time would go into stacks that nobody reads.
if (seed === 0) Error.stackTraceLimit = 0;

let escaped = 0;
process.on('unhandledRejection', (error) => {
  if (escaped++ < 10) print(`a promise that nobody waits for was rejected: ${String((error as Error).stack ?? error)}`);
});

const messages = seed > 0 ? ROUND : option('messages', 100_000);
const [part, parts, first] = [option('part', 0), option('parts', 1), option('from', 1)];
const recorded = await recordTraffic();
const start = Date.now();
const total = { messages: 0, read: 0, moved: 0 };
let broken = 0;
for (let round = part; round * ROUND < messages; round += parts) {
  try {
    const outcome = await fuzzRound(seed > 0 ? seed : first + round, recorded);
    for (const key of ['messages', 'read', 'moved'] as const) total[key] += outcome[key];
  } catch (error) {
    if (broken++ < 10) print(String((error as Error).message));
  }
}
const seconds = ((Date.now() - start) / 1000).toFixed(1);
print(`${total.messages} messages made of ${recorded.length}: ${total.read} could be read, ${total.moved} changed the state of a call; ${broken} rounds broke a rule, ${escaped} rejections escaped; ${seconds} s`);
process.exitCode = broken + escaped > 0 ? 1 : 0;

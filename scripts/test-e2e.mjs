// npm run test:e2e -- -g "crash": whole calls between real pages of the demo, with real media.
import { fileURLToPath } from 'node:url';
import { exitWith, mocha } from './run.mjs';
import { setup } from './setup.mjs';

const ARGS = [
  '--require',
  'demo/e2e/harness.ts',
  // Whatever is waited for has a deadline of its own, which says what did not come; this one is for what nobody thought of.
  '--timeout',
  '120000',
  // Half of the time a call waits for a timer or the network: two files at a time, each with a browser of its own.
  '--parallel',
  '--jobs',
  '2',
];

export const testE2e = (args = [], env = {}, files = ['demo/e2e/*.test.ts']) => mocha([...ARGS, ...args, ...files], { env });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup();
  await exitWith(testE2e(process.argv.slice(2)));
}

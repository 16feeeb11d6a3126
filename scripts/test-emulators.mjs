// npm run test:emulators -- -g "black hole": the emulators, as the unmodified SDKs in a real Chromium meet them.
import { fileURLToPath } from 'node:url';
import { exitWith, mocha } from './run.mjs';
import { setup } from './setup.mjs';

// Most of the time they wait for timers of the SDKs: two files at a time take half as long.
const ARGS = ['--timeout', '120000', '--parallel', '--jobs', '2'];

export const testEmulators = (args = [], env = {}) => mocha([...ARGS, ...args, 'packages/emulators/tests/*.test.ts'], { env });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup();
  await exitWith(testEmulators(process.argv.slice(2)));
}

// npm run test:emulators -- -g "black hole": the emulators, as the unmodified SDKs in a real Chromium meet them.
import { fileURLToPath } from 'node:url';
import { exitWith, mocha } from './run.mjs';
import { setup } from './setup.mjs';

export const testEmulators = (args = [], env = {}) => mocha(['--timeout', '60000', ...args, 'packages/emulators/tests/*.test.ts'], { env });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup();
  await exitWith(testEmulators(process.argv.slice(2)));
}

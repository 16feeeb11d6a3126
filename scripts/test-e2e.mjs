// npm run test:e2e -- -g "crash": whole calls between real pages of the demo, with real media.
import { fileURLToPath } from 'node:url';
import { exitWith, mocha } from './run.mjs';
import { setup } from './setup.mjs';

// Whatever is waited for has a deadline of its own, which says what did not come; this one is for what nobody thought of.
export const testE2e = (args = [], env = {}) => mocha(['--timeout', '120000', ...args, 'demo/e2e/*.test.ts'], { env });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup();
  await exitWith(testE2e(process.argv.slice(2)));
}

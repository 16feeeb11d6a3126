// npm run test:browser -- --group elements
// npm run test:browser -- --files 'packages/capture/src/lease.test.ts'
import { fileURLToPath } from 'node:url';
import { exitWith, program, tool } from './run.mjs';
import { setup } from './setup.mjs';

export const testBrowser = (args = [], env = {}) =>
  program(tool('@web/test-runner/dist/bin.js'), ['--config', 'scripts/wtr.config.mjs', ...args], { env });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup();
  await exitWith(testBrowser(process.argv.slice(2)));
}

// npm run test:node -- -g "glare": the engine, its simulation, and whatever else needs no browser.
import { fileURLToPath } from 'node:url';
import { exitWith, mocha } from './run.mjs';
import { setup } from './setup.mjs';

const FILES = ['packages/{core,testing}/src/**/*.test.ts', 'packages/*/src/**/*.node.test.ts', 'scripts/*.node.test.ts'];

export const testNode = (args = [], env = {}) => mocha(['--timeout', '20000', ...args, ...FILES], { env });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup({ browser: false });
  await exitWith(testNode(process.argv.slice(2)));
}

// npm run test:visual: every state of the elements in a browser, looked at: accessibility, layout, motion, pictures.
// npm run test:visual -- --update: takes the reference pictures anew. npm run test:visual -- -g "connected": some of it.
import { fileURLToPath } from 'node:url';
import { exitWith, mocha } from './run.mjs';
import { setup } from './setup.mjs';

const TESTS = 'packages/elements/gallery/tests/';

export function testVisual(args = [], env = {}) {
  const update = args.includes('--update');
  const files = update ? ['states', 'pictures'].map((name) => `${TESTS}${name}.test.ts`) : [`${TESTS}*.test.ts`];
  const rest = args.filter((arg) => arg !== '--update');
  return mocha(['--timeout', '30000', ...rest, ...files], { env: { ...env, ...(update ? { UPDATE_PICTURES: '1' } : {}) } });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup();
  await exitWith(testVisual(process.argv.slice(2)));
}

// npm run test:packages -- -g "vue": the packages as npm would publish them, installed into apps that know nothing of this repository.
import { fileURLToPath } from 'node:url';
import { buildAll } from './build.mjs';
import { exitWith, mocha } from './run.mjs';
import { setup } from './setup.mjs';

export async function testPackages(args = [], env = {}) {
  const code = await buildAll();
  return code === 0 ? mocha(['--timeout', '60000', ...args, 'scripts/packages/*.test.ts'], { env }) : code;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup();
  await exitWith(testPackages(process.argv.slice(2)));
}

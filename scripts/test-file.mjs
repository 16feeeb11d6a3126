// npm run test:file packages/capture/src/lease.test.ts: one file of tests, with the runner that it is for, and how many passed.
import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAll } from './build.mjs';
import { counted, mocha } from './run.mjs';
import { root, setup } from './setup.mjs';
import { testBrowser } from './test-browser.mjs';

const inNode = (timeout) => (file) => (env) => mocha(['--timeout', String(timeout), file], { env });

/** Those install what was built. */
const onBuiltPackages = (file) => async (env) => (await buildAll()) || inNode(60_000)(file)(env);

/** The first that matches. What has no line here is no test. */
const RUNNERS = [
  { files: /^demo\/e2e\/.*\.test\.ts$/, run: inNode(30_000), browser: true },
  { files: /^scripts\/packages\/.*\.test\.ts$/, run: onBuiltPackages, browser: true },
  { files: /^packages\/elements\/gallery\/tests\/.*\.test\.ts$/, run: inNode(30_000), browser: true },
  { files: /^packages\/emulators\/tests\/.*\.test\.ts$/, run: inNode(60_000), browser: true },
  { files: /\.node\.test\.ts$/, run: inNode(20_000), browser: false },
  { files: /^packages\/(core|testing)\/src\/.*\.test\.ts$/, run: inNode(20_000), browser: false },
  { files: /^packages\/.*\.test\.ts$/, run: (file) => (env) => testBrowser(['--files', file], env), browser: true },
];

/** The path from the root of the repository, for one that is meant from there or from the working directory. */
function findFile(path) {
  const found = [resolve(root, path), resolve(path)].find((candidate) => existsSync(candidate));
  return found && relative(root, found).replaceAll('\\', '/');
}

function reject(text) {
  console.error(`npm run test:file: ${text}`);
  process.exit(1);
}

async function main(paths) {
  if (paths.length !== 1) reject(`${paths.length === 0 ? 'a file is missing' : 'one file at a time'}. Use it as in: npm run test:file packages/capture/src/lease.test.ts`);
  const file = findFile(paths[0]);
  if (!file) reject(`there is no file ${paths[0]}.`);
  const runner = RUNNERS.find(({ files }) => files.test(file));
  if (!runner) reject(`${file} is no file of tests. Those end in .test.ts, and are in packages, demo/e2e and scripts.`);
  setup({ browser: runner.browser });
  const { passed, failed } = await counted(runner.run(file));
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
  console.log(`${file}: ${passed} passed, ${failed} failed`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));

// npm run typecheck: every package (this also writes their dist folders), then their tests and the demo.
import { fileURLToPath } from 'node:url';
import { exitWith, node, tool } from './run.mjs';
import { setup } from './setup.mjs';

const tsc = tool('typescript/bin/tsc');

export async function typecheck() {
  const codes = [await node([tsc, '-b', '--pretty', 'false'])];
  for (const project of ['scripts/tsconfig.tests.json', 'packages/elements/type-tests/tsconfig.json', 'packages/emulators/tests/tsconfig.json', 'demo/tsconfig.json']) codes.push(await node([tsc, '-p', project, '--pretty', 'false']));
  return Math.max(...codes);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup({ browser: false });
  await exitWith(typecheck());
}

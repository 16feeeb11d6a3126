// npm run lint: correctness, the house rules, and which package may import which (.oxlintrc.json).
import { fileURLToPath } from 'node:url';
import { exitWith, node, tool } from './run.mjs';
import { setup } from './setup.mjs';

export const lint = () => node([tool('oxlint/bin/oxlint'), '--config', '.oxlintrc.json', 'packages', 'demo', 'scripts']);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup({ browser: false });
  await exitWith(lint());
}

// Every entry of every package can be imported in plain Node, from its built files: a server that renders pages does that.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node } from './run.mjs';
import { root, setup } from './setup.mjs';

function entries() {
  return readdirSync(join(root, 'packages'), { withFileTypes: true })
    .filter((folder) => folder.isDirectory())
    .flatMap((folder) => {
      const { name, exports } = JSON.parse(readFileSync(join(root, 'packages', folder.name, 'package.json'), 'utf8'));
      return Object.keys(exports).map((key) => name + key.slice(1));
    });
}

/** Imports each in a process of its own. Resolves with the exit code. */
export async function checkEntries() {
  const broken = [];
  for (const entry of entries()) {
    const code = await node(['--input-type=module', '--eval', `await import(${JSON.stringify(entry)})`]);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${entry}`);
    if (code !== 0) broken.push(entry);
  }
  return broken.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup({ browser: false });
  process.exitCode = await checkEntries();
}

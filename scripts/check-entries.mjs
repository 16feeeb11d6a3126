// Every entry of every package that is published can be imported in plain Node, from its built files: a server that renders pages does that.
// And all but `register` and `define` do nothing by being imported: no global, no element, no adapter.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node } from './run.mjs';
import { root, setup } from './setup.mjs';

/** The bundle is both, for a script tag. */
const ACTS = /\/(register|define)$|^@call-elements\/bundle/;

/** Runs in Node by itself: fails when `entry` leaves anything behind that its libraries had not. */
const IMPORT_QUIETLY = `
  const globals = () => Reflect.ownKeys(globalThis).map(String);
  // A vendor's SDK may want a browser. Then no entry may load it by being imported, or it fails too.
  for (const library of libraries) await import(library).catch(() => {});
  const defined = [];
  globalThis.customElements ??= { get() {} };
  customElements.define = (tag) => defined.push(tag);
  const before = new Set(globals());
  await import(entry);
  const left = [...globals().filter((name) => !before.has(name)), ...defined.map((tag) => '<' + tag + '>')];
  const { mediaNames, signalNames } = await import('@call-elements/core');
  left.push(...mediaNames(), ...signalNames());
  if (left.length > 0) throw new Error('Importing ' + entry + ' left behind: ' + left.join(', '));
`;

function entries() {
  return readdirSync(join(root, 'packages'), { withFileTypes: true })
    .filter((folder) => folder.isDirectory())
    .flatMap((folder) => {
      const { name, exports, dependencies = {}, private: isPrivate } = JSON.parse(readFileSync(join(root, 'packages', folder.name, 'package.json'), 'utf8'));
      const libraries = Object.keys(dependencies).filter((dependency) => !dependency.startsWith('@call-elements/'));
      if (isPrivate) return [];
      const modules = Object.keys(exports).filter((key) => !key.endsWith('.json'));
      return modules.map((key) => ({ entry: name + key.slice(1), libraries }));
    });
}

function script({ entry, libraries }) {
  const constants = `const entry = ${JSON.stringify(entry)}, libraries = ${JSON.stringify(libraries)};`;
  return constants + (ACTS.test(entry) ? 'await import(entry);' : IMPORT_QUIETLY);
}

/** Imports each in a process of its own. Resolves with the exit code. */
export async function checkEntries() {
  const broken = [];
  for (const each of entries()) {
    const code = await node(['--input-type=module', '--eval', script(each)]);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${each.entry}`);
    if (code !== 0) broken.push(each.entry);
  }
  return broken.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup({ browser: false });
  process.exitCode = await checkEntries();
}

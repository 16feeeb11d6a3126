// npm run build: the dist folder of every package, and the script-tag bundle in packages/bundle/dist.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node, tool } from './run.mjs';
import { root, setup } from './setup.mjs';

const folder = join(root, 'packages/bundle');

/** A lazily loaded chunk is called after its package: nearly all have a src/index.ts and would be called "index". */
function chunkName({ moduleIds }) {
  const names = moduleIds.map((id) => /packages\/([\w-]+)\//.exec(id)?.[1]).filter(Boolean);
  return `call-elements-${names.at(-1) ?? 'shared'}.js`;
}

/**
 * Bundles the sources. Resolves with the chunks as Vite made them: `{ fileName, name, code, imports, isEntry, moduleIds, … }`.
 * `write: false` only measures.
 */
export async function bundle({ write = true } = {}) {
  const { build } = await import('vite');
  const result = await build({
    configFile: false,
    root: folder,
    logLevel: 'warn',
    resolve: { conditions: ['call-elements-src', 'browser', 'import', 'default'] },
    build: {
      write,
      target: 'es2022',
      // tsc puts its output into the same folder.
      emptyOutDir: false,
      // Vite keeps whitespace in ES libraries for the sake of later bundlers; a script tag has none.
      minify: true,
      lib: { entry: join(folder, 'src/index.ts'), formats: ['es'] },
      rolldownOptions: {
        // The lazily loaded chunks import from the entry itself: one file instead of several shared ones compresses better.
        preserveEntrySignatures: 'allow-extension',
        output: { minify: true, entryFileNames: 'call-elements.js', chunkFileNames: chunkName },
      },
    },
  });
  return [result].flat()[0].output.filter((file) => file.type === 'chunk');
}

async function buildAll() {
  if ((await node([tool('typescript/bin/tsc'), '-b', '--pretty', 'false'])) !== 0) process.exit(1);
  for (const chunk of await bundle()) console.log(`packages/bundle/dist/${chunk.fileName}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup({ browser: false });
  await buildAll();
}

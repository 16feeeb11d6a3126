// npm run build: the dist folder of every package, the elements' manifest, and the script-tag bundle in packages/bundle/dist.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node, tool } from './run.mjs';
import { root, setup } from './setup.mjs';

const folder = join(root, 'packages/bundle');

/** A lazily loaded chunk is called after the vendor's SDK in it, its first file, or its package: nearly all of those have a src/index.ts. */
function chunkName({ name, moduleIds }) {
  const vendor = moduleIds.map((id) => /\/node_modules\/(agora-\w+|easemob)-(?:web)?sdk/.exec(id)?.[1]).find(Boolean);
  if (vendor) return `call-elements-${vendor}.js`;
  const packages = moduleIds.map((id) => /packages\/([\w-]+)\//.exec(id)?.[1]).filter(Boolean);
  return `call-elements-${name === 'src' ? packages.at(-1) : name}.js`;
}

/** agora-rtm-sdk requires all of agora-rtc-sdk-ng by this name, for stream channels, which nobody uses here. */
export const withoutRtc = {
  name: 'without-rtc',
  enforce: 'pre',
  resolveId(id, importer) {
    return id === 'agora-rtc-sdk-ng' ? this.resolve('@call-elements/signal-rtm/no-rtc', importer) : null;
  },
};

/** Style sheets are text in the code, which those who minify code leave alone. */
const leanStyles = {
  name: 'lean-styles',
  enforce: 'pre',
  async transform(code, id) {
    if (!id.includes('/packages/elements/src/') || !code.includes('css`')) return undefined;
    const { transformSync } = await import('esbuild');
    return code.replace(/(?<=\bcss`)[^`$]*(?=`)/g, (css) => transformSync(css, { loader: 'css', minify: true }).code.trim());
  },
};

/** Vendors' code is small already, and does not know our liberties. */
const isOurs = ({ moduleIds }) => !moduleIds.some((id) => /\/node_modules\/(agora|easemob)-/.test(id));

/** Once more over what Vite minified: terser knows some hundred bytes more. */
const terser = {
  name: 'terser',
  async generateBundle(_options, files) {
    const { minify } = await import('terser');
    for (const file of Object.values(files)) {
      if (file.type === 'chunk' && isOurs(file)) file.code = (await minify(file.code, { module: true, ecma: 2022, compress: { passes: 3, ecma: 2022, unsafe_arrows: true, pure_getters: true } })).code;
    }
  },
};

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
    plugins: [withoutRtc, leanStyles, terser],
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
        // Neither that terser takes longest is news, nor that Easemob's SDK needs eval.
        checks: { bundlerTimings: false, eval: false },
        preserveEntrySignatures: 'allow-extension',
        output: { minify: true, entryFileNames: 'call-elements.js', chunkFileNames: chunkName },
      },
    },
  });
  return [result].flat()[0].output.filter((file) => file.type === 'chunk');
}

/** What an older build left behind would be published: the compiler and Vite only add files. */
function clean() {
  for (const name of readdirSync(join(root, 'packages'))) {
    for (const built of ['dist', 'tsconfig.tsbuildinfo']) rmSync(join(root, 'packages', name, built), { recursive: true, force: true });
  }
}

/** Resolves with the exit code. */
export async function buildAll() {
  clean();
  const code = await node([tool('typescript/bin/tsc'), '-b', '--pretty', 'false']);
  if (code !== 0) return code;
  const { writeManifest } = await import('./manifest.mjs');
  writeManifest();
  for (const chunk of await bundle()) console.log(`packages/bundle/dist/${chunk.fileName}`);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup({ browser: false });
  process.exitCode = await buildAll();
}

// npm run size: what a page pays, gzipped. Fails when being ready for calls costs more than it may.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { bundle } from './build.mjs';
import { root, setup } from './setup.mjs';

/** All that a page with `signal="local" media="webrtc"` loads before anybody rings or dials, Lit included: the one file, as `local` is in it. */
const READY_LIMIT = 35 * 1024;
/** What is loaded for an attribute, with the SDK of the vendor: by a file of each chunk that begins such a load. */
const EXTRAS = [
  ['signal="rtm"', /packages\/(signal-rtm|tabs)\/|node_modules\/agora-rtm-sdk\//],
  ['signal="easemob"', /packages\/(signal-easemob|tabs)\/|node_modules\/easemob-websdk\//],
  ['media="agora"', /packages\/media-agora\/|node_modules\/agora-rtc-sdk-ng\//],
  ['token-endpoint', /\/token-store\.ts$/],
];

const gzipped = (code) => gzipSync(code, { level: 9 }).length;
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`.padStart(9);

/** A chunk with everything that it imports statically. */
function closure(chunks, roots, found = new Set()) {
  for (const chunk of roots) {
    if (found.has(chunk)) continue;
    found.add(chunk);
    closure(chunks, chunks.filter((other) => chunk.imports.includes(other.fileName)), found);
  }
  return found;
}

const holds = ({ moduleIds }, files) => moduleIds.some((id) => files.test(id));
const total = (chunks) => [...chunks].reduce((sum, chunk) => sum + gzipped(chunk.code), 0);

/** Core by itself, as a page would get it that brings its own elements. */
async function coreAlone() {
  const { build } = await import('esbuild');
  const entry = join(root, 'packages/core/src/index.ts');
  const result = await build({ entryPoints: [entry], bundle: true, minify: true, format: 'esm', target: 'es2022', write: false });
  return gzipped(result.outputFiles[0].contents);
}

export async function measure() {
  const chunks = await bundle({ write: false });
  const entry = closure(chunks, chunks.filter((chunk) => chunk.isEntry));
  const lazy = chunks.filter((chunk) => !entry.has(chunk));
  const loaded = lazy.filter((chunk) => chunk.isDynamicEntry);
  const everything = closure(chunks, loaded.filter((chunk) => !EXTRAS.some(([, files]) => holds(chunk, files))), new Set(entry));
  const extras = EXTRAS.map(([attribute, files]) => {
    const more = closure(chunks, loaded.filter((chunk) => holds(chunk, files)), new Set(everything));
    return [`  more with ${attribute}`, total(more) - total(everything)];
  });
  return {
    rows: [
      ['ready to ring and be rung, between tabs', total(entry)],
      ...lazy.map((chunk) => [`  lazily: ${chunk.fileName}`, gzipped(chunk.code)]),
      ['core alone', await coreAlone()],
      ['everything, once a call has been made', total(everything)],
      ...extras,
    ],
    ready: total(entry),
  };
}

/** Prints the table; resolves with the exit code. */
export async function size() {
  const { rows, ready } = await measure();
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [name, bytes] of rows) console.log(`${name.padEnd(width)} ${kilobytes(bytes)}`);
  if (ready <= READY_LIMIT) return 0;
  console.error(`A page that is ready for calls between tabs has loaded ${ready} bytes; the limit is ${READY_LIMIT}.`);
  return 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup({ browser: false });
  process.exitCode = await size();
}

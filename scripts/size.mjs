// npm run size: what a page pays, gzipped. Fails when a call between two tabs loads more than it may.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { bundle } from './build.mjs';
import { root, setup } from './setup.mjs';

/** Everything that `signal="local" media="webrtc"` loads before it can ring, Lit included. */
const LOCAL_CALL_LIMIT = 35 * 1024;
const LOCAL_CALL = ['packages/signal-local/', 'packages/media-webrtc/', 'packages/capture/'];

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

const holds = (chunk, folder) => chunk.moduleIds.some((id) => id.includes(folder));
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
  const eager = closure(chunks, chunks.filter((chunk) => chunk.isEntry));
  const lazy = chunks.filter((chunk) => !eager.has(chunk));
  const local = closure(chunks, lazy.filter((chunk) => LOCAL_CALL.some((folder) => holds(chunk, folder))), new Set(eager));
  return {
    rows: [
      ['call-elements.js and what it imports', total(eager)],
      ...lazy.map((chunk) => [`  lazily: ${chunk.fileName}`, gzipped(chunk.code)]),
      ['core alone', await coreAlone()],
      ['everything a local call loads', total(local)],
    ],
    local: total(local),
  };
}

/** Prints the table; resolves with the exit code. */
export async function size() {
  const { rows, local } = await measure();
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [name, bytes] of rows) console.log(`${name.padEnd(width)} ${kilobytes(bytes)}`);
  if (local <= LOCAL_CALL_LIMIT) return 0;
  console.error(`A local call loads ${local} bytes; the limit is ${LOCAL_CALL_LIMIT}.`);
  return 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup({ browser: false });
  process.exitCode = await size();
}

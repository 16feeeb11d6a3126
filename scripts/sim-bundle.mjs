// The simulation with the engine's sources in one file, which threads load at once; and with faults in it, where somebody wants to know.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './setup.mjs';

/** Writes the bundle of `entry` to a file of its own, calls `use` with its path, and removes it. */
export async function withBundle(entry, use, plugins = []) {
  const folder = mkdtempSync(join(tmpdir(), 'call-elements-sim-'));
  const outfile = join(folder, 'simulation.mjs');
  try {
    await bundle(entry, outfile, plugins);
    return await use(outfile);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const SIMULATION = 'packages/testing/src/simulation/index.ts';

export function bundle(entry, outfile, plugins = []) {
  return build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['call-elements-src'],
    logLevel: 'error',
    plugins,
  });
}

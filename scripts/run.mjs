// Starts the project's tools from any folder, always with the repository as working directory.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './setup.mjs';

/** The script of an installed tool, for Node: no shell, so no quoting and the same on every system. */
export const tool = (path) => join(root, 'node_modules', path);

/** Resolves with the exit code. A process that a signal ended counts as failed. */
export function run(command, args, { env = {}, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

export const node = (args, options) => run(process.execPath, args, options);

/** Runs TypeScript with the packages' sources, so that nothing has to be built. */
export const program = (file, args = [], { env } = {}) =>
  node(['--conditions=call-elements-src', '--import=tsx', file, ...args], { env: { TSX_TSCONFIG_PATH: join(root, 'tsconfig.base.json'), ...env } });

export const mocha = (args, options) => program(tool('mocha/bin/mocha.js'), ['--reporter', './scripts/mocha-reporter.mjs', ...args], options);

/**
 * Runs `start` with the path of a file to which a test reporter writes `{ passed, failed, failures }`: two counts, and a line for each failure.
 * A runner that fails without saying how (it crashed, it found nothing) counts as one failure.
 */
export async function counted(start) {
  const folder = mkdtempSync(join(tmpdir(), 'call-elements-'));
  const file = join(folder, 'counts.json');
  try {
    const code = await start({ TEST_COUNTS: file });
    const { passed = 0, failed = 0, failures = [] } = readCounts(file);
    if (code === 0 || failed > 0) return { passed, failed, failures };
    return { passed, failed: 1, failures: [`the runner ended with exit code ${code}`] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/** For a script that is run by hand: its exit code is the tool's. */
export async function exitWith(result) {
  process.exitCode = await result;
}

// Makes a fresh clone ready to run: the Node version, the npm packages, a Chromium. Says what it does, and does nothing twice.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureChromium } from './chromium.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const NODE = [20, 19];

function ensureNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NODE[0] || (major === NODE[0] && minor >= NODE[1])) return;
  console.error(`Node ${NODE.join('.')} or newer is needed; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Compares contents, not times: a checkout touches the lock file without changing what it asks for. */
function packagesAreInstalled() {
  const hidden = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(hidden)) return false;
  const read = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;
  const installed = read(hidden);
  return Object.entries(read(join(root, 'package-lock.json'))).every(
    ([path, wanted]) => path === '' || wanted.optional || (path in installed && installed[path].version === wanted.version),
  );
}

function ensurePackages() {
  if (packagesAreInstalled()) return;
  console.log('The npm packages are missing or older than package-lock.json: installing them.');
  const windows = process.platform === 'win32';
  // Not `npm ci`: it refuses a lock file that lacks the binaries of other platforms than the one where it was made.
  execFileSync(windows ? 'npm.cmd' : 'npm', ['install', '--no-save', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit', shell: windows });
}

/** Makes sure of everything a script needs. `browser: false` for those that open none. */
export function setup({ browser = true } = {}) {
  ensureNode();
  ensurePackages();
  if (browser) process.env.CHROME_PATH = ensureChromium();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup();
  console.log(`Ready: Node ${process.versions.node}, npm packages, ${process.env.CHROME_PATH}.`);
}

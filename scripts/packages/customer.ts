import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { npm } from './execute.ts';
import { published, root } from './published.ts';

/** The oldest one that reads the declarations (it knows generic typed arrays), and those that people have. By the name they are installed as. */
export const COMPILERS = { 'typescript-5': '5.7.3', 'typescript-6': '6.0.3', 'typescript-7': '7.0.2' } as const;

// Not inside the repository: there, Node and the compilers would find its packages.
const folder = mkdtempSync(join(tmpdir(), 'call-elements-'));
const tarballs = join(folder, 'tarballs');

export const appFolder = (app: string): string => join(folder, 'apps', app);
export const installed = (name: string): string => join(folder, 'node_modules', name);
export const customerFolder = folder;

export function tarball({ name, version }: { name: string; version: string }): string {
  return join(tarballs, `${name.slice(1).replace('/', '-')}-${version}.tgz`);
}

async function pack(): Promise<void> {
  mkdirSync(tarballs);
  const workspaces = published.map(({ name }) => `--workspace=${name}`);
  await npm(['pack', '--ignore-scripts', '--pack-destination', tarballs, ...workspaces], root);
}

/**
 * The apps ask for versions, as everybody does. The tarballs beside them have those versions, so npm needs no registry for them; a
 * dependency on any other version of a package of ours would send it there, in vain.
 */
async function install(): Promise<void> {
  const skip = ['node_modules', 'dist'];
  cpSync(join(root, 'apps'), join(folder, 'apps'), { recursive: true, filter: (path) => !skip.includes(basename(path)) });
  const ours = published.map((manifest) => [manifest.name, `file:${tarball(manifest)}`]);
  const compilers = Object.entries(COMPILERS).map(([alias, version]) => [alias, `npm:typescript@${version}`]);
  const manifest = { private: true, type: 'module', workspaces: ['apps/*'], dependencies: Object.fromEntries([...ours, ...compilers]) as unknown };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  await npm(['install', '--prefer-offline', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'], folder);
}

before(async function () {
  this.timeout(180_000);
  await pack();
  await install();
});
after(() => rmSync(folder, { recursive: true, force: true }));

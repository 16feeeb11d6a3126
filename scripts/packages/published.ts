import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** The packages that npm is to have. */
export const published: readonly Manifest[] = readdirSync(join(root, 'packages'))
  .map((name) => readManifest(join(root, 'packages', name)))
  .filter((manifest) => !manifest.private);

/** What a module can be imported by. */
export function entriesOf({ name, exports }: Manifest): string[] {
  return Object.keys(exports).filter((key) => !key.endsWith('.json')).map((key) => name + key.slice(1));
}

// The stored pictures: one sheet per state, in ../pictures.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import type { GalleryState } from '../state.ts';
import { difference } from './compare.ts';
import type { Difference } from './compare.ts';
import { nameOf } from './take.ts';
import type { Shot } from './take.ts';
import { cut, encode, places, sheet } from './thumbnail.ts';

const FOLDER = fileURLToPath(new URL('../pictures/', import.meta.url));
/** Says with which browser the pictures were taken. */
const NOTE = join(FOLDER, 'chromium.txt');

const fileOf = (name: string): string => join(FOLDER, `${name}.png`);
/** Two rows, one for each theme. */
const columnsOf = (shots: readonly Shot[]): number => Math.ceil(shots.length / 2);
const sheetOf = (shots: readonly Shot[]): PNG => sheet(shots.map(({ small }) => small), columnsOf(shots));

export function storedNames(): string[] {
  return readdirSync(FOLDER).flatMap((file) => (file.endsWith('.png') ? [file.slice(0, -'.png'.length)] : []));
}

/** Bytes of all pictures. */
export function storedSize(): number {
  return storedNames().reduce((sum, name) => sum + statSync(fileOf(name)).size, 0);
}

export function storedWith(): string {
  return readFileSync(NOTE, 'utf8').trim();
}

export function store(state: GalleryState, shots: readonly Shot[], version: string): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(fileOf(state.name), encode(sheetOf(shots)));
  writeFileSync(NOTE, `${version}\n`);
}

export function forget(name: string): void {
  rmSync(fileOf(name));
}

export interface Found extends Difference {
  readonly shot: Shot;
}

/** The shots, of all or of the first one, that differ from the stored sheet. */
export function compare(state: GalleryState, shots: readonly Shot[]): Found[] {
  if (!existsSync(fileOf(state.name))) throw new Error(`There is no picture of "${state.name}" yet. Take it: npm run test:visual -- --update -g "${state.name}"`);
  const stored = PNG.sync.read(readFileSync(fileOf(state.name)));
  const spots = places(shots.map(({ small }) => small), columnsOf(shots));
  return shots.flatMap((shot, index) => {
    const found = difference(cut(stored, spots[index]!), shot.small);
    return found ? [{ ...found, shot }] : [];
  });
}

/** Puts what was expected, what is, and where they differ next to each other into a folder, and says what and where. */
export function report(state: GalleryState, shots: readonly Shot[], found: readonly Found[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'call-elements-pictures-'));
  const write = (kind: string, picture: Buffer): void => writeFileSync(join(folder, `${state.name}.${kind}.png`), picture);
  write('expected', readFileSync(fileOf(state.name)));
  write('actual', encode(sheetOf(shots)));
  const marked = shots.map((shot) => ({ ...shot, small: found.find((one) => one.shot === shot)?.picture ?? shot.small }));
  write('diff', encode(sheetOf(marked)));
  for (const { shot } of found) write(nameOf(shot).replace(' ', '-'), shot.full);
  const where = found.map(({ shot, pixels }) => `${nameOf(shot)} (${pixels} pixels of its thumbnail)`).join(', ');
  return `"${state.name}" looks different: ${where}. The pictures are in ${folder}. If it is meant to: npm run test:visual -- --update`;
}

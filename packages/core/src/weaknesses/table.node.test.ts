import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';

// callapi.md §5 numbers with gaps. What it names elsewhere, and does not describe, is not here.
const IDS: Record<string, readonly (number | readonly [number, number])[]> = {
  P: [[1, 20]],
  N: [[1, 8], 11, 12, [14, 16], [19, 21], [24, 40], [42, 47]],
  I: [[1, 4], 6, 7],
  AN: [[2, 12]],
  W: [1, 3, [5, 7], [10, 16], [18, 23], 25, 27],
  X: [[1, 7]],
};
const ids = Object.entries(IDS).flatMap(([kind, ranges]) =>
  ranges.flatMap((range) => (typeof range === 'number' ? [range] : Array.from({ length: range[1] - range[0] + 1 }, (_, n) => range[0] + n))).map((n) => `${kind}-${String(n).padStart(2, '0')}`),
);

/** Those that show how a native client behaves are for native clients alone. */
const NATIVE_ONLY = ['P-09', 'P-10', 'P-14', 'P-16'];
/** With a page alone the rest of the baseline would say little about native clients. */
const BASELINE = ids.filter((id) => id.startsWith('P-'));

const packages = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, packages), 'utf8');
const table = new Map([...read('core/PROTOCOL.md').matchAll(/^\| ([A-Z]{1,2}-\d\d) \| (.*?) \| (.*?) ?\|$/gm)].map(([, id, pages, native]) => [id!, { pages: pages!, native: native! }]));

/** Paths in a cell of the table, from `packages`. */
const filesIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!).filter((name) => !name.includes(' '));
const pathOf = (name: string): string => (name.endsWith('.mjs') ? `../${name}` : `${name.includes('/') ? name : `core/src/weaknesses/${name}`}.test.ts`);

/** Not in a comment: in a title, or in a list that titles are made of. */
const names = (text: string, id: string, native: boolean): boolean =>
  text.split('\n').some((line) => !line.trim().startsWith('//') && new RegExp(`['\`(\\[ ]${id}(?=[':,\`])`).test(line) && (!native || line.includes('native') || text.includes("describe('a native app and a page")));

describe('every weakness has a test, or a reason why it has none', () => {
  it('the table has every id once, in order', () => {
    const rows = [...read('core/PROTOCOL.md').matchAll(/^\| ([A-Z]{1,2}-\d\d) /gm)].map(([, id]) => id);
    expect(rows).to.deep.equal(ids);
  });

  for (const id of ids) {
    it(`${id} is where the table says`, () => {
      const { pages, native } = table.get(id)!;
      if (pages.startsWith('none: ')) return expect(pages.length, 'the reason').to.be.greaterThan(30);
      for (const name of filesIn(pages)) {
        const path = pathOf(name);
        expect(existsSync(new URL(path, packages)), path).to.equal(true);
        if (path.endsWith('.test.ts')) expect(names(read(path), id, false), `${id} in ${path}`).to.equal(true);
      }
      for (const name of filesIn(native)) expect(names(read(pathOf(name)), id, true), `${id}, native, in ${name}`).to.equal(true);
      if (!NATIVE_ONLY.includes(id)) expect(filesIn(pages), 'a test between pages').to.not.be.empty;
      if (BASELINE.includes(id)) expect(filesIn(native), 'a test with a native client').to.not.be.empty;
    });
  }
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect } from 'chai';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { installed, tarball } from './customer.ts';
import { node } from './execute.ts';
import { published, readManifest, root } from './published.ts';

const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
const OUR_SCOPE = '@call-elements/';

function filesOf(name: string): string[] {
  return readdirSync(installed(name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(installed(name), join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith('node_modules'));
}

/** The sources that a map names and that were not delivered with it. */
function lost(map: string): string[] {
  const { sources } = JSON.parse(readFileSync(map, 'utf8')) as { sources: string[] };
  return sources.filter((source) => !existsSync(join(dirname(map), source)));
}

for (const manifest of published) {
  describe(manifest.name, () => {
    it('is described as Node and bundlers want it', async () => {
      const data = readFileSync(tarball(manifest));
      const { messages, pkg } = await publint({ pack: { tarball: new Uint8Array(data).buffer }, strict: true });
      expect(messages.map((message) => formatMessage(message, pkg as Record<string, unknown>, { color: false }))).to.deep.equal([]);
    });

    it('has types that are found by every entry', async () => {
      // JSON is data. Old TypeScript and require() are not served: these are ES modules, with `exports`.
      const data = Object.keys(manifest.exports).filter((key) => key.endsWith('.json'));
      await node([attw, tarball(manifest), '--profile', 'esm-only', '--no-definitely-typed', '--format', 'ascii', '--no-color', '--exclude-entrypoints', ...data], root);
    });

    it('holds together with the packages of the same release', () => {
      const ours = Object.entries(manifest.dependencies ?? {}).filter(([name]) => name.startsWith(OUR_SCOPE));
      for (const [name, version] of ours) expect(readManifest(installed(name)).version, name).to.equal(version);
    });

    it('has the sources its maps lead to, its license and a word about itself, and nothing that only tests need', () => {
      const files = filesOf(manifest.name);
      const maps = files.filter((file) => file.endsWith('.map'));
      expect(maps, 'maps').to.have.length.above(0);
      expect(maps.flatMap((map) => lost(join(installed(manifest.name), map)))).to.deep.equal([]);
      expect(files).to.include.members(['LICENSE', 'README.md', 'package.json']);

      // Every source was compiled, and everything compiled has a source: no tests, and nothing left over from an older build.
      const modules = (folder: string, ending: string) => files.filter((file) => file.startsWith(folder) && file.endsWith(ending)).map((file) => file.slice(folder.length, -ending.length));
      expect(modules('src/', '.ts').sort()).to.deep.equal(modules('dist/', '.d.ts').sort());
    });
  });
}

it('custom-elements.json lists elements', () => {
  const file = join(installed('@call-elements/elements'), 'dist/custom-elements.json');
  const { modules } = JSON.parse(readFileSync(file, 'utf8')) as { modules: { declarations?: { tagName?: string }[] }[] };
  const tags = modules.flatMap(({ declarations = [] }) => declarations.map(({ tagName }) => tagName));
  expect(tags).to.include.members(['call-provider', 'call-panel', 'call-button', 'incoming-call']);
});

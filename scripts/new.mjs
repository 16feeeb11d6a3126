// npm run new call-waiting-room: the files of a new element, registered and exported, with a first test that fails and says what to do.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root as repository } from './setup.mjs';

const NAME = /^call(-[a-z][a-z\d]*)+$/;

const classOf = (tag) => tag.replace(/(?:^|-)([a-z])/g, (_, letter) => letter.toUpperCase());

const element = (tag, name) => `import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { CallElement } from '../call-element.ts';
import { tokens } from '../shared.styles.ts';
import styles from './${tag}.styles.ts';

/**
 * What a page gets from it, in one sentence.
 *
 * @tag ${tag}
 * @csspart base - What it shows.
 */
export class ${name} extends CallElement {
  static override styles = [tokens, styles];

  override render(): TemplateResult {
    return html\`<span part="base"></span>\`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    '${tag}': ${name};
  }
}
`;

const styles = `import { css } from 'lit';

export default css\`
  :host { display: inline-block; }
\`;
`;

const test = (tag, name) => `import { expect } from 'chai';
import type { ${name} } from './${tag}.ts';
import { FakeClient } from '../testing/fake-client.ts';
import { find, mount, settled, unmountAll } from '../testing/mount.ts';

describe('${tag}', () => {
  afterEach(unmountAll);

  it('shows something of a call', async () => {
    const element = mount<${name}>('<${tag}></${tag}>');
    const client = new FakeClient();
    element.client = client.asClient;
    client.in('connected');
    await settled(element);
    const shown = find(element, '[part=base]').textContent?.trim();
    expect(shown, 'Render in ${tag}.ts what a person sees of a call, and expect exactly that here').to.not.equal('');
  });
});
`;

/** Puts `line` among the lines like it (`from './call-…'`), which are in the order of their names. */
function insertSorted(text, line, like) {
  const lines = text.split('\n');
  const places = lines.flatMap((existing, index) => (like.test(existing) ? [index] : []));
  const at = places.find((index) => lines[index] > line) ?? places.at(-1) + 1;
  lines.splice(at, 0, line);
  return lines.join('\n');
}

function edit(path, change) {
  const text = readFileSync(path, 'utf8');
  const changed = change(text);
  if (changed === text) throw new Error(`npm run new: ${path} has another form than expected. Register the element there by hand.`);
  writeFileSync(path, changed);
}

function check(tag, name, sources) {
  if (!NAME.test(tag ?? '')) {
    throw new Error(`npm run new: ${tag ? `"${tag}" is no name for an element` : 'a name is missing'}. Use lower-case words with hyphens that begin with "call-", as in call-waiting-room.`);
  }
  const exported = readFileSync(join(sources, 'index.ts'), 'utf8');
  if (existsSync(join(sources, tag)) || existsSync(join(sources, `${tag}.ts`)) || new RegExp(`\\b${name}\\b`).test(exported)) {
    throw new Error(`npm run new: "${tag}" exists already in packages/elements/src. Choose another name.`);
  }
}

/** Makes the element in the repository at `root`, and returns the paths of its files. */
export function newElement(tag, { root = repository } = {}) {
  const sources = join(root, 'packages/elements/src');
  const name = classOf(tag ?? '');
  check(tag, name, sources);
  const files = { [`${tag}.ts`]: element(tag, name), [`${tag}.styles.ts`]: styles, [`${tag}.test.ts`]: test(tag, name) };
  mkdirSync(join(sources, tag));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(sources, tag, file), text);
  const module = `{ ${name} } from './${tag}/${tag}.ts';`;
  edit(join(sources, 'tags.ts'), (text) => insertSorted(text, `import ${module}`, /^import \{ \w+ \} from '\.\/call-/));
  edit(join(sources, 'tags.ts'), (text) => text.replace(/^(export const TAGS = \{[\s\S]*?)(\n\})/m, `$1\n  '${tag}': ${name},$2`));
  edit(join(sources, 'index.ts'), (text) => insertSorted(text, `export ${module}`, /^export \{ \w+ \} from '\.\/call-/));
  return Object.keys(files).map((file) => `packages/elements/src/${tag}/${file}`);
}

function main([tag]) {
  const files = newElement(tag);
  console.log([...files, 'packages/elements/src/tags.ts', 'packages/elements/src/index.ts'].join('\n'));
  console.log(`\nIts test fails, and says what to do first:\n  npm run test:file ${files.at(-1)}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

import { readFile } from 'node:fs/promises';
import { bothEnd, nobodyComplains, openPage, servePage } from './harness.ts';
import { connect } from './phone.ts';

const NAMES: Record<string, string> = { alice: 'bob', bob: 'alice', Alice: 'Bob', Bob: 'Alice' };

/** The first page that somebody copies from the README. */
async function firstPage(): Promise<string> {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const page = /^```html\n(.*?)^```$/ms.exec(readme)?.[1];
  if (!page) throw new Error('README.md shows no page.');
  return page;
}

describe('README.md', () => {
  it('shows a page that holds a call with its copy in which the names are swapped', async () => {
    const page = await firstPage();
    await servePage('/copied.html', page);
    await servePage('/swapped.html', page.replace(/alice|bob/gi, (name) => NAMES[name]!));
    const [alice, bob] = await Promise.all([openPage('alice', '/copied.html'), openPage('bob', '/swapped.html')]);
    await connect(alice, bob);
    await Promise.all([alice.hearsPeer(), bob.hearsPeer()]);
    await bob.press('Hang up');
    await bothEnd([alice, 'remoteHangup'], [bob, 'localHangup']);
    nobodyComplains(alice, bob);
  });
});

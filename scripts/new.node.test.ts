import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { newElement } from './new.mjs';

const SOURCES = 'packages/elements/src';

describe('npm run new', () => {
  let root: string;
  const read = (file: string): string => readFileSync(join(root, SOURCES, file), 'utf8');

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'call-elements-'));
    cpSync(SOURCES, join(root, SOURCES), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('makes an element that compiles, is registered and exported', () => {
    expect(newElement('call-waiting-room', { root })).to.deep.equal(
      ['ts', 'styles.ts', 'test.ts'].map((end) => `${SOURCES}/call-waiting-room/call-waiting-room.${end}`),
    );
    expect(read('tags.ts')).to.include("\n  'call-waiting-room': CallWaitingRoom,\n}");
    expect(read('tags.ts')).to.match(/call-video\.ts';\nimport \{ CallWaitingRoom \} from '\.\/call-waiting-room\/call-waiting-room\.ts';\n/);
    expect(read('index.ts')).to.match(/call-video\.ts';\nexport \{ CallWaitingRoom \} from '\.\/call-waiting-room\/call-waiting-room\.ts';\n/);
    expect(errorsIn(root)).to.equal('');
  });

  it('refuses what is no name for an element', () => {
    for (const name of [undefined, '', 'timer', 'call-', 'Call-Timer', 'call_timer', 'call--timer', 'call-2nd', '../call-timer']) {
      expect(() => newElement(name, { root }), String(name)).to.throw(/^npm run new: .*Use lower-case words with hyphens that begin with "call-"/);
    }
  });

  it('refuses a name that is taken, and changes nothing', () => {
    const before = read('tags.ts');
    for (const name of ['call-timer', 'call-element', 'call-control', 'call-error-event']) {
      expect(() => newElement(name, { root }), name).to.throw(`npm run new: "${name}" exists already`);
    }
    expect(read('tags.ts')).to.equal(before);
  });
});

/** What the compiler says about the sources, the new test included. */
function errorsIn(root: string): string {
  const here = process.cwd();
  symlinkSync(join(here, 'node_modules'), join(root, 'node_modules'), 'junction');
  const config = {
    extends: join(here, 'scripts/tsconfig.tests.json'),
    compilerOptions: { typeRoots: [join(here, 'node_modules/@types')] },
    include: [`${SOURCES}/tags.ts`, `${SOURCES}/index.ts`, `${SOURCES}/call-waiting-room`],
  };
  writeFileSync(join(root, 'tsconfig.json'), JSON.stringify(config));
  try {
    execFileSync(process.execPath, [join(here, 'node_modules/typescript/bin/tsc'), '-p', root, '--pretty', 'false'], { encoding: 'utf8' });
    return '';
  } catch (failure) {
    return (failure as { stdout: string }).stdout;
  }
}

import { spawnSync } from 'node:child_process';
import { expect } from 'chai';

function testFile(...args: string[]): { code: number | null; out: string; error: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/test-file.mjs', ...args], { encoding: 'utf8' });
  return { code: status, out: stdout, error: stderr.trim() };
}

describe('npm run test:file', () => {
  it('runs that file alone, and says how many passed', () => {
    const { code, out } = testFile('packages/core/src/arguments.test.ts');
    const [, passed] = /^packages\/core\/src\/arguments\.test\.ts: (\d+) passed, 0 failed$/m.exec(out)!;
    expect(Number(passed)).to.equal(out.match(/✔/g)!.length);
    expect(code).to.equal(0);
  });

  it('says what is wrong with a path', () => {
    expect(testFile('packages/core/src/nothing.test.ts')).to.deep.equal({ code: 1, out: '', error: 'npm run test:file: there is no file packages/core/src/nothing.test.ts.' });
    expect(testFile('README.md').error).to.match(/^npm run test:file: README\.md is no file of tests\./);
    expect(testFile().error).to.match(/^npm run test:file: a file is missing\. Use it as in:/);
  });
});

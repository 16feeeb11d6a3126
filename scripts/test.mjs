// npm test: everything, in order, also after a failure. The last line of the output is "N passed, N failed".
import { counted } from './run.mjs';
import { setup } from './setup.mjs';

setup();

const { typecheck } = await import('./typecheck.mjs');
const { lint } = await import('./lint.mjs');
const { testNode } = await import('./test-node.mjs');
const { testEmulators } = await import('./test-emulators.mjs');
const { testBrowser } = await import('./test-browser.mjs');
const { testE2e } = await import('./test-e2e.mjs');
const { testVisual } = await import('./test-visual.mjs');
const { testPackages } = await import('./test-packages.mjs');
const { size } = await import('./size.mjs');
const { checkEntries } = await import('./check-entries.mjs');

/** A stage that is no collection of tests counts as one. */
const single = (check) => async () => {
  const code = await check();
  return code === 0 ? { passed: 1, failed: 0, failures: [] } : { passed: 0, failed: 1, failures: [`exit code ${code}`] };
};
const tests = (start) => () => counted((env) => start([], env));

const stages = [
  ['Type check', single(typecheck)],
  ['Lint', single(lint)],
  ['Node tests', tests(testNode)],
  ['Emulators under the real SDKs', tests(testEmulators)],
  ['Browser tests', tests(testBrowser)],
  ['End-to-end tests', tests(testE2e)],
  ['Visual tests', tests(testVisual)],
  ['Bundle size', single(size)],
  ['Every entry imports in Node', single(checkEntries)],
  ['Installed packages', tests(testPackages)],
];

async function runStage([name, stage]) {
  console.log(`\n=== ${name} ===`);
  const start = performance.now();
  const counts = await stage().catch((error) => {
    console.error(error);
    return { passed: 0, failed: 1, failures: [error.message] };
  });
  return { name, ...counts, seconds: (performance.now() - start) / 1000 };
}

const results = [];
for (const stage of stages) {
  const result = await runStage(stage);
  console.log(`--- ${result.name}: ${result.passed} passed, ${result.failed} failed, ${result.seconds.toFixed(1)} s`);
  results.push(result);
}

const sum = (key) => results.reduce((total, result) => total + result[key], 0);
const failed = results.filter((result) => result.failed > 0).map((result) => result.name);
// Once more at the end: whoever reads a tail of this log sees what to mend.
for (const { name, failures } of results) for (const failure of failures) console.log(`\nFailed in ${name}: ${failure}`);
console.log(`\n${failed.length === 0 ? 'All stages passed.' : `Failed: ${failed.join(', ')}.`} ${sum('seconds').toFixed(0)} s in all.`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);

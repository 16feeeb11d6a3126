// The browser tests as the scripts run them: the workspace's configuration, plus the counts in a file for scripts/test.mjs.
import { writeFileSync } from 'node:fs';
import { defaultReporter } from '@web/test-runner';
import config from '../web-test-runner.config.mjs';

function countTests({ tests = [], suites = [] } = {}, above = []) {
  const counts = { passed: 0, failed: 0, failures: [] };
  for (const test of tests.filter(({ skipped }) => !skipped)) {
    counts[test.passed ? 'passed' : 'failed'] += 1;
    if (!test.passed) counts.failures.push(`${[...above, test.name].join(' › ')}: ${test.error?.message ?? 'no error told'}`);
  }
  return suites.reduce((sum, suite) => add(sum, countTests(suite, [...above, suite.name])), counts);
}

const add = (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, failures: [...a.failures, ...b.failures] });

/** A file that did not load or crashed has no tests to show; it counts as one failure. */
function countSession(session) {
  const counts = countTests(session.testResults);
  if (session.passed || counts.failed > 0) return counts;
  return { ...counts, failed: 1, failures: [`${session.testFile}: ${session.errors[0]?.message ?? 'ended before its tests'}`] };
}

const countingReporter = {
  onTestRunFinished({ sessions }) {
    if (!process.env.TEST_COUNTS) return;
    writeFileSync(process.env.TEST_COUNTS, JSON.stringify([...sessions].map(countSession).reduce(add)));
  },
};

// `--files` would run beside the groups, not instead of them.
const { groups, ...single } = config;
export default {
  ...(process.argv.includes('--files') ? single : { ...single, groups }),
  rootDir: process.cwd(),
  reporters: [defaultReporter({ reportTestProgress: false }), countingReporter],
};

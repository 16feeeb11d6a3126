// The browser tests as the scripts run them: the workspace's configuration, plus the counts in a file for scripts/test.mjs.
import { writeFileSync } from 'node:fs';
import { defaultReporter } from '@web/test-runner';
import config from '../web-test-runner.config.mjs';

function countTests({ tests = [], suites = [] } = {}) {
  const counts = { passed: 0, failed: 0 };
  for (const test of tests) if (!test.skipped) counts[test.passed ? 'passed' : 'failed'] += 1;
  for (const suite of suites) {
    const inner = countTests(suite);
    counts.passed += inner.passed;
    counts.failed += inner.failed;
  }
  return counts;
}

/** A file that did not load or crashed has no tests to show; it counts as one failure. */
function countSession(session) {
  const counts = countTests(session.testResults);
  return session.passed || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

const countingReporter = {
  onTestRunFinished({ sessions }) {
    if (!process.env.TEST_COUNTS) return;
    const counts = [...sessions].map(countSession);
    const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
    writeFileSync(process.env.TEST_COUNTS, JSON.stringify({ passed: sum('passed'), failed: sum('failed') }));
  },
};

// `--files` would run beside the groups, not instead of them.
const { groups, ...single } = config;
export default {
  ...(process.argv.includes('--files') ? single : { ...single, groups }),
  rootDir: process.cwd(),
  reporters: [defaultReporter({ reportTestProgress: false }), countingReporter],
};

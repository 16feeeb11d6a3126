// Mocha's own "spec" report, and what came of the tests in a file for scripts/test.mjs.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const failures = [];
    // A test run in parallel arrives as plain data: its titles are a function in both cases.
    runner.on('fail', (test, error) => failures.push(`${test.titlePath().join(' › ')}: ${error.message}`));
    runner.once('end', () => {
      if (process.env.TEST_COUNTS) writeFileSync(process.env.TEST_COUNTS, JSON.stringify({ passed: runner.stats.passes, failed: runner.stats.failures, failures }));
    });
  }
}

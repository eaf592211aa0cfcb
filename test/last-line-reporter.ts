import type { Reporter, TestModule } from 'vitest/node';

/** Prints the last line that .ci/run ends with, `N passed, N failed`, and before it how many were skipped. */
export default class LastLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      if (module.state() === 'failed' && module.errors().length > 0) counts.failed += 1;
      for (const test of module.children.allTests()) counts[test.result().state] += 1;
    }
    const skipped = counts.skipped > 0 ? `${counts.skipped} skipped\n` : '';
    // After the default reporter's own summary.
    process.once('exit', () => process.stdout.write(`${skipped}${counts.passed} passed, ${counts.failed} failed\n`));
  }
}

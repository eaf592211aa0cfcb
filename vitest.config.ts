import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/build-once.ts'],
    reporters: ['default', './test/last-line-reporter.ts'],
    // One worker loads a module once for all files of tests: half of the time of the short ones was loading.
    isolate: false,
    // The built program is loaded as it is, not transformed.
    server: { deps: { external: [/\/dist\//] } },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // For two cores: a third of the tests' time is waiting for servers that are slow on purpose.
    maxWorkers: 3,
  },
});

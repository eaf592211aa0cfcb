import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/build-once.ts'],
    reporters: ['default', './test/last-line-reporter.ts'],
    // The built program is loaded as it is, not transformed.
    server: { deps: { external: [/\/dist\//] } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores: tests start processes of their own.
    maxWorkers: 2,
  },
});

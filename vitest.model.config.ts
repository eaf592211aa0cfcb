import { defineConfig } from 'vitest/config';

/** `npm run test:model`: what must hold whatever a real model says. See docs/real-models.md. */
export default defineConfig({
  test: {
    include: ['test/model/*.model.ts'],
    globalSetup: ['test/model/start-model.ts'],
    reporters: ['verbose', './test/last-line-reporter.ts'],
    server: { deps: { external: [/\/dist\//] } },
    // A busy machine makes a model of 135 million parameters as slow as a large one.
    testTimeout: 3_600_000,
    maxWorkers: 1,
  },
});

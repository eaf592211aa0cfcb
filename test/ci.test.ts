import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { PROJECT } from './harness/cli.js';

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Workflow {
  on: Record<string, unknown>;
  jobs: Record<string, { strategy: { matrix: { node: number[] } }; steps: Step[] }>;
}

test('every push to main and every pull request runs .ci/run on Node 20, 22 and 24', () => {
  const document = parseDocument(readFileSync(join(PROJECT, '.github/workflows/ci.yml'), 'utf8'));
  expect(document.errors).toEqual([]);
  const { on, jobs } = document.toJS() as Workflow;
  expect(Object.keys(on)).toEqual(['push', 'pull_request']);
  const [job] = Object.values(jobs);
  expect(job?.strategy.matrix.node).toEqual([20, 22, 24]);
  const [checkout, setup, run] = job?.steps ?? [];
  expect(checkout?.uses).toMatch(/^actions\/checkout@v\d+$/);
  expect(setup?.uses).toMatch(/^actions\/setup-node@v\d+$/);
  expect(setup?.with?.['node-version']).toBe('$' + '{{ matrix.node }}');
  expect(run?.run).toBe('.ci/run');
  expect(() => accessSync(join(PROJECT, '.ci/run'), constants.X_OK)).not.toThrow();
});

test('the oldest Node that is tested is the oldest that the package names', () => {
  const { engines } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { engines: { node: string } };
  expect(engines.node).toMatch(/^>=20\./);
});

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { PROJECT, rowsOf } from '../harness/cli.js';
import { writeFiles } from '../harness/files.js';
import { TINY_FILES } from '../harness/tiny-role.js';

interface Explanation {
  entered: number;
  kept: number;
  checks: { check: string; refused: number; examples: { role: string; evidence: string }[] }[];
  thresholds: { setting: string; value: number; alternatives: { value: number; kept: number }[] }[];
}

let folder: string;

function run(...args: string[]) {
  const { OPENAI_API_KEY: _, OPENAI_BASE_URL: __, ...env } = process.env;
  return spawnSync(process.execPath, [join(PROJECT, 'bin/rolellm.js'), ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
}

const explain = (...more: string[]) => JSON.parse(run('filter', '--explain', '--json', ...more).stdout) as Explanation;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolellm-filter-'));
  writeFiles(folder, TINY_FILES);
  expect(run('generate', '--roles', 'roles', '--instructions', 'instructions.txt', '--per-role', '10').status).toBe(0);
  return () => rmSync(folder, { recursive: true, force: true });
});

test('--explain counts what each check refused as filter does, with three examples at most, and changes no file', () => {
  const before = readFileSync(join(folder, 'data/rejected.jsonl'), 'utf8');
  const refused = rowsOf<{ check: string }>(join(folder, 'data/rejected.jsonl'));
  const { entered, kept, checks } = explain();
  expect([entered - kept, kept]).toEqual([refused.length, rowsOf(join(folder, 'data/filtered.jsonl')).length]);
  expect(checks.length).toBeGreaterThan(0);
  for (const { check, refused: count, examples } of checks) {
    expect(count).toBe(refused.filter((row) => row.check === check).length);
    expect(examples).toHaveLength(Math.min(3, count));
  }
  expect(readFileSync(join(folder, 'data/rejected.jsonl'), 'utf8')).toBe(before);
});

test('what --explain says of another threshold is what that threshold keeps', () => {
  const { thresholds } = explain();
  const { alternatives } = thresholds.find(({ setting }) => setting === 'minWords') as Explanation['thresholds'][0];
  const stricter = alternatives.at(-1) as { value: number; kept: number };
  writeFiles(folder, { 'strict.yaml': `filter: { minWords: ${stricter.value} }\n` });
  const { kept, checks } = explain('--config', 'strict.yaml');
  expect(kept).toBe(stricter.kept);
  expect(checks.map(({ check }) => check)).toContain('length');
});

test('for a person --explain names the check, the answer and the reason', () => {
  const { stdout } = run('filter', '--explain');
  expect(stdout).toMatch(
    /^The filter keeps \d+ of \d+ answers\.\n\n\w[\w-]+: \d+ refused\n {2}\w+: .+\n {4}→ .+\n {4}because: /,
  );
  expect(stdout).toMatch(/filter\.similarity +0\.8 +0\.7 /);
});

test('--explain of a folder in which nothing was made says so', () => {
  const { status, stderr } = run('filter', '--explain', '--data', 'elsewhere');
  expect([status, existsSync(join(folder, 'elsewhere'))]).toEqual([2, false]);
  expect(stderr).toMatch(/elsewhere: nothing was made in this folder yet.*rolellm generate/);
});

test('with duplicatesAcross: set, a question that another role is also asked is refused', () => {
  writeFiles(folder, { 'set.yaml': 'filter: { duplicatesAcross: set, acrossSimilarity: 0.3 }\n' });
  const { kept, checks } = explain('--config', 'set.yaml');
  expect(kept).toBeLessThan(explain().kept);
  const countOf = (all: Explanation['checks']) => all.find(({ check }) => check === 'near-duplicate')?.refused ?? 0;
  expect(countOf(checks)).toBeGreaterThan(countOf(explain().checks));
});

test('export tells which test questions also stand in train, and by instruction none does', () => {
  const leaking = run('export', '--split-by', 'pair', '--held-out', '1');
  expect(leaking.stderr).toMatch(
    /\d+ of \d+ general test questions share the question with training \(\d+ word for word/,
  );
  expect(leaking.stderr).toContain('--split-by passage keeps these apart');
  const apart = run('export', '--split-by', 'instruction', '--held-out', '1');
  expect(apart.status).toBe(0);
  expect(apart.stderr).not.toContain('share the question');
  const questions = (path: string) =>
    rowsOf<{ question: string }>(join(folder, 'data/export/rolebench-eng', path)).map(({ question }) => question);
  for (const split of ['instruction-generalization', 'role-generalization']) {
    const trained = new Set(['general', 'role_specific'].flatMap((set) => questions(`${split}/${set}/train.jsonl`)));
    const tested = ['general', 'role_specific'].flatMap((set) => questions(`${split}/${set}/test.jsonl`));
    expect(tested.filter((question) => trained.has(question))).toEqual([]);
  }
});

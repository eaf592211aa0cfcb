import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  chineseTokens,
  englishTokens,
  jiebaTokens,
  type RougeL,
  scoreRougeL,
  type Tokeniser,
} from '../../src/rolebench/rouge.js';

const english = { tokens: englishTokens, aggregation: 'first' as const };

test('precision, recall and F1 by the longest common subsequence', () => {
  const { precision, recall, f1 } = scoreRougeL('The cat sat.', ['the cat, it sat down'], english);
  expect(precision).toBe(1);
  expect(recall).toBe(3 / 5);
  expect(f1).toBeCloseTo(0.75, 12);
});

test('tokens: runs of a-z0-9 in English, ideographs beside them in Chinese, nothing else', () => {
  expect(englishTokens("Don't 3.5 café 你好")).toEqual(['don', 't', '3', '5', 'caf']);
  expect(chineseTokens('俺老孙，TNT 88！é')).toEqual(['俺', '老', '孙', 'tnt', '88']);
});

test('jieba cuts Chinese into words', async () => {
  const tokens = await jiebaTokens();
  expect(tokens('俺老孙来到花果山')).toContain('花果山');
});

test('several references: the first, the one of the highest F1, or the means', () => {
  const references = ['a b', 'a b c d'];
  const f1 = (aggregation: 'first' | 'max' | 'mean') =>
    scoreRougeL('a b c d', references, { tokens: englishTokens, aggregation }).f1;
  expect(f1('first')).toBeCloseTo(2 / 3, 12);
  expect(f1('max')).toBe(1);
  expect(f1('mean')).toBeCloseTo(5 / 6, 12);
});

test('nothing in common, an empty prediction and no reference score 0', () => {
  const nothing = { precision: 0, recall: 0, f1: 0 };
  expect(scoreRougeL('a', ['b'], english)).toEqual(nothing);
  expect(scoreRougeL('…', ['b'], english)).toEqual(nothing);
  expect(scoreRougeL('a', [], { tokens: englishTokens, aggregation: 'mean' })).toEqual(nothing);
});

const SHARED = new URL('../../../shared/rolebench/', import.meta.url);
const hasRoleBench = existsSync(SHARED);
interface Row {
  role: string;
  question: string;
  generated: string[];
}
const rowsOf = (path: string): Row[] =>
  readFileSync(new URL(path, SHARED), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

function meanOf(
  pairs: readonly (readonly [string, string[]])[],
  options: { tokens: Tokeniser; aggregation: 'first' | 'max' },
) {
  const scores = pairs.map(([prediction, references]) => scoreRougeL(prediction, references, options));
  const mean = (of: (score: RougeL) => number) => scores.reduce((sum, score) => sum + of(score), 0) / scores.length;
  return [mean((s) => s.precision), mean((s) => s.recall), mean((s) => s.f1)].map((value) => value.toFixed(10));
}

/** The numbers are those of Python's rouge_score 0.1.2, with its own tokeniser and, for Chinese, one of the same rule. */
describe.skipIf(!hasRoleBench)('as google rouge_score (shared/rolebench is not here: skipped)', () => {
  test('4,554 pairs of English answers', () => {
    const rows = rowsOf('rolebench-eng/role-generalization/general/test.jsonl');
    const pairs = rows.filter(({ generated }) => generated.length > 1);
    expect(pairs).toHaveLength(4554);
    expect(
      meanOf(
        pairs.map(({ generated: [reference, prediction] }) => [prediction as string, [reference as string]]),
        english,
      ),
    ).toEqual(['0.4121918247', '0.4131472280', '0.3849935598']);
  });

  test('the best of several English references', () => {
    const rows = rowsOf('rolebench-eng/role-generalization/general/test.jsonl');
    const pairs = rows.filter(({ generated }) => generated.length > 2);
    expect(
      meanOf(
        pairs.map(({ generated: [prediction, ...references] }) => [prediction as string, references]),
        { tokens: englishTokens, aggregation: 'max' },
      ),
    ).toEqual(['0.4913917112', '0.5054424932', '0.4781056882']);
  });

  test('RoleGPT of the Chinese release against its references', () => {
    const keyOf = ({ role, question }: Row) => `${role}\n${question.trim()}`;
    const references = new Map(
      rowsOf('rolebench-zh/role_specific/test.jsonl').map((row) => [keyOf(row), row.generated]),
    );
    const pairs = rowsOf('rolebench-zh/role_specific/rolegpt_baseline.jsonl').map(
      (row) => [row.generated[0] as string, references.get(keyOf(row)) ?? []] as const,
    );
    expect(meanOf(pairs, { tokens: chineseTokens, aggregation: 'first' })).toEqual([
      '0.2107228791',
      '0.2210822537',
      '0.2022942889',
    ]);
  });
});

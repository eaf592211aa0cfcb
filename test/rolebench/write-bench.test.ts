import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RolePair } from '../../src/recipes/rolegpt/row.js';
import type { LanguageCode, QuestionType } from '../../src/records.js';
import { type Answer, toAnswer } from '../../src/rolebench/answers.js';
import { createSplits, type SplitSettings } from '../../src/rolebench/splits.js';
import { openRoleBench } from '../../src/rolebench/write-bench.js';
import { makeFolder, rowsOf } from '../harness/cli.js';
import { profileOf } from '../harness/profile.js';
import { SPECIFIC, sampleOf } from '../harness/samples.js';

const splitsOf = (roles: string[], more: Partial<SplitSettings> = {}) =>
  createSplits(
    {
      seed: 0,
      testQuestions: 50,
      testShare: 0.2,
      generalTestShare: 0.5,
      heldOut: 1,
      splitBy: 'pair',
      leakSimilarity: 0.8,
      ...more,
    },
    { roles, isAlone: () => true },
  );

const answerOf = (role: string, question: string, answer: string, kind: QuestionType): Answer =>
  toAnswer(
    sampleOf(question, answer, { ...SPECIFIC, kind, role, id: `${role}-${question}-${answer}`, confidence: 'High' }),
  ) as Answer;

const pairOf = (role: string, question: string, language: LanguageCode = 'en'): RolePair => ({
  id: `${role}-${question}`,
  role,
  language,
  question,
  category: null,
  source: 's',
  raw_answer: null,
  generated: ['A.', 'B.'],
  baseline: `${role} says so.`,
  requests: ['r'],
  demonstrations: [],
  model: 'm',
});

test('equal questions are one row of the test file with all their answers and types, and a row each in train', () => {
  const folder = makeFolder();
  const bench = openRoleBench(folder, [profileOf('Keeper')], splitsOf(['Keeper'], { testShare: 0.5 }));
  const answers = ['one?', 'two?'].flatMap((question) => [
    answerOf('Keeper', question, 'First.', 'script_based'),
    answerOf('Keeper', question, 'Second.', 'script_agnostic'),
  ]);
  bench.roleSpecific('Keeper', answers);
  const counts = bench.commit();
  const at = 'rolebench-eng/instruction-generalization/role_specific';
  const [tested] = rowsOf(join(folder, at, 'test.jsonl'));
  expect(tested).toMatchObject({ generated: ['First.', 'Second.'], type: ['script_based', 'script_agnostic'] });
  const train = rowsOf(join(folder, at, 'train.jsonl'));
  expect(train.map(({ generated, type }) => [generated, type])).toEqual([
    [['First.'], 'script_based'],
    [['Second.'], 'script_agnostic'],
  ]);
  expect(new Set([tested?.question, train[0]?.question])).toEqual(new Set(['one?', 'two?']));
  expect([counts.get(`${at}/train.jsonl`), counts.get(`${at}/test.jsonl`)]).toEqual([2, 1]);
  expect(rowsOf(join(folder, 'instructions-eng/nums.jsonl'))).toEqual([
    { role: 'Keeper', script_based: 2, script_agnostic: 2 },
  ]);
  expect(rowsOf(join(folder, 'instructions-eng/role-specific-Keeper.jsonl'))).toEqual([
    { instruction: 'one?', answer: 'First.' },
    { instruction: 'two?', answer: 'First.' },
  ]);
});

test('the files of one role are whole as soon as it is written, so that a hundred roles hold none open', () => {
  const folder = makeFolder();
  const bench = openRoleBench(folder, [profileOf('Keeper')], splitsOf(['Keeper']));
  const line = { script: 'a.txt', role: 'Keeper', content: 'Oil.', act_id: 0, diag_id: 0, line: 1 };
  bench.profile(profileOf('Keeper'), () => [line]);
  bench.roleSpecific('Keeper', [answerOf('Keeper', 'one?', 'First.', 'script_based')]);
  const [lines, questions] = [
    'profiles-eng/profiles-eng-Keeper.jsonl',
    'instructions-eng/role-specific-Keeper.jsonl',
  ] as const;
  expect(rowsOf(join(folder, lines))).toEqual([{ role: 'Keeper', content: 'Oil.', act_id: 0, diag_id: 0 }]);
  expect(rowsOf(join(folder, questions))).toEqual([{ instruction: 'one?', answer: 'First.' }]);
  const counts = bench.commit();
  expect([counts.get(lines), counts.get(questions)]).toEqual([1, 1]);
});

test('a held-out role is in the test files of role generalization with all its rows, the others only in train', () => {
  const folder = makeFolder();
  const roles = ['Keeper', 'Nora', 'Ned'];
  const bench = openRoleBench(
    folder,
    roles.map((role) => profileOf(role)),
    splitsOf(roles),
  );
  for (const role of roles) {
    bench.roleSpecific(
      role,
      [1, 2, 3].map((k) => answerOf(role, `${k}?`, 'Hm.', 'script_based')),
    );
    for (const k of [1, 2, 3])
      bench.pair({ pair: pairOf(role, `${k}!`), answers: [answerOf(role, `${k}!`, 'A.', 'script_based')] });
  }
  bench.commit();
  const rolesIn = (path: string) =>
    rowsOf<{ role: string }>(join(folder, 'rolebench-eng/role-generalization', path)).map(({ role }) => role);
  const heldOut = new Set(rolesIn('role_specific/test.jsonl'));
  expect(heldOut.size).toBe(1);
  for (const set of ['general', 'role_specific']) {
    expect(new Set(rolesIn(`${set}/test.jsonl`))).toEqual(heldOut);
    expect(rolesIn(`${set}/test.jsonl`)).toHaveLength(3);
    expect(new Set(rolesIn(`${set}/train.jsonl`))).toEqual(new Set(roles.filter((role) => !heldOut.has(role))));
    expect(rolesIn(`${set}/train.jsonl`)).toHaveLength(6);
  }
});

test('Chinese rows stand in a folder of their own, without a split by roles, as released', () => {
  const folder = makeFolder();
  const bench = openRoleBench(folder, [profileOf('孙悟空')], splitsOf([], { generalTestShare: 1 }));
  bench.pair({
    pair: pairOf('孙悟空', '你好？', 'zh'),
    answers: [answerOf('孙悟空', '你好？', '俺老孙在此。', 'script_based')],
  });
  const paths = [...bench.commit().keys()];
  expect(paths.filter((path) => path.startsWith('rolebench-')).sort()).toEqual([
    'rolebench-zh/general/rolegpt_baseline.jsonl',
    'rolebench-zh/general/test.jsonl',
    'rolebench-zh/general/train.jsonl',
    'rolebench-zh/role_specific/test.jsonl',
    'rolebench-zh/role_specific/train.jsonl',
  ]);
  expect(rowsOf(join(folder, 'rolebench-zh/general/test.jsonl'))).toEqual([
    { role: '孙悟空', question: '你好？', generated: ['俺老孙在此。'] },
  ]);
  expect(rowsOf(join(folder, 'rolebench-zh/general/rolegpt_baseline.jsonl'))).toEqual([
    { role: '孙悟空', question: '你好？', generated: ['孙悟空 says so.'] },
  ]);
});

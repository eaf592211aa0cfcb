import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RolePair } from '../../src/recipes/rolegpt/row.js';
import { Sample } from '../../src/records.js';
import { openAccepted } from '../../src/rolebench/read-accepted.js';
import { dataFolder } from '../../src/store/data-folder.js';
import { writeRows } from '../../src/store/jsonl.js';
import { makeFolder } from '../harness/cli.js';
import { GENERAL, SPECIFIC, sampleOf } from '../harness/samples.js';

const pairOf = (id: string): RolePair => ({
  id,
  role: 'Keeper',
  language: 'en',
  question: `${id}?`,
  category: null,
  source: 's',
  raw_answer: null,
  generated: ['a', 'b'],
  baseline: null,
  requests: ['r0', 'r1', 'r2'],
  demonstrations: [],
  model: 'm',
});
const answerOf = (set: 'role_specific' | 'general', role: string, id: string): Sample =>
  sampleOf('q?', `answer ${id}`, { ...(set === 'general' ? GENERAL : SPECIFIC), role, id });

function folderWith(answers: readonly Sample[], pairs: readonly RolePair[]) {
  const data = dataFolder(makeFolder());
  writeRows(data.filtered, Sample, answers);
  writeRows(data.rows('rolegpt'), RolePair, pairs);
  return data;
}

test('role-specific answers come a role at a time, general ones stay out', () => {
  const data = folderWith(
    [
      answerOf('role_specific', 'Keeper', 'k1'),
      answerOf('role_specific', 'Keeper', 'k2'),
      answerOf('role_specific', 'Nora', 'n1'),
      answerOf('general', 'Keeper', 'p-0'),
    ],
    [],
  );
  expect(
    [...openAccepted(data).roleSpecific()].map(({ role, answers }) => [role, answers.map(({ id }) => id)]),
  ).toEqual([
    ['Keeper', ['k1', 'k2']],
    ['Nora', ['n1']],
  ]);
});

test('a pair comes with the responses that were kept, and not at all where none was', () => {
  const kept = ['p-0', 'p-1', 'r-1'].map((id) => answerOf('general', 'Keeper', id));
  const data = folderWith([answerOf('role_specific', 'Keeper', 'k1'), ...kept], ['p', 'q', 'r'].map(pairOf));
  expect(
    [...openAccepted(data).pairs()].map(({ pair, answers }) => [pair.id, answers.map(({ answer }) => answer)]),
  ).toEqual([
    ['p', ['answer p-0', 'answer p-1']],
    ['r', ['answer r-1']],
  ]);
});

test('an answer to a pair that is no longer there says that the filter must run again', () => {
  const data = folderWith([answerOf('general', 'Keeper', 'old-0')], [pairOf('p')]);
  expect(() => [...openAccepted(data).pairs()]).toThrow(
    expect.objectContaining({
      name: 'UserError',
      file: data.filtered,
      advice: expect.stringContaining('rolellm filter'),
    }),
  );
});

test('the order of the rows in the files does not matter: sets and roles may be mixed', () => {
  const nora = { ...pairOf('n'), role: 'Nora' };
  const answers = [
    ...['k1', 'k2', 'k3'].map((id) => answerOf('role_specific', 'Keeper', id)),
    ...['m1', 'm2'].map((id) => answerOf('role_specific', 'Nora', id)),
    ...['p-0', 'p-1', 'q-0', 'q-10', 'q-2'].map((id) => answerOf('general', 'Keeper', id)),
    ...['n-0', 'n-1'].map((id) => answerOf('general', 'Nora', id)),
  ];
  const pairs = [pairOf('p'), pairOf('q'), nora];
  fc.assert(
    fc.property(
      fc.shuffledSubarray(answers, { minLength: answers.length }),
      fc.shuffledSubarray(pairs, { minLength: pairs.length }),
      (mixed, mixedPairs) => {
        const data = folderWith(mixed, mixedPairs);
        const own = [...openAccepted(data).roleSpecific()];
        expect(own.map(({ role, answers: all }) => `${role} ${all.map(({ id }) => id).sort()}`).sort()).toEqual([
          'Keeper k1,k2,k3',
          'Nora m1,m2',
        ]);
        const accepted = [...openAccepted(data).pairs()].map(
          ({ pair, answers: all }) => `${pair.id} ${all.map(({ id }) => id)}`,
        );
        expect(accepted.sort()).toEqual(['n n-0,n-1', 'p p-0,p-1', 'q q-0,q-2,q-10']);
      },
    ),
    { numRuns: 30 },
  );
});

test('an empty data folder has neither', () => {
  const data = dataFolder(makeFolder());
  expect([[...openAccepted(data).roleSpecific()], [...openAccepted(data).pairs()]]).toEqual([[], []]);
});

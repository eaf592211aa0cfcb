import { expect, test } from 'vitest';
import { toAnswer } from '../../src/rolebench/answers.js';
import { partByScene } from '../../src/rolebench/part-by-scene.js';
import type { Accepted } from '../../src/rolebench/read-accepted.js';
import { sampleOf } from '../harness/samples.js';

/** Ten lines of the script are a scene. */
const sceneOf = (_: string, line: number) => Math.floor(line / 10);

/** An accepted answer of the Keeper about a passage; about none where no line is given. */
const answerAbout = (question: string, from?: number, to = from) =>
  toAnswer(
    sampleOf(question, 'Well.', {
      recipe: 'context-instruct',
      kind: 'script_based',
      role: 'Keeper',
      segment: from === undefined ? null : { script: 'a.txt', from, to: to ?? from, lines: [1, 1] },
    }),
  );

const tested = (answers: ReturnType<typeof answerAbout>[], testQuestions: number) => {
  const accepted = {
    *roleSpecific() {
      yield { role: 'Keeper', answers: answers.filter((answer) => answer !== undefined) };
    },
  } as unknown as Accepted;
  const settings = { seed: 0, testQuestions, testShare: 1, generalTestShare: 0.2, leakSimilarity: 0.8 };
  return [...(partByScene(accepted, settings, () => sceneOf).get('Keeper') ?? [])];
};

test('the last scenes are tested, whole, as many as there is room for', () => {
  const answers = [answerAbout('a', 1), answerAbout('b', 12), answerAbout('c', 13), answerAbout('d', 31)];
  expect(tested(answers, 1)).toEqual(['d']);
  expect(tested(answers, 3)).toEqual(['d', 'b', 'c']);
  // Two questions of one scene do not fit beside it, so that the scene before is taken.
  expect(tested(answers, 2)).toEqual(['d', 'a']);
});

test('a passage over two scenes keeps both together, and what is about no passage is trained on', () => {
  const answers = [answerAbout('a', 1), answerAbout('over', 8, 12), answerAbout('b', 15), answerAbout('self')];
  expect(tested(answers, 4)).toEqual(['a', 'over', 'b']);
  expect(tested(answers, 2)).toEqual([]);
});

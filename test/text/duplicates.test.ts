import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDuplicateFinder, normaliseForComparison, similarityOf } from '../../src/text/duplicates.js';
import { findDuplicatePairs } from '../../src/text/similar-questions.js';
import { cpuTime } from '../harness/cpu-time.js';

const words =
  'who taught you to read the weather why did your father leave on a ship with seven herrings 你 我 海 灯 谁 教'.split(
    ' ',
  );
/** For each text the kept one that it repeats, by its place among the kept ones. */
function repeats(texts: readonly string[], threshold: number): (number | undefined)[] {
  const finder = createDuplicateFinder({ threshold });
  return texts.map((text) => finder.add(text));
}

const question = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 9 }).map((chosen) => chosen.join(' '));
const questions = fc.array(question, { maxLength: 40 });

test('similarity is the same in both directions, from 0 to 1, and 1 for the same', () => {
  fc.assert(
    fc.property(question, question, (left, right) => {
      const similarity = similarityOf(left, right);
      expect(similarity).toBeCloseTo(similarityOf(right, left), 12);
      expect(similarity).toBeGreaterThanOrEqual(0);
      expect(similarity).toBeLessThanOrEqual(1 + 1e-12);
      expect(similarityOf(left, left)).toBe(1);
    }),
  );
});

test('what is found by the index is what is found by comparing each with all that were kept', () => {
  fc.assert(
    fc.property(questions, fc.double({ min: 0.4, max: 1, noNaN: true }), (texts, threshold) => {
      const kept: string[] = [];
      const expected = texts.map((text) => {
        const isRepeated = kept.some(
          (one) => normaliseForComparison(one) === normaliseForComparison(text) || similarityOf(one, text) >= threshold,
        );
        if (!isRepeated) kept.push(text);
        return isRepeated;
      });
      const finder = createDuplicateFinder({ threshold });
      expect(texts.map((text) => finder.add(text) !== undefined)).toEqual(expected);
    }),
  );
});

test('all pairs that comparing each with each finds are found, and no others', () => {
  fc.assert(
    fc.property(questions, fc.double({ min: 0.4, max: 1, noNaN: true }), (texts, threshold) => {
      const expected = texts.flatMap((text, right) =>
        texts
          .slice(0, right)
          .flatMap((one, left) => (similarityOf(one, text) >= threshold ? [`${left} ${right}`] : [])),
      );
      const found = Array.from(findDuplicatePairs(texts, threshold), ({ left, right }) => `${left} ${right}`);
      expect(found.sort()).toEqual(expected.sort());
    }),
  );
});

test('more texts never change an earlier verdict', () => {
  fc.assert(
    fc.property(questions, questions, (first, more) => {
      expect(repeats([...first, ...more], 0.8).slice(0, first.length)).toEqual(repeats(first, 0.8));
    }),
  );
});

test('texts that differ in case, punctuation and width alone are duplicates at any threshold', () => {
  expect(repeats(['What’s your name?', 'WHAT IS YOUR NAME', 'ｗhat is your name！'], 1)).toEqual([undefined, 0, 0]);
});

describe('a frame that questions share weighs nothing', () => {
  const frames = fc.array(fc.stringMatching(/^[b-df-hj-np-tv-xz]{3}[aiou][bcfkl]$/), { minLength: 1, maxLength: 14 });
  const content = fc.constantFrom('kings', 'widow', 'lamp', 'herrings', 'mutiny', '国王', '海盗');

  test('however long it is, another word in the same place makes another question', () => {
    fc.assert(
      fc.property(frames, fc.nat(), content, content, (frame, at, one, other) => {
        fc.pre(one !== other);
        const put = (word: string) => [
          ...frame.slice(0, at % (frame.length + 1)),
          word,
          ...frame.slice(at % (frame.length + 1)),
        ];
        expect(similarityOf(put(one).join(' '), put(other).join(' '))).toBeLessThan(0.8);
      }),
    );
  });

  test.each([
    [
      'What should we hear from you on the subject of kings?',
      'What should we hear from you on the subject of the world?',
    ],
    ['If the talk turned to fear, what might you say?', 'If the talk turned to marriage, what might you say?'],
    ['When Rosencrantz said, "My lord," what did you say?', 'When Guildenstern said, "My lord," what did you say?'],
    ['Why did you leave the lighthouse?', 'When did you leave the lighthouse?'],
    ['What do you love about the sea?', 'What do you hate about the sea?'],
    ['Did Hamlet kill Laertes?', 'Did Laertes kill Hamlet?'],
    ['What do you think of the king?', 'What does the king think of you?'],
    ['Would you sail without a crew?', 'Would you sail with a crew?'],
    ['How did you spend the first night of the siege?', 'How did you spend the last night of the siege?'],
    ['What did the king say to you?', 'What did the king hear from you?'],
    ['说到天子，你有什么话讲？', '说到贼人，你有什么话讲？'],
    ['若有人同你谈马，你会讲什么？', '若有人同你谈用兵，你会讲什么？'],
    ['你为什么离开灯塔？', '你什么时候离开灯塔的？'],
    ['是谁把戒指给了你？', '你把戒指给了谁？'],
    ['如果灯灭了，你会怎么办？', '如果船沉了，你会怎么办？'],
  ])('different: %s %s', (left, right) => {
    expect(similarityOf(left, right)).toBeLessThan(0.8);
  });

  test.each([
    ['What do you think of kings?', 'What is your opinion of kings?'],
    ['At the trial, what did you say to the judge?', 'What did you say to the judge at the trial?'],
    ['Do you ever regret that you sold the ship?', 'Do you regret selling the ship?'],
    ['Why did you leave the lighthouse?', 'For what reason did you leave the lighthouse?'],
    ["What's your greatest fear?", 'What is your biggest fear?'],
    ['你为什么离开灯塔？', '你为何要离开灯塔？'],
    ['卖掉那条船，你后悔吗？', '你后悔卖掉那条船吗？'],
    ['你对国王有什么看法？', '您怎么看国王？'],
  ])('the same: %s %s', (left, right) => {
    expect(similarityOf(left, right)).toBeGreaterThanOrEqual(0.8);
  });

  test('of two long texts, one changed word is no matter', () => {
    const passage = Array.from({ length: 60 }, (_, k) => `word${k}`);
    const changed = passage.with(30, 'other');
    expect(similarityOf(passage.join(' '), changed.join(' '))).toBeGreaterThan(0.8);
  });
});

test('2,000 questions of one pattern, the worst case, take seconds', () => {
  const made = Array.from(
    { length: 2000 },
    (_, k) =>
      `Do you remember how the ${words[k % 18]} met the ${words[(k * 7) % 18]} of house ${k} near road ${k * 3}?`,
  );
  expect(cpuTime(() => repeats(made, 0.8))).toBeLessThan(20_000);
});

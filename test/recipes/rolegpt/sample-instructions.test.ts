import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleInstructions } from '../../../src/recipes/rolegpt/sample-instructions.js';
import type { Instruction } from '../../../src/records.js';
import { countWords } from '../../../src/text/words.js';

const settings = { maxWords: 100, count: null, similarity: 0.8, categories: null, seed: 1 };

function make(instruction: string, category: string | null = null, language: 'en' | 'zh' = 'en'): Instruction {
  return { instruction, input: '', language, source: 'test', category, raw_answer: null };
}

const word = fc.constantFrom('stone', 'river', 'lamp', 'king', 'bread', 'moon', 'sail', 'horn', 'glass', 'wolf');
const instructions = fc.array(
  fc
    .tuple(fc.array(word, { minLength: 1, maxLength: 12 }), fc.constantFrom('a', 'b', null))
    .map(([words, category]) => make(words.join(' '), category)),
  { maxLength: 30 },
);

test('it keeps what it is told to at most, nothing too long, in the order of the file, and loses nothing', () => {
  fc.assert(
    fc.property(instructions, fc.nat(12), fc.integer({ min: 1, max: 12 }), (all, count, maxWords) => {
      const { kept, dropped } = sampleInstructions(all, { ...settings, count, maxWords });
      expect(kept.length).toBeLessThanOrEqual(count);
      expect(kept.every(({ instruction }) => countWords(instruction) <= maxWords)).toBe(true);
      expect(kept).toEqual(all.filter((instruction) => kept.includes(instruction)));
      expect(kept.length + dropped.length).toBe(all.length);
      if (dropped.some(({ reason }) => reason === 'not sampled')) expect(kept.length).toBe(count);
      expect(sampleInstructions(all, { ...settings, count, maxWords }).kept).toEqual(kept);
    }),
  );
});

test('it names why each instruction was dropped', () => {
  const all = [make('one two three', 'a'), make('One, two, three!', 'a'), make('four', 'b'), make('a b c d e', 'a')];
  const { kept, dropped } = sampleInstructions(all, { ...settings, maxWords: 4, categories: ['a'] });
  expect(kept).toEqual([all[0]]);
  expect(dropped.map(({ reason }) => reason)).toEqual(['duplicate', 'category', 'too long']);
});

test('a sample holds as many of a small category as of a large one', () => {
  const names = ['stone', 'river', 'lamp', 'king', 'bread', 'moon', 'sail', 'horn'];
  const all = names.map((name, index) => make(name, index < 6 ? 'large' : 'small'));
  const { kept } = sampleInstructions(all, { ...settings, count: 4 });
  expect(kept.filter(({ category }) => category === 'small')).toHaveLength(2);
});

test('an added instruction takes at most one place of the others', () => {
  const names = ['stone', 'river', 'lamp', 'king', 'bread', 'moon', 'sail', 'horn'];
  const before = sampleInstructions(
    names.map((name) => make(name)),
    { ...settings, count: 4 },
  ).kept;
  const after = sampleInstructions(
    [...names, 'wolf'].map((name) => make(name)),
    { ...settings, count: 4 },
  ).kept;
  const same = before.filter(({ instruction }) => after.some((other) => other.instruction === instruction));
  expect(same.length).toBeGreaterThanOrEqual(3);
});

test('the count holds for each language', () => {
  const all = [make('stone'), make('river'), make('写诗', null, 'zh'), make('唱歌', null, 'zh')];
  const { kept } = sampleInstructions(all, { ...settings, count: 1 });
  expect(kept.map(({ language }) => language)).toEqual(['en', 'zh']);
});

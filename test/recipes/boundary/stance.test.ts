import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holds, telltaleOf } from '../../../src/recipes/boundary/mentions.js';
import { signOf, stanceOn } from '../../../src/recipes/boundary/stance.js';
import type { LanguageCode } from '../../../src/records.js';

const stance = (language: LanguageCode, answer: string, value: string, besides = '') =>
  stanceOn(answer, telltaleOf(value, besides, language), language);

describe('what an English answer does with a value', () => {
  test.each<[value: string, answer: string, expected: string]>([
    ['seven herrings', 'They brought me seven herrings and a broken oar.', 'asserts'],
    ['seven herrings', 'They brought me 7 herrings.', 'asserts'],
    ['seven herrings', 'They did not bring me seven herrings.', 'denies'],
    ['seven herrings', 'No, it was seven herrings.', 'asserts'],
    ['seven herrings', 'No doubt it was seven herrings.', 'asserts'],
    ['seven herrings', 'Seven herrings, you say?', 'unclear'],
    ['seven herrings', 'You speak of seven herrings.', 'unclear'],
    ['seven herrings', 'Herrings? Five of them.', 'absent'],
    ['Gertrude', "Gertrude's son I am, and proud of it.", 'asserts'],
    ['Gertrude', 'I am not the son of Gertrude but of Ophelia.', 'denies'],
    ['Ophelia', 'I am not the son of Gertrude but of Ophelia.', 'asserts'],
    ['Ophelia', 'Not Gertrude, Ophelia bore me.', 'asserts'],
    ['my brother', "He isn't my brother; he is my uncle.", 'denies'],
    ['my brother', 'My brother never spared the rod.', 'unclear'],
    ['my brother', 'I cannot forget my brother.', 'asserts'],
    ['my brother', 'It was my mother rather than my brother.', 'unclear'],
    ['a raft', 'I never owned a boat, a cart, or a raft.', 'denies'],
    ['burned his chair', 'I burned my chair that night, and it burned well.', 'asserts'],
    ['burned his chair', 'I never burned a chair in my life.', 'denies'],
    ['burned his chair to save the lamp', 'When the lamp went out, I burnt nothing but my old chair.', 'absent'],
    ['burned his chair to save the lamp', 'To save the lamp, I burned my own chair.', 'asserts'],
    ['never leaves the light', 'I never leave the light.', 'asserts'],
    ['never leaves the light', 'I leave the light each Sunday.', 'denies'],
    ['never leaves the light', 'It is not true that I never leave the light.', 'denies'],
    ['carries no flag', 'She carries no flag, friend.', 'asserts'],
    ["Gertrude's son", 'I am the son of Gertrude.', 'asserts'],
  ])('%s: %s', (value, answer, expected) => {
    expect(stance('en', answer, value)).toBe(expected);
  });

  test('a value is told from one with the same words by those that differ', () => {
    expect(stance('en', 'Five herrings they were.', 'seven herrings', 'five herrings')).toBe('absent');
    expect(stance('en', 'Seven there were.', 'seven herrings', 'five herrings')).toBe('asserts');
    expect(stance('en', 'I was born on the first of May, 1802.', '1802-05-01', '1793-05-01')).toBe('asserts');
    expect(stance('en', 'I was born in May 1793.', '1802-05-01', '1793-05-01')).toBe('absent');
  });
});

describe('what a Chinese answer does with a value', () => {
  test.each<[value: string, answer: string, expected: string]>([
    ['三文钱', '有钱的给三文钱。', 'asserts'],
    ['三文钱', '哪有收三文钱的道理？', 'denies'],
    ['三文钱', '不是三文钱，是五文钱。', 'denies'],
    ['五文钱', '不是三文钱，是五文钱。', 'asserts'],
    ['五文钱', '不是三文钱而是五文钱。', 'asserts'],
    ['三文钱', '不错，是三文钱。', 'asserts'],
    ['三文钱', '不但是三文钱，还要唱一支歌。', 'asserts'],
    ['三文钱', '你说三文钱？', 'unclear'],
    ['三文钱', '我没收过三文钱。', 'denies'],
    ['磨坊老赵', '那灯是磨坊老赵家的。', 'asserts'],
    ['自他爹把竹篙交到他手里', '我爹把竹篙交到我手里那年，河水正急。', 'asserts'],
    ['三文钱', '船到了再说。', 'absent'],
    ['从不与老天争输赢', '风起我就靠岸，从不与老天争输赢。', 'asserts'],
    ['从不与老天争输赢', '我常与老天争输赢。', 'denies'],
    ['吾亦知汝无罪，但不杀汝，军必变矣', '吾亦知汝无罪，但不杀汝，军必变矣。', 'asserts'],
  ])('%s: %s', (value, answer, expected) => {
    expect(stance('zh', answer, value)).toBe(expected);
  });

  test('a number is told by the whole of it', () => {
    expect(stance('zh', '算来已有三十一个春天了。', '七十一个春天', '三十一个春天')).toBe('absent');
    expect(stance('zh', '算来已有七十一年了。', '七十一个春天', '三十一个春天')).toBe('asserts');
  });
});

/** Sentences around a value, with what they do with it. */
const FRAMES: Record<'en' | 'zh', { asserts: string[]; denies: string[]; others: string[]; values: string[] }> = {
  en: {
    asserts: [
      'It was X that I saw.',
      'I remember X well.',
      'X, and I will swear to it.',
      'Not once but twice I met X.',
      'I came for X because nobody else would.',
    ],
    denies: [
      'It was not X.',
      'I never met X.',
      "It wasn't X, friend.",
      'There is no X here.',
      'I have neither seen nor heard of X.',
    ],
    others: ['The wind rises.', 'Nobody rows tonight.', 'Come in and sit down!', 'Why do you ask me that?'],
    values: ['Gertrude', 'the iron chest', 'seven herrings', 'Old Tom', 'Elsinore'],
  },
  zh: {
    asserts: ['那就是X。', '我记得X。', '不是旁人，正是X。', '我见过X，忘不了。'],
    denies: ['那不是X。', '我从没见过X。', '哪有X？', '这里没有X。'],
    others: ['起风了。', '今夜无人过河。', '请坐吧！', '你问这个做什么？'],
    values: ['老赵', '一只铜铃', '三文钱', '北山', '磨坊'],
  },
};

describe.each(['en', 'zh'] as const)('in %s', (language) => {
  const { asserts, denies, others, values } = FRAMES[language];
  const others$ = fc.array(fc.constantFrom(...others), { maxLength: 3 });
  const value$ = fc.constantFrom(...values);
  const joiner = language === 'en' ? ' ' : '';
  const said = (frame: string, value: string) =>
    frame.replaceAll('X', () => value).replace(/^./u, (letter) => letter.toUpperCase());

  test('an assertion is one and a denial is one, whatever stands around it', () => {
    const framed = fc.oneof(
      fc.constantFrom(...asserts).map((frame) => ({ frame, expected: 'asserts' })),
      fc.constantFrom(...denies).map((frame) => ({ frame, expected: 'denies' })),
    );
    fc.assert(
      fc.property(framed, value$, others$, others$, ({ frame, expected }, value, before, after) => {
        const answer = [...before, said(frame, value), ...after].join(joiner);
        expect(stance(language, answer, value), answer).toBe(expected);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  test('an assertion beside a denial is still one, in any order', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...asserts),
        fc.constantFrom(...denies),
        value$,
        fc.boolean(),
        (yes, no, value, first) => {
          const answer = (first ? [yes, no] : [no, yes]).map((frame) => said(frame, value)).join(joiner);
          expect(stance(language, answer, value), answer).toBe('asserts');
        },
      ),
      { seed: 2 },
    );
  });

  test('a text without the value says nothing of it, and any text is read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), value$, (text, value) => {
        const told = telltaleOf(value, '', language);
        if (!holds(text, told)) expect(stanceOn(text, told, language)).toBe('absent');
      }),
      { seed: 3 },
    );
  });
});

test('a language without signs of denial tells nothing', () => {
  expect(stance('fr', 'Ce n’est pas Elvire.', 'Elvire')).toBeUndefined();
});

describe('setting right, and not knowing', () => {
  test.each<[LanguageCode, 'corrects' | 'ignorance', string, boolean]>([
    ['en', 'corrects', 'You are quite mistaken, friend.', true],
    ['en', 'corrects', 'There was no such ship.', true],
    ['en', 'corrects', 'No, that is not how it went.', true],
    ['en', 'corrects', 'You have it wrong: the oar broke.', true],
    ['en', 'corrects', 'I know no better lamp than mine.', false],
    ['en', 'corrects', 'He is not so tall as you.', false],
    ['en', 'corrects', 'Nobody rows tonight.', false],
    ['en', 'ignorance', 'I have never heard of a telephone.', true],
    ['en', 'ignorance', 'What is a telephone?', true],
    ['en', 'ignorance', 'I do not know what you mean.', true],
    ['en', 'ignorance', 'I know the reef like my own hand.', false],
    ['zh', 'corrects', '你弄错了。', true],
    ['zh', 'corrects', '没有的事，谁告诉你的？', true],
    ['zh', 'corrects', '水急，抓牢船舷。', false],
    ['zh', 'ignorance', '我不知你说的是何物。', true],
    ['zh', 'ignorance', '从没听说过。', true],
    ['zh', 'ignorance', '我晓得这条河。', false],
  ])('%s %s: %s %s', (language, kind, answer, expected) => {
    expect(signOf(kind, answer, language) !== undefined).toBe(expected);
  });
});

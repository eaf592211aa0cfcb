import { describe, expect, test } from 'vitest';
import { languageOf } from '../../src/languages/index.js';

/** A finder of verbs and objects; both languages have one. */
const finderOf = async (code: 'en' | 'zh') => {
  const find = await languageOf(code).openVerbObjects?.();
  if (!find) throw new Error(`no finder for ${code}`);
  return find;
};

const english = await finderOf('en');
const chinese = await finderOf('zh');

const pair = (found: { verb: string; noun: string } | undefined) => found && `${found.verb} ${found.noun}`;

describe('the verb of an English question and its direct object', () => {
  test.each([
    ['Name three things that float.', 'name thing'],
    ['Describe the structure of an atom.', 'describe structure'],
    ['Give me a short summary of the plot.', 'give summary'],
    ['Please translate the following sentence into French.', 'translate sentence'],
    ['Can you help me plan a birthday party?', 'plan party'],
    ['What is the best way to learn a language?', 'learn language'],
    ['Why did you kill Polonius?', 'kill Polonius'],
    ['Have you seen the grey ship beyond the reef?', 'see ship'],
    ['What advice did you give your sister?', 'give advice'],
    ['Why did you let Fortinbras take the throne?', 'take throne'],
    ['I broke up with my girlfriend and feel sad. Can you give me some suggestions?', 'give suggestion'],
    ['Find the number in the text.\nHe wrote three letters. Did you read the book?', 'find number'],
    ['Avoid changing the context of the recipe.', 'change context'],
    ['Given a sentence and a number, return the word at that place.', 'return word'],
  ])('%s', (question, expected) => {
    expect(pair(english(question))).toBe(expected);
  });

  test.each([
    'How do you keep warm in winter?',
    'What would you do if the lamp went out?',
    'You are given a sentence.',
    'When Jack said, "I have lost both my parents," what did you say?',
    'You will remember that Jack asked for you. What did you say?',
    '',
  ])('has none: %s', (question) => {
    expect(english(question)).toBeUndefined();
  });
});

describe('the verb of a Chinese question and its direct object', () => {
  test.each([
    ['你为什么要打死那只白骨精？', '打死 白骨精'],
    ['请写一首关于春天的诗。', '写 诗'],
    ['怎样学习一门语言最好？', '学习 语言'],
    ['你对金箍棒有什么看法？', '有 看法'],
    ['你为什么把芭蕉扇还给铁扇公主？', '还给 铁扇公主'],
    ['陛下，您对于那些嫉妒甄嬛的妃嫔，有没有特定的看法？', '有 看法'],
    ['你在西天取经的过程中，如何看待你与师弟的关系？', '看待 关系'],
    ['若有人同你谈用兵，你会写什么文章？', '写 文章'],
  ])('%s', (question, expected) => {
    expect(pair(chinese(question))).toBe(expected);
  });

  test.each([
    '刘备说：“我要写一首诗。”你怎么回答？',
    '你是怎么大闹天宫的？',
    '为什么？',
    '这是什么？\n他写了一首诗。',
    '',
  ])('has none: %s', (question) => {
    expect(chinese(question)).toBeUndefined();
  });
});

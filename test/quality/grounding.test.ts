import { describe, expect, test } from 'vitest';
import { Settings } from '../../src/config.js';
import { grounded } from '../../src/quality/grounded.js';
import { claimsOf } from '../../src/quality/grounding/claims.js';
import { scoreGrounding } from '../../src/quality/grounding/index.js';
import { selfContained } from '../../src/quality/grounding/self-contained.js';
import { profileOf } from '../harness/profile.js';
import { answerOf, judge } from './harness.js';

const SEGMENT = { script: 'lamp.txt', from: 0, to: 3, lines: [1, 9] as [number, number] };
const OTHERS = ['What did the fishermen of Saint Agnes bring you on the first of May, when the seven boats came in?'];
const passageOf = () => ({
  text: `Nora: ${OTHERS[0]}\nKeeper: They brought me 7 herrings and a broken oar.`,
  othersLines: OTHERS,
});
const settings = Settings.parse({}).filter;

const score = (answer: string, more: Parameters<typeof answerOf>[3] = {}) =>
  scoreGrounding(
    answerOf('Keeper', 'What did they bring you?', answer, { type: 'script_based', segment: SEGMENT, ...more }),
    {
      profile: profileOf('Keeper', { catchphrases: [{ text: 'mark my words', evidence: [], origin: 'user' }] }),
      settings,
      promptExamples: [],
      passageOf,
    },
  );

describe('support: the share of names, numbers and quoted words that stand in the passage', () => {
  test.each([
    ['The men of Saint Agnes brought seven herrings.', 1, []],
    ['The men of Saint Agnes brought eight herrings.', 0.5, ['eight']],
    ['I gave old Barnaby 7 herrings.', 0.5, ['Barnaby']],
    ['You asked how they “came in”, and I said “good morning to you”.', 0.5, ['good morning to you']],
    ['Fish. They came, and I, the Keeper, slept.', null, []],
  ])('%s', (answer, support, unsupported) => {
    expect(score(answer)).toMatchObject({ support, unsupported });
  });

  test('of Chinese names too', () => {
    const chinese = { language: 'zh' as const, type: 'script_based' as const, segment: SEGMENT };
    const answer = answerOf('张飞', '你是如何相助的？', '我与关羽同去荆州，曹操却不来。', chinese);
    const passage = { text: '张飞：我与关羽去荆州。', othersLines: [] };
    const context = { profile: profileOf('张飞'), settings, promptExamples: [], passageOf: () => passage };
    expect(scoreGrounding(answer, context)).toMatchObject({ unsupported: ['曹操'] });
  });

  test('is not measured where there is no passage', () => {
    expect(score('I gave old Barnaby 7 herrings.', { segment: null }).support).toBeNull();
  });
});

test('catchphrases are found word for word, whatever the case and the punctuation', () => {
  expect(score('Mark my words: it burns.').catchphrases).toEqual(['mark my words']);
  expect(score('Mark these words: it burns.').catchphrases).toEqual([]);
});

test('a general answer has no scores of a question', () => {
  expect(score('Fine.', { isRoleSpecific: false })).toMatchObject({ addresses_role: null, self_contained: null });
});

describe('a question can be understood without its passage', () => {
  test.each([
    ['Why did he do that?', 'en', 0],
    ['What made you say so at that moment?', 'en', 0],
    ['How did Nora feel when she saw the lamp?', 'en', 1],
    ['What did the fishermen bring you, and what did they ask for it?', 'en', 1],
    ['How is it to live alone?', 'en', 1],
    ['When Jack said, "It never is, sir," what did you answer?', 'en', 1],
    ['你为什么要帮他？', 'zh', 0],
    ['张飞，此事你怎么看？', 'zh', 0],
    ['张飞，你为什么对曹豹如此愤怒？他有什么不义之处？', 'zh', 1],
    ['你与其他将军有何不同？', 'zh', 1],
  ] as const)('%s', (question, language, share) => {
    expect(selfContained(question, language)).toBe(share);
  });
});

describe('the check by the thresholds of the settings', () => {
  const check = (question: string, answer: string, more: Partial<typeof settings> = {}) =>
    judge(grounded, answerOf('Keeper', question, answer, { type: 'script_based', segment: SEGMENT }), {
      settings: { ...settings, ...more },
      passageOf,
    })?.evidence;

  test('refuses a question that names nothing of what it points at', () => {
    expect(check('Why did he do that?', 'For love.')).toContain('points at what it does not name');
    expect(check('Why did he do that?', 'For love.', { minSelfContained: 0 })).toBeUndefined();
  });

  test('refuses answers with too little support only where the settings ask for it', () => {
    expect(check('What did you do?', 'I sailed to Boston with Barnaby.')).toBeUndefined();
    expect(check('What did you do?', 'I sailed to Boston with Barnaby.', { minSupport: 0.5 })).toBe(
      'not in its passage: Boston, Barnaby',
    );
  });

  test('refuses an answer that gives another’s line as the role’s own', () => {
    expect(check('What did you say to Nora?', `Ah. ${OTHERS[0]}`)).toContain("another's line: what did the fishermen");
    expect(check('What did you say to Nora?', 'You ask what the fishermen of Saint Agnes brought.')).toBeUndefined();
  });
});

test('a number of two words with a hyphen is one, and a word that only begins with a number is none', () => {
  expect(claimsOf('Thirty-one winters. A four-poster for seven.', 'en')).toEqual(['Thirty-one', 'seven']);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conflictIn, conflictOf, conflictWithRole } from '../../../src/recipes/rules/conflicts.js';
import { drawSets } from '../../../src/recipes/rules/draw.js';
import { appliesTo, Rule } from '../../../src/recipes/rules/rule.js';
import { openRules, readTable } from '../../../src/recipes/rules/table.js';
import { checkRule } from '../../../src/recipes/rules/verdicts.js';
import type { LanguageCode } from '../../../src/records.js';
import { makeFolder, PROJECT } from '../../harness/cli.js';
import { profileOf } from '../../harness/profile.js';

const rule = (some: object): Rule => Rule.parse({ text: JSON.stringify(some), ...some });
const keeps = (some: object, answer: string) => checkRule(rule(some), answer)?.passes;

describe('what code says of an answer', () => {
  test.each<[what: string, rule: object, kept: string, broken: string]>([
    ['a list', { kind: 'form', form: 'list' }, '- Corks.\n- Gulls.', 'Here they are:\n- Corks.\n- Gulls.'],
    ['a list of one', { kind: 'form', form: 'list' }, '1. Corks.\n2. Gulls.', '- Corks.'],
    ['a paragraph', { kind: 'form', form: 'paragraph' }, 'One. Two.', 'One.\nTwo.'],
    ['JSON', { kind: 'form', form: 'json', keys: ['speech'] }, '{"speech":"Aye."}', '{"said":"Aye."}'],
    ['JSON alone', { kind: 'form', form: 'json' }, '{"speech":"Aye."}', 'Here: {"speech":"Aye."}'],
    ['a question', { kind: 'form', form: 'question' }, 'Is it “you?”', 'It is you.'],
    ['a beginning', { kind: 'form', form: 'begins-with', value: 'Listen' }, '“Listen, sir.', 'Listening is hard.'],
    ['an end', { kind: 'form', form: 'ends-with', value: 'so it is' }, 'It floats, so it is!', 'So it is, I say.'],
    ['an end in Chinese', { kind: 'form', form: 'ends-with', value: '就是这样' }, '水流急，就是这样。', '就是这样吗'],
    ['few words', { kind: 'length', at_most: 3 }, 'Corks do float.', 'Corks do float well.'],
    ['many characters', { kind: 'length', at_least: 4 }, '渡是渡得', '渡不得'],
    ['sentences', { kind: 'length', at_most: 2, unit: 'sentences' }, 'One. Two.', 'One. Two. Three.'],
    ['a language', { kind: 'language', language: 'zh' }, '水急，抓牢船舷。', 'Hold on to the rail.'],
    [
      'another of the same letters',
      { kind: 'language', language: 'en' },
      'I hold the rail.',
      'Je ne sais pas ce que vous voulez dire, mais il est tard et la mer est haute.',
    ],
    ['words to say', { kind: 'must', words: ['my friend'] }, 'Come in, My Friend.', 'Come in, my friends.'],
    ['words not to say', { kind: 'must-not', words: ['but', 'very'] }, 'A butter knife.', 'Sharp, BUT old.'],
    ['words not to say in Chinese', { kind: 'must-not', words: ['可是'] }, '渡得。', '渡得，可是水急。'],
  ])('%s', (_what, some, kept, broken) => {
    expect([keeps(some, kept), keeps(some, broken)]).toEqual([true, false]);
  });

  test('tone, topic and what to do are left to a judge', () => {
    for (const kind of ['tone', 'topic', 'when-asked']) expect(checkRule(rule({ kind }), 'Aye.')).toBeUndefined();
  });

  test('a rule about what is asked for applies where the instruction holds one of its words', () => {
    const aboutMoney = rule({ kind: 'topic', words: ['price', 'pay'] });
    expect(appliesTo(aboutMoney, 'What PRICE has a lamp?')).toBe(true);
    expect(appliesTo(aboutMoney, 'Who pays for prices?')).toBe(false);
    expect(appliesTo(rule({ kind: 'topic' }), 'Who pays?')).toBe(true);
    expect(appliesTo(rule({ kind: 'must', words: ['price'] }), 'Who?')).toBe(true);
  });
});

const WORD = fc.constantFrom('oar', 'old oar', 'lamp', 'mark my words', 'reef');
const COUNT = fc.integer({ min: 1, max: 12 });
const anyRule: fc.Arbitrary<Rule> = fc
  .oneof(
    fc.record({ kind: fc.constant('form'), form: fc.constantFrom('list', 'paragraph', 'json', 'question') }),
    fc.record({ kind: fc.constant('form'), form: fc.constantFrom('begins-with', 'ends-with'), value: WORD }),
    fc.record({ kind: fc.constant('length'), at_most: COUNT, unit: fc.constantFrom('words', 'sentences') }),
    fc.record({ kind: fc.constant('length'), at_least: COUNT, unit: fc.constantFrom('words', 'sentences') }),
    fc.record({
      kind: fc.constantFrom('must', 'must-not'),
      words: fc.uniqueArray(WORD, { minLength: 1, maxLength: 2 }),
    }),
    fc.record({ kind: fc.constant('language'), language: fc.constantFrom('en', 'zh') }),
    fc.record({ kind: fc.constantFrom('tone', 'topic', 'when-asked') }),
    fc.record({ kind: fc.constantFrom('topic', 'when-asked'), words: fc.uniqueArray(WORD, { minLength: 1 }) }),
  )
  .map(rule);

/** An answer that is made to keep a rule, with more words and sentences around what it needs. */
function answerFor(one: Rule, words: number, sentences: number): string {
  const filler = Array.from({ length: sentences }, () => `${'Sea '.repeat(words)}calls.`).join(' ');
  switch (one.kind) {
    case 'form':
      if (one.form === 'list') return `- ${filler}\n- Gulls.`;
      if (one.form === 'json') return JSON.stringify({ speech: filler });
      if (one.form === 'question') return `${filler} Is it so?`;
      if (one.form === 'begins-with') return `${one.value}. ${filler}`;
      return one.form === 'ends-with' ? `${filler} Aye, ${one.value}.` : filler;
    case 'must':
      return `${one.words.join(', ')}. ${filler}`;
    default:
      return filler;
  }
}

describe('conflicts between rules', () => {
  test('of two rules of which one excludes the other for sure, no answer that keeps one keeps the other', () => {
    let seen = 0;
    fc.assert(
      fc.property(anyRule, anyRule, COUNT, COUNT, (one, other, words, sentences) => {
        if (!conflictOf(one, other)?.isSure) return;
        seen += 1;
        for (const made of [one, other]) {
          const answer = answerFor(made, words, sentences);
          const verdicts = [one, other].map((some) => checkRule(some, answer)?.passes);
          expect(verdicts, answer).not.toEqual([true, true]);
        }
      }),
      { numRuns: 3000, seed: 1 },
    );
    expect(seen).toBeGreaterThan(100);
  });

  test('it does not matter which of two rules comes first', () => {
    fc.assert(
      fc.property(anyRule, anyRule, (one, other) => {
        expect(conflictOf(one, other)?.isSure).toBe(conflictOf(other, one)?.isSure);
      }),
      { seed: 2 },
    );
  });

  test.each<[object, object]>([
    [
      { kind: 'length', at_least: 80 },
      { kind: 'length', at_most: 40 },
    ],
    [
      { kind: 'length', at_least: 5, unit: 'sentences' },
      { kind: 'length', at_most: 10 },
    ],
    [
      { kind: 'form', form: 'json' },
      { kind: 'form', form: 'paragraph' },
    ],
    [
      { kind: 'language', language: 'en' },
      { kind: 'language', language: 'zh' },
    ],
    [
      { kind: 'must', words: ['oar'] },
      { kind: 'must-not', words: ['lamp', 'Oar'] },
    ],
    [
      { kind: 'tone', text: 'Be gay.' },
      { kind: 'tone', text: 'Be grave.' },
    ],
    [
      { kind: 'topic', words: ['oar'] },
      { kind: 'when-asked', words: ['oar'] },
    ],
  ])('%j and %j do not go together', (one, other) => {
    expect(conflictOf(rule(one), rule(other))).toBeDefined();
  });

  test('a length, a form, a word and a tone do', () => {
    const set = [
      { kind: 'length', at_most: 40 },
      { kind: 'form', form: 'question' },
      { kind: 'must', words: ['oar'] },
      { kind: 'must-not', words: ['lamp'] },
      { kind: 'tone' },
    ];
    expect(conflictIn(set.map(rule))).toBeUndefined();
  });
});

describe('conflicts with a role', () => {
  const keeper = profileOf('Keeper', {
    aliases: ['Old Tom'],
    catchphrases: [{ text: 'Mark my words', evidence: [], origin: 'user' }],
  });
  test.each<[object, boolean]>([
    [{ kind: 'must-not', words: ['words'] }, true],
    [{ kind: 'must-not', words: ['tom'] }, true],
    [{ kind: 'must-not', words: ['word'] }, false],
    [{ kind: 'language', language: 'zh' }, true],
    [{ kind: 'language', language: 'en' }, false],
    [{ kind: 'topic', words: ['keeper'] }, true],
    [{ kind: 'must', words: ['words'] }, false],
  ])('%j: %s', (some, isConflict) => {
    expect(conflictWithRole(rule(some), keeper) !== undefined).toBe(isConflict);
  });
});

test('the rules that docs/rules.md shows are rules of every kind but that of which it only says how it is written', () => {
  const page = readFileSync(join(PROJECT, 'docs/rules.md'), 'utf8');
  const [, shown = ''] = /```text\n([\s\S]*?)```/.exec(page) ?? [];
  const file = join(makeFolder({ 'my-rules.yaml': shown }), 'my-rules.yaml');
  const kinds = ['form', 'length', 'language', 'tone', 'must', 'topic', 'when-asked'];
  expect([...new Set(readTable(file).map(({ kind }) => kind))]).toEqual(kinds);
});

describe('drawn sets', () => {
  const wanted = { sets: 4, minRules: 3, maxRules: 6 };

  test.each<[LanguageCode, string]>([
    ['en', 'Keeper'],
    ['zh', '船家'],
  ])(
    'of the shipped rules in %s differ, hold 3 to 6 rules, have no conflict and follow from the seed',
    (language, role) => {
      const table = openRules(undefined)(language);
      expect(new Set(table.map(({ kind }) => kind)).size).toBe(8);
      expect(new Set(table.map(({ text }) => text)).size).toBe(table.length);
      const profile = profileOf(role);
      const sizes = new Set<number>();
      for (let seed = 0; seed < 40; seed += 1) {
        const { sets, lacks } = drawSets(table, profile, wanted, seed);
        expect([sets.length, lacks]).toEqual([4, undefined]);
        for (const set of sets) {
          sizes.add(set.length);
          expect(conflictIn(set)).toBeUndefined();
          for (const one of set) expect(conflictWithRole(one, profile)).toBeUndefined();
        }
        expect(new Set(sets.map((set) => JSON.stringify(set))).size).toBe(4);
        expect(drawSets(table, profile, wanted, seed).sets).toEqual(sets);
      }
      expect([...sizes].sort()).toEqual([3, 4, 5, 6]);
    },
  );

  test('of any rules have no conflict, and where they cannot be drawn the reason is said', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyRule, { minLength: 3, maxLength: 9, selector: ({ text }) => text }), (rules) => {
        const { sets, lacks } = drawSets(rules, profileOf('Keeper'), wanted, 0);
        for (const set of sets) expect(conflictIn(set)).toBeUndefined();
        if (sets.length < 4)
          expect(lacks).toMatch(/^Keeper: \d of 4 sets of rules without a conflict can be drawn \(.+\)$/);
      }),
      { numRuns: 60, seed: 3 },
    );
  });
});

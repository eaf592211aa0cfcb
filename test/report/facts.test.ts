import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DialogueLine } from '../../src/records.js';
import { findDistinctiveWords } from '../../src/report/facts/distinctive-words.js';
import { createLengths } from '../../src/report/facts/lengths.js';
import { createSampler } from '../../src/report/facts/sampler.js';
import { createStyleMarkers } from '../../src/report/facts/style-markers.js';
import { createVerbNouns } from '../../src/report/facts/verb-nouns.js';
import { drawnRows } from '../../src/report/sections/drawn-rows.js';
import { normalisedWords } from '../../src/text/normalise.js';
import { profileOf } from '../harness/profile.js';

const RECIPES = ['context-instruct', 'rolegpt'] as const;
const LANGUAGE = fc.constantFrom('en' as const, 'zh' as const);
const samples = fc.array(
  fc.record({
    recipe: fc.constantFrom(...RECIPES),
    language: LANGUAGE,
    question: fc.lorem({ maxCount: 40 }),
    answer: fc.lorem({ maxCount: 200 }),
  }),
  { maxLength: 60 },
);

describe('lengths', () => {
  test('every sample stands in exactly one bin, and bins follow each other without a gap', () => {
    fc.assert(
      fc.property(samples, (rows) => {
        const lengths = createLengths();
        for (const row of rows) lengths.add(row);
        for (const { language, samples: count, bins } of lengths.result()) {
          const ofLanguage = rows.filter((row) => row.language === language);
          expect(count).toBe(ofLanguage.length);
          for (const recipe of RECIPES) {
            const binned = bins.reduce((sum, bin) => sum + (bin.samples.get(recipe) ?? 0), 0);
            expect(binned).toBe(ofLanguage.filter((row) => row.recipe === recipe).length);
          }
          expect(bins[0]?.from).toBe(0);
          for (const [k, bin] of bins.slice(1).entries()) expect(bin.from).toBe(bins[k]?.to);
        }
      }),
    );
  });

  test('languages come in the order of the tables, whichever has samples first', () => {
    const lengths = createLengths();
    for (const language of ['fr', 'zh', 'en'] as const)
      lengths.add({ language, recipe: 'rolegpt', question: 'Why?', answer: 'So.' });
    expect(lengths.result().map(({ language, of }) => `${language} ${of}`)).toEqual([
      'en instructions',
      'en responses',
      'zh instructions',
      'zh responses',
      'fr instructions',
      'fr responses',
    ]);
  });

  test('one answer that is far longer than all others does not squeeze them together', () => {
    const lengths = createLengths();
    const add = (answer: string) => lengths.add({ language: 'en', recipe: 'rolegpt', question: 'Why?', answer });
    for (let k = 0; k < 300; k += 1) add('word '.repeat((k % 20) + 1));
    add('word '.repeat(5000));
    const responses = lengths.result().find(({ of }) => of === 'responses');
    expect(responses).toMatchObject({ longest: 5000, median: 11 });
    expect(responses?.bins.at(-1)).toEqual({ from: expect.any(Number), to: null, samples: new Map([['rolegpt', 1]]) });
    expect(responses?.bins.length).toBeGreaterThan(10);
  });
});

describe('samples', () => {
  const row = (id: number, role: string) => ({ id: `row-${id}`, role });

  test('the same rows are drawn in whatever order they come, and of no role two', () => {
    const rows = fc.array(fc.tuple(fc.nat(500), fc.constantFrom('a', 'b', 'c', 'd')), { maxLength: 80 });
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat()), (pairs, shuffle) => {
        const draw = (order: readonly [number, string][]) => {
          const sampler = createSampler<{ id: string; role: string }>(7, 3);
          for (const [id, role] of order) sampler.add('all', row(id, role));
          return sampler.result().get('all') ?? [];
        };
        const shuffled = pairs
          .map((pair): [number, [number, string]] => [shuffle.next().value as number, pair])
          .sort(([a], [b]) => a - b)
          .map(([, pair]) => pair);
        const drawn = draw(pairs);
        expect(draw(shuffled).map(({ id }) => id)).toEqual(drawn.map(({ id }) => id));
        expect(new Set(drawn.map(({ role }) => role)).size).toBe(drawn.length);
        expect(drawn.length).toBe(Math.min(3, new Set(pairs.map(([, role]) => role)).size));
      }),
    );
  });
});

describe('verbs and nouns', () => {
  test('a question that is asked of several roles counts once, and the share is of different questions', async () => {
    const verbs = createVerbNouns(0);
    for (const question of ['Write a poem.', 'Write a poem.', 'Write a letter.', 'Sing a song.', 'And then?']) {
      verbs.add('en', question);
    }
    expect(await verbs.result()).toEqual([
      {
        language: 'en',
        questions: 4,
        looked_at: 4,
        with_pair: 3,
        verbs: [
          {
            verb: 'write',
            questions: 2,
            nouns: [
              { noun: 'letter', questions: 1 },
              { noun: 'poem', questions: 1 },
            ],
          },
          { verb: 'sing', questions: 1, nouns: [{ noun: 'song', questions: 1 }] },
        ],
      },
    ]);
  });
});

describe('style markers', () => {
  const catchphrase = (text: string) => ({ text, evidence: [], origin: 'user' as const });
  const pirate = profileOf('Pirate', { catchphrases: [catchphrase('Shiver my timbers!')] });
  const clerk = profileOf('Clerk', { catchphrases: [catchphrase('in triplicate')] });
  const profiles = [pirate, clerk];
  const line = (role: string, content: string, diag_id: number): DialogueLine => ({
    script: 'a.txt',
    role,
    content,
    act_id: 0,
    diag_id,
    line: diag_id + 1,
  });

  test('distinctive words are those of the script that others hardly say; narration counts for nobody', () => {
    const lines = Array.from({ length: 12 }, (_, k) => [
      line('Pirate', `the rum is gone ${k}`, 3 * k),
      line('Clerk', `the form is here ${k}`, 3 * k + 1),
      line('narration', 'rum rum rum rum', 3 * k + 2),
    ]).flat();
    const words = findDistinctiveWords(profiles, lines, normalisedWords);
    expect(words.get('Pirate')).toEqual(['gone', 'rum']);
    expect(words.get('Clerk')).toEqual(['form', 'here']);
  });

  test('a role that sounds like itself is told from one that sounds like another', () => {
    const words = new Map([
      ['Pirate', ['rum']],
      ['Clerk', ['form']],
    ]);
    const style = createStyleMarkers(profiles, words, normalisedWords);
    style.add({ role: 'Pirate', language: 'en', answer: 'Shiver my timbers, more rum.' });
    style.add({ role: 'Pirate', language: 'en', answer: 'Another cask of rum for me.' });
    style.add({ role: 'Clerk', language: 'en', answer: 'Shiver MY timbers, said he.' });
    style.add({ role: 'Clerk', language: 'en', answer: 'Nothing to declare.' });
    const [own, other] = style.result();
    expect(own?.catchphrase_answers).toEqual({ own: 50, others: 50 });
    expect(own?.word_rate).toEqual({ own: (1000 * 2) / 11, others: 0 });
    expect(other?.catchphrase_answers).toEqual({ own: 0, others: 0 });
  });

  test('where a language has one role there is nothing to compare it with', () => {
    const style = createStyleMarkers([pirate], new Map(), normalisedWords);
    style.add({ role: 'Pirate', language: 'en', answer: 'Shiver my timbers.' });
    expect(style.result()[0]?.catchphrase_answers).toEqual({ own: 100, others: null });
  });
});

describe('rows of a chart', () => {
  const roles = Array.from({ length: 40 }, (_, k) => `role ${k}`);

  test('as many as a page can show are all drawn, in their order', () => {
    expect(drawnRows(roles.slice(0, 30), () => 0, 'that come first')).toEqual({ drawn: roles.slice(0, 30), note: '' });
  });

  test('of more those that tell most are drawn, and the caption says so', () => {
    const { drawn, note } = drawnRows(roles, (role) => -roles.indexOf(role), 'that come last');
    expect([drawn.length, drawn[0]]).toEqual([30, 'role 39']);
    expect(note).toBe(' Drawn are the 30 of 40 roles that come last; the table has all.');
  });
});

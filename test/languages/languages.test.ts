import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { eachLanguage, guessLanguage, languageCodes, languageOf, languages } from '../../src/languages/index.js';
import { LanguageCode } from '../../src/records.js';
import { splitSentences } from '../../src/text/sentences.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('a language', () => {
  test('is found by its code, and rows may have the codes of the list and no others', () => {
    expect(languageCodes.map((code) => languageOf(code).code)).toEqual(languageCodes);
    expect(LanguageCode.options).toEqual(languageCodes);
  });

  test.each(languageCodes)('%s has a folder of its own, prompts and instructions', (code) => {
    for (const path of [`src/languages/${code}/index.ts`, `prompts/${code}`, `instructions/${code}.jsonl`])
      expect(existsSync(`${root}/${path}`), path).toBe(true);
  });

  test.each(languages)('$code finds clauses and words all over a text', ({ clauses }) => {
    expect(clauses.clause.flags).toContain('g');
    expect(clauses.word.flags).toContain('g');
  });

  test('is guessed from the letters of a text, the first of the list where they show none', () => {
    expect(guessLanguage('The kettle is on.').code).toBe('en');
    expect(guessLanguage('水开了。').code).toBe('zh');
    expect(guessLanguage('He said 水开了 and left.').code).toBe('zh');
    expect(guessLanguage('12:30').code).toBe('en');
  });

  test.each([
    'Je ne sais pas.',
    'Qu’est-ce que la vertu ?',
    'Le pauvre homme !',
    'Et comme du fumier, regarde tout le monde.',
    '« Venez ! » dit-il.',
    'Dites-moi pourquoi vous mentez.',
  ])('is French where words and marks show it and come before those of another: %s', (text) => {
    expect(guessLanguage(text).code).toBe('fr');
  });

  test.each([
    'Translate “Ce qui a été appris est assez” into English.',
    'Translate the following sentence: Je ne sais pas où vous êtes.',
    'Mon ami, it is the little grey cells that do the work.',
    'Madame de la Tour',
    'Dom Juan',
    'La casa de la mujer que vive en el pueblo.',
    'Non è vero che la vita sia un sogno.',
  ])('is not taken for French for a name, a quotation or a neighbour’s words: %s', (text) => {
    expect(guessLanguage(text).code).toBe('en');
  });

  test('ends its sentences as it is written', () => {
    expect(splitSentences('Mr. Lamb is out. Come again!')).toEqual(['Mr. Lamb is out.', 'Come again!']);
    expect(splitSentences('水开了。谁来倒茶？')).toEqual(['水开了。', '谁来倒茶？']);
    expect(splitSentences('M. Loyal est là. « Venez donc ! » dit-il. Ah ! que voulez-vous ?')).toEqual([
      'M. Loyal est là.',
      '« Venez donc ! » dit-il.',
      'Ah ! que voulez-vous ?',
    ]);
  });

  test('has one value where something is kept for each', () => {
    expect(eachLanguage((code) => languageOf(code).unit)).toEqual({ en: 'word', zh: 'character', fr: 'word' });
  });
});

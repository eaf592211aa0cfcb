import { join } from 'node:path';
import { expect, test } from 'vitest';
// @ts-expect-error a maintenance script without types
import { findLanguageCodes } from '../../scripts/check-languages.mjs';
import { makeFolder, PROJECT } from '../harness/cli.js';

test('no file names a language by its code outside of its folder and of the places that say why', () => {
  expect(findLanguageCodes(join(PROJECT, 'src'))).toEqual([]);
});

test('a comparison, a key and an exception that nothing needs are named, and the rooms with languages are not', () => {
  const source = makeFolder({
    'languages/nl/index.ts': "export const code = 'nl';\n",
    'languages/index.ts': '',
    'rolebench/layout.ts': "export const BENCH = ['nl'];\n",
    'cards/card.ts': "\nexport const isDutch = (language: string) => language === 'nl';\n",
    'quality/limits.ts': 'export const LIMITS = { nl: 4 };\n',
    'stages/kept.ts': "export const KEPT = 'nl';\n",
    'text/words.ts': "export const UNL = { unl: 'nlx' };\n",
  });
  expect(findLanguageCodes(source, { 'stages/kept.ts': 'a reason', 'text/words.ts': 'none' })).toEqual([
    'cards/card.ts:2 names a language: ask src/languages, or say in scripts/check-languages.mjs why',
    'quality/limits.ts:1 names a language: ask src/languages, or say in scripts/check-languages.mjs why',
    'text/words.ts names no language: take it off the list of scripts/check-languages.mjs',
  ]);
});

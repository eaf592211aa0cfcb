import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bleuCharacters, bleuOf, bleuWords, countBleu } from '../../src/text/bleu.js';

interface Case {
  tokenize: '13a' | 'zh';
  pairs: [text: string, reference: string][];
  bleu: number;
}

const { cases } = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/bleu/sacrebleu.json'), 'utf8')) as {
  cases: Case[];
};

test.each(cases)('BLEU is sacrebleu’s figure: $tokenize, $bleu', ({ tokenize, pairs, bleu }) => {
  const words = tokenize === 'zh' ? bleuCharacters : bleuWords;
  const counts = pairs.map(([text, reference]) => countBleu(words(text), words(reference)));
  expect(bleuOf(counts)).toBeCloseTo(bleu, 8);
});

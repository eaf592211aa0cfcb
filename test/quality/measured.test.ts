import { describe, expect, test } from 'vitest';
import { measureChecks, measureWritten } from '../../scripts/measure-checks.mjs';

const figures = measureChecks();

describe.skipIf(!figures)('on real answers that were labelled by reading (../shared/rolebench)', () => {
  const all = figures ?? [];

  test('there are at least 150 to refuse and 300 to pass', () => {
    expect(all.reduce((sum, { refuse }) => sum + refuse, 0)).toBeGreaterThanOrEqual(150);
    expect(all.reduce((sum, { pass }) => sum + pass, 0)).toBeGreaterThanOrEqual(300);
  });

  test.each(['ai-identity', 'refusal', 'role-announcement', 'completeness'])(
    '%s is right 97 times in 100 when it refuses, and misses at most 5 in 100',
    (name) => {
      const figure = all.find(({ check }) => check === name);
      expect(figure?.precision).toBeGreaterThanOrEqual(0.97);
      expect(figure?.recall).toBeGreaterThanOrEqual(0.95);
    },
  );
});

describe('on rows that were written for a language', () => {
  const all = measureWritten();

  test('there are at least 100 in French', () => {
    const french = all.find(({ language }) => language === 'fr')?.figures ?? [];
    expect(french.reduce((sum, { refuse, pass }) => sum + refuse + pass, 0)).toBeGreaterThanOrEqual(100);
  });

  test('each check is right when it refuses, and misses no more than one in six', () => {
    for (const { language, figures: written } of all) {
      for (const { check, precision, recall } of written) {
        expect(precision, `${language} ${check}`).toBeGreaterThanOrEqual(0.97);
        expect(recall, `${language} ${check}`).toBeGreaterThanOrEqual(0.83);
      }
    }
  });
});

import { describe, expect, test } from 'vitest';
import { renderLacking } from '../../src/cli/tables.js';
import { languageCodes } from '../../src/languages/index.js';
import { tellAbstaining } from '../../src/quality/abstain.js';
import type { Check } from '../../src/quality/check.js';
import { checkAnswer, defaultCheckSettings, rowChecks } from '../../src/quality/index.js';
import { profileOf } from '../harness/profile.js';
import { answerOf } from './harness.js';

/** Refuses everything, and goes by a sign that English has and Chinese lacks. */
const particular: Check = { name: 'particular', needs: ['particles'], run: () => ({ evidence: 'refused' }) };

function judged(role: string) {
  const context = { profile: profileOf(role), settings: defaultCheckSettings, promptExamples: [] };
  return checkAnswer(answerOf(role, 'Who goes there?', 'A friend to this ground.'), context, [particular]);
}

describe('a check that goes by a sign', () => {
  test('judges answers in a language that has it, and abstains from those in one that lacks it', () => {
    expect(judged('Marcellus')?.check).toBe('particular');
    expect(judged('孙悟空')).toBeUndefined();
  });

  test('is named, with the language, in what the filter says at its end', () => {
    const abstained = tellAbstaining([particular, ...rowChecks], ['en', 'zh']);
    expect(abstained).toEqual(['Chinese: particular']);
    expect(renderLacking([{ missing: [], notes: [], abstained }])).toEqual([
      'Checks that abstained, because the language has no signs for them:\n  Chinese: particular',
    ]);
  });

  test('never abstains among those that are shipped, in any shipped language', () => {
    expect(tellAbstaining(rowChecks, languageCodes)).toEqual([]);
  });
});

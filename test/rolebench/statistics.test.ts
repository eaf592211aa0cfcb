import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CountedAnswer, createStatistics } from '../../src/rolebench/statistics.js';

function count(samples: readonly CountedAnswer[]) {
  const statistics = createStatistics();
  for (const sample of samples) statistics.add(sample);
  return statistics.result();
}

const sample = (more: Partial<CountedAnswer>): CountedAnswer => ({
  language: 'en',
  set: 'general',
  type: null,
  role: 'Keeper',
  question: 'Name a fish.',
  answer: 'A herring.',
  ...more,
});

test('an instruction that several roles answer counts once, a question to several roles once for each', () => {
  const twice = (more: Partial<CountedAnswer>) => ['Keeper', 'Nora', 'Nora'].map((role) => sample({ ...more, role }));
  const { instructions, samples, roles } = count([
    ...twice({}),
    ...twice({ set: 'role_specific', type: 'script_based' }),
  ]);
  expect(instructions).toMatchObject({ general: { en: 1, zh: 0 }, role_specific: { en: 2, zh: 0 } });
  expect(samples.general.en + samples.role_specific.en).toBe(6);
  expect(samples.by_type).toEqual({ script_based: 3, script_agnostic: 0 });
  expect(roles).toMatchObject({ en: 2, zh: 0 });
});

test('mean lengths are over samples, in words of English and characters of Chinese', () => {
  const { averageInstructionLength, averageResponseLength } = count([
    sample({}),
    sample({ question: 'Sing!', answer: 'No, not today, I will not.' }),
    sample({ language: 'zh', question: '你是谁？', answer: '俺老孙。' }),
  ]);
  expect(averageInstructionLength).toMatchObject({ en: 2, zh: 3 });
  expect(averageResponseLength).toMatchObject({ en: 4, zh: 3 });
});

test('a set without samples has means of 0', () => {
  expect(count([])).toMatchObject({ averageInstructionLength: { en: 0, zh: 0 }, roles: { en: 0, zh: 0 } });
});

test('every sample is in one set of one language, and a role-specific one of one type', () => {
  const drawn = fc.array(
    fc
      .tuple(
        fc.constantFrom('en' as const, 'zh' as const),
        fc.constantFrom(null, 'script_based' as const, 'script_agnostic' as const),
        fc.constantFrom('a', 'b', 'c'),
      )
      .map(([language, type, question]) =>
        sample({ language, type, set: type ? 'role_specific' : 'general', question }),
      ),
  );
  fc.assert(
    fc.property(drawn, (all) => {
      const { samples, instructions } = count(all);
      const { general, role_specific, by_type } = samples;
      expect(general.en + general.zh + role_specific.en + role_specific.zh).toBe(all.length);
      expect(by_type.script_based + by_type.script_agnostic).toBe(role_specific.en + role_specific.zh);
      expect(instructions.general.en).toBeLessThanOrEqual(Math.min(3, general.en));
    }),
  );
});

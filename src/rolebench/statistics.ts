import { eachLanguage, languageCodes, languageOf } from '../languages/index.js';
import type { LanguageCode, QuestionType } from '../records.js';
import { countWords } from '../text/words.js';
import { isBenchLanguage } from './layout.js';

/** Counts of a set, as in the paper's Table 1, for every language that roles may speak. */
export interface Statistics {
  roles: Record<LanguageCode, number>;
  samples: {
    general: Record<LanguageCode, number>;
    role_specific: Record<LanguageCode, number>;
    by_type: Record<QuestionType, number>;
  };
  instructions: { general: Record<LanguageCode, number>; role_specific: Record<LanguageCode, number> };
  /** Means over samples, in each language's own unit. */
  averageInstructionLength: Record<LanguageCode, number>;
  averageResponseLength: Record<LanguageCode, number>;
}

/** Languages that Table 1 shows: RoleBench's, and those that the set has beside them. */
export const shownLanguages = ({ roles }: Pick<Statistics, 'roles'>): LanguageCode[] =>
  languageCodes.filter((code) => isBenchLanguage(code) || roles[code] > 0);

/** What lengths are counted in: `words (English) and characters (Chinese)`. */
export function tellUnits(statistics: Pick<Statistics, 'roles'>): string {
  const languages = shownLanguages(statistics).map(languageOf);
  const units = [...new Set(languages.map(({ unit }) => unit))];
  const named = (unit: string) => languages.filter((one) => one.unit === unit).map(({ name }) => name);
  return units.map((unit) => `${unit}s (${named(unit).join(', ')})`).join(' and ');
}

/** One answer as Table 1 counts it. */
export interface CountedAnswer {
  language: LanguageCode;
  set: 'general' | 'role_specific';
  type: QuestionType | null;
  role: string;
  question: string;
  answer: string;
}

const perLanguage = () => eachLanguage(() => 0);
const setPerLanguage = () => eachLanguage(() => new Set<string>());

/**
 * Counts samples one by one. `Instructions` are different questions: general ones are shared by the roles and count once,
 * role-specific ones count once for each role.
 */
export function createStatistics(): { add(answer: CountedAnswer): void; result(): Statistics } {
  const samples = { general: perLanguage(), role_specific: perLanguage() };
  const by_type = { script_based: 0, script_agnostic: 0 };
  const roles = setPerLanguage();
  const questions = {
    general: setPerLanguage(),
    role_specific: setPerLanguage(),
  };
  const words = { instruction: perLanguage(), response: perLanguage() };
  const mean = (sum: number, count: number) => (count === 0 ? 0 : sum / count);

  return {
    add({ language, set, type, role, question, answer }) {
      samples[set][language] += 1;
      if (type) by_type[type] += 1;
      roles[language].add(role);
      questions[set][language].add(set === 'general' ? question : `${role}\n${question}`);
      words.instruction[language] += countWords(question);
      words.response[language] += countWords(answer);
    },
    result() {
      const ofLanguage = (language: LanguageCode) => samples.general[language] + samples.role_specific[language];
      const sizes = (sets: Record<LanguageCode, Set<string>>) => eachLanguage((language) => sets[language].size);
      const means = (sums: Record<LanguageCode, number>) =>
        eachLanguage((language) => mean(sums[language], ofLanguage(language)));
      return {
        roles: sizes(roles),
        samples: { ...samples, by_type },
        instructions: { general: sizes(questions.general), role_specific: sizes(questions.role_specific) },
        averageInstructionLength: means(words.instruction),
        averageResponseLength: means(words.response),
      };
    },
  };
}

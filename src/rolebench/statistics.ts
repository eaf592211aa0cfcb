import type { LanguageCode, QuestionType } from '../records.js';
import { countWords } from '../text/words.js';

/** Counts of a set, as in the paper's Table 1. */
export interface Statistics {
  roles: Record<LanguageCode, number>;
  samples: {
    general: Record<LanguageCode, number>;
    role_specific: Record<LanguageCode, number>;
    by_type: Record<QuestionType, number>;
  };
  instructions: { general: Record<LanguageCode, number>; role_specific: Record<LanguageCode, number> };
  /** Means over samples, in words (English) and characters (Chinese). */
  averageInstructionLength: Record<LanguageCode, number>;
  averageResponseLength: Record<LanguageCode, number>;
}

/** One answer as Table 1 counts it: a sample. */
export interface Sample {
  language: LanguageCode;
  set: 'general' | 'role_specific';
  type: QuestionType | null;
  role: string;
  question: string;
  answer: string;
}

const perLanguage = () => ({ en: 0, zh: 0 });

/**
 * Counts samples one by one. `Instructions` are different questions: general ones are shared by the roles and count once,
 * role-specific ones count once for each role.
 */
export function createStatistics(): { add(sample: Sample): void; result(): Statistics } {
  const samples = { general: perLanguage(), role_specific: perLanguage() };
  const by_type = { script_based: 0, script_agnostic: 0 };
  const roles = { en: new Set<string>(), zh: new Set<string>() };
  const questions = {
    general: { en: new Set<string>(), zh: new Set<string>() },
    role_specific: { en: new Set<string>(), zh: new Set<string>() },
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
      const total = (language: LanguageCode) => samples.general[language] + samples.role_specific[language];
      const sizes = (sets: Record<LanguageCode, Set<string>>) => ({ en: sets.en.size, zh: sets.zh.size });
      const means = (sums: Record<LanguageCode, number>) => ({
        en: mean(sums.en, total('en')),
        zh: mean(sums.zh, total('zh')),
      });
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

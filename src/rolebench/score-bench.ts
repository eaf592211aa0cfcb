import { languageWarning } from './language-fit.js';
import { type Bench, type BenchQuestion, keyOf } from './read-bench.js';
import { countRepeated, type Predictions } from './read-predictions.js';
import { scoreAnswer, type Tokeniser } from './rouge.js';
import { type BootstrapSettings, type ScoredQuestion, type SetScores, summarise } from './scores.js';

export type Measure = 'CUS' | 'RAW' | 'SPE';

/** The scores of one test set (papers.md 1.10); null where nothing can be compared. */
export interface BenchScores {
  bench: string;
  CUS: SetScores | null;
  RAW: SetScores | null;
  SPE: SetScores | null;
  /** Questions without a prediction, and general ones without an answer of their data set. */
  unanswered: number;
  without_raw: number;
  /** Predictions beyond the first of a question; each is scored. */
  repeated: number;
  /** What is to be said of the language; null where it fits. */
  warning: string | null;
}

/** Scores every prediction that there is for some questions. */
export function scoreQuestions(
  questions: readonly BenchQuestion[],
  predictions: Predictions,
  tokens: Tokeniser,
): ScoredQuestion[] {
  return questions.flatMap((question) => {
    const { role, types, references } = question;
    const texts = predictions.get(keyOf(question)) ?? [];
    return texts.map((text) => ({ role, types, scores: scoreAnswer(text, references, tokens) }));
  });
}

/**
 * CUS: general instructions against the role's answers; RAW: the same predictions against the answers of the instructions'
 * own data sets; SPE: role-specific questions.
 */
export function scoreBench(
  { name, language, general, role_specific, raw }: Bench,
  predictions: Predictions,
  tokens: Tokeniser,
  settings: BootstrapSettings,
): BenchScores {
  const withRaw = general.flatMap((question) => {
    const references = raw.get(question.question);
    return references ? [{ ...question, references }] : [];
  });
  const score = (set: readonly BenchQuestion[]) =>
    summarise(scoreQuestions(set, predictions, tokens), settings) ?? null;
  const questions = [...general, ...role_specific];
  const asked = new Set(questions.map(keyOf));
  return {
    bench: name,
    CUS: score(general),
    RAW: score(withRaw),
    SPE: score(role_specific),
    unanswered: questions.filter((question) => !predictions.has(keyOf(question))).length,
    without_raw: general.length - withRaw.length,
    repeated: countRepeated(predictions, (key) => asked.has(key)),
    warning:
      languageWarning(
        questions.map(({ references }) => references[0] ?? ''),
        language,
        tokens,
      ) ?? null,
  };
}

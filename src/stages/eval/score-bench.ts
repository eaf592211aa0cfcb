import { scoreAnswer, type Tokeniser } from '../../bench/rouge.js';
import { type BootstrapSettings, type ScoredQuestion, type SetScores, summarise } from '../../bench/scores.js';
import { type Bench, type BenchQuestion, keyOf } from './read-bench.js';
import type { Predictions } from './read-predictions.js';

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
}

/** Scores the predictions that there are for some questions. */
export function scoreQuestions(
  questions: readonly BenchQuestion[],
  predictions: Predictions,
  tokens: Tokeniser,
): ScoredQuestion[] {
  return questions.flatMap((question) => {
    const prediction = predictions.get(keyOf(question));
    if (prediction === undefined) return [];
    const { role, types, references } = question;
    return [{ role, types, scores: scoreAnswer(prediction, references, tokens) }];
  });
}

/**
 * CUS: general instructions against the role's answers; RAW: the same predictions against the answers of the instructions'
 * own data sets; SPE: role-specific questions.
 */
export function scoreBench(
  { name, general, role_specific, raw }: Bench,
  predictions: Predictions,
  tokens: Tokeniser,
  settings: BootstrapSettings,
): BenchScores {
  const withRaw = general.flatMap((question) => {
    const references = raw.get(question.question);
    return references ? [{ ...question, references }] : [];
  });
  const score = (questions: readonly BenchQuestion[]) =>
    summarise(scoreQuestions(questions, predictions, tokens), settings) ?? null;
  return {
    bench: name,
    CUS: score(general),
    RAW: score(withRaw),
    SPE: score(role_specific),
    unanswered: [...general, ...role_specific].filter((question) => !predictions.has(keyOf(question))).length,
    without_raw: general.length - withRaw.length,
  };
}

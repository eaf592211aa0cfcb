import { languageWarning } from './language-fit.js';
import { type Measure, measures } from './measures.js';
import { type Bench, type BenchQuestion, keyOf } from './read-bench.js';
import { countRepeated, type Predictions } from './read-predictions.js';
import { scoreAnswer, type Tokeniser } from './rouge.js';
import { type BootstrapSettings, type ScoredQuestion, type SetScores, summarise } from './scores.js';

/** The scores of one test set (papers.md 1.10); null where nothing can be compared. */
export interface BenchScores extends Record<Measure, SetScores | null> {
  bench: string;
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

/** The scores of a bench by every measure. */
export function scoreBench(
  bench: Bench,
  predictions: Predictions,
  tokens: Tokeniser,
  settings: BootstrapSettings,
): BenchScores {
  const { name, language, general, role_specific, raw } = bench;
  const scored = measures.map((measure) => {
    const scores = summarise(scoreQuestions(measure.questions(bench), predictions, tokens), settings);
    return [measure.name, scores ?? null] as const;
  });
  const questions = [...general, ...role_specific];
  const asked = new Set(questions.map(keyOf));
  return {
    bench: name,
    ...(Object.fromEntries(scored) as Record<Measure, SetScores | null>),
    unanswered: questions.filter((question) => !predictions.has(keyOf(question))).length,
    without_raw: general.filter(({ question }) => !raw.has(question)).length,
    repeated: countRepeated(predictions, (key) => asked.has(key)),
    warning:
      languageWarning(
        questions.map(({ references }) => references[0] ?? ''),
        language,
        tokens,
      ) ?? null,
  };
}

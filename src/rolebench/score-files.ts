import { UserError } from '../errors.js';
import type { LanguageCode } from '../records.js';
import { languageWarning } from './language-fit.js';
import { type BenchLanguage, benchLanguage } from './layout.js';
import { keyOf, readTestFile } from './read-bench.js';
import { countRepeated, readPredictions } from './read-predictions.js';
import { tokeniserFor } from './rouge.js';
import { scoreQuestions } from './score-bench.js';
import { type BootstrapSettings, type SetScores, summarise } from './scores.js';

/** Two files scored against each other. */
export interface FileScores {
  predictions: string;
  references: string;
  language: BenchLanguage;
  chinese_tokens: 'characters' | 'jieba';
  /** Questions that both files have, and those that only one of them has. */
  joined: number;
  /** Predictions that are scored, and those of them beyond the first of their question. */
  scored: number;
  repeated: number;
  without_prediction: number;
  without_reference: number;
  /** What is to be said of the scores before they are believed. */
  warnings: string[];
  scores: SetScores;
}

/**
 * Scores a file of answers against a file of references, joined on the role and the question without the spaces around it.
 * Throws UserError where nothing joins, and where RoleBench does not have the language.
 */
export async function scoreFiles(
  { predictions: file, references: against }: { predictions: string; references: string },
  { language: code, chineseTokens }: { language: LanguageCode; chineseTokens: 'characters' | 'jieba' },
  settings: BootstrapSettings,
): Promise<FileScores> {
  const language = benchLanguage(code);
  const predictions = readPredictions(file);
  const questions = readTestFile(against);
  const tokens = await tokeniserFor(language, chineseTokens);
  const scored = scoreQuestions(questions, predictions, tokens);
  const scores = summarise(scored, settings);
  if (!scores) {
    throw new UserError(`no prediction is for a question of ${against}`, {
      file,
      advice: 'Rows are joined on "role" and "question": check that the two files belong together.',
    });
  }
  const asked = new Set(questions.map(keyOf));
  const joined = questions.filter((question) => predictions.has(keyOf(question)));
  const warning = languageWarning(
    joined.map(({ references }) => references[0] ?? ''),
    language,
    tokens,
  );
  return {
    predictions: file,
    references: against,
    language,
    chinese_tokens: chineseTokens,
    joined: joined.length,
    scored: scored.length,
    repeated: countRepeated(predictions, (key) => asked.has(key)),
    without_prediction: questions.length - joined.length,
    without_reference: [...predictions.keys()].filter((key) => !asked.has(key)).length,
    warnings: warning === undefined ? [] : [warning],
    scores,
  };
}

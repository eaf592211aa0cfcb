import { asciiWords } from '../text/ascii-words.js';
import { commonSubsequence } from '../text/lcs.js';
import type { BenchLanguage } from './layout.js';

/** Rouge-L of a prediction against a reference, each from 0 to 1. */
export interface RougeL {
  precision: number;
  recall: number;
  f1: number;
}

/** How several references make one score. The paper does not say which it took (papers.md 1.10); OpenCompass takes the first. */
export type Aggregation = 'first' | 'max' | 'mean';

/** Splits a text into what is compared. */
export type Tokeniser = (text: string) => string[];

const NOTHING: RougeL = { precision: 0, recall: 0, f1: 0 };
const CHINESE = /[a-z0-9]+|\p{Script=Han}/gu;

/** Runs of a-z and 0-9 of the text in lower case; all else is dropped. google's rouge_score without stemming. */
export const englishTokens: Tokeniser = asciiWords;

/** Each CJK ideograph a token, and each run of a-z and 0-9; all else is dropped. */
export const chineseTokens: Tokeniser = (text) => text.toLowerCase().match(CHINESE) ?? [];

/** Words as jieba cuts them (with its model for unknown words), as OpenCompass scores Chinese; spaces are no words. */
export async function jiebaTokens(): Promise<Tokeniser> {
  const { cut } = await import('jieba-wasm');
  return (text) => cut(text, true).filter((word) => word.trim() !== '');
}

/** The tokens of a language: see englishTokens and chineseTokens. */
export function tokensOf(language: BenchLanguage): Tokeniser {
  return language === 'zh' ? chineseTokens : englishTokens;
}

/** How a language's answers are cut into what Rouge-L compares. */
export async function tokeniserFor(language: BenchLanguage, chinese: 'characters' | 'jieba'): Promise<Tokeniser> {
  return language === 'zh' && chinese === 'jieba' ? jiebaTokens() : tokensOf(language);
}

/** Rouge-L of two lists of tokens (Lin 2004, with equal weight of precision and recall); 0 where either is empty. */
export function rougeL(prediction: readonly string[], reference: readonly string[]): RougeL {
  const common = commonSubsequence(reference, prediction);
  if (common === 0) return NOTHING;
  const precision = common / prediction.length;
  const recall = common / reference.length;
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}

/** Rouge-L of one answer by each way to take several references. */
export type AnswerScores = Record<Aggregation, RougeL>;

/**
 * Rouge-L of a prediction against its references: the first alone, the one of the highest F1 (of equal ones the first), and
 * the means over all. All 0 where there is no reference.
 */
export function scoreAnswer(prediction: string, references: readonly string[], tokens: Tokeniser): AnswerScores {
  const predicted = tokens(prediction);
  const scores = references.map((reference) => rougeL(predicted, tokens(reference)));
  const [first = NOTHING] = scores;
  const mean = (of: (score: RougeL) => number) =>
    scores.reduce((sum, score) => sum + of(score), 0) / Math.max(1, scores.length);
  return {
    first,
    max: scores.reduce((best, score) => (score.f1 > best.f1 ? score : best), first),
    mean: { precision: mean((s) => s.precision), recall: mean((s) => s.recall), f1: mean((s) => s.f1) },
  };
}

/** Rouge-L of a prediction by one way to take several references: see scoreAnswer. */
export function scoreRougeL(
  prediction: string,
  references: readonly string[],
  { tokens, aggregation }: { tokens: Tokeniser; aggregation: Aggregation },
): RougeL {
  return scoreAnswer(prediction, references, tokens)[aggregation];
}

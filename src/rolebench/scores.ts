import { createRandom } from '../text/random.js';
import type { Aggregation, AnswerScores, RougeL } from './rouge.js';

export const AGGREGATIONS: readonly Aggregation[] = ['first', 'max', 'mean'];

/** A mean over questions; `low` and `high` bound F1. */
export interface MeanScore extends RougeL {
  low: number;
  high: number;
}

/** Means of a group of questions. */
export interface GroupScores extends Record<Aggregation, MeanScore> {
  questions: number;
}

/** A scored question. */
export interface ScoredQuestion {
  role: string;
  /** script_based or script_agnostic; both where its references are of both; none of general instructions. */
  types: readonly string[];
  scores: AnswerScores;
}

export interface BootstrapSettings {
  seed: number;
  resamples: number;
  confidence: number;
}

/** Percentile bootstrap of a mean (Efron 1979): questions are drawn with replacement. */
function bootstrap(values: readonly number[], { seed, resamples, confidence }: BootstrapSettings): [number, number] {
  const random = createRandom(seed);
  const means = new Float64Array(resamples);
  for (let k = 0; k < resamples; k += 1) {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw += 1) sum += values[Math.floor(random() * values.length)] as number;
    means[k] = sum / values.length;
  }
  means.sort();
  const at = (share: number) => means[Math.min(resamples - 1, Math.floor(share * resamples))] as number;
  return [at((1 - confidence) / 2), at((1 + confidence) / 2)];
}

function meanScore(scores: readonly RougeL[], settings: BootstrapSettings): MeanScore {
  const mean = (of: (score: RougeL) => number) => scores.reduce((sum, score) => sum + of(score), 0) / scores.length;
  const [low, high] = bootstrap(
    scores.map(({ f1 }) => f1),
    settings,
  );
  return { precision: mean((s) => s.precision), recall: mean((s) => s.recall), f1: mean((s) => s.f1), low, high };
}

/** Means of at least one question. */
export function meanScores(questions: readonly ScoredQuestion[], settings: BootstrapSettings): GroupScores {
  const of = (aggregation: Aggregation) =>
    meanScore(
      questions.map(({ scores }) => scores[aggregation]),
      settings,
    );
  return { questions: questions.length, first: of('first'), max: of('max'), mean: of('mean') };
}

/** Means of a whole set, of each role and of each type, in order of first appearance. */
export interface SetScores {
  all: GroupScores;
  roles: Record<string, GroupScores>;
  types: Record<string, GroupScores>;
}

/** Sums a set up. Undefined where it has no question. */
export function summarise(questions: readonly ScoredQuestion[], settings: BootstrapSettings): SetScores | undefined {
  if (questions.length === 0) return undefined;
  const groupBy = (keysOf: (question: ScoredQuestion) => readonly string[]): Record<string, GroupScores> => {
    const groups = new Map<string, ScoredQuestion[]>();
    for (const question of questions) {
      for (const key of new Set(keysOf(question))) {
        const group = groups.get(key);
        if (group) group.push(question);
        else groups.set(key, [question]);
      }
    }
    return Object.fromEntries([...groups].map(([key, group]) => [key, meanScores(group, settings)]));
  };
  return {
    all: meanScores(questions, settings),
    roles: groupBy(({ role }) => [role]),
    types: groupBy(({ types }) => types),
  };
}

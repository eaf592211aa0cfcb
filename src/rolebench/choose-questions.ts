import { hashNumber } from '../text/random.js';
import type { Bench, BenchQuestion } from './read-bench.js';

/** What is tested of a bench: `--only` and `--limit` make it less. */
export interface Choice {
  only: readonly string[] | undefined;
  /** Questions of each set and role, at most; drawn by the seed. */
  limit: number | undefined;
  seed: number;
}

function draw(questions: readonly BenchQuestion[], { only, limit, seed }: Choice): BenchQuestion[] {
  const own = only ? questions.filter(({ role }) => only.includes(role)) : [...questions];
  if (limit === undefined) return own;
  const ranks = new Map(
    own.map((question) => [question, hashNumber(seed, 'tested', question.role, question.question)]),
  );
  const sorted = [...own].sort((a, b) => (ranks.get(a) as number) - (ranks.get(b) as number));
  const taken = new Map<string, number>();
  const chosen = new Set(
    sorted.filter(({ role }) => {
      const count = (taken.get(role) ?? 0) + 1;
      taken.set(role, count);
      return count <= limit;
    }),
  );
  return own.filter((question) => chosen.has(question));
}

/** A bench with fewer questions, in their order. */
export function chooseQuestions(bench: Bench, choice: Choice): Bench {
  return { ...bench, general: draw(bench.general, choice), role_specific: draw(bench.role_specific, choice) };
}

import type { Bench, BenchQuestion } from './read-bench.js';

/** What a model is scored by. */
interface ListedMeasure {
  name: string;
  /** What it tells, for the report. */
  title: string;
  /** The questions of a bench that it scores, each with the references that answers are compared with. */
  questions(bench: Bench): readonly BenchQuestion[];
}

/** General instructions with the answers of the instructions' own data sets, where they have any. */
function withRawReferences({ general, raw }: Bench): BenchQuestion[] {
  return general.flatMap((question) => {
    const references = raw.get(question.question);
    return references ? [{ ...question, references }] : [];
  });
}

/**
 * The paper's three (papers.md 1.10). CUS: general instructions against the role's answers; RAW: the same predictions against
 * the answers of the instructions' own data sets; SPE: role-specific questions. A new measure is an entry here.
 */
const LIST = [
  { name: 'CUS', title: 'style', questions: ({ general }) => general },
  { name: 'RAW', title: 'accuracy', questions: withRawReferences },
  { name: 'SPE', title: 'knowledge', questions: ({ role_specific }) => role_specific },
] as const satisfies readonly ListedMeasure[];

export type Measure = (typeof LIST)[number]['name'];

export const measures: readonly (ListedMeasure & { name: Measure })[] = LIST;

/** A value for each measure. */
export function eachMeasure<Value>(of: (measure: Measure) => Value): Record<Measure, Value> {
  return Object.fromEntries(measures.map(({ name }) => [name, of(name)])) as Record<Measure, Value>;
}

import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { UserError } from '../errors.js';
import { findFiles } from '../store/find-files.js';
import { readNamedFile } from '../store/read-file.js';
import { zodMessage } from '../store/zod-message.js';
import { BENCH_LANGUAGES } from './layout.js';
import { eachMeasure } from './measures.js';
import type { BenchRanking } from './ranking.js';
import type { EvalResults } from './results.js';
import { AGGREGATIONS } from './scores.js';

const Share = z.number().min(0).max(1);

const MeanScore = z.strictObject({ precision: Share, recall: Share, f1: Share, low: Share, high: Share });

const GroupScores = z.strictObject({
  questions: z.int().min(1),
  first: MeanScore,
  max: MeanScore,
  mean: MeanScore,
});

const SetScores = z
  .strictObject({
    all: GroupScores,
    roles: z.record(z.string(), GroupScores),
    types: z.record(z.string(), GroupScores),
  })
  .nullable();

const Results: z.ZodType<EvalResults> = z.strictObject({
  name: z.string(),
  model: z.string().nullable(),
  method: z.string().nullable(),
  predictions: z.string(),
  folder: z.string(),
  aggregation: z.enum(AGGREGATIONS),
  chinese_tokens: z.string(),
  resamples: z.int(),
  confidence: Share,
  seed: z.int(),
  benches: z.array(
    z.strictObject({
      bench: z.string(),
      language: z.enum(BENCH_LANGUAGES),
      generalization: z.enum(['instruction', 'role']),
      ...eachMeasure(() => SetScores),
      unanswered: z.int(),
      without_raw: z.int(),
      // Results of before had neither.
      repeated: z.int().default(0),
      warning: z.string().nullable().default(null),
    }),
  ),
});

const Rankings: z.ZodType<BenchRanking[]> = z.array(
  z.strictObject({
    bench: z.string(),
    rankings: z.int(),
    reference: z.string(),
    models: z.array(
      z.strictObject({ model: z.string(), preferred: Share.nullable(), first: Share, mean_rank: z.number() }),
    ),
    agreement: Share.nullable(),
  }),
);

function readChecked<Value>(file: string, schema: z.ZodType<Value>): Value {
  const advice = 'Run `rolellm eval` again: it repeats no call.';
  let value: unknown;
  try {
    value = JSON.parse(readNamedFile(file).toString('utf8'));
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    throw new UserError('the file is not JSON', { file, advice });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UserError(`the file is not valid: ${zodMessage(parsed.error)}`, { file, advice });
}

/** Results of one evaluation. Throws UserError where they cannot be read. */
export const readResults = (file: string): EvalResults => readChecked(file, Results);

/** Rankings of one evaluation. Throws UserError where they cannot be read. */
export const readRankings = (file: string): BenchRanking[] => readChecked(file, Rankings);

/** Results of all evaluations in a data folder, by their names. Throws UserError where one cannot be read. */
export function readAllResults(root: string): EvalResults[] {
  return findFiles('eval/*/results.json', root).map(readResults);
}

/** Rankings of all evaluations in a data folder, with the evaluation's name. */
export function readAllRankings(root: string): { name: string; benches: BenchRanking[] }[] {
  return findFiles('eval/*/rankings.json', root).map((file) => ({
    name: basename(dirname(file)),
    benches: readRankings(file),
  }));
}

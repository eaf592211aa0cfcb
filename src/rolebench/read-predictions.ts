import { z } from 'zod';
import { UserError } from '../errors.js';
import { readRows } from '../store/jsonl.js';
import { kindOf } from '../store/read-file.js';
import { keyOf } from './read-bench.js';

/** An answer as the released rolegpt_baseline.jsonl or anybody else writes it; of several in one row the first counts. */
const AnyPrediction = z
  .object({
    role: z.string().min(1),
    question: z.string().min(1),
    /** Only in files of rolellm's own, which hold more than one test set. */
    bench: z.string().optional(),
    generated: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
    prediction: z.string().optional(),
  })
  .transform((row, context) => {
    const text = [row.generated ?? row.prediction].flat()[0];
    if (text !== undefined) return { role: row.role, question: row.question, bench: row.bench, text };
    context.addIssue('it has neither "generated" nor "prediction"');
    return z.NEVER;
  });

/** Answers by the key of their question, in the file's order: the released files have several of some questions. */
export type Predictions = Map<string, string[]>;

/** Reads answers; those of another test set than `bench` are passed over. Throws UserError where there is none. */
export function readPredictions(file: string, bench?: string): Predictions {
  if (kindOf(file) !== 'file') {
    throw new UserError('this predictions file does not exist', { file, advice: 'Check the path.' });
  }
  const predictions: Predictions = new Map();
  for (const row of readRows(file, AnyPrediction)) {
    if (bench !== undefined && row.bench !== undefined && row.bench !== bench) continue;
    const key = keyOf(row);
    const known = predictions.get(key);
    if (known) known.push(row.text);
    else predictions.set(key, [row.text]);
  }
  if (predictions.size > 0) return predictions;
  throw new UserError('this file contains no predictions', {
    file,
    advice: 'A row needs "role", "question" and "generated" (a text or a list) or "prediction".',
  });
}

/** How many predictions there are beyond the first of each question that `isAsked` knows. */
export function countRepeated(predictions: Predictions, isAsked: (key: string) => boolean = () => true): number {
  let repeated = 0;
  for (const [key, texts] of predictions) if (isAsked(key)) repeated += texts.length - 1;
  return repeated;
}

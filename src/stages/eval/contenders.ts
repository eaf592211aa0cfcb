import { z } from 'zod';
import { UserError } from '../../errors.js';
import { baselineFiles } from '../../rolebench/layout.js';
import type { Bench } from '../../rolebench/read-bench.js';
import { type Predictions, readPredictions } from '../../rolebench/read-predictions.js';
import { readRows } from '../../store/jsonl.js';
import { kindOf } from '../../store/read-file.js';

/** A model that is ranked: its answers of each bench. */
export interface Contender {
  name: string;
  answersOf(bench: Bench): Predictions;
}

/** `baseline` in eval.rank: the RoleGPT answers that a RoleBench folder holds. */
const BASELINE = 'baseline';
export const BASELINE_NAME = 'RoleGPT baseline';

function baselineOf(root: string, { language, generalization }: Bench): Predictions {
  const files = baselineFiles(root, language, generalization);
  const there = files.filter((file) => kindOf(file) === 'file' && !readRows(file, z.unknown()).next().done);
  if (there.length > 0) return new Map(there.flatMap((file) => [...readPredictions(file)]));
  throw new UserError('the RoleBench folder has no answers of RoleGPT', {
    file: files[0] as string,
    advice: 'Rank against other predictions files.',
  });
}

/** A model by what `eval.rank` names it with: a predictions file, or `baseline`. */
export function contenderOf(source: string, root: string): Contender {
  if (source === BASELINE) return { name: BASELINE_NAME, answersOf: (bench) => baselineOf(root, bench) };
  const parts = source.split(/[\\/]/);
  const base = (parts.at(-1) as string).replace(/\.jsonl$/, '');
  const name = base === 'predictions' ? (parts.at(-2) ?? base) : base;
  return { name, answersOf: (bench) => readPredictions(source, bench.name) };
}

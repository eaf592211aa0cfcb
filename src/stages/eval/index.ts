import { join } from 'node:path';
import type { Settings } from '../../config.js';
import { UserError } from '../../errors.js';
import { chooseQuestions } from '../../rolebench/choose-questions.js';
import { type Bench, benchFiles, emptyFiles, keyOf, readBenches } from '../../rolebench/read-bench.js';
import { countRepeated, type Predictions, readPredictions } from '../../rolebench/read-predictions.js';
import { type EvalResults, writeResults } from '../../rolebench/results.js';
import { tokeniserFor } from '../../rolebench/rouge.js';
import { scoreBench } from '../../rolebench/score-bench.js';
import { recordStage, type StageRecord } from '../../store/manifest.js';
import { hashFiles, windowBasis } from '../basis.js';
import type { FreeContext, RunContext } from '../context.js';
import { runFreeStage } from '../run-free-stage.js';
import { runModelStage } from '../run-stage.js';
import { Prediction, predictionUnits } from './predict.js';

/** Name of an evaluation's folder. */
export function evalName({ eval: { name, method, predictions } }: Settings, model: string | undefined): string {
  if (name !== undefined) return name;
  const source =
    predictions
      ?.split(/[\\/]/)
      .at(-1)
      ?.replace(/\.jsonl$/, '') ?? `${model}-${method}`;
  return source.replace(/[^\w.-]+/g, '-');
}

/** The test sets of a run: all questions, and those that are asked. */
export function openBenches({ settings, data }: FreeContext): { root: string; all: Bench[]; chosen: Bench[] } {
  const root = settings.eval.bench ?? data.export;
  const all = readBenches(root, settings.eval);
  const { only, limit, seed } = settings;
  const roles = new Set(all.flatMap((bench) => [...bench.descriptions.keys()]));
  const unknown = only?.find((role) => !roles.has(role));
  if (unknown !== undefined) {
    throw new UserError(`--only: the folder has no role "${unknown}"`, { file: root });
  }
  return { root, all, chosen: all.map((bench) => chooseQuestions(bench, { only, limit, seed })) };
}

const inputsOf = ({ root, chosen }: { root: string; chosen: readonly Bench[] }) =>
  chosen.flatMap((bench) => benchFiles(root, bench));

/** Refuses predictions that answer nothing that is asked. */
function checkKnown(file: string, predictions: Predictions, benches: readonly Bench[]): void {
  const asked = new Set(benches.flatMap(({ general, role_specific }) => [...general, ...role_specific].map(keyOf)));
  const unknown = [...predictions.keys()].filter((key) => !asked.has(key));
  const [first] = unknown;
  if (first === undefined) return;
  const [role, question] = first.split('\n') as [string, string];
  throw new UserError(
    `${unknown.length} of ${predictions.size} predictions are for questions that the test sets do not have, the first of ${role}: "${question}"`,
    { file, advice: 'Remove them, or name the folder that they are for with --bench.' },
  );
}

async function scoreAll(
  { settings, log }: FreeContext,
  { root, all, chosen }: { root: string; all: readonly Bench[]; chosen: readonly Bench[] },
  { name, model, predictions }: Pick<EvalResults, 'name' | 'model' | 'predictions'>,
): Promise<EvalResults> {
  const { resamples, confidence, aggregation, chineseTokens, method } = settings.eval;
  const bootstrap = { seed: settings.seed, resamples, confidence };
  const benches: EvalResults['benches'] = [];
  for (const file of all.flatMap((bench) => emptyFiles(root, bench))) {
    log.warn(`eval: ${file} has no question, so nothing is scored against it`);
  }
  for (const bench of chosen) {
    const { language, generalization } = bench;
    const tokens = await tokeniserFor(language, chineseTokens);
    const scores = scoreBench(bench, readPredictions(predictions, bench.name), tokens, bootstrap);
    if (scores.warning !== null) log.warn(`eval: ${scores.bench}: ${scores.warning}`);
    benches.push({ language, generalization, ...scores });
  }
  return {
    name,
    model,
    method: model === null ? null : method,
    predictions,
    folder: root,
    aggregation,
    chinese_tokens: chineseTokens,
    resamples,
    confidence,
    seed: settings.seed,
    benches,
  };
}

/**
 * eval: asks a model every question of the test sets, scores its answers and writes eval/NAME/ (papers.md 1.10). Throws
 * UserError where the folder is no RoleBench.
 */
export async function evalModel(context: RunContext): Promise<StageRecord> {
  const { settings, data, model } = context;
  const benches = openBenches(context);
  const name = evalName(settings, model.name);
  const folder = data.eval(name);
  const output = join(folder, 'predictions.jsonl');
  const { predictions: _, rank: __, judgeModel: ___, rankQuestions: ____, ...decisive } = settings.eval;
  const record = await runModelStage(
    {
      name: 'eval',
      basis: {
        settings: { ...decisive, seed: settings.seed, ...windowBasis(settings) },
        inputs: inputsOf(benches),
        texts: {},
      },
      output,
      schema: Prediction,
      units: () => predictionUnits(benches.chosen, context),
      unitCount: benches.chosen.reduce(
        (sum, { general, role_specific }) => sum + general.length + role_specific.length,
        0,
      ),
    },
    context,
  );
  if (record.rows === 0) return record;
  const results = await scoreAll(context, benches, { name, model: model.name, predictions: output });
  record.outputs = { ...record.outputs, ...hashFiles(writeResults(folder, results)) };
  recordStage(data.manifest, 'eval', record);
  return record;
}

/** eval --predictions: scores a file of answers and writes eval/NAME/. Costs no calls. */
export async function evalPredictions(context: FreeContext): Promise<StageRecord> {
  const { settings, data } = context;
  const file = settings.eval.predictions as string;
  const benches = openBenches(context);
  const name = evalName(settings, undefined);
  const all = readPredictions(file);
  checkKnown(file, all, benches.all);
  const own = { ...settings.eval, seed: settings.seed };
  const basis = { settings: own, inputs: [file, ...inputsOf(benches)], texts: {} };
  const work = async () => {
    const results = await scoreAll(context, benches, { name, model: null, predictions: file });
    return { outputs: writeResults(data.eval(name), results), rows: all.size + countRepeated(all) };
  };
  return runFreeStage({ name: 'eval', basis, work }, context);
}

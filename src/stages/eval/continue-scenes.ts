import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../errors.js';
import { languageCodes } from '../../languages/index.js';
import { writeFileAtomically } from '../../store/atomic.js';
import { readRows } from '../../store/jsonl.js';
import { recordStage, type StageRecord } from '../../store/manifest.js';
import { readNamedFile } from '../../store/read-file.js';
import { hashFiles } from '../basis.js';
import type { RunContext } from '../context.js';
import { runModelStage } from '../run-stage.js';
import { evalName } from './index.js';
import { heldOutScenes, ScenePrediction, sceneUnits, turnsToContinue } from './scene-turns.js';
import { scoreScenes } from './score-scenes.js';

const Bounded = z.strictObject({ score: z.number(), low: z.number(), high: z.number() });
const TurnScores = z.strictObject({
  turns: z.int(),
  rouge_l: Bounded,
  // Scores of before had none.
  rouge_l_recall: Bounded.nullable().default(null),
  bleu: Bounded,
});
export type TurnScores = z.infer<typeof TurnScores>;

/** eval/NAME/scene-scores.json: how near a model comes to the script where it continues held-out scenes. */
export const SceneResults = z.strictObject({
  name: z.string(),
  model: z.string(),
  /** The role's turn from which on it speaks; what stands before each is the script's. */
  continue_from: z.int(),
  scenes: z.int(),
  /** Turns without an answer. */
  unanswered: z.int(),
  resamples: z.int(),
  confidence: z.number(),
  seed: z.int(),
  languages: z.partialRecord(
    z.enum(languageCodes),
    z.strictObject({ all: TurnScores, by_turn: z.record(z.string(), TurnScores) }),
  ),
});
export type SceneResults = z.infer<typeof SceneResults>;

/** Reads scene-scores.json. */
export const readSceneResults = (file: string): SceneResults =>
  SceneResults.parse(JSON.parse(readNamedFile(file).toString('utf8')));

/** How many scenes and turns are asked. Throws UserError where there is none. */
function countAsked({ settings, data }: RunContext): { scenes: number; turns: number } {
  let scenes = 0;
  let turns = 0;
  for (const sample of heldOutScenes(data, settings)) {
    const asked = [...turnsToContinue(sample, settings.eval.continueFrom)].length;
    if (asked > 0) scenes += 1;
    turns += asked;
  }
  if (turns > 0) return { scenes, turns };
  throw new UserError('there is no held-out scene to continue', {
    file: data.filtered,
    advice:
      'Set `heldOutScenes: 0.1` in the settings and run `rolellm generate`; with --continue-from, scenes need so many turns of the role.',
  });
}

/**
 * eval --scenes: has a model say the turns of the role in held-out scenes from the k-th on, each after the script's own turns before it, and
 * compares it with the script's line: Rouge-L and BLEU by turn. Writes eval/NAME/scene-predictions.jsonl and scene-scores.json.
 */
export async function continueScenes(context: RunContext): Promise<StageRecord> {
  const { settings, data, model } = context;
  const { seed, only, limit } = settings;
  const { sampling, continueFrom, resamples, confidence, language } = settings.eval;
  const { scenes, turns } = countAsked(context);
  const name = evalName(settings, model.name);
  const output = join(data.eval(name), 'scene-predictions.jsonl');
  const record = await runModelStage(
    {
      name: 'eval-turns',
      basis: {
        settings: { sampling, continueFrom, language, only: only ?? null, limit: limit ?? null, seed },
        inputs: [data.filtered],
        texts: {},
      },
      output,
      schema: ScenePrediction,
      units: () => sceneUnits(context),
      unitCount: turns,
    },
    context,
  );
  if (record.rows === 0) return record;
  const results: SceneResults = {
    name,
    model: model.name,
    continue_from: continueFrom,
    scenes,
    unanswered: turns - record.rows,
    resamples,
    confidence,
    seed,
    languages: scoreScenes(readRows(output, ScenePrediction), { seed, resamples, confidence }),
  };
  const file = join(data.eval(name), 'scene-scores.json');
  writeFileAtomically(file, [`${JSON.stringify(results, null, 2)}\n`]);
  record.outputs = { ...record.outputs, ...hashFiles([file]) };
  recordStage(data.manifest, 'eval-turns', record);
  return record;
}

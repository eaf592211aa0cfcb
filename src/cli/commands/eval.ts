import { UserError } from '../../errors.js';
import { type FileScores, scoreFiles } from '../../rolebench/score-files.js';
import { kindOf } from '../../store/read-file.js';
import { tellRepeated } from '../evaluation.js';
import { EXIT } from '../exit.js';
import type { EvalFlags } from '../flags.js';
import { plainTable, trimLines } from '../plain-table.js';
import { printErr, printOut } from '../print.js';
import { runStages } from '../run.js';
import { readEnvironment, readSettings } from '../settings.js';
import { openToolbox } from '../toolbox.js';
import { evalStage, rankStage, scenesStage, scoreStage } from './stages.js';

const shown = (value: number) => value.toFixed(4);

function renderFileScores({ joined, repeated, without_prediction, without_reference, scores }: FileScores): string {
  const table = plainTable(['references', 'precision', 'recall', 'F1', 'from', 'to'], [1, 2, 3, 4, 5]);
  for (const name of ['first', 'max', 'mean'] as const) {
    const { precision, recall, f1, low, high } = scores.all[name];
    table.push([name, ...[precision, recall, f1, low, high].map(shown)]);
  }
  const joins = `${joined} questions joined; ${without_prediction} have no prediction, ${without_reference} predictions no reference.`;
  return `Rouge-L\n\n${trimLines(table.toString())}\n\n${joins}${tellRepeated(repeated)}`;
}

/** eval --predictions FILE --references FILE: two files, no data folder. */
async function scoreTwoFiles(predictions: string, references: string, flags: EvalFlags): Promise<number> {
  const settings = readSettings(flags, readEnvironment(process.env), await openToolbox(flags));
  const { language, chineseTokens, resamples, confidence } = settings.eval;
  if (!language) {
    throw new UserError('--lang is missing: the texts are split into words by language', {
      advice: 'Add --lang en or --lang zh.',
    });
  }
  if (kindOf(references) !== 'file') {
    throw new UserError('this references file does not exist', { file: references, advice: 'Check --references.' });
  }
  const bootstrap = { seed: settings.seed, resamples, confidence };
  const scores = await scoreFiles({ predictions, references }, { language, chineseTokens }, bootstrap);
  for (const warning of scores.warnings) printErr(`warning: ${warning}\n`);
  printOut(`${flags.json ? JSON.stringify(scores) : renderFileScores(scores)}\n`);
  return EXIT.done;
}

/** Runs `rolellm eval`. Resolves to the exit status. */
export async function evaluate(flags: EvalFlags): Promise<number> {
  const { predictions, references, rank } = flags;
  if (references !== undefined) {
    if (predictions !== undefined) return scoreTwoFiles(predictions, references, flags);
    throw new UserError('--references needs --predictions', { advice: 'Name the file of answers to score.' });
  }
  if (flags.scenes) {
    const other = (['bench', 'predictions', 'rank'] as const).find((name) => flags[name] !== undefined);
    if (other)
      throw new UserError(`--scenes and --${other} do not go together`, { advice: 'Run them one after the other.' });
    return runStages([scenesStage], flags, await openToolbox(flags));
  }
  if (flags.continueFrom !== undefined) throw new UserError('--continue-from needs --scenes');
  const stages = [predictions === undefined ? evalStage : scoreStage, ...(rank ? [rankStage] : [])];
  return runStages(stages, flags, await openToolbox(flags));
}

import { join } from 'node:path';
import { UserError } from '../../errors.js';
import { SYSTEM_PROMPT } from '../../prompts/system-instruction.js';
import { isRehearsal } from '../../records.js';
import { RECIPE_OF } from '../../rolebench/answers.js';
import type { StageRecord } from '../../store/manifest.js';
import { kindOf, readNamedFile } from '../../store/read-file.js';
import { hashNumber } from '../../text/random.js';
import type { ModelTokens } from '../../training/cut.js';
import { type BasisOf, promptTexts } from '../basis.js';
import type { FreeContext } from '../context.js';
import { exportId } from '../export/export-id.js';
import { checkFiltered, planExport } from '../export/index.js';
import { countLeftOut, type LeftOut } from '../export/left-out.js';
import { type ExportParts, readGroups, type SplitSample } from '../export/samples.js';
import { splitSettingsBesideExport } from '../export/split-settings.js';
import { type Made, runFreeStage } from '../run-free-stage.js';
import { benchBasis, makeFromBench } from './bench.js';
import { isWritable, tellStart, writeTrainingFiles } from './files.js';
import { makeFromScript, scriptBasis } from './script.js';

const TOKENIZER_FILES = ['tokenizer.json', 'tokenizer_config.json'];

/** The model's own tokenizer, from a folder with tokenizer.json and tokenizer_config.json. */
async function openTokenizer(folder: string): Promise<ModelTokens> {
  const read = (name: string): Record<string, unknown> => {
    const file = join(folder, name);
    try {
      return JSON.parse(readNamedFile(file).toString('utf8')) as Record<string, unknown>;
    } catch (thrown) {
      if (thrown instanceof UserError) throw thrown;
      throw new UserError('this tokenizer is not JSON', {
        file,
        advice: 'Use the tokenizer.json of the model on the Hub.',
      });
    }
  };
  const { Tokenizer } = await import('@huggingface/tokenizers');
  const config = kindOf(join(folder, 'tokenizer_config.json')) === 'file' ? read('tokenizer_config.json') : {};
  const tokenizer = new Tokenizer(read('tokenizer.json'), config);
  return {
    encode: (text) => tokenizer.encode(text, { add_special_tokens: false }).ids,
    decode: (tokens) => tokenizer.decode(tokens, { skip_special_tokens: true }),
  };
}

/** Whether the mix has a sample: a share of the role-specific ones and of the general set, by the sample's own number, and all others. */
function isMixedIn({ recipe, kind, id }: SplitSample, { settings, recipes }: FreeContext): boolean {
  const { general, roleSpecific } = settings.rocit;
  const own = recipes.find(({ name }) => name === recipe)?.kinds[kind];
  const share = own?.isRoleSpecific ? roleSpecific : recipe === RECIPE_OF.general ? general : 1;
  return hashNumber(settings.seed, 'rocit', id) < share;
}

/** The samples of the mix that the markup can hold, with rehearsal only where the export has it too. */
function* mixSamples(context: FreeContext, parts: ExportParts, leftOut: LeftOut): Generator<SplitSample> {
  const { rehearsal } = context.settings.export;
  for (const { samples } of readGroups(context.data, parts)) {
    for (const sample of samples.filter((one) => isMixedIn(one, context))) {
      if (!rehearsal && isRehearsal(sample)) leftOut.addRehearsal();
      else if (isWritable(sample, context, leftOut)) yield sample;
    }
  }
}

/** What rocit makes its files from: it parts the set as the export beside it does. */
export const rocitBasis: BasisOf = (grounds) => {
  const { settings, data, prompts } = grounds;
  const { tokenizer, bench, script } = settings.rocit;
  const files = tokenizer === undefined ? [] : TOKENIZER_FILES.map((name) => join(tokenizer, name));
  if (script || bench !== undefined) {
    const basis = (script ? scriptBasis : benchBasis)(grounds);
    return { ...basis, inputs: [...basis.inputs, ...files] };
  }
  const { differs: _, ...split } = splitSettingsBesideExport({ settings, data });
  return {
    settings: { ...settings.rocit, split, rehearsal: settings.export.rehearsal, seed: settings.seed },
    inputs: [data.profiles, data.filtered, data.rows(RECIPE_OF.general), ...files],
    texts: promptTexts(prompts, [SYSTEM_PROMPT]),
  };
};

/** Makes the files of what the data folder accepted. */
function makeFromData(context: FreeContext, tokens: ModelTokens | undefined): Made {
  const { data, log } = context;
  const { differs, ...split } = splitSettingsBesideExport(context);
  if (differs) log.warn(`rocit: ${data.export} is split differently: these files may train on what it tests`);
  const id = exportId(data, split);
  const parts = planExport(context, split);
  const leftOut = countLeftOut();
  const samples = () => mixSamples(context, parts, leftOut);
  const { train, test, cut, outputs } = writeTrainingFiles(context, { samples, file: data.filtered }, tokens);
  const where = differs ? '' : `, the rows and splits of export ${id}`;
  log.info(`rocit: ${train} rows to train on, ${test} to test, ${cut} answers cut${where}`);
  for (const line of leftOut.lines()) log.warn(`rocit: ${line}`);
  tellStart(context);
  return { outputs, rows: train, export_id: id };
}

/**
 * rocit: writes data/rocit/ (papers.md 1.9): the training and test files, mixed and cut, in the shape of one trainer, with
 * its configuration; from what the data folder accepted, from a folder in RoleBench's layout, or from scripts. Costs no calls. Throws UserError where there is
 * nothing to train on or a prompt leaves no room for its answer.
 */
export async function rocit(context: FreeContext): Promise<StageRecord> {
  const { tokenizer, bench, script } = context.settings.rocit;
  if (bench === undefined && !script) checkFiltered(context.data, 'train on');
  const tokens = tokenizer === undefined ? undefined : await openTokenizer(tokenizer);
  const make = script ? makeFromScript : bench === undefined ? makeFromData : makeFromBench;
  return runFreeStage({ name: 'rocit', basis: rocitBasis(context), work: () => make(context, tokens) }, context);
}

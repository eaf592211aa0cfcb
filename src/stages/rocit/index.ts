import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { UserError } from '../../errors.js';
import { SYSTEM_PROMPT } from '../../prompts/system-instruction.js';
import { isRehearsal } from '../../records.js';
import { RECIPE_OF } from '../../rolebench/answers.js';
import { writeFileAtomically } from '../../store/atomic.js';
import type { DataFolder } from '../../store/data-folder.js';
import { type ExchangedFolder, replaceFolder } from '../../store/exchange.js';
import { openRowWriter } from '../../store/jsonl.js';
import type { StageRecord } from '../../store/manifest.js';
import { kindOf, readNamedFile } from '../../store/read-file.js';
import { claimFolder } from '../../store/written.js';
import { hashNumber } from '../../text/random.js';
import { type Cut, cutToLength, type ModelTokens } from '../../training/cut.js';
import { markupViolation } from '../../training/markup.js';
import { START, TRAINER_FILES, toTrainerRows, trainerFiles } from '../../training/trainers.js';
import { type BasisOf, promptTexts } from '../basis.js';
import type { FreeContext } from '../context.js';
import { exportId } from '../export/export-id.js';
import { dialogueViolation } from '../export/formats/format.js';
import { checkFiltered, planExport } from '../export/index.js';
import { countLeftOut, type LeftOut } from '../export/left-out.js';
import { type ExportParts, readGroups, type SplitSample } from '../export/samples.js';
import { splitSettingsBesideExport } from '../export/split-settings.js';
import { type Made, runFreeStage } from '../run-free-stage.js';

const TRAINERS = fileURLToPath(new URL('../../../trainers/', import.meta.url));

const TOKENIZER_FILES = ['tokenizer.json', 'tokenizer_config.json'];

const Row = z.record(z.string(), z.unknown());

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

/** Why the rows cannot hold a sample; undefined where they can. */
const violationOf = (sample: SplitSample, isPlain: boolean) =>
  dialogueViolation(sample) ?? (isPlain ? markupViolation(sample) : undefined);

/** The samples of the mix that the markup can hold, with rehearsal only where the export has it too. */
function* mixSamples(context: FreeContext, parts: ExportParts, leftOut: LeftOut): Generator<SplitSample> {
  const isPlain = context.settings.rocit.markup === 'paper';
  const { rehearsal } = context.settings.export;
  for (const { samples } of readGroups(context.data, parts)) {
    for (const sample of samples.filter((one) => isMixedIn(one, context))) {
      const why = violationOf(sample, isPlain);
      if (!rehearsal && isRehearsal(sample)) leftOut.addRehearsal();
      else if (why === undefined) yield sample;
      else leftOut.add(isPlain ? "the paper's markup" : 'training', sample, why);
    }
  }
}

/** What rocit writes; anything else in its folder is the user's: what was trained, above all. */
const OWN_FILES = ['train.jsonl', 'test.jsonl', ...TRAINER_FILES];

/** The folder that rocit writes. */
export const rocitFolder = (data: DataFolder): ExchangedFolder => ({
  folder: data.rocit,
  isOwn: (name) => OWN_FILES.includes(name),
});

function tooLong({ id, role }: SplitSample, length: number, file: string): UserError {
  return new UserError(`the answer ${id} of ${role} has no room: its prompt alone has ${length} tokens`, {
    file,
    advice: "Raise rocit.maxTokens, or shorten the role's description.",
  });
}

/** Writes what the trainer is configured with beside the rows. What the user has made or changed of all these files is moved aside. */
function configureTrainer(beside: string, { settings, data, log }: FreeContext): void {
  const shipped = (path: string) => readNamedFile(join(TRAINERS, path)).toString('utf8');
  for (const [name, text] of Object.entries(trainerFiles(settings.rocit, settings.seed, shipped))) {
    writeFileAtomically(join(beside, name), [text]);
  }
  for (const line of claimFolder(data.root, data.rocit, beside, OWN_FILES)) log.warn(`rocit: ${line}`);
}

/** What rocit makes its files from: it parts the set as the export beside it does. */
export const rocitBasis: BasisOf = ({ settings, data, prompts }) => {
  const { differs: _, ...split } = splitSettingsBesideExport({ settings, data });
  const { tokenizer } = settings.rocit;
  const files = tokenizer === undefined ? [] : TOKENIZER_FILES.map((name) => join(tokenizer, name));
  return {
    settings: { ...settings.rocit, split, rehearsal: settings.export.rehearsal, seed: settings.seed },
    inputs: [data.profiles, data.filtered, data.rows(RECIPE_OF.general), ...files],
    texts: promptTexts(prompts, [SYSTEM_PROMPT]),
  };
};

/** Writes the folder: the rows of the mix, cut where they are too long, and the trainer's configuration. */
function makeRocit(context: FreeContext, tokens: ModelTokens | undefined): Made {
  const { settings, data, log } = context;
  const { trainer, maxTokens } = settings.rocit;
  const cut = (sample: SplitSample): Cut<SplitSample> =>
    tokens ? cutToLength(sample, maxTokens, tokens) : { dialogue: sample, isCut: false };
  const { differs, ...split } = splitSettingsBesideExport(context);
  if (differs) log.warn(`rocit: ${data.export} is split differently: these files may train on what it tests`);
  const id = exportId(data, split);
  const parts = planExport(context, split);
  const counts = { train: 0, test: 0, cut: 0 };
  const leftOut = countLeftOut();

  replaceFolder(rocitFolder(data), (beside) => {
    const files = {
      train: openRowWriter(join(beside, 'train.jsonl'), Row),
      test: openRowWriter(join(beside, 'test.jsonl'), Row),
    };
    for (const sample of mixSamples(context, parts, leftOut)) {
      if (sample.split === null) continue;
      const result = cut(sample);
      if ('tooLong' in result) throw tooLong(sample, result.tooLong, data.filtered);
      if (result.isCut) counts.cut += 1;
      for (const row of toTrainerRows(trainer, result.dialogue)) {
        counts[sample.split] += 1;
        files[sample.split].write(row);
      }
    }
    files.train.commit();
    files.test.commit();
    configureTrainer(beside, context);
  });
  const where = differs ? '' : `, the rows and splits of export ${id}`;
  log.info(`rocit: ${counts.train} rows to train on, ${counts.test} to test, ${counts.cut} answers cut${where}`);
  for (const line of leftOut.lines()) log.warn(`rocit: ${line}`);
  log.info(`rocit: to start, in ${data.rocit}: ${START[trainer]}`);
  return { outputs: OWN_FILES.map((name) => join(data.rocit, name)), rows: counts.train, export_id: id };
}

/**
 * rocit: writes data/rocit/ (papers.md 1.9): the training and test files, mixed and cut, in the shape of one trainer, with
 * its configuration. Costs no calls. Throws UserError where nothing is filtered yet or a prompt leaves no room for its answer.
 */
export async function rocit(context: FreeContext): Promise<StageRecord> {
  checkFiltered(context.data, 'train on');
  const { tokenizer } = context.settings.rocit;
  const tokens = tokenizer === undefined ? undefined : await openTokenizer(tokenizer);
  return runFreeStage({ name: 'rocit', basis: rocitBasis(context), work: () => makeRocit(context, tokens) }, context);
}

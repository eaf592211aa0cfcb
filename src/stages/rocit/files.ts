import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { UserError } from '../../errors.js';
import { writeFileAtomically } from '../../store/atomic.js';
import type { DataFolder } from '../../store/data-folder.js';
import { type ExchangedFolder, replaceFolder } from '../../store/exchange.js';
import { findFiles } from '../../store/find-files.js';
import { openRowWriter } from '../../store/jsonl.js';
import { readNamedFile } from '../../store/read-file.js';
import { claimFolder } from '../../store/written.js';
import { type Cut, cutToLength, type ModelTokens } from '../../training/cut.js';
import { markupViolation } from '../../training/markup.js';
import { START, TRAINER_FILES, toTrainerRows, trainerFiles } from '../../training/trainers.js';
import type { Dialogue } from '../../turns.js';
import type { FreeContext } from '../context.js';
import { dialogueViolation } from '../export/formats/format.js';
import type { LeftOut } from '../export/left-out.js';

const TRAINERS = fileURLToPath(new URL('../../../trainers/', import.meta.url));

const Row = z.record(z.string(), z.unknown());

/** A dialogue to train on or to test; on no side where it would leak. */
export interface TrainingSample extends Dialogue {
  id: string;
  role: string;
  split: 'train' | 'test' | null;
}

/** What the files are made from. */
export interface TrainingSource {
  samples(): Iterable<TrainingSample>;
  /** The file to name where a row is too long. */
  file: string;
  /** Writes what else belongs into the folder. */
  writeBeside?(folder: string): void;
}

const OWN_FILES = ['train.jsonl', 'test.jsonl', ...TRAINER_FILES];

/** The folder below, in RoleBench's layout, with what was kept out of training. */
export const BENCH = 'bench';
const OF_BENCH = /^bench\/(?:rolebench|profiles|instructions)-(?:eng|zh)\/.+\.jsonl?$/;

/** The folder that rocit writes. Anything else in it is the user's: what was trained, above all. */
export const rocitFolder = (data: DataFolder): ExchangedFolder => ({
  folder: data.rocit,
  isOwn: (path) => path === BENCH || OWN_FILES.includes(path) || OF_BENCH.test(path),
});

/** Why the rows cannot hold a sample; adds it to what is left out. */
export function isWritable(sample: TrainingSample, { settings }: FreeContext, leftOut: LeftOut): boolean {
  const isPlain = settings.rocit.markup === 'paper';
  const why = dialogueViolation(sample) ?? (isPlain ? markupViolation(sample) : undefined);
  if (why !== undefined) leftOut.add(isPlain ? "the paper's markup" : 'training', sample, why);
  return why === undefined;
}

function tooLong({ id, role }: TrainingSample, length: number, file: string): UserError {
  return new UserError(`the answer ${id} of ${role} has no room: its prompt alone has ${length} tokens`, {
    file,
    advice: "Raise rocit.maxTokens, or shorten the role's description.",
  });
}

const pathsIn = (folder: string) =>
  findFiles('**/*', folder).map((file) => relative(folder, file).replaceAll(sep, '/'));

/** Writes what the trainer is configured with beside the rows. */
function configureTrainer(beside: string, { settings }: FreeContext): void {
  const shipped = (path: string) => readNamedFile(join(TRAINERS, path)).toString('utf8');
  for (const [name, text] of Object.entries(trainerFiles(settings.rocit, settings.seed, shipped))) {
    writeFileAtomically(join(beside, name), [text]);
  }
}

/** What was written. */
export interface Written {
  train: number;
  test: number;
  /** Answers that were cut to the length of a row. */
  cut: number;
  outputs: string[];
}

/**
 * Writes the folder: the rows, cut where they are too long, and the trainer's configuration. What the user has made or changed of
 * these files is moved aside. Throws UserError where a prompt leaves no room for its answer.
 */
export function writeTrainingFiles(
  context: FreeContext,
  { samples, file, writeBeside }: TrainingSource,
  tokens: ModelTokens | undefined,
): Written {
  const { settings, data, log } = context;
  const { trainer, maxTokens } = settings.rocit;
  const cut = (sample: TrainingSample): Cut<TrainingSample> =>
    tokens ? cutToLength(sample, maxTokens, tokens) : { dialogue: sample, isCut: false };
  const counts = { train: 0, test: 0, cut: 0 };
  let below: string[] = [];
  replaceFolder(rocitFolder(data), (beside) => {
    const files = {
      train: openRowWriter(join(beside, 'train.jsonl'), Row),
      test: openRowWriter(join(beside, 'test.jsonl'), Row),
    };
    for (const sample of samples()) {
      if (sample.split === null) continue;
      const result = cut(sample);
      if ('tooLong' in result) throw tooLong(sample, result.tooLong, file);
      if (result.isCut) counts.cut += 1;
      for (const row of toTrainerRows(trainer, result.dialogue)) {
        counts[sample.split] += 1;
        files[sample.split].write(row);
      }
    }
    files.train.commit();
    files.test.commit();
    configureTrainer(beside, context);
    writeBeside?.(beside);
    below = pathsIn(beside).filter((path) => !OWN_FILES.includes(path));
    for (const line of claimFolder(data.root, data.rocit, beside, [...OWN_FILES, ...below])) log.warn(`rocit: ${line}`);
  });
  return { ...counts, outputs: [...OWN_FILES, ...below].map((name) => join(data.rocit, name)) };
}

/** Says how to start. */
export function tellStart({ settings, data, log }: FreeContext): void {
  log.info(`rocit: to start, in ${data.rocit}: ${START[settings.rocit.trainer]}`);
}

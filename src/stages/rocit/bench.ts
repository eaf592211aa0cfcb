import { join } from 'node:path';
import type { Settings } from '../../config.js';
import { UserError } from '../../errors.js';
import { renderPrompt } from '../../prompts/load.js';
import { SYSTEM_PROMPT } from '../../prompts/system-instruction.js';
import type { SetName } from '../../rolebench/answers.js';
import { type BenchLanguage, profilesFolder } from '../../rolebench/layout.js';
import { leakLines } from '../../rolebench/leak-lines.js';
import { countLeaks, type LeakCounter } from '../../rolebench/leaks.js';
import { type PartedBench, type PartedRow, partAnew, partAsFiled } from '../../rolebench/part-bench.js';
import { type BenchPart, type BenchRows, filesOfRows, openBenchRows } from '../../rolebench/read-rows.js';
import type { SplitSettings, Splits } from '../../rolebench/splits.js';
import { openRoleBench } from '../../rolebench/write-bench.js';
import { hashOf, writeFileAtomically } from '../../store/atomic.js';
import { hashNumber } from '../../text/random.js';
import type { ModelTokens } from '../../training/cut.js';
import { askedAndAnswered } from '../../turns.js';
import { type BasisOf, promptTexts } from '../basis.js';
import type { FreeContext } from '../context.js';
import { countLeftOut, type LeftOut } from '../export/left-out.js';
import { splitSettingsOf } from '../export/split-settings.js';
import type { Made } from '../run-free-stage.js';
import { BENCH, isWritable, type TrainingSample, tellStart, writeTrainingFiles } from './files.js';

/** Whether the rows are parted anew, whatever files of the folder they are in. */
const isPartedAnew = ({ heldOut }: Pick<SplitSettings, 'heldOut'>) => heldOut !== undefined;

const partOf = (settings: Settings): BenchPart => ({
  language: settings.eval.language,
  generalization: isPartedAnew(settings.export) ? 'all' : settings.eval.generalization,
});

/** What rocit --bench makes its files from. */
export const benchBasis: BasisOf = ({ settings, prompts }) => {
  const { language, generalization } = partOf(settings);
  return {
    settings: { ...settings.rocit, split: splitSettingsOf(settings), language, generalization, seed: settings.seed },
    inputs: filesOfRows(settings.rocit.bench as string, partOf(settings)),
    texts: promptTexts(prompts, [SYSTEM_PROMPT]),
  };
};

/** Says what was left out so that no test question is trained on. */
function tellLeft(count: number, { splits }: PartedBench, { settings, log }: FreeContext): void {
  if (count === 0) return;
  const answers = count === 1 ? '1 answer is' : `${count} answers are`;
  if (splits) {
    log.info(`rocit: ${answers} in no file: held-out roles are not tested on what others are trained on`);
    return;
  }
  const whose =
    settings.export.splitBy === 'pair'
      ? 'of a test question of the same role'
      : 'of a test question, or of one that is nearly the same; --split-by pair keeps those of other roles';
  log.warn(`rocit: ${answers} left out of training: ${whose}`);
}

/** The system text of a role as `eval --method rocit` asks with it. */
export const createSystemOfDescription =
  ({ prompts }: Pick<FreeContext, 'prompts'>) =>
  (role: string, language: BenchLanguage, description: string): string => {
    const slots = { role_name: role, role_description_and_catchphrases: description };
    return renderPrompt(prompts(SYSTEM_PROMPT, language), slots)[0]?.content ?? '';
  };

function createSystemOf(benches: readonly BenchRows[], context: FreeContext) {
  const descriptions = new Map(benches.map(({ language, descriptions }) => [language, descriptions]));
  const render = createSystemOfDescription(context);
  return (role: string, language: BenchLanguage) => render(role, language, descriptions.get(language)?.get(role) ?? '');
}

/** What is counted while rows stream by. */
interface Counts {
  leaks: LeakCounter;
  leftOut: LeftOut;
  /** Answers that are on no side because they would leak. */
  leaking: number;
}

/** The dialogues of the mix: one for each answer. */
function* samplesOf(
  parted: PartedBench,
  systemOf: ReturnType<typeof createSystemOf>,
  counts: Counts,
  context: FreeContext,
): Generator<TrainingSample> {
  const { settings } = context;
  const { general, roleSpecific } = settings.rocit;
  const shares: Record<SetName, number> = { general, role_specific: roleSpecific };
  for (const { role, language, rows } of parted.roles()) {
    const system = systemOf(role, language);
    for (const { set, question, answers, side } of rows) {
      for (const { answer } of answers) {
        if (hashNumber(settings.seed, 'rocit', set, role, question, answer) >= shares[set]) continue;
        if (side === undefined) {
          counts.leaking += 1;
          continue;
        }
        const id = hashOf(JSON.stringify([set, role, question, answer])).slice(0, 12);
        const sample = { id, role, split: side, system, turns: askedAndAnswered(question, answer) };
        if (!isWritable(sample, context, counts.leftOut)) continue;
        counts.leaks.add({ set, role, question, answer, segment: null, side });
        yield sample;
      }
    }
  }
}

const typed = ({ role, question, answers }: PartedRow) => answers.map((answer) => ({ role, question, ...answer }));

/** Writes the folder that the model is tested with: all rows in RoleBench's layout, parted as the training files are. */
function writeBench(folder: string, benches: readonly BenchRows[], parted: PartedBench, splits: Splits): void {
  const profiles = benches.flatMap(({ language, roles }) => roles.map((role) => ({ role, language })));
  const writer = openRoleBench(folder, profiles, splits);
  for (const { role, language, rows } of parted.roles()) {
    writer.roleSpecific(role, rows.filter(({ set }) => set === 'role_specific').flatMap(typed));
    for (const { set, question, answers } of rows) {
      if (set === 'general') writer.pair({ pair: { role, question, baseline: null, language }, answers });
    }
  }
  for (const { language, descriptions, roles, instructions } of benches) {
    for (const row of instructions()) writer.instruction(language, row);
    const own = Object.fromEntries(roles.map((role) => [role, descriptions.get(role) ?? '']));
    writeFileAtomically(join(folder, profilesFolder(language), 'desc.json'), [`${JSON.stringify(own, null, 2)}\n`]);
  }
  writer.commit();
}

/** Throws UserError where no row is trained on. */
function checkTraining(root: string, { roles }: PartedBench): void {
  for (const { rows } of roles()) if (rows.some(({ side }) => side === 'train')) return;
  throw new UserError('this folder has no row to train on', {
    file: root,
    advice: 'Have its rows parted with --held-out N or --held-out NAME, or name another folder.',
  });
}

const sortedList = (names: Iterable<string>) => [...names].sort().join(', ');

/**
 * rocit --bench: training files from a folder in RoleBench's layout. Its train files are trained on and its test files test; with
 * `--held-out` all its rows are parted by role and by question, and the folder `bench` holds them so parted, for `eval --bench`. Throws UserError where the
 * folder has nothing to train on, or a role no description.
 */
export function makeFromBench(context: FreeContext, tokens: ModelTokens | undefined): Made {
  const { settings, log, data } = context;
  const root = settings.rocit.bench as string;
  const split = splitSettingsOf(settings);
  const benches = openBenchRows(root, partOf(settings));
  const parted = isPartedAnew(split) ? partAnew(benches, split) : partAsFiled(benches, split);
  checkTraining(root, parted);
  const { splits, questions } = parted;
  const counts: Counts = { leaks: countLeaks(questions, split.leakSimilarity), leftOut: countLeftOut(), leaking: 0 };
  const systemOf = createSystemOf(benches, context);
  const { train, test, cut, outputs } = writeTrainingFiles(
    context,
    {
      samples: () => samplesOf(parted, systemOf, counts, context),
      file: root,
      ...(splits ? { writeBeside: (beside) => writeBench(join(beside, BENCH), benches, parted, splits) } : {}),
    },
    tokens,
  );
  log.info(`rocit: ${train} rows to train on, ${test} to test, ${cut} answers cut, from ${root}`);
  tellLeft(counts.leaking, parted, context);
  const leaks = counts.leaks.result();
  for (const line of leakLines(leaks, 'passage')) log.info(`rocit: ${line}`);
  const left_out = counts.leftOut.lines();
  for (const line of left_out) log.warn(`rocit: ${line}`);
  if (splits) {
    const held = splits.heldOut.size > 0 ? `; held out: ${sortedList(splits.heldOut)}` : '';
    log.info(`rocit: to test the tuned model: rolellm eval --method rocit --bench ${join(data.rocit, BENCH)}${held}`);
  }
  tellStart(context);
  return { outputs, rows: train, leaks, left_out };
}

import { join } from 'node:path';
import { indexQuestions, type QuestionIndex } from '../../bench/leaks.js';
import { createSplits, type Splits } from '../../bench/splits.js';
import { createStatistics } from '../../bench/statistics.js';
import { UserError } from '../../errors.js';
import { Instruction, Profile, RejectedAnswer } from '../../records.js';
import { replaceFolder, writeFileAtomically } from '../../store/atomic.js';
import type { DataFolder } from '../../store/data-folder.js';
import { openDialogues } from '../../store/dialogues.js';
import { readRows } from '../../store/jsonl.js';
import { readManifest, recordStage, type StageRecord } from '../../store/manifest.js';
import type { FreeContext } from '../context.js';
import { splitIntoSegments } from '../context-instruct/segments.js';
import { describeRole } from '../role-description.js';
import { emptyRecord, hashFiles } from '../run-stage.js';
import { renderCard } from './card.js';
import { openMessages } from './messages.js';
import { readPairs, readRoleSpecific } from './read-filtered.js';
import { FOLDER_LANGUAGE, openRoleBench } from './rolebench.js';

/** What earlier stages say is missing from their rows. */
function missingBefore({ data }: FreeContext): string[] {
  return [...new Set(Object.values(readManifest(data.manifest).stages).flatMap(({ missing }) => missing))];
}

function countRefusals({ data }: FreeContext): Map<string, number> {
  const refusals = new Map<string, number>();
  for (const { check } of readRows(data.rejected, RejectedAnswer)) refusals.set(check, (refusals.get(check) ?? 0) + 1);
  return refusals;
}

/** Each role's own questions, once for each role, and each general one once. */
function* allQuestions(data: DataFolder): Generator<string> {
  for (const { answers } of readRoleSpecific(data)) yield* new Set(answers.map(({ question }) => question));
  const general = new Set<string>();
  for (const { pair } of readPairs(data)) general.add(pair.question);
  yield* general;
}

/** How the set is parted, and which questions are alike. */
function planSplits(profiles: readonly Profile[], { settings, data }: FreeContext) {
  const questions = indexQuestions(allQuestions(data), settings.export.leakSimilarity);
  const roles = profiles.filter(({ language }) => language === 'en').map(({ role }) => role);
  const splits = createSplits({ ...settings.export, seed: settings.seed }, { roles, isAlone: questions.isAlone });
  return { splits, questions };
}

interface Parts {
  profiles: readonly Profile[];
  splits: Splits;
  questions: QuestionIndex;
}

/** Writes all files of the export into a folder. Returns how many rows it has altogether. */
function writeExport(folder: string, context: FreeContext, { profiles, splits, questions }: Parts): number {
  const { data, prompts } = context;
  const profileOf = new Map(profiles.map((profile) => [profile.role, profile]));
  const linesOf = openDialogues(data.dialogues);
  const statistics = createStatistics();
  const models = new Set(profiles.map(({ model }) => model).filter((model) => model !== null));
  const rolebench = openRoleBench(folder, profiles, splits);
  const messages = openMessages(folder, prompts);
  let accepted = 0;

  for (const profile of profiles) rolebench.profile(profile, linesOf);
  for (const instruction of readRows(data.instructions, Instruction)) rolebench.instruction(instruction);
  for (const { role, answers } of readRoleSpecific(data)) {
    const profile = profileOf.get(role);
    if (!profile) continue;
    rolebench.roleSpecific(role, answers);
    const tested = splits.testQuestions(role, [...new Set(answers.map(({ question }) => question))]);
    for (const answer of answers) {
      questions.mark('role_specific', answer.question, tested.has(answer.question) ? 'test' : 'train');
      statistics.add(answer);
      models.add(answer.model);
      messages.write(profile, answer.question, answer.answer, tested.has(answer.question));
      accepted += 1;
    }
  }
  for (const { pair, generated } of readPairs(data)) {
    const profile = profileOf.get(pair.role);
    if (!profile) continue;
    rolebench.pair({ pair, generated });
    models.add(pair.model);
    const { role, language, question } = pair;
    const isTest = splits.isTestPair(role, question);
    questions.mark('general', question, isTest ? 'test' : 'train');
    for (const answer of generated) {
      statistics.add({ set: 'general', type: null, role, language, question, answer });
      messages.write(profile, question, answer, isTest);
      accepted += 1;
    }
  }
  const files = new Map([...rolebench.commit(), ...messages.commit()]);
  writeDescriptions(folder, profiles, context);
  const facts = { profiles, files, models: [...models].sort(), accepted };
  const card = renderCard({
    ...facts,
    statistics: statistics.result(),
    refusals: countRefusals(context),
    missing: missingBefore(context),
    leaks: questions.leaks(),
    splitBy: context.settings.export.splitBy,
  });
  writeFileAtomically(join(folder, 'README.md'), [card]);
  return accepted;
}

/** desc.json, scripts.json and split_info.txt of each language (papers.md 1.3 and 1.4a). */
function writeDescriptions(folder: string, profiles: readonly Profile[], { settings, data }: FreeContext): void {
  const linesOf = openDialogues(data.dialogues);
  for (const language of new Set(profiles.map((profile) => profile.language))) {
    const own = profiles.filter((profile) => profile.language === language);
    const name = FOLDER_LANGUAGE[language];
    const toJson = (write: (profile: Profile) => string) =>
      `${JSON.stringify(Object.fromEntries(own.map((profile) => [profile.role, write(profile)])), null, 2)}\n`;
    const segments = own.map(({ role, scripts }) => {
      const { length } = splitIntoSegments(linesOf(scripts), role, settings.contextInstruct.segment, settings.seed);
      return `${role}\t${length}\n`;
    });
    writeFileAtomically(join(folder, `profiles-${name}/desc.json`), [toJson(describeRole)]);
    writeFileAtomically(join(folder, `profiles-${name}/scripts.json`), [toJson(({ script_name }) => script_name)]);
    writeFileAtomically(join(folder, `instructions-${name}/split_info.txt`), segments);
  }
}

/**
 * export: writes data/export/ in the rolebench layout and as `messages`, with a dataset card. The whole folder is written
 * beside the old one and takes its place when it is complete. Costs no calls.
 */
export async function exportDataset(context: FreeContext): Promise<StageRecord> {
  const { settings, data, log } = context;
  const inputs = [data.profiles, data.dialogues, data.instructions, data.rolegpt, data.filtered, data.rejected];
  const record = emptyRecord({ ...settings.export, seed: settings.seed }, inputs);
  if (!record.inputs[data.filtered.replaceAll('\\', '/')]) {
    throw new UserError('there is nothing to export yet', {
      file: data.filtered,
      advice: 'Run `rolellm filter` first.',
    });
  }
  recordStage(data.manifest, 'export', record);
  const profiles = [...readRows(data.profiles, Profile)];
  const { splits, questions } = planSplits(profiles, context);
  replaceFolder(data.export, (beside) => {
    record.rows = writeExport(beside, context, { profiles, splits, questions });
  });
  record.outputs = hashFiles([join(data.export, 'README.md')]);
  record.state = 'done';
  recordStage(data.manifest, 'export', record);
  log.info(`export: ${record.rows} answers in ${data.export}`);
  for (const { set, tested, exact, near } of questions.leaks()) {
    if (exact + near === 0) continue;
    const advice = settings.export.splitBy === 'pair' ? ' (--split-by instruction keeps them apart)' : '';
    const where = `${exact} word for word, ${near} nearly`;
    log.info(`export: ${exact + near} of ${tested} ${set} test questions also stand in train: ${where}${advice}`);
  }
  return record;
}

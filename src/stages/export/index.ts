import { join } from 'node:path';
import { countLeaks, indexQuestions } from '../../bench/leaks.js';
import { createSplits, type SplitSettings } from '../../bench/splits.js';
import { ExportFormat } from '../../config.js';
import { UserError } from '../../errors.js';
import { Profile } from '../../records.js';
import { hashOf, writeFileAtomically } from '../../store/atomic.js';
import type { DataFolder } from '../../store/data-folder.js';
import { type ExchangedFolder, replaceFolder } from '../../store/exchange.js';
import { readRows } from '../../store/jsonl.js';
import { recordStage, type StageRecord } from '../../store/manifest.js';
import { kindOf, readNamedFile } from '../../store/read-file.js';
import { claimFiles, claimFolder } from '../../store/written.js';
import type { FreeContext } from '../context.js';
import { checkNamed } from '../kept-roles.js';
import { emptyRecord, hashFiles } from '../run-stage.js';
import { createSystemOf } from '../system-instruction.js';
import { CARD_TITLE } from './card.js';
import { countLeftOut } from './left-out.js';
import { partByPassage } from './part-by-passage.js';
import { readPairs, readRoleSpecific } from './read-filtered.js';
import type { ExportParts } from './samples.js';
import { splitSettingsOf } from './split-settings.js';
import { tellLeaks } from './tell-leaks.js';
import { renderOpenCompass } from './tool-configs.js';
import { writeExport } from './write-export.js';

/** Each role's own questions, once for each role, and each general one once. */
function* allQuestions(data: DataFolder): Generator<string> {
  for (const { answers } of readRoleSpecific(data)) yield* new Set(answers.map(({ question }) => question));
  const general = new Set<string>();
  for (const { pair } of readPairs(data)) general.add(pair.question);
  yield* general;
}

/** Throws UserError where `export.heldOut` names a role that is none of the English ones. */
export function checkHeldOut(heldOut: number | readonly string[] | undefined, roles: readonly string[]): void {
  const unknown = typeof heldOut === 'object' ? heldOut.find((name) => !roles.includes(name)) : undefined;
  if (unknown === undefined) return;
  throw new UserError(`there is no English role "${unknown}" to hold out`, {
    advice: `Correct --held-out (export.heldOut). There are: ${roles.join(', ') || 'none'}.`,
  });
}

/** How the set is parted, and which questions are alike. */
export function planExport({ data, prompts }: FreeContext, split: SplitSettings): ExportParts {
  const profiles = [...readRows(data.profiles, Profile)];
  const questions = indexQuestions(allQuestions(data), split.leakSimilarity);
  const roles = profiles.filter(({ language }) => language === 'en').map(({ role }) => role);
  checkHeldOut(split.heldOut, roles);
  const passages = split.splitBy === 'passage' ? { passages: partByPassage(data, questions, split) } : {};
  const splits = createSplits(split, { roles, isAlone: questions.isAlone, ...passages });
  return { profiles, splits, leaks: countLeaks(questions, split.leakSimilarity), systemOf: createSystemOf(prompts) };
}

/** What an export has at the top of its folder beside a folder of each format; anything else there is the user's. */
const OWN = /^(?:README\.md|dataset_info\.json|(?:instructions|profiles|rolebench)-(?:eng|zh))$/;
const isOwn = (name: string) => OWN.test(name) || ExportFormat.safeParse(name).success;

/** Its files that people also write themselves. */
const OWN_FILES = ['README.md', 'dataset_info.json'];

/** The folder of the export. It may be a link or a disk, where that is empty or has our dataset card. */
export const exportFolder = (data: DataFolder): ExchangedFolder => ({
  folder: data.export,
  isOwn,
  holdsEarlier: (folder) => {
    const card = join(folder, 'README.md');
    return kindOf(card) === 'file' && readNamedFile(card).includes(CARD_TITLE);
  },
});

/**
 * export: writes data/export/ in the formats that were asked for, with a dataset card. A row that the readers of a format
 * would refuse, drop or misread is left out of that format and named. The whole folder is written beside the old one and takes
 * its place when it is complete. Costs no calls.
 */
export async function exportDataset(context: FreeContext): Promise<StageRecord> {
  const { settings, data, log } = context;
  checkNamed(settings, data);
  const inputs = [data.profiles, data.dialogues, data.instructions, data.rolegpt, data.filtered, data.rejected];
  const record = emptyRecord({ ...settings.export, seed: settings.seed }, inputs);
  if (!record.inputs[data.filtered.replaceAll('\\', '/')]) {
    throw new UserError('there is nothing to export yet', {
      file: data.filtered,
      advice: 'Run `rolellm filter` first.',
    });
  }
  recordStage(data.manifest, 'export', record);
  const parts = planExport(context, splitSettingsOf(settings));
  const leftOut = countLeftOut();
  const write = (beside: string) => {
    record.rows = writeExport(beside, context, parts, leftOut);
    for (const line of claimFolder(data.root, data.export, beside, OWN_FILES)) log.warn(`export: ${line}`);
  };
  const gone = replaceFolder(exportFolder(data), write);
  if (gone.length > 0) log.info(`export: ${gone.join(', ')} of an earlier export deleted: --format did not name them`);
  if (settings.export.formats.includes('rolebench')) {
    const languages = new Set(parts.profiles.map(({ language }) => language));
    const config = renderOpenCompass(data.export, { languages: [...languages], heldOut: parts.splits.heldOut });
    for (const line of claimFiles(data.root, new Map([[data.opencompass, hashOf(config)]])))
      log.warn(`export: ${line}`);
    writeFileAtomically(data.opencompass, [config]);
  }
  record.outputs = hashFiles([join(data.export, 'README.md')]);
  record.leaks = parts.leaks.result();
  record.state = 'done';
  recordStage(data.manifest, 'export', record);
  log.info(`export: ${record.rows} answers in ${data.export}`);
  for (const line of leftOut.lines()) log.warn(`export: ${line}`);
  tellLeaks(record.leaks, settings.export.splitBy, log);
  return record;
}

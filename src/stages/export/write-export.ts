import { join } from 'node:path';
import { createStatistics } from '../../bench/statistics.js';
import type { ExportFormat } from '../../config.js';
import { Instruction, type Language, type Profile, RejectedAnswer } from '../../records.js';
import { writeFileAtomically } from '../../store/atomic.js';
import { openDialogues } from '../../store/dialogues.js';
import { readRows } from '../../store/jsonl.js';
import { readManifest } from '../../store/manifest.js';
import type { FreeContext } from '../context.js';
import { splitIntoSegments } from '../context-instruct/segments.js';
import { readReviews } from '../reviews.js';
import { describeRole } from '../role-description.js';
import { renderCard } from './card.js';
import { writeCards } from './cards.js';
import { type FormatWriter, sampleFormats } from './formats/index.js';
import { FOLDER_LANGUAGE, openRoleBench, type RoleBenchWriter } from './rolebench.js';
import { type ExportParts, type Group, readGroups } from './samples.js';
import { writeDatasetInfo } from './tool-configs.js';

/** What earlier stages say is missing from their rows. */
function missingBefore({ data }: FreeContext): string[] {
  return [...new Set(Object.values(readManifest(data.manifest).stages).flatMap(({ missing }) => missing))];
}

function countRefusals({ data }: FreeContext): Map<string, number> {
  const refusals = new Map<string, number>();
  for (const { check } of readRows(data.rejected, RejectedAnswer)) refusals.set(check, (refusals.get(check) ?? 0) + 1);
  return refusals;
}

const languagesOf = (profiles: readonly Profile[]): Language[] => [
  ...new Set(profiles.map(({ language }) => language)),
];

function openWriters(folder: string, formats: readonly ExportFormat[], { profiles, splits }: ExportParts) {
  return {
    rolebench: formats.includes('rolebench') ? openRoleBench(folder, profiles, splits) : undefined,
    samples: formats.flatMap((format) =>
      format === 'rolebench' || format === 'cards' ? [] : [sampleFormats[format].open(folder)],
    ),
  };
}

/** Writes one group of answers in every format. */
function writeGroup(group: Group, rolebench: RoleBenchWriter | undefined, writers: readonly FormatWriter[]): void {
  if (group.set === 'role_specific') rolebench?.roleSpecific(group.profile.role, group.answers);
  else rolebench?.pair(group.accepted);
  for (const sample of group.samples) for (const writer of writers) writer.write(sample);
}

/** Writes all files of the export into a folder. Returns how many answers it has. */
export function writeExport(folder: string, context: FreeContext, parts: ExportParts): number {
  const { data, settings, prompts } = context;
  const { profiles, questions } = parts;
  const { formats, splitBy } = settings.export;
  const statistics = createStatistics();
  const models = new Set(profiles.map(({ model }) => model).filter((model) => model !== null));
  const { rolebench, samples } = openWriters(folder, formats, parts);
  const reviews = readReviews(data);
  let accepted = 0;
  let markedGood = 0;

  if (rolebench) {
    const linesOf = openDialogues(data.dialogues);
    for (const profile of profiles) rolebench.profile(profile, linesOf);
    for (const instruction of readRows(data.instructions, Instruction)) rolebench.instruction(instruction);
    writeDescriptions(folder, context, profiles);
  }
  for (const group of readGroups(data, parts)) {
    writeGroup(group, rolebench, samples);
    for (const sample of group.samples) {
      questions.mark(sample.set, sample.question, sample.split);
      statistics.add(sample);
      models.add(sample.model);
      accepted += 1;
      if (reviews.get(sample.id)?.mark === 'good') markedGood += 1;
    }
  }
  if (formats.includes('cards')) writeCards(folder, context, parts);
  writeDatasetInfo(folder, formats);
  const files = new Map([rolebench, ...samples].flatMap((writer) => [...(writer?.commit() ?? [])]));
  const card = renderCard({
    statistics: statistics.result(),
    profiles,
    files,
    models: [...models].sort(),
    prompts,
    stages: readManifest(data.manifest).stages,
    accepted,
    markedGood,
    refusals: countRefusals(context),
    missing: missingBefore(context),
    leaks: questions.leaks(),
    splitBy,
  });
  writeFileAtomically(join(folder, 'README.md'), [card]);
  return accepted;
}

/** desc.json, scripts.json and split_info.txt of each language (papers.md 1.3 and 1.4a). */
function writeDescriptions(folder: string, { settings, data }: FreeContext, profiles: readonly Profile[]): void {
  const linesOf = openDialogues(data.dialogues);
  for (const language of languagesOf(profiles)) {
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

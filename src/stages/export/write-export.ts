import { join } from 'node:path';
import type { ExportFormat } from '../../config.js';
import { describeRole } from '../../prompts/role-description.js';
import { Instruction, type Profile, RejectedAnswer } from '../../records.js';
import { whyNotInBench } from '../../rolebench/layout.js';
import { createStatistics } from '../../rolebench/statistics.js';
import { openRoleBench, type RoleBenchWriter } from '../../rolebench/write-bench.js';
import { writeDescriptions } from '../../rolebench/write-descriptions.js';
import { writeFileAtomically } from '../../store/atomic.js';
import { openDialogues } from '../../store/dialogues.js';
import { readRows } from '../../store/jsonl.js';
import { readManifest } from '../../store/manifest.js';
import type { FreeContext } from '../context.js';
import { splitIntoSegments } from '../context-instruct/segments.js';
import { readReviews } from '../reviews.js';
import { questionOf } from '../rolegpt/index.js';
import { renderCard } from './card.js';
import { writeCards } from './cards.js';
import { commonViolation, type FormatWriter, type Sample, sampleFormats } from './formats/index.js';
import type { LeftOut } from './left-out.js';
import { type ExportParts, type Group, readGroups } from './samples.js';
import { writeDatasetInfo } from './tool-configs.js';

/** What earlier stages have less of than was asked for. */
function missingBefore({ data }: FreeContext): string[] {
  const { stages } = readManifest(data.manifest);
  return [...new Set(Object.values(stages).flatMap(({ missing, notes }) => [...missing, ...notes]))];
}

function countRefusals({ data }: FreeContext): Map<string, number> {
  const refusals = new Map<string, number>();
  for (const { check } of readRows(data.rejected, RejectedAnswer)) refusals.set(check, (refusals.get(check) ?? 0) + 1);
  return refusals;
}

/** A format's writer, its name, and why it could not hold a sample. */
interface NamedWriter {
  format: string;
  writer: FormatWriter;
  violation(sample: Sample): string | undefined;
}

function openWriters(folder: string, formats: readonly ExportFormat[], { profiles, splits }: ExportParts) {
  return {
    rolebench: formats.includes('rolebench') ? openRoleBench(folder, profiles, splits) : undefined,
    samples: formats.flatMap((format): NamedWriter[] => {
      if (format === 'rolebench' || format === 'cards') return [];
      const { open, violation } = sampleFormats[format];
      return [{ format, writer: open(folder), violation }];
    }),
  };
}

/** The group without the rows that no format can hold. */
function withoutBrokenRows(group: Group, leftOut: LeftOut): Group {
  const broken = new Set<string>();
  for (const sample of group.samples) {
    const why = commonViolation(sample);
    if (why === undefined) continue;
    broken.add(sample.id);
    leftOut.add('every format', sample, why);
  }
  if (broken.size === 0) return group;
  const whole = <Row extends { id: string }>(rows: readonly Row[]) => rows.filter(({ id }) => !broken.has(id));
  const samples = whole(group.samples);
  if (group.set === 'role_specific') return { ...group, samples, answers: whole(group.answers) };
  return { ...group, samples, accepted: { ...group.accepted, answers: whole(group.accepted.answers) } };
}

/** Writes one group of answers in every format that can hold them. */
function writeGroup(
  group: Group,
  rolebench: RoleBenchWriter | undefined,
  writers: readonly NamedWriter[],
  leftOut: LeftOut,
): void {
  if (group.samples.length === 0) return;
  const notInBench = rolebench && whyNotInBench(group.profile.language);
  if (notInBench !== undefined) for (const sample of group.samples) leftOut.add('rolebench', sample, notInBench);
  else if (group.set === 'role_specific') rolebench?.roleSpecific(group.profile.role, group.answers);
  else rolebench?.pair(group.accepted);
  for (const sample of group.samples) {
    for (const { format, writer, violation } of writers) {
      const why = violation(sample);
      if (why === undefined) writer.write(sample);
      else leftOut.add(format, sample, why);
    }
  }
}

/** Writes what RoleBench's layout holds beside answers: the roles' lines and descriptions, and the instructions. */
function writeAboutRoles(
  folder: string,
  rolebench: RoleBenchWriter,
  { data, settings }: FreeContext,
  profiles: readonly Profile[],
): void {
  const linesOf = openDialogues(data.dialogues);
  for (const profile of profiles) rolebench.profile(profile, linesOf);
  for (const instruction of readRows(data.instructions, Instruction)) {
    const { language, raw_answer } = instruction;
    rolebench.instruction(language, { instruction: questionOf(instruction), answer: raw_answer ?? '' });
  }
  writeDescriptions(folder, profiles, {
    describe: describeRole,
    countSegments: ({ role, scripts }) =>
      splitIntoSegments(linesOf(scripts), role, settings.contextInstruct.segment, settings.seed).length,
  });
}

/** Writes all files of the export into a folder. Returns how many answers it has. */
export function writeExport(
  folder: string,
  context: FreeContext,
  parts: ExportParts & { id: string },
  leftOut: LeftOut,
): number {
  const { data, settings, prompts } = context;
  const { profiles, leaks } = parts;
  const { formats, splitBy = 'pair' } = settings.export;
  const statistics = createStatistics();
  const models = new Set(profiles.map(({ model }) => model).filter((model) => model !== null));
  const { rolebench, samples } = openWriters(folder, formats, parts);
  const reviews = readReviews(data);
  let accepted = 0;
  let markedGood = 0;

  if (rolebench) writeAboutRoles(folder, rolebench, context, profiles);
  for (const read of readGroups(data, parts)) {
    const group = withoutBrokenRows(read, leftOut);
    writeGroup(group, rolebench, samples, leftOut);
    const answers = group.set === 'general' ? group.accepted.answers : group.answers;
    for (const [at, sample] of group.samples.entries()) {
      const segment = answers[at]?.segment ?? null;
      if (sample.split !== null) leaks.add({ ...sample, segment, side: sample.split });
      statistics.add(sample);
      models.add(sample.model);
      accepted += 1;
      if (reviews.get(sample.id)?.mark === 'good') markedGood += 1;
    }
  }
  if (formats.includes('cards')) writeCards(folder, context, parts);
  writeDatasetInfo(folder, formats);
  const files = new Map(
    [rolebench, ...samples.map(({ writer }) => writer)].flatMap((writer) => [...(writer?.commit() ?? [])]),
  );
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
    leftOut: leftOut.lines(),
    leaks: leaks.result(),
    splitBy,
    heldOut: parts.splits.heldOut,
    id: parts.id,
  });
  writeFileAtomically(join(folder, 'README.md'), [card]);
  return accepted;
}

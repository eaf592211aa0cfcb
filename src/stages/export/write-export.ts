import { join } from 'node:path';
import type { ExportFormat } from '../../config.js';
import { readReviews } from '../../quality/reviews.js';
import { promptsOf } from '../../recipes/recipe.js';
import { RejectedSample } from '../../records.js';
import { whyNotInBench } from '../../rolebench/layout.js';
import { createStatistics } from '../../rolebench/statistics.js';
import { writeAboutRoles } from '../../rolebench/write-about.js';
import { openRoleBench, type RoleBenchWriter } from '../../rolebench/write-bench.js';
import { writeFileAtomically } from '../../store/atomic.js';
import { readRows } from '../../store/jsonl.js';
import { readManifest } from '../../store/manifest.js';
import type { FreeContext } from '../context.js';
import { PROFILE_PROMPTS } from '../profile-build/prompts.js';
import { renderCard } from './card.js';
import { writeCards } from './cards.js';
import { commonViolation, type FormatWriter, type SplitSample, sampleFormats } from './formats/index.js';
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
  for (const { check } of readRows(data.rejected, RejectedSample)) refusals.set(check, (refusals.get(check) ?? 0) + 1);
  return refusals;
}

/** A format's writer, its name, and why it could not hold a sample. */
interface NamedWriter {
  format: string;
  writer: FormatWriter;
  violation(sample: SplitSample): string | undefined;
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
  if (group.set === null) return { ...group, samples };
  if (group.set === 'role_specific') return { ...group, samples, answers: whole(group.answers) };
  return { ...group, samples, accepted: { ...group.accepted, answers: whole(group.accepted.answers) } };
}

/** Writes one group of answers into RoleBench's layout, which has no place for other recipes and languages. */
function writeToBench(group: Group, rolebench: RoleBenchWriter, leftOut: LeftOut): void {
  const why = group.set === null ? 'RoleBench has no such samples' : whyNotInBench(group.profile.language);
  if (why !== undefined) for (const sample of group.samples) leftOut.add('rolebench', sample, why);
  else if (group.set === 'role_specific') rolebench.roleSpecific(group.profile.role, group.answers);
  else if (group.set === 'general') rolebench.pair(group.accepted);
}

/** Writes one group of answers in every format that can hold them. */
function writeGroup(
  group: Group,
  rolebench: RoleBenchWriter | undefined,
  writers: readonly NamedWriter[],
  leftOut: LeftOut,
): void {
  if (group.samples.length === 0) return;
  if (rolebench) writeToBench(group, rolebench, leftOut);
  for (const sample of group.samples) {
    for (const { format, writer, violation } of writers) {
      const why = violation(sample);
      if (why === undefined) writer.write(sample);
      else leftOut.add(format, sample, why);
    }
  }
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
    for (const sample of group.samples) {
      const { set, split } = sample;
      if (set !== null && split !== null) leaks.add({ ...sample, set, side: split });
      if (set !== null) statistics.add({ ...sample, set });
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
    asked: new Map<string, readonly string[]>([
      ['profile-build', PROFILE_PROMPTS],
      ...context.recipes.map((recipe) => [recipe.name, promptsOf(recipe)] as const),
      ['filter', []],
      ['export', ['messages.system']],
    ]),
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

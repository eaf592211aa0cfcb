import { join } from 'node:path';
import { SYSTEM_PROMPT } from '../../prompts/system-instruction.js';
import { readReviews } from '../../quality/reviews.js';
import { promptsOf, textsOf } from '../../recipes/recipe.js';
import { recipesIn } from '../../recipes/recipes-in.js';
import { type CopiedScript, isRehearsal, RejectedSample } from '../../records.js';
import { createStatistics } from '../../rolebench/statistics.js';
import { writeFileAtomically } from '../../store/atomic.js';
import { openDialogues } from '../../store/dialogues.js';
import { readRows } from '../../store/jsonl.js';
import { readManifest } from '../../store/manifest.js';
import { AUDIT_PROMPT } from '../audit/ask.js';
import { AUDIT } from '../audit/index.js';
import { tellAudit } from '../audit/tell.js';
import type { FreeContext } from '../context.js';
import { FACTS_PROMPT } from '../knowledge/ask.js';
import { KNOWLEDGE } from '../knowledge/index.js';
import { PROFILE_PROMPTS } from '../profile-build/prompts.js';
import { type Held, renderCard } from './card.js';
import { commonViolation, type Format, type FormatWriter } from './formats/format.js';
import type { LeftOut } from './left-out.js';
import { type ExportParts, type Group, readGroups, type SplitSample } from './samples.js';
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

/** A format that is being written. */
interface OpenFormat {
  name: string;
  format: Format;
  writer: FormatWriter;
  /** What it holds, by the side: of RoleBench's layout, which has two ways to part a set, of both together. */
  holds: Map<'train' | 'test' | 'both', Held>;
}

/** Counts a sample that a format holds. */
function count({ holds }: OpenFormat, sample: SplitSample, side: 'train' | 'test' | 'both'): void {
  const held = holds.get(side) ?? { samples: 0, rehearsal: 0 };
  holds.set(side, held);
  held.samples += 1;
  if (isRehearsal(sample)) held.rehearsal += 1;
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

/** Writes a sample in one format, or says why that cannot hold it. Returns whether it did. */
function writeSample(open: OpenFormat, sample: SplitSample, leftOut: LeftOut): boolean {
  const { name, format, writer } = open;
  if (format.isFor?.(sample) === false) return false;
  const why = format.violation?.(sample);
  if (why !== undefined) {
    leftOut.add(name, sample, why);
    return false;
  }
  writer.write?.(sample);
  if (sample.split !== null) count(open, sample, sample.split);
  return sample.split !== null;
}

/** Writes one group of answers in every format that can hold them; what is not to be trained on, in those that nobody trains on. */
function writeGroup(
  group: Group,
  formats: readonly OpenFormat[],
  leftOut: LeftOut,
  { copies, isTrainedOn }: Pick<ExportParts, 'copies'> & { isTrainedOn: (sample: SplitSample) => boolean },
): void {
  if (group.samples.length === 0) return;
  for (const open of formats) {
    for (const sample of open.writer.writeGroup?.(group, leftOut) ?? []) count(open, sample, 'both');
  }
  const forTraining = formats.filter(({ writer }) => writer.write);
  for (const sample of group.samples) {
    if (!isTrainedOn(sample)) {
      if (forTraining.length > 0) leftOut.addRehearsal();
      continue;
    }
    const written = forTraining.filter((open) => writeSample(open, sample, leftOut));
    if (written.length > 0) copies.add(sample, group.profile);
  }
}

/** Counts the samples of kinds that have a note, for the card. */
function countNoted(recipes: ExportParts['recipes']) {
  const noted = recipes.flatMap(({ name, kinds }) =>
    Object.entries(kinds).flatMap(([kind, { note }]) =>
      note === undefined ? [] : [{ recipe: name, kind, samples: 0, note }],
    ),
  );
  return {
    add({ recipe, kind }: SplitSample): void {
      const own = noted.find((one) => one.recipe === recipe && one.kind === kind);
      if (own) own.samples += 1;
    },
    result: () => noted.filter(({ samples }) => samples > 0),
  };
}

/** Writes all files of the export into a folder. Returns how many answers it has, and what of the scripts stands in it. */
export function writeExport(
  folder: string,
  context: FreeContext,
  parts: ExportParts & { id: string; formats: ReadonlyMap<string, Format> },
  leftOut: LeftOut,
): { rows: number; copied: CopiedScript[] } {
  const { data, settings, prompts } = context;
  const { profiles, leaks, formats } = parts;
  const { splitBy = 'pair' } = settings.export;
  const statistics = createStatistics();
  const models = new Set(profiles.map(({ model }) => model).filter((model) => model !== null));
  const asksNothing = new Set(context.recipes.filter((one) => promptsOf(one).length === 0).map(({ name }) => name));
  const asTheyStand = new Set<string>();
  const open = [...formats].map(([name, format]): OpenFormat => {
    return { name, format, writer: format.open(folder, context, parts), holds: new Map() };
  });
  const isTrainedOn = (sample: SplitSample) => settings.export.rehearsal || !isRehearsal(sample);
  const reviews = readReviews(data);
  const noted = countNoted(parts.recipes);
  let accepted = 0;
  let markedGood = 0;

  for (const read of readGroups(data, parts)) {
    const group = withoutBrokenRows(read, leftOut);
    writeGroup(group, open, leftOut, { copies: parts.copies, isTrainedOn });
    for (const sample of group.samples) {
      const { set, split } = sample;
      if (set !== null && split !== null) leaks.add({ ...sample, set, side: split });
      if (sample.turns.at(-1)?.lines) parts.sceneLeaks.add(sample);
      if (set !== null) statistics.add({ ...sample, set });
      if (asksNothing.has(sample.recipe)) asTheyStand.add(sample.recipe);
      else models.add(sample.model);
      noted.add(sample);
      accepted += 1;
      if (reviews.get(sample.id)?.mark === 'good') markedGood += 1;
    }
  }
  const files = new Map(open.flatMap(({ writer }) => [...writer.commit()]));
  writeDatasetInfo(folder, formats, files);
  const { leaks: sceneLeaks, partners } = parts.sceneLeaks.result();
  const copied = parts.copies.result(profiles, () => openDialogues(data.dialogues));
  const card = renderCard({
    statistics: statistics.result(),
    profiles,
    files,
    features: new Map([...formats].flatMap(([name, { features }]) => (features ? [[name, features] as const] : []))),
    held: open.flatMap(({ name, holds }) => [...holds].map(([side, held]) => ({ format: name, side, ...held }))),
    models: [...models].sort(),
    asTheyStand: [...asTheyStand].sort(),
    noted: noted.result(),
    prompts,
    asked: new Map<string, readonly string[]>([
      ['profile-build', PROFILE_PROMPTS],
      [KNOWLEDGE, [FACTS_PROMPT]],
      [AUDIT, [AUDIT_PROMPT]],
      ...recipesIn(context.recipes, data).map((recipe) => [recipe.name, textsOf(recipe)] as const),
      ['filter', []],
      ['export', [SYSTEM_PROMPT]],
    ]),
    stages: readManifest(data.manifest).stages,
    accepted,
    markedGood,
    refusals: countRefusals(context),
    missing: missingBefore(context),
    leftOut: leftOut.lines(),
    leaks: [...leaks.result(), ...sceneLeaks],
    partners,
    copied,
    splitBy,
    heldOut: parts.splits.heldOut,
    audit: tellAudit(context.recipes, data),
    id: parts.id,
  });
  writeFileAtomically(join(folder, 'README.md'), [card]);
  return { rows: accepted, copied };
}

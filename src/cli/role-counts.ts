import { Profile, RejectedSample, Sample } from '../records.js';
import type { DataFolder } from '../store/data-folder.js';
import { readRows } from '../store/jsonl.js';
import { type RoleTally, readManifest, type StageRecord } from '../store/manifest.js';

/** What was made for one role, and what was refused and why. */
export interface RoleCounts {
  role: string;
  language: string;
  lines: number;
  /** Samples that were kept, by recipe. */
  kept: Record<string, number>;
  refused: number;
  refused_by: Record<string, number>;
}

/** What became of each role's samples, read from the files: of a folder whose manifest does not say it. */
function tallyFiles(data: DataFolder): Map<string, RoleTally> {
  const tallies = new Map<string, RoleTally>();
  const tallyOf = (role: string): RoleTally => {
    const tally = tallies.get(role) ?? { kept: {}, refused_by: {} };
    tallies.set(role, tally);
    return tally;
  };
  for (const { role, recipe } of readRows(data.filtered, Sample)) {
    const { kept } = tallyOf(role);
    kept[recipe] = (kept[recipe] ?? 0) + 1;
  }
  for (const { role, check } of readRows(data.rejected, RejectedSample)) {
    const { refused_by } = tallyOf(role);
    refused_by[check] = (refused_by[check] ?? 0) + 1;
  }
  return tallies;
}

/** Counts of every role in a data folder: its profile's, and what the filter recorded of its samples. */
export function countRoles(data: DataFolder): RoleCounts[] {
  const recorded = readManifest(data.manifest).stages.filter?.roles;
  const tallies = recorded ? new Map(Object.entries(recorded)) : tallyFiles(data);
  return [...readRows(data.profiles, Profile)].map(({ role, language, counts: { lines } }) => {
    const { kept = {}, refused_by = {} } = tallies.get(role) ?? {};
    const refused = Object.values(refused_by).reduce((sum, count) => sum + count, 0);
    return { role, language, lines, kept, refused, refused_by };
  });
}

/**
 * Which of the samples that were kept are the scripts' own and which are rehearsal, in a sentence or two; undefined where a model wrote all of
 * them.
 */
export function tellOrigins(
  roles: readonly RoleCounts[],
  stages: Readonly<Record<string, Pick<StageRecord, 'model'>>>,
): string | undefined {
  const sum = (isOne: (model: string | null | undefined) => boolean) =>
    roles.reduce((all, { kept }) => {
      const some = Object.entries(kept).filter(([recipe]) => isOne(stages[recipe]?.model));
      return all + some.reduce((count, [, samples]) => count + samples, 0);
    }, 0);
  const [own, rehearsal] = [sum((model) => model === null), sum((model) => model === 'offline')];
  const told = [
    ...(own > 0
      ? [`${own} of the samples are taken from the scripts as they stand, without a model: data to train on.`]
      : []),
    ...(rehearsal > 0
      ? [
          `${rehearsal} are rehearsal: the offline model, which is no language model, put them together. They are in RoleBench's layout, and in formats for training only with \`export.rehearsal: true\`.`,
        ]
      : []),
  ];
  return told.length > 0 ? told.join(' ') : undefined;
}

import { Profile, RejectedSample, Sample } from '../records.js';
import type { DataFolder } from '../store/data-folder.js';
import { readRows } from '../store/jsonl.js';
import { type RoleTally, readManifest } from '../store/manifest.js';

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

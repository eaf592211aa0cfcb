import { Answer, Profile, RejectedAnswer } from '../records.js';
import type { DataFolder } from '../store/data-folder.js';
import { readRows } from '../store/jsonl.js';
import { type RoleTally, readManifest } from '../store/manifest.js';

/** What was made for one role, and what was refused and why. */
export interface RoleCounts {
  role: string;
  language: string;
  lines: number;
  role_specific: number;
  general: number;
  refused: number;
  refused_by: Record<string, number>;
}

/** What became of each role's answers, read from the files: of a folder whose manifest does not say it. */
function tallyFiles(data: DataFolder): Map<string, RoleTally> {
  const tallies = new Map<string, RoleTally>();
  const tallyOf = (role: string): RoleTally => {
    const tally = tallies.get(role) ?? { role_specific: 0, general: 0, refused_by: {} };
    tallies.set(role, tally);
    return tally;
  };
  for (const { role, set } of readRows(data.filtered, Answer)) tallyOf(role)[set] += 1;
  for (const { role, check } of readRows(data.rejected, RejectedAnswer)) {
    const { refused_by } = tallyOf(role);
    refused_by[check] = (refused_by[check] ?? 0) + 1;
  }
  return tallies;
}

/** Counts of every role in a data folder: its profile's, and what the filter recorded of its answers. */
export function countRoles(data: DataFolder): RoleCounts[] {
  const recorded = readManifest(data.manifest).stages.filter?.roles;
  const tallies = recorded ? new Map(Object.entries(recorded)) : tallyFiles(data);
  return [...readRows(data.profiles, Profile)].map(({ role, language, counts: { lines } }) => {
    const { role_specific = 0, general = 0, refused_by = {} } = tallies.get(role) ?? {};
    const refused = Object.values(refused_by).reduce((sum, count) => sum + count, 0);
    return { role, language, lines, role_specific, general, refused, refused_by };
  });
}

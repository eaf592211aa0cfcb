import { Answer, Profile, RejectedAnswer } from '../records.js';
import type { DataFolder } from '../store/data-folder.js';
import { readRows } from '../store/jsonl.js';

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

/** Counts of every role in a data folder, streamed from profiles.jsonl, filtered.jsonl and rejected.jsonl. */
export function countRoles(data: DataFolder): RoleCounts[] {
  const counts = new Map<string, RoleCounts>();
  for (const { role, language, counts: profile } of readRows(data.profiles, Profile)) {
    const none = { role_specific: 0, general: 0, refused: 0, refused_by: {} };
    counts.set(role, { role, language, lines: profile.lines, ...none });
  }
  for (const { role, set } of readRows(data.filtered, Answer)) {
    const count = counts.get(role);
    if (count) count[set] += 1;
  }
  for (const { role, check } of readRows(data.rejected, RejectedAnswer)) {
    const count = counts.get(role);
    if (!count) continue;
    count.refused += 1;
    count.refused_by[check] = (count.refused_by[check] ?? 0) + 1;
  }
  return [...counts.values()];
}

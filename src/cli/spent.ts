import { basename } from 'node:path';
import type { DataFolder } from '../store/data-folder.js';
import { findJournals, SPENT } from '../store/find-journals.js';
import { readTotals } from '../store/journal.js';
import type { StageRecord } from '../store/manifest.js';

/** Replies that came a second time, by stage: money that was spent, and no data. */
export interface Spent {
  replies: number;
  /** US dollars; null where no price was known. */
  cost: number | null;
}

/** What the stages of a data folder have spent on second replies; empty where none came. */
export function readSpent({ calls }: DataFolder): Map<string, Spent> {
  const files = findJournals(calls).filter((file) => file.endsWith(SPENT));
  return new Map(
    files.map((file) => {
      const { replies, unpriced, cost } = readTotals(file);
      return [basename(file, SPENT), { replies, cost: unpriced < replies ? cost : null }];
    }),
  );
}

/** A stage's record, its cost with that of second replies. */
export function withSpent(name: string, record: StageRecord, spent: ReadonlyMap<string, Spent>): StageRecord {
  const more = spent.get(name)?.cost ?? 0;
  return more === 0 ? record : { ...record, cost: (record.cost ?? 0) + more };
}

/** All of it together; undefined where there is none. */
export function sumOfSpent(spent: ReadonlyMap<string, Spent>): Spent | undefined {
  const all = [...spent.values()];
  const replies = all.reduce((sum, one) => sum + one.replies, 0);
  const costs = all.flatMap(({ cost }) => cost ?? []);
  if (replies === 0) return undefined;
  return { replies, cost: costs.length > 0 ? costs.reduce((sum, one) => sum + one, 0) : null };
}

/** A line about them. */
export function tellSpent({ replies, cost }: Spent): string {
  const what = replies === 1 ? '1 call was answered twice' : `${replies} calls were answered twice`;
  const money = cost === null ? '' : `, which cost $${cost.toFixed(4)}`;
  return `${what}${money}: the second reply is in calls/STAGE${SPENT} and no data.`;
}

import { type BoundaryKind, type BoundaryRow, KINDS } from './row.js';

/** What of each kind came: answers that are as they have to be, of all, and pairs. */
export function tellKinds(rows: Iterable<BoundaryRow>): string[] {
  const counts = new Map<BoundaryKind, { all: number; passed: number; pairs: number }>();
  let [untold, all] = [0, 0];
  for (const { kind, chosen, rejected } of rows) {
    const count = counts.get(kind) ?? { all: 0, passed: 0, pairs: 0 };
    counts.set(kind, count);
    all += 1;
    count.all += 1;
    if (chosen.passes === null) untold += 1;
    if (chosen.passes !== false) count.passed += 1;
    if (chosen.passes !== false && rejected && rejected.passes !== false) count.pairs += 1;
  }
  if (all === 0) return [];
  const known = KINDS.flatMap((kind) => {
    const count = counts.get(kind);
    return count ? [`${kind} ${count.passed} of ${count.all} (${count.pairs} pairs)`] : [];
  });
  const sum = (key: 'passed' | 'pairs') => [...counts.values()].reduce((total, count) => total + count[key], 0);
  const lines = [
    `${sum('passed')} of ${all} better answers are as they have to be, ${sum('pairs')} beside a worse one: ${known.join(', ')}.`,
  ];
  if (untold > 0) lines.push(`${untold} answers in a language without signs of denial were not checked.`);
  return lines;
}

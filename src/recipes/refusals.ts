/** Counts of refusals by check, most frequent first, as one phrase: `near-duplicate 12, confidence 5`. */
export function describeRefusals(refusals: ReadonlyMap<string, number>): string {
  const sorted = [...refusals].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return sorted.map(([check, count]) => `${check} ${count}`).join(', ');
}

/** Counts one more refusal by a check. */
export function countRefusal(refusals: Map<string, number>, check: string): void {
  refusals.set(check, (refusals.get(check) ?? 0) + 1);
}

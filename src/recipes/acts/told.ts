import type { ActRow } from './row.js';

/** What kind of reason a fault is, without the names in it. */
const KINDS: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/there is no verb/, 'unknown verbs'],
  [/ takes \d+ arguments|" is no /, 'wrong arguments'],
  [/ needs | cannot be in itself/, 'unmet needs'],
  [/does not hold/, 'goals not reached'],
  [/^does nothing/, 'nothing done'],
  [/^does what/, 'done what was to be refused'],
  [/^has |^says |^refuses /, 'of another form'],
];

const kindOf = (fault: string): string => KINDS.find(([pattern]) => pattern.test(fault))?.[1] ?? 'other';

/** How many answers do what the scene has for them, which may be to refuse, and why others do not. */
export function tellActs(rows: Iterable<ActRow>): string[] {
  let [good, all] = [0, 0];
  const faults = new Map<string, number>();
  for (const { answers } of rows) {
    for (const answer of answers) {
      if (!answer) continue;
      all += 1;
      if (answer.fault === null) good += 1;
      else faults.set(kindOf(answer.fault), (faults.get(kindOf(answer.fault)) ?? 0) + 1);
    }
  }
  if (all === 0) return [];
  const sorted = [...faults].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const why = sorted.map(([kind, count]) => `${kind} ${count}`).join(', ');
  const share = Math.round((100 * good) / all);
  return [
    `${good} of ${all} answers do what the scene has for them (${share} %)${why === '' ? '' : `; others: ${why}`}.`,
  ];
}

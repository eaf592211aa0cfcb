import type { RuledAnswer, RuledPrompt } from './row.js';

interface Rate {
  passed: number;
  judged: number;
  unjudged: number;
}

const newRate = (): Rate => ({ passed: 0, judged: 0, unjudged: 0 });

const percent = ({ passed, judged }: Rate) => `${Math.round((100 * passed) / judged)} %`;

function count(rate: Rate, passes: boolean | null): void {
  if (passes === null) rate.unjudged += 1;
  else rate.judged += 1;
  if (passes) rate.passed += 1;
}

function countAnswer(kinds: Map<string, Rate>, { rules }: RuledPrompt, { verdicts }: RuledAnswer): void {
  for (const { rule, passes } of verdicts) {
    const kind = rules[rule - 1]?.kind ?? '';
    const rate = kinds.get(kind) ?? newRate();
    kinds.set(kind, rate);
    count(rate, passes);
  }
}

/** What the answers come to: how many keep all their rules, and what share keeps a rule of each kind. */
export function tellRates(rows: Iterable<RuledPrompt>): string[] {
  const all = newRate();
  const kinds = new Map<string, Rate>();
  for (const row of rows) {
    for (const answer of row.answers) {
      if (!answer) continue;
      count(all, answer.all_pass);
      countAnswer(kinds, row, answer);
    }
  }
  const sorted = [...kinds].sort(([a], [b]) => (a < b ? -1 : 1));
  const told = sorted.filter(([, { judged }]) => judged > 0);
  const byKind = told.map(([kind, rate]) => `${kind} ${percent(rate)} of ${rate.judged}`).join(', ');
  const lines: string[] = [];
  if (all.judged > 0)
    lines.push(`${all.passed} of ${all.judged} answers keep all their rules (${percent(all)}); by kind: ${byKind}.`);
  if (all.unjudged > 0) lines.push(`${all.unjudged} answers lack a verdict of the judge.`);
  const unjudged = sorted.filter((one) => one[1].unjudged > 0).map(([kind, rate]) => `${kind} ${rate.unjudged}`);
  if (unjudged.length > 0) lines.push(`rules that nobody judged: ${unjudged.join(', ')}.`);
  return lines;
}

import { countRefusal, describeRefusals } from '../refusals.js';
import type { ContrastRow, Label } from './row.js';

const TITLES: Record<Label, string> = {
  0: 'answers to what the role knows hold it',
  1: 'answers to what it cannot know say so and give nothing away',
};

/** What the answers come to: how many are what their label says, and why questions were refused. */
export function tellRates(rows: Iterable<ContrastRow>): string[] {
  const good = { 0: 0, 1: 0 };
  const all = { 0: 0, 1: 0 };
  const refused = new Map<string, number>();
  const whys = new Map<string, number>();
  for (const { label, asked, refused_questions } of rows) {
    for (const { answer, fault, why } of asked) {
      if (label === 0) countRefusal(whys, why);
      if (answer === null) continue;
      all[label] += 1;
      if (fault === null) good[label] += 1;
    }
    for (const [why, count] of Object.entries(refused_questions)) refused.set(why, (refused.get(why) ?? 0) + count);
  }
  const lines = ([0, 1] as const)
    .filter((label) => all[label] > 0)
    .map((label) => `${good[label]} of ${all[label]} ${TITLES[label]}.`);
  if (whys.size > 0) lines.push(`questions by what they exceed: ${describeRefusals(whys)}.`);
  if (refused.size > 0) lines.push(`questions refused: ${describeRefusals(refused)}.`);
  return lines;
}

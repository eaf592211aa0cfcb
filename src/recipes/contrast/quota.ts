import { z } from 'zod';
import type { Settings } from '../../config.js';
import { askedOf, limitedTo } from '../quota.js';
import type { Judged, Tally } from '../recipe.js';
import { countRefusal, describeRefusals } from '../refusals.js';
import { ownSettings } from '../settings.js';
import type { ContrastRow } from './row.js';
import { OWN } from './settings.js';

/** The kinds of samples. */
export const OWN_KIND = 'known';
export const OTHER_KIND = 'unknown';

/** What the filter is told of the stage, under a name of its own: it asks all recipes at once. */
const Asked = z.object({ rowsOfContrast: z.number() });

/** How many rows are wanted of each role by the settings. */
export const wantedOf = (settings: Settings): number => limitedTo(ownSettings(OWN, settings).perRole, settings);

/** Half of the rows, rounded up, are of the kind that a role knows. */
const partOf = (kind: string, rows: number) => (kind === OWN_KIND ? Math.ceil(rows / 2) : Math.floor(rows / 2));

/** How many pairs and questions it takes for so many rows: a quick look asks for less. */
export function planPairs(settings: Settings): { pairs: number; questions: number } {
  const { pairs, questions } = ownSettings(OWN, settings);
  const half = Math.ceil(wantedOf(settings) / 2);
  if (half === 0) return { pairs: 0, questions: 0 };
  if (settings.limit === undefined) return { pairs, questions };
  const few = Math.min(questions, half);
  return { pairs: Math.min(pairs, Math.ceil(half / few)), questions: few };
}

/** What was asked for. */
export const askedRows = (recorded: Record<string, unknown> | undefined, settings: Settings) => ({
  rowsOfContrast: askedOf(recorded, wantedOf(settings)),
});

/** As many of each kind as were asked for, those first that a person said are good. */
export function chooseRows(judged: readonly Judged[], asked: Record<string, unknown>) {
  const { rowsOfContrast } = Asked.parse(asked);
  const stay = new Set<string>();
  for (const kind of [OWN_KIND, OTHER_KIND]) {
    const passed = judged.filter(({ sample, refusal }) => sample.kind === kind && !refusal);
    const markedFirst = passed.toSorted((a, b) => Number(b.isMarkedGood) - Number(a.isMarkedGood));
    for (const [k, { sample, isMarkedGood }] of markedFirst.entries())
      if (isMarkedGood || k < partOf(kind, rowsOfContrast)) stay.add(sample.id);
  }
  return { stay, why: `${rowsOfContrast} rows of this role are enough (contrast.perRole), half of them of each kind` };
}

/** Counts what is kept of one role's answers. */
export function tallyRows(asked: Record<string, unknown>): Tally<ContrastRow> {
  const { rowsOfContrast } = Asked.parse(asked);
  const refusals = new Map<string, number>();
  const questions = new Map<string, number>();
  const kept = { [OWN_KIND]: 0, [OTHER_KIND]: 0 };
  let answers = 0;
  let rows = 0;
  return {
    plan(row) {
      rows += 1;
      answers += row.asked.filter(({ answer }) => answer !== null).length;
      for (const [why, count] of Object.entries(row.refused_questions)) {
        questions.set(why, (questions.get(why) ?? 0) + count);
      }
    },
    enter({ kind }, refusal) {
      if (refusal) countRefusal(refusals, refusal.check);
      else if (kind === OWN_KIND || kind === OTHER_KIND) kept[kind] += 1;
    },
    lacks(role) {
      // Who was asked nothing, or whose requests failed, is told of by the stage.
      const isWhole = [OWN_KIND, OTHER_KIND].every(
        (kind) => kept[kind as keyof typeof kept] >= partOf(kind, rowsOfContrast),
      );
      if (isWhole || rows === 0) return undefined;
      const why = [
        ...(refusals.size > 0 ? [`refused: ${describeRefusals(refusals)}`] : []),
        ...(questions.size > 0 ? [`questions refused: ${describeRefusals(questions)}`] : []),
      ].join('; ');
      const parts = [OWN_KIND, OTHER_KIND].map(
        (kind) => `${kept[kind as keyof typeof kept]} of ${partOf(kind, rowsOfContrast)} ${kind}`,
      );
      return `${role}: ${parts.join(' and ')} to it kept from ${answers} answers${why === '' ? '' : ` (${why})`}`;
    },
  };
}

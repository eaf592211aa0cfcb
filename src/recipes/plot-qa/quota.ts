import { z } from 'zod';
import type { FilterSettings, Settings } from '../../config.js';
import { createQuestionCheck } from '../../quality/duplicates.js';
import { createAnswerCheck } from '../../quality/repeated-answers.js';
import { askedOf, limitedTo } from '../quota.js';
import type { Judged, Tally } from '../recipe.js';
import { countRefusal, describeRefusals } from '../refusals.js';
import { ownSettings } from '../settings.js';
import type { PlotRow } from './row.js';
import { OWN } from './settings.js';

/** What the filter is told of the stage, under a name of its own: it asks all recipes at once. */
const Asked = z.object({ answersInPlots: z.number() });

/** How many answers are wanted of each role by the settings. */
export const wantedOf = (settings: Settings): number => limitedTo(ownSettings(OWN, settings).perRole, settings);

/** What was asked for. */
export const askedAnswers = (recorded: Record<string, unknown> | undefined, settings: Settings) => ({
  answersInPlots: askedOf(recorded, wantedOf(settings)),
});

/** A role is asked no question twice, and gives no answer to several; the first one stays. */
export const repeatsOf = ({ similarity }: FilterSettings) => createQuestionCheck(similarity, createAnswerCheck());

/** As many as were asked for, those that a person marked good first. */
export function chooseAnswers(judged: readonly Judged[], asked: Record<string, unknown>) {
  const { answersInPlots } = Asked.parse(asked);
  const passed = judged.filter(({ refusal }) => !refusal);
  const sorted = passed.toSorted((a, b) => Number(b.isMarkedGood) - Number(a.isMarkedGood));
  const staying = sorted.filter(({ isMarkedGood }, k) => isMarkedGood || k < answersInPlots);
  return {
    stay: new Set(staying.map(({ sample }) => sample.id)),
    why: `${answersInPlots} answers of this role are enough (plotQa.perRole)`,
  };
}

/** What came of a role's plots. */
export interface Outcome {
  accepted: number;
  answers: number;
  /** Plots that did not fit the role or the scene. */
  faulty: number;
  refusals: ReadonlyMap<string, number>;
}

/** What a role lacks and why; undefined where it has what was asked for. */
export function describeShortfall(
  role: string,
  wanted: number,
  { accepted, answers, faulty, refusals }: Outcome,
): string | undefined {
  if (accepted >= wanted) return undefined;
  const why = [
    ...(refusals.size > 0 ? [`refused: ${describeRefusals(refusals)}`] : []),
    ...(faulty > 0 ? [`${faulty} ${faulty === 1 ? 'plot does' : 'plots do'} not fit`] : []),
  ];
  const because = why.length > 0 ? ` (${why.join('; ')})` : '';
  return `${role}: ${accepted} of ${wanted} answers in plots, from ${answers} answers${because}`;
}

/** Counts what is kept of one role's answers. */
export function tallyAnswers(asked: Record<string, unknown>): Tally<PlotRow> {
  const { answersInPlots } = Asked.parse(asked);
  const refusals = new Map<string, number>();
  let [accepted, answers, faulty, plots] = [0, 0, 0, 0];
  return {
    plan({ fault, exchanges }) {
      plots += 1;
      if (fault !== null) faulty += 1;
      answers += exchanges.filter(({ answer }) => answer !== null).length;
    },
    enter(_, refusal) {
      if (refusal) countRefusal(refusals, refusal.check);
      else accepted += 1;
    },
    // Who was asked nothing is told of by the stage.
    lacks: (role) =>
      plots === 0 ? undefined : describeShortfall(role, answersInPlots, { accepted, answers, faulty, refusals }),
  };
}

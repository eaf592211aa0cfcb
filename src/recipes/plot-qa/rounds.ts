import type { PlotQaSettings } from './settings.js';

/** What the rounds so far brought for one role. */
export interface PlotYield {
  plots: number;
  accepted: number;
  /** Rounds in a row that brought nothing acceptable. */
  idle: number;
}

/** A role whose plots bring next to nothing is not asked ten times over. Our choice. */
const LOWEST_SHARE = 0.1;
/** Rounds without an acceptable answer after which a role is given up. Our choice. */
const IDLE_ROUNDS = 2;

/** How many plots the next round asks for, if the yield stays as it is, and never more questions than the cap; 0 where it is over. */
export function planPlots(
  { plots, accepted, idle }: PlotYield,
  wanted: number,
  { questionsPerPlot, candidateCap }: Pick<PlotQaSettings, 'questionsPerPlot' | 'candidateCap'>,
): number {
  const need = wanted - accepted;
  if (need <= 0 || idle >= IDLE_ROUNDS) return 0;
  const perPlot = plots === 0 ? questionsPerPlot : Math.max(accepted / plots, questionsPerPlot * LOWEST_SHARE);
  const most = Math.ceil((wanted * candidateCap) / questionsPerPlot) - plots;
  return Math.max(0, Math.min(Math.ceil(need / perPlot), most));
}

/** How many of the first `count` plots are invented, spread evenly: with a half every second one. */
export const inventedAmong = (count: number, share: number): number => Math.floor(count * share);

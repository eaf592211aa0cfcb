import { SYSTEM_PROMPT } from '../../prompts/system-instruction.js';
import { readReviews } from '../../quality/reviews.js';
import type { Recipe } from '../recipe.js';
import { ownSettings } from '../settings.js';
import { LONGEST_SCENE } from './asker.js';
import { plotQaCommand } from './command.js';
import { plotQaFacts } from './prompt-facts.js';
import {
  askedAnswers,
  chooseAnswers,
  describeShortfall,
  type Outcome,
  repeatsOf,
  tallyAnswers,
  wantedOf,
} from './quota.js';
import { makePlots } from './role-work.js';
import { exchangeId, PlotRow } from './row.js';
import { describePlot, KINDS, toSamples } from './samples.js';
import { OWN } from './settings.js';
import { SYSTEM_WITH_PLOT } from './system-text.js';
import { tellPlots } from './told.js';

/** The Prompt Framework (papers.md 5): a plot, what the role is asked in it, and what it answers. */
export const plotQa: Recipe<PlotRow> = {
  ...plotQaCommand,
  title: 'in plots',
  method: 'Prompt Framework',
  note: 'answered in character to what another character asks in a plot: one from a scene of the script, or an invented one.',
  settings: OWN.settings,
  row: PlotRow,
  longest: LONGEST_SCENE,
  kinds: KINDS,
  prompts: plotQaFacts,
  texts: [SYSTEM_WITH_PLOT, SYSTEM_PROMPT],
  // The filter's settings decide when its rounds end.
  basis({ settings, data }) {
    const { seed, filter } = settings;
    return {
      settings: { ...ownSettings(OWN, settings), perRole: wantedOf(settings), seed, filter },
      inputs: [data.review],
    };
  },
  open(shared) {
    const reviews = readReviews(shared.data);
    const wanted = wantedOf(shared.settings);
    return {
      countUnits: () => 1,
      *units(material) {
        const { role } = material.profile;
        let line: string | undefined;
        const onEnd = (outcome: Outcome) => {
          line = describeShortfall(role, wanted, outcome);
        };
        yield { name: role, work: () => makePlots(material, shared, reviews, onEnd), lacks: () => line };
      },
    };
  },
  samples: toSamples,
  background: (row) =>
    new Map(row.exchanges.map((_, k) => [exchangeId(row, k), { rationale: describePlot(row) }] as const)),
  repeats: repeatsOf,
  asked: askedAnswers,
  choose: chooseAnswers,
  tally: tallyAnswers,
  tells: tellPlots,
  expectAnswers: wantedOf,
  // Over several questions a small model loses the form.
  smallModel: { questionsPerPlot: 1 },
  advice(settings) {
    const { candidateCap } = ownSettings(OWN, settings);
    return `Ask for fewer with plotQa.perRole, allow more questions with plotQa.candidateCap (now ${candidateCap}), or change the share of invented plots with plotQa.inventedShare.`;
  },
};

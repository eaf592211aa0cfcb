import { BARE_SAMPLE, type Sample } from '../../records.js';
import type { Kind } from '../recipe.js';
import { exchangeId, type PlotRow } from './row.js';

/** The kinds of its samples. Only what a scene tells can be looked up: answers in an invented plot are not checked by it. */
export const KINDS = {
  scene_plot: { title: 'in plots from scenes', isRoleSpecific: true },
  invented_plot: {
    title: 'in invented plots',
    isRoleSpecific: false,
    note: 'are in situations that a model invented: nothing in the script tells whether they are right.',
  },
} as const satisfies Record<string, Kind>;

/** The answers of a plot as the filter's units. */
export function toSamples(row: PlotRow): Sample[] {
  const { role, language, origin, plot, segment, system, requests, model } = row;
  const kind: keyof typeof KINDS = origin === 'scene' ? 'scene_plot' : 'invented_plot';
  return row.exchanges.flatMap(({ question, answer, request }, k): Sample[] => {
    if (answer === null) return [];
    return [
      {
        ...BARE_SAMPLE,
        id: exchangeId(row, k),
        recipe: 'plot-qa',
        kind,
        role,
        language,
        system,
        turns: [
          { by: 'user', speaker: plot.supporting_character, text: question, trained: false },
          { by: 'role', speaker: null, text: answer, trained: true },
        ],
        requests: [...requests, request],
        segment,
        model,
      },
    ];
  });
}

/** A plot in one line, as what its answers came from. */
export const describePlot = ({ origin, plot }: Pick<PlotRow, 'origin' | 'plot'>): string => {
  const where = plot.site === '' ? '' : `${plot.site}; `;
  return `${origin === 'scene' ? 'plot from a scene' : 'invented plot'}: ${where}${plot.supporting_character} asks. ${plot.outline}`;
};

import { type Prompts, renderWithoutEmptyLines } from '../../prompts/load.js';
import { createSystemOf } from '../../prompts/system-instruction.js';
import type { Profile } from '../../records.js';
import type { Plot } from './row.js';

/** The prompt that gives the system text with a plot in it. */
export const SYSTEM_WITH_PLOT = 'plot-qa.system';

/** The system text of a role in a plot; nothing is said of a place that the plot does not have. */
export function renderPlotSystem(
  profile: Profile,
  { site, supporting_character, outline }: Plot,
  prompts: Prompts,
): string {
  const role_system = createSystemOf(prompts)(profile);
  const slots = { role_system, site, supporting_character, outline };
  return renderWithoutEmptyLines(prompts(SYSTEM_WITH_PLOT, profile.language), slots)[0]?.content ?? '';
}

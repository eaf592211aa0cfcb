import { type Explanation, explainFilter } from '../../stages/filter/explain.js';
import { dataFolder } from '../../store/data-folder.js';
import { checkRowFormat } from '../../store/manifest.js';
import { squeeze } from '../../text/words.js';
import { EXIT } from '../exit.js';
import type { Flags } from '../flags.js';
import { printOut } from '../print.js';
import { readEnvironment, readSettings } from '../settings.js';
import { checkNeeds } from '../stage.js';
import { renderThresholds } from '../tables.js';
import { openToolbox } from '../toolbox.js';
import { filterStage } from './stages.js';

/** Longest question or answer that is shown whole, in characters. */
const LONGEST = 100;

function cut(text: string): string {
  const line = squeeze(text);
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}

/** The explanation as a person reads it. */
function render(explanation: Explanation): string {
  const { entered, kept, checks, cuts } = explanation;
  const parts = [`The filter keeps ${kept} of ${entered} answers.`];
  for (const { check, refused, examples } of checks) {
    const lines = examples.flatMap(({ role, question, answer, evidence, dialogue }) => [
      `  ${role}${dialogue === undefined ? '' : ` (${dialogue})`}: ${cut(question)}`,
      `    → ${cut(answer)}`,
      `    because: ${cut(evidence)}`,
    ]);
    parts.push([`${check}: ${refused} refused`, ...lines].join('\n'));
  }
  const told = cuts.map(({ check, samples, turns }) => `${check} ${samples} (${turns} turns)`);
  if (told.length > 0) parts.push(`Cut and kept: ${told.join(', ')}`);
  parts.push(`Other thresholds:\n\n${renderThresholds(explanation)}`);
  return parts.join('\n\n');
}

/** Prints what the filter refuses and what other thresholds would do. Returns the exit status. */
export async function showExplanation(flags: Flags): Promise<number> {
  const toolbox = await openToolbox(flags);
  const settings = readSettings(flags, readEnvironment(process.env), toolbox);
  const data = dataFolder(settings.data);
  const filter = filterStage(toolbox.recipes);
  checkNeeds(filter, data, settings);
  checkRowFormat(data.manifest, filter.after?.(settings) ?? []);
  const explanation = explainFilter({ data, settings, ...toolbox });
  printOut(`${flags.json ? JSON.stringify(explanation) : render(explanation)}\n`);
  return EXIT.done;
}

import { recipesIn } from '../../recipes/recipes-in.js';
import { writeReport } from '../../report/index.js';
import { dataFolder } from '../../store/data-folder.js';
import { checkMade } from '../../store/made.js';
import { checkRowFormat } from '../../store/manifest.js';
import { checkDataFolder } from '../../store/own-paths.js';
import { EXIT } from '../exit.js';
import type { Flags } from '../flags.js';
import { printErr, printOut } from '../print.js';
import { readEnvironment, readSettings } from '../settings.js';
import { openToolbox } from '../toolbox.js';

/** Writes the page about a data folder and prints where it is. Takes no lock: it may run while stages do. */
export async function report(flags: Flags): Promise<number> {
  const toolbox = await openToolbox(flags);
  const { data: root, seed } = readSettings(flags, readEnvironment(process.env), toolbox);
  const data = dataFolder(root);
  checkDataFolder(data, toolbox.recipes);
  checkMade(data);
  checkRowFormat(data.manifest, [...toolbox.recipes.map(({ name }) => name), 'filter']);
  const summary = await writeReport(data, recipesIn(toolbox.recipes, data), seed, (message) =>
    printErr(`warning: ${message}\n`),
  );
  printOut(flags.json ? `${JSON.stringify(summary)}\n` : `The report is ${summary.report}.\n`);
  return EXIT.done;
}

import { once } from 'node:events';
import { dataFolder } from '../../store/data-folder.js';
import { checkMade } from '../../store/made.js';
import { checkRowFormat } from '../../store/manifest.js';
import { checkDataFolder } from '../../store/own-paths.js';
import { serveFolder } from '../../view/serve.js';
import { EXIT } from '../exit.js';
import type { Flags } from '../flags.js';
import { printOut } from '../print.js';
import { findAddress } from '../queue.js';
import { environmentOf, readSettings } from '../settings.js';
import { openToolbox } from '../toolbox.js';

/** Where it listens where no port is named. */
const USUAL_PORT = 7655;

export interface ViewFlags extends Flags {
  port?: number;
}

/** Serves the data folder until the user stops it. Resolves to the exit status. */
export async function showRows(flags: ViewFlags): Promise<number> {
  const toolbox = await openToolbox(flags);
  const environment = environmentOf(flags);
  const settings = readSettings(flags, environment, toolbox);
  const { data: root } = settings;
  const queue = findAddress(settings, environment);
  const data = dataFolder(root);
  checkDataFolder(data, toolbox.recipes);
  checkMade(data);
  checkRowFormat(data.manifest, [...toolbox.recipes.map(({ name }) => name), 'filter']);
  const { url, close } = await serveFolder(data, toolbox.recipes, { port: flags.port, usual: USUAL_PORT, queue });
  const said = flags.json ? JSON.stringify({ url, data: root }) : `${root} is shown at ${url} (Ctrl-C ends it)`;
  printOut(`${said}\n`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await close();
  return EXIT.done;
}

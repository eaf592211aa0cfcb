import type { Logger } from 'pino';
import type { DataFolder } from '../store/data-folder.js';
import { readManifest } from '../store/manifest.js';
import type { Flags } from './flags.js';
import { createLog } from './log.js';
import { createProgress, type Money, type ProgressDisplay } from './progress/index.js';
import type { Environment } from './settings.js';

/** What a run tells while it goes on. */
export interface Display {
  log: Logger;
  progress: ProgressDisplay;
}

function moneyOf(data: DataFolder, budget: number | undefined): Money {
  const before = new Map<string, number>();
  for (const [name, { cost }] of Object.entries(readManifest(data.manifest).stages)) {
    if (cost !== null) before.set(name, cost);
  }
  return { before, budget };
}

/** Opens what a run tells on stderr: on a terminal a line that changes below the log, elsewhere the log alone. */
export async function openDisplay(
  flags: Flags,
  environment: Environment,
  data: DataFolder,
  budget: number | undefined,
): Promise<Display> {
  const money = moneyOf(data, budget);
  const { stderr } = process;
  if (stderr.isTTY && !flags.quiet && !flags.json && environment.TERM !== 'dumb') {
    const { createScreen } = await import('./progress/screen.js');
    const screen = createScreen(stderr);
    const log = createLog(flags, screen.print);
    if (!log.isLevelEnabled('info')) return { log, progress: createProgress({ kind: 'none' }, money) };
    const outlet = {
      kind: 'terminal' as const,
      screen,
      columns: () => stderr.columns || 80,
      inColour: !environment.NO_COLOR,
    };
    return { log, progress: createProgress(outlet, money) };
  }
  const log = createLog(flags);
  return { log, progress: createProgress({ kind: 'log', info: (line) => log.info(line) }, money) };
}

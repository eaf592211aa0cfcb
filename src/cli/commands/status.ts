import { dataFolder } from '../../store/data-folder.js';
import { readHolder } from '../../store/lock.js';
import { checkMade } from '../../store/made.js';
import { readManifest } from '../../store/manifest.js';
import { EXIT } from '../exit.js';
import type { Flags } from '../flags.js';
import { printOut } from '../print.js';
import { readEnvironment, readSettings } from '../settings.js';
import { renderLacking, renderStages, type ShownStage } from '../tables.js';

/** Prints what each stage of a data folder has done. Resolves to 1 where something is missing or unfinished, else 0. */
export function showStatus(flags: Flags): number {
  const { data: root } = readSettings(flags, readEnvironment(process.env));
  const data = dataFolder(root);
  checkMade(data);
  const holder = readHolder(root);
  const stages = Object.entries(readManifest(data.manifest).stages).map(([name, record]): ShownStage => {
    return [name, record, record.state === 'running' && !holder ? 'interrupted' : record.state];
  });
  const missing = [...new Set(stages.flatMap(([, record]) => record.missing))];
  const notes = [...new Set(stages.flatMap(([, record]) => record.notes))];
  if (flags.json) {
    const shown = Object.fromEntries(stages.map(([name, record, state]) => [name, { ...record, state }]));
    printOut(`${JSON.stringify({ data: root, running: holder ?? null, stages: shown, missing, notes })}\n`);
  } else {
    const parts = [renderStages(stages, process.stdout.columns)];
    if (holder) parts.push(`Process ${holder.pid} on ${holder.host} is using this folder.`);
    parts.push(...renderLacking(stages.map(([, record]) => record)));
    printOut(`${parts.join('\n\n')}\n`);
  }
  return stages.every(([, , state]) => state === 'done') ? EXIT.done : EXIT.short;
}

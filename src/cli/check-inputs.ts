import type { Settings } from '../config.js';
import { checkHeldOut, mayBeHeldOut } from '../rolebench/held-out.js';
import { checkNamed } from '../stages/kept-roles.js';
import { readRoles } from '../stages/profile-build/read-roles.js';
import type { DataFolder } from '../store/data-folder.js';
import { checkExchange } from '../store/exchange.js';
import { checkRowFormat } from '../store/manifest.js';
import { checkDataFolder } from '../store/own-paths.js';
import { checkNeeds, type Stage } from './stage.js';
import type { Toolbox } from './toolbox.js';

/** What can be known to be missing, or in the way, before anything is asked. Throws UserError. */
export function checkInputs(
  stages: readonly Stage[],
  settings: Settings,
  data: DataFolder,
  { recipes }: Pick<Toolbox, 'recipes'>,
): void {
  const [first, ...others] = stages;
  checkDataFolder(data, recipes);
  if (first) checkNeeds(first, data, settings);
  const running = stages.map(({ name }) => name);
  const read = stages.flatMap((stage) => stage.after?.(settings) ?? []).filter((name) => !running.includes(name));
  checkRowFormat(data.manifest, read);
  if (first?.needs && !first.needs.unless?.(settings)) checkNamed(settings, data);
  for (const { replaces } of stages) if (replaces) checkExchange(replaces(data));
  for (const { checkInputs: check } of stages) check?.(settings);
  const namesHeldOut = typeof settings.export.heldOut === 'object' && !settings.only;
  if (namesHeldOut && first?.name === 'profile-build' && others.some(({ name }) => name === 'export')) {
    const roles = readRoles(settings.roles).filter(mayBeHeldOut);
    checkHeldOut(
      settings.export.heldOut,
      roles.map(({ name }) => name),
    );
  }
}

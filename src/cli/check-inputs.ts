import type { Settings } from '../config.js';
import { checkHeldOut, mayBeHeldOut } from '../rolebench/held-out.js';
import { checkNamed } from '../stages/kept-roles.js';
import { readRoles } from '../stages/profile-build/read-roles.js';
import { checkInstructions } from '../stages/rolegpt/load-instructions.js';
import type { DataFolder } from '../store/data-folder.js';
import { checkExchange } from '../store/exchange.js';
import { checkDataFolder } from '../store/own-paths.js';
import { checkNeeds, type Stage } from './stage.js';

/** What can be known to be missing, or in the way, before anything is asked. Throws UserError. */
export function checkInputs([first, ...others]: readonly Stage[], settings: Settings, data: DataFolder): void {
  checkDataFolder(data);
  if (first) checkNeeds(first, data);
  if (first?.needs) checkNamed(settings, data);
  for (const { replaces } of first ? [first, ...others] : []) if (replaces) checkExchange(replaces(data));
  if ([first, ...others].some((stage) => stage?.name === 'rolegpt')) checkInstructions(settings.rolegpt);
  const namesHeldOut = typeof settings.export.heldOut === 'object' && !settings.only;
  if (namesHeldOut && first?.name === 'profile-build' && others.some(({ name }) => name === 'export')) {
    const roles = readRoles(settings.roles).filter(mayBeHeldOut);
    checkHeldOut(
      settings.export.heldOut,
      roles.map(({ name }) => name),
    );
  }
}

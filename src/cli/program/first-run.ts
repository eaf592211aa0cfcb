import type { Command } from 'commander';
import { addCommonFlags, addLimitFlag, addPerRoleFlag, addRoleFlags, addServerFlags, type Flags } from '../flags.js';
import { addExamples } from './examples.js';
import type { SetStatus } from './run-named.js';

/** init: a folder to begin in; doctor: what may keep a run from working. */
export function addFirstRun(program: Command, setStatus: SetStatus): void {
  const init = program
    .command('init')
    .description('a working folder with an example role and explained settings')
    .argument('[dir]', 'the folder; it may be there already', '.');
  addExamples(init, [
    ['A new folder beside this one, and what to do next.', 'rolellm init my-roles'],
    ['In this folder; nothing that is there is overwritten.', 'rolellm init'],
  ]).action(async (folder: string) => {
    const { makeWorkingFolder } = await import('../commands/init.js');
    makeWorkingFolder(folder);
  });
  const doctor = program.command('doctor').description('checks this machine, the settings, the roles and the model');
  addExamples(addPerRoleFlag(addLimitFlag(addRoleFlags(addServerFlags(addCommonFlags(doctor))))), [
    ['All that `rolellm generate` would use here; a model is asked for one word.', 'rolellm doctor'],
    ['A server, before it is used.', 'rolellm doctor --base-url http://localhost:11434/v1 --model qwen3'],
    ['For a script: exit status 2 where something must be mended.', 'rolellm doctor --json'],
  ]).action(async (flags: Flags) => {
    const { examineSetup } = await import('../commands/doctor.js');
    setStatus(await examineSetup(flags));
  });
}

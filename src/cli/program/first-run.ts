import { type Command, Option } from 'commander';
import type { RecipeCommand } from '../../recipes/command.js';
import type { DoctorFlags } from '../commands/doctor.js';
import { addCommonFlags, addLimitFlag, addRecipeFlags, addRoleFlags, addServerFlags } from '../flags.js';
import { addExamples } from './examples.js';
import type { SetStatus } from './run-named.js';

/** init: a folder to begin in; doctor: what may keep a run from working. */
export function addFirstRun(program: Command, recipes: readonly RecipeCommand[], setStatus: SetStatus): void {
  const init = program
    .command('init')
    .description('makes a working folder with an example role and commented settings')
    .argument('[dir]', 'the folder; it may exist already', '.')
    .option('--from <file>', 'no example: a role file for each row of this table (.csv, .tsv or .jsonl)');
  addExamples(init, [
    ['Make a new folder.', 'rolellm init my-roles'],
    ['Use this folder. Existing files are not overwritten.', 'rolellm init'],
    ['Make the roles of a table with the columns name and description.', 'rolellm init my-roles --from roles.csv'],
  ]).action(async (folder: string, { from }: { from?: string }) => {
    const { makeWorkingFolder, makeFolderOfTable } = await import('../commands/init.js');
    if (from === undefined) makeWorkingFolder(folder);
    else makeFolderOfTable(folder, from);
  });
  const doctor = program.command('doctor').description('checks your machine, settings, roles and model');
  for (const recipe of recipes) addRecipeFlags(doctor, recipe);
  doctor
    .option('--trial', 'ask each prompt once for one role: what came, how fast, and how long a full run takes')
    .addOption(
      new Option('--recipes <name...>', 'with --trial: only the prompts of these recipes').choices(
        recipes.map(({ name }) => name),
      ),
    );
  addExamples(addLimitFlag(addRoleFlags(addServerFlags(addCommonFlags(doctor)))), [
    ['Check what `rolellm generate` would use. Asks the model for one word.', 'rolellm doctor'],
    ['Check a server before you use it.', 'rolellm doctor --base-url http://localhost:11434/v1 --model qwen3'],
    [
      'See what a model makes of each prompt, before a long run.',
      'rolellm doctor --trial --base-url http://localhost:8080/v1',
    ],
    ['For scripts: the exit status is 2 if you must fix something.', 'rolellm doctor --json'],
  ]).action(async (flags: DoctorFlags) => {
    const { examineSetup } = await import('../commands/doctor.js');
    setStatus(await examineSetup(flags));
  });
}

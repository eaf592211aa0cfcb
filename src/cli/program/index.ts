import { Command } from 'commander';
import type { RecipeCommand } from '../../recipes/command.js';
import { listedRecipes } from '../../recipes/index.js';
import { VERSION } from '../../version.js';
import { inColumns } from '../columns.js';
import { FIRST_STEPS } from '../first-steps.js';
import { printErr, printOut } from '../print.js';
import { addTrainingAndEval } from './after.js';
import { addCompletion } from './completion.js';
import { addFirstRun } from './first-run.js';
import { addLooking } from './look.js';
import type { SetStatus } from './run-named.js';
import { addAudit, addGenerate, addKnowledge, addOtherStages, addProfileBuild, addRecipes } from './stages.js';
import { addWork } from './work.js';

/** The shortest way to begin, where to go on, and what ends mean. */
const AFTER_HELP = `
To begin:
${inColumns([['rolellm init', 'put an example role and settings into this folder'], ...FIRST_STEPS])}
Then add your own roles and choose a model. The --help page of each command
lists its flags and shows examples.

If no model, key or server is configured, rolellm uses the built-in \`offline\`.
Exit status: 0 done; 1 something planned is missing; 2 wrong usage or input;
3 budget reached; 130 stopped.`;

/** The command line, with a command for each recipe; `setStatus` is told the exit status of what was run. */
export function createProgram(setStatus: SetStatus, recipes: readonly RecipeCommand[] = listedRecipes): Command {
  const program = new Command('rolellm')
    .description('Makes character role-playing datasets from scripts, as RoleLLM made RoleBench.')
    .version(VERSION)
    .showHelpAfterError('(use --help to see the flags)')
    .configureOutput({ writeOut: printOut, writeErr: printErr })
    .exitOverride()
    .addHelpText('after', AFTER_HELP);
  addFirstRun(program, recipes, setStatus);
  addGenerate(program, recipes, setStatus);
  addProfileBuild(program, setStatus);
  addKnowledge(program, setStatus);
  addAudit(program, setStatus);
  addRecipes(program, recipes, setStatus);
  addOtherStages(program, setStatus);
  addTrainingAndEval(program, setStatus);
  addLooking(program, setStatus);
  addWork(program, setStatus);
  addCompletion(program);
  return program;
}

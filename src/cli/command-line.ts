import { CommanderError } from 'commander';
import { messageOf, UserError } from '../errors.js';
import type { RecipeCommand } from '../recipes/command.js';
import { listedRecipes } from '../recipes/index.js';
import { DEFAULT_CONFIG } from '../settings-file.js';
import { systemError } from '../store/faults.js';
import { kindOf, readNamedFile } from '../store/read-file.js';
import { printErr } from './print.js';
import { createProgram } from './program/index.js';

const USAGE = 2;

/** Commander prints its own errors; --help and --version are not errors. */
function statusOf(cause: unknown, wantsStack: boolean): number {
  const thrown = systemError(cause);
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : USAGE;
  if (thrown instanceof UserError) {
    printErr(`error: ${thrown.toLine()}\n`);
    if (wantsStack && thrown.stack) printErr(`${thrown.stack}\n`);
    return USAGE;
  }
  printErr(`error: this is a bug in rolellm: ${messageOf(thrown)}. What was made is kept. Please report it.\n`);
  if (wantsStack && thrown instanceof Error) printErr(`${thrown.stack}\n`);
  else printErr('Add --log-level debug for the details.\n');
  return USAGE;
}

/** A settings file that names plug-ins, in whatever form of YAML. */
const NAMES_PLUGINS = /^[\s{,]*["']?plugins["']?\s*:/m;

/** What needs no recipe of a plug-in: TAB and --version run no code of the folder that one is in. */
const RUNS_NO_PLUGIN = new Set(['complete', 'completion', 'init', '--version', '-V']);

/** The recipes that have a command: the program's own, and those of plug-ins where the settings file names any. */
async function recipesFor(words: readonly string[]): Promise<readonly RecipeCommand[]> {
  if (RUNS_NO_PLUGIN.has(words[0] ?? '')) return listedRecipes;
  const [named] = words.flatMap((word, at) =>
    word === '--config' ? (words[at + 1] ?? []) : (/^--config=(.+)/.exec(word)?.[1] ?? []),
  );
  const config = named ?? DEFAULT_CONFIG;
  if (kindOf(config) !== 'file' || !NAMES_PLUGINS.test(readNamedFile(config).toString('utf8'))) return listedRecipes;
  const { openToolbox } = await import('./toolbox.js');
  const { recipes, plugins } = await openToolbox({ config });
  if (Object.keys(plugins).length > 0 && !words.includes('--quiet'))
    printErr(`plug-ins: ${Object.keys(plugins).join(', ')}\n`);
  return recipes;
}

/** Runs one command line, given as the words after `rolellm`. Prints every error and resolves to the exit status. */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  const wantsStack = words.some(
    (word, at) => word === '--log-level=debug' || (word === 'debug' && words[at - 1] === '--log-level'),
  );
  let status = 0;
  try {
    const program = createProgram(
      (ended) => {
        status = ended;
      },
      await recipesFor(words),
    );
    await program.parseAsync(words, { from: 'user' });
    return status;
  } catch (thrown) {
    return statusOf(thrown, wantsStack);
  }
}

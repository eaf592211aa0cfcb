import type { Command } from 'commander';
import { addExamples } from './examples.js';

/** init: a folder to begin in. */
export function addFirstRun(program: Command): void {
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
}

import { Argument, type Command } from 'commander';
import { addExamples } from './examples.js';

/** completion, and the hidden command that its scripts call at each TAB. */
export function addCompletion(program: Command): void {
  const completion = program
    .command('completion')
    .description('prints a script that completes commands and flags in your shell')
    .addArgument(
      new Argument('[shell]', 'the shell; without it, rolellm explains how to install the script').choices([
        'bash',
        'zsh',
        'fish',
        'powershell',
      ]),
    );
  addExamples(completion, [
    ['How to install it in each shell.', 'rolellm completion'],
    ['Print the script for bash.', 'rolellm completion bash'],
  ]).action(async (shell: string | undefined) => {
    const { printCompletion } = await import('../commands/completion.js');
    printCompletion(shell);
  });
  program
    .command('complete', { hidden: true })
    .argument('[before...]')
    .requiredOption('--word <text>')
    .action(async (before: string[], { word }: { word: string }) => {
      const [{ suggest }, { printSuggestions }] = await Promise.all([
        import('../completion/suggest.js'),
        import('../commands/completion.js'),
      ]);
      printSuggestions(suggest(program, before, word));
    });
}

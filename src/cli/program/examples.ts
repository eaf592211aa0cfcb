import type { Command } from 'commander';

/** Puts examples below a command's help: each what it does, and the line to type. */
export function addExamples(command: Command, examples: readonly (readonly [what: string, line: string])[]): Command {
  const shown = examples.map(([what, line]) => `  # ${what}\n  ${line}`);
  return command.addHelpText('after', `\nExamples:\n${shown.join('\n')}`);
}

import type { Command, Option } from 'commander';

/** What a shell may put in the place of the word that is being typed. */
export interface Suggestions {
  words: { word: string; what: string }[];
  /** Paths that the shell should offer too. */
  paths: 'files' | 'folders' | 'none';
}

/** Placeholders of flags and arguments (`--config <file>`) that stand for a path. */
const PATHS: Record<string, 'files' | 'folders'> = {
  file: 'files',
  path: 'files',
  script: 'files',
  source: 'files',
  dir: 'folders',
};

/** A command's own flags, with those that commander gives to all. */
const flagsOf = (command: Command) => command.createHelp().visibleOptions(command);

const commandsOf = (command: Command) => command.createHelp().visibleCommands(command);

const findFlag = (command: Command, word: string) =>
  flagsOf(command).find(({ long, short }) => word === long || word === short);

/** Where the words before the cursor lead: a command, and the flag that waits for a value. */
interface Place {
  command: Command;
  waiting: Option | undefined;
}

/** Goes through the words before the cursor as commander would. A lone "=" is what bash makes of `--flag=value`. */
function walk(program: Command, before: readonly string[]): Place {
  let command = program;
  let waiting: Option | undefined;
  for (const word of before) {
    if (word === '=') continue;
    if (word.startsWith('-')) {
      const flag = word.includes('=') ? undefined : findFlag(command, word);
      waiting = flag?.required || flag?.optional ? flag : undefined;
    } else if (waiting) {
      waiting = waiting.variadic ? waiting : undefined;
    } else {
      command = commandsOf(command).find((one) => one.name() === word) ?? command;
    }
  }
  return { command, waiting };
}

/** What may stand where a flag or an argument wants a value: its choices or a path. */
function valuesOf(name: string, choices: readonly string[] | undefined): Suggestions {
  return { words: (choices ?? []).map((word) => ({ word, what: '' })), paths: PATHS[name] ?? 'none' };
}

const valuesOfFlag = ({ flags, argChoices }: Option) =>
  valuesOf(/[<[]([\w/]+)/.exec(flags)?.[1] ?? '', argChoices ?? undefined);

const describe = (commands: readonly Command[]) =>
  commands.map((command) => ({ word: command.name(), what: command.description() }));

/** What may stand where no flag waits for a value: a command, an argument or, where there is neither, a flag. */
function operandsOf(program: Command, command: Command): Suggestions {
  const commands = command.name() === 'help' ? commandsOf(program) : commandsOf(command);
  if (commands.length > 0) return { words: describe(commands), paths: 'none' };
  const [argument] = command.registeredArguments;
  return argument ? valuesOf(argument.name(), argument.argChoices) : describeFlags(command);
}

const describeFlags = (command: Command): Suggestions => ({
  words: flagsOf(command).map(({ long, short, description }) => ({ word: long ?? short ?? '', what: description })),
  paths: 'none',
});

function complete(program: Command, before: readonly string[], current: string): Suggestions {
  const { command, waiting } = walk(program, before);
  const [, name, value] = /^(--[^=]+)=(.*)$/.exec(current) ?? [];
  if (name !== undefined && value !== undefined) {
    const flag = findFlag(command, name);
    const { words } = flag ? valuesOfFlag(flag) : { words: [] };
    return { words: words.map(({ word, what }) => ({ word: `${name}=${word}`, what })), paths: 'none' };
  }
  if (current.startsWith('-')) return describeFlags(command);
  return waiting ? valuesOfFlag(waiting) : operandsOf(program, command);
}

/** What may stand in the place of the word at the cursor, after the words before it; the program's name is not among them. */
export function suggest(program: Command, before: readonly string[], current: string): Suggestions {
  const { words, paths } = complete(program, before, current);
  return { words: words.filter(({ word }) => word.startsWith(current)), paths };
}

import { CommanderError } from 'commander';
import { messageOf, UserError } from '../errors.js';
import { systemError } from '../store/faults.js';
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

/** Runs one command line, given as the words after `rolellm`. Prints every error and resolves to the exit status. */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  const wantsStack = words.some(
    (word, at) => word === '--log-level=debug' || (word === 'debug' && words[at - 1] === '--log-level'),
  );
  let status = 0;
  try {
    const program = createProgram((ended) => {
      status = ended;
    });
    await program.parseAsync(words, { from: 'user' });
    return status;
  } catch (thrown) {
    return statusOf(thrown, wantsStack);
  }
}

import { CommanderError } from 'commander';
import { messageOf, UserError } from '../errors.js';
import { createProgram } from './program.js';

const USAGE = 2;

/** Commander's own errors are printed by it; --help and --version are none. */
function statusOf(thrown: unknown, wantsStack: boolean): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : USAGE;
  if (thrown instanceof UserError) {
    process.stderr.write(`error: ${thrown.toLine()}\n`);
    if (wantsStack && thrown.stack) process.stderr.write(`${thrown.stack}\n`);
    return USAGE;
  }
  process.stderr.write(
    `error: this is a bug in rolellm: ${messageOf(thrown)}. What was made is kept; please report it.\n`,
  );
  if (wantsStack && thrown instanceof Error) process.stderr.write(`${thrown.stack}\n`);
  else process.stderr.write('Add --log-level debug for the details.\n');
  return USAGE;
}

// A reader that closes the pipe early (head) wants no more: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const wantsStack = process.argv.some(
  (word, at) => word === '--log-level=debug' || (word === 'debug' && process.argv[at - 1] === '--log-level'),
);
try {
  const program = createProgram((status) => {
    process.exitCode = status;
  });
  await program.parseAsync();
} catch (thrown) {
  process.exitCode = statusOf(thrown, wantsStack);
}

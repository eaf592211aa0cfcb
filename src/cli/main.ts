import { CommanderError } from 'commander';
import { messageOf, UserError } from '../errors.js';
import { createProgram } from './program/index.js';
import { redactSecrets } from './secrets.js';

const USAGE = 2;

const complain = (text: string) => process.stderr.write(redactSecrets(text));

/** Commander's own errors are printed by it; --help and --version are none. */
function statusOf(thrown: unknown, wantsStack: boolean): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : USAGE;
  if (thrown instanceof UserError) {
    complain(`error: ${thrown.toLine()}\n`);
    if (wantsStack && thrown.stack) complain(`${thrown.stack}\n`);
    return USAGE;
  }
  complain(`error: this is a bug in rolellm: ${messageOf(thrown)}. What was made is kept; please report it.\n`);
  if (wantsStack && thrown instanceof Error) complain(`${thrown.stack}\n`);
  else complain('Add --log-level debug for the details.\n');
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

import { runCommandLine } from './command-line.js';
import { keepHeapSmall } from './heap.js';

keepHeapSmall();

// A reader that closes the pipe early (head) wants no more: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2));

import type { Command } from 'commander';
import { addCommonFlags, type Flags } from '../flags.js';
import type { SetStatus } from './run-named.js';

/** status: looking at what was made. */
export function addLooking(program: Command, setStatus: SetStatus): void {
  addCommonFlags(
    program.command('status').description('what each stage planned, did, accepted, refused, failed and cost'),
  ).action(async (flags: Flags) => {
    const { showStatus } = await import('../commands/status.js');
    setStatus(showStatus(flags));
  });
}

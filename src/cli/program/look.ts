import type { Command } from 'commander';
import type { ViewFlags } from '../commands/view.js';
import { addCommonFlags, type Flags, port } from '../flags.js';
import { addExamples } from './examples.js';
import type { SetStatus } from './run-named.js';

/** status, report and view: looking at what was made. */
export function addLooking(program: Command, setStatus: SetStatus): void {
  const status = program
    .command('status')
    .description('shows what each stage planned, did, accepted, refused and cost');
  status
    .option('--queue [url]', 'show the queues of a Redis and their workers instead (default: ROLELLM_QUEUE)')
    .option('--queue-prefix <name>', 'what its keys begin with (default: rolellm)');
  addExamples(addCommonFlags(status), [
    ['Show the data folder of this working folder.', 'rolellm status'],
    ['Another data folder, with output for scripts.', 'rolellm status --data my-data --json'],
    ['The queues at the address in ROLELLM_QUEUE, and who serves them.', 'rolellm status --queue'],
  ]).action(async ({ queue, ...flags }: Omit<Flags, 'queue'> & { queue?: string | true }) => {
    if (queue !== undefined) {
      const { showQueues } = await import('../commands/queue-status.js');
      setStatus(await showQueues({ ...flags, queue }));
      return;
    }
    const { showStatus } = await import('../commands/status.js');
    setStatus(await showStatus(flags));
  });
  const report = program
    .command('report')
    .description('writes a page about the data folder, data/report/index.html; no calls');
  addExamples(addCommonFlags(report), [
    ['Report on the data folder of this working folder.', 'rolellm report'],
    ['Another data folder, with output for scripts.', 'rolellm report --data my-data --json'],
  ]).action(async (flags: Flags) => {
    const { report } = await import('../commands/report.js');
    setStatus(await report(flags));
  });
  const view = program
    .command('view')
    .description('shows the rows in a browser, during a run or afterwards')
    .option('--port <n>', 'port on this machine (default: 7655, or another if that is in use)', port)
    .option('--queue <url>', 'show what goes on in this queue of workers too (default: ROLELLM_QUEUE)')
    .option('--queue-prefix <name>', 'what its keys begin with (default: rolellm)');
  addExamples(addCommonFlags(view), [
    ['Show the data folder of this working folder.', 'rolellm view'],
    ['Another data folder, at a port of your choice.', 'rolellm view --data my-data --port 8080'],
  ]).action(async (flags: ViewFlags) => {
    const { showRows } = await import('../commands/view.js');
    setStatus(await showRows(flags));
  });
}

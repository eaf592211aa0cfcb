import type { Command } from 'commander';
import type { ViewFlags } from '../commands/view.js';
import { addCommonFlags, type Flags, port } from '../flags.js';
import { addExamples } from './examples.js';
import type { SetStatus } from './run-named.js';

/** status, report and view: looking at what was made. */
export function addLooking(program: Command, setStatus: SetStatus): void {
  const status = program
    .command('status')
    .description('what each stage planned, did, accepted, refused, failed and cost');
  addExamples(addCommonFlags(status), [
    ['The data folder of this working folder.', 'rolellm status'],
    ['Another one, for a script.', 'rolellm status --data my-data --json'],
  ]).action(async (flags: Flags) => {
    const { showStatus } = await import('../commands/status.js');
    setStatus(showStatus(flags));
  });
  const report = program
    .command('report')
    .description('a page about the data folder: data/report/index.html; costs no calls');
  addExamples(addCommonFlags(report), [
    ['The data folder of this working folder.', 'rolellm report'],
    ['Another one, for a script.', 'rolellm report --data my-data --json'],
  ]).action(async (flags: Flags) => {
    const { report } = await import('../commands/report.js');
    setStatus(await report(flags));
  });
  const view = program
    .command('view')
    .description('shows the rows in a browser, while or after they are made, to read and mark')
    .option('--port <n>', 'where it listens on this machine (default: 7655, or another where that is in use)', port);
  addExamples(addCommonFlags(view), [
    ['The data folder of this working folder.', 'rolellm view'],
    ['Another one, at a port of your choice.', 'rolellm view --data my-data --port 8080'],
  ]).action(async (flags: ViewFlags) => {
    const { showRows } = await import('../commands/view.js');
    setStatus(await showRows(flags));
  });
}

import { type Command, InvalidArgumentError } from 'commander';
import type { WorkFlags } from '../commands/work.js';
import { addLogFlags, addQueueFlags, addServerFlags, countOf } from '../flags.js';
import { addExamples } from './examples.js';
import type { SetStatus } from './run-named.js';

function minutes(text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new InvalidArgumentError('It must be a number of minutes, such as 55 or 0.5.');
  return number;
}

/** work: the calls of a run on another machine. */
export function addWork(program: Command, setStatus: SetStatus): void {
  const work = program
    .command('work')
    .description('makes calls for a run on another machine, over a queue in Redis; needs no data folder');
  addQueueFlags(addServerFlags(work))
    .option('--concurrency <n>', 'parallel calls for each server (default: 8)', countOf)
    .option('--rpm <n>', 'requests a minute of this worker (default: no limit)', countOf)
    .option('--tpm <n>', 'tokens a minute of this worker (default: no limit)', countOf)
    .option('--until-done', 'leave when the run is finished')
    .option('--max-minutes <n>', 'take no more calls after this time, and leave', minutes);
  addLogFlags(work);
  addExamples(work, [
    [
      'Serve a run with a model on this machine; ROLELLM_QUEUE says where Redis is.',
      'rolellm work --base-url http://localhost:8000/v1 --model qwen3',
    ],
    [
      'With a key, in a job of an hour that ends with the run.',
      'rolellm work --model gpt-4o-mini --until-done --max-minutes 55',
    ],
  ]).action(async (flags: WorkFlags) => {
    const { work } = await import('../commands/work.js');
    setStatus(await work(flags));
  });
}

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../errors.js';
import { toUserError, withPatience } from '../../llm/batch/patience.js';
import { CallFault } from '../../llm/call-fault.js';
import { type FineTuning, OVER, type TuningJob } from '../../llm/fine-tuning.js';
import { hashFile, writeFileAtomically } from '../../store/atomic.js';
import { countLines, openBlob } from '../../store/read-file.js';
import { type FreeContext, StoppedByUser } from '../context.js';

/** OpenAI's least number of examples (formats.md 4). */
const LEAST_ROWS = 10;

/** What decides a job: the same rows, model and seed are the same job, found again after an interruption. */
function keyOf(train: string, test: string, model: string, seed: number): string {
  const parts = [hashFile(train), hashFile(test), model, seed];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/**
 * rocit --start openai: hands data/rocit/ in as a fine-tuning job and follows it to its end. Run again, it finds the job that it
 * began, but for one that failed: then it begins anew. Resolves to the job, which succeeded. Throws UserError where it failed, StoppedByUser where the user does not wait.
 */
export async function tune(api: FineTuning, { settings, data, log, stop }: FreeContext): Promise<TuningJob> {
  const { baseModel } = settings.rocit;
  const [train, test] = [join(data.rocit, 'train.jsonl'), join(data.rocit, 'test.jsonl')];
  const rows = countLines(train);
  if (rows < LEAST_ROWS) {
    throw new UserError(`${rows} training rows are too few: OpenAI needs ${LEAST_ROWS} or more`, { file: train });
  }
  const wait = async (ms: number) => void (await sleep(ms, undefined, { signal: stop }).catch(() => {}));
  const waiting = {
    wait,
    isStopped: () => stop.aborted,
    patienceSeconds: settings.patienceSeconds,
    random: Math.random,
    name: 'the fine-tuning API',
    warn: (message: string) => log.warn(`rocit: ${message}`),
  };
  const key = keyOf(train, test, baseModel, settings.seed);
  const known = await withPatience(waiting, () => api.find(key));
  const begin = async () => {
    const validation = countLines(test) > 0 ? await openBlob(test) : undefined;
    return api.start({ key, model: baseModel, seed: settings.seed, training: await openBlob(train), validation });
  };
  // Beginning is not repeated here: the job may be there although its reply was lost, and the next run finds it.
  let job =
    known ??
    (await begin().catch((thrown: unknown) => {
      throw thrown instanceof CallFault ? toUserError(thrown, waiting) : thrown;
    }));
  log.info(`rocit: fine-tuning job ${job.id}: ${job.status}${known ? ' (started earlier)' : ''}`);
  while (!OVER.includes(job.status)) {
    await wait(settings.batch.pollSeconds * 1000);
    if (stop.aborted) throw new StoppedByUser(`the job ${job.id} goes on at the server`);
    const seen = await withPatience(waiting, () => api.look(job.id));
    if (seen.status !== job.status) log.info(`rocit: fine-tuning job ${job.id}: ${seen.status}`);
    job = seen;
  }
  if (job.status !== 'succeeded') {
    throw new UserError(`the fine-tuning job ${job.id} ${job.status}: ${job.error ?? 'the server gives no reason'}`, {
      advice: 'Correct what it names, then run the same command: it starts a new job.',
    });
  }
  writeFileAtomically(join(data.root, 'tuned-model.json'), [
    `${JSON.stringify({ ...job, baseModel, key }, null, 2)}\n`,
  ]);
  return job;
}

import type { FineTuning, TuningJob } from '../fine-tuning.js';
import { type Connection, connect } from './index.js';
import { readFault } from './read-fault.js';

const IN_VAIN: readonly string[] = ['failed', 'cancelled'];

/** Jobs among which one's own is looked for; the newest come first. */
const LOOKED_THROUGH = 500;

interface ServerJob {
  id: string;
  status: string;
  fine_tuned_model: string | null;
  error: { message?: string } | null;
}

/** OpenAI's fine-tuning API, and that of servers that copy it. */
export function openaiFineTuning(connection: Connection): FineTuning {
  const { client, ...place } = connect(connection);

  const toJob = ({ id, status, fine_tuned_model, error }: ServerJob): TuningJob => ({
    id,
    status,
    tunedModel: fine_tuned_model,
    error: error?.message ? place.redact(error.message) : null,
  });

  async function attempt<Value>(model: string, action: () => Promise<Value>): Promise<Value> {
    try {
      return await action();
    } catch (thrown) {
      throw readFault(thrown, { ...place, model });
    }
  }

  async function upload(blob: Blob, name: string): Promise<string> {
    const file = new File([blob], name, { type: 'application/jsonl' });
    return (await client.files.create({ file, purpose: 'fine-tune' })).id;
  }

  return {
    find: (key) =>
      attempt('', async () => {
        let seen = 0;
        for await (const job of client.fineTuning.jobs.list({ limit: 100 })) {
          if (job.metadata?.rolellm === key && !IN_VAIN.includes(job.status)) return toJob(job);
          seen += 1;
          if (seen >= LOOKED_THROUGH) break;
        }
        return undefined;
      }),
    start: ({ key, model, seed, training, validation }) =>
      attempt(model, async () => {
        const training_file = await upload(training, `rolellm-${key}-train.jsonl`);
        const validation_file = validation ? await upload(validation, `rolellm-${key}-test.jsonl`) : null;
        const job = { model, seed, training_file, validation_file, metadata: { rolellm: key } };
        return toJob(await client.fineTuning.jobs.create(job));
      }),
    look: (id) => attempt('', async () => toJob(await client.fineTuning.jobs.retrieve(id))),
  };
}

import type OpenAI from 'openai';
import { APIError } from 'openai';
import type { z } from 'zod';
import { UserError } from '../../errors.js';
import { type AskedInBatch, type BatchApi, type BatchItem, type BatchStatus, NotThere } from '../batch/batch-api.js';
import { CallFault, readReply } from '../call-fault.js';
import type { Redact } from '../redact.js';
import { bodyOf, linesOf } from './batch-lines.js';
import { Batch, Line, Listed, Named, Page, parseJson, readAs } from './batch-shapes.js';
import type { Called } from './called.js';
import { type Dialect, dialectOf, type Feature, isFeature, learn, suspect, toBody } from './dialect.js';
import { asErrorBody } from './error-in-body.js';
import { type Connection, connect, type ModelNames } from './index.js';
import { readCompletion } from './read-completion.js';
import { complaintOf, readFault } from './read-fault.js';

/** The path of a chat completion, as every line of a batch names it. */
const ENDPOINT = '/v1/chat/completions';

/** A batch that finds no room within this time expires; the API knows no other. */
const WINDOW = '24h';

/** Batches among which one's own is looked for; the newest come first. */
const LOOKED_THROUGH = 1000;
const PAGE = 100;

/** States of a batch, as the API names them, some servers in their own spelling. */
const OVER = ['completed', 'failed', 'expired', 'cancelled', 'canceled'];
const RUNNING = ['validating', 'in_progress', 'finalizing', 'cancelling', 'canceling', 'queued', 'pending', 'running'];

/** Statuses with which a server says that it does not have something. */
const NOT_THERE = [404, 405, 410];

type ItemReading = ReturnType<BatchItem['read']>;

/** OpenAI's batch API, and that of servers that copy it. */
export function openaiBatchApi({ model, nameThere = model, ...connection }: Connection & ModelNames): BatchApi {
  const { client, ...place } = connect(connection);
  const called: Called = { ...place, model: nameThere };
  let dialect: Dialect = dialectOf(nameThere);

  /** What is asked of the API; `mayLack`: that it does not have it is an answer. */
  async function attempt<Value>(
    action: () => Promise<Value>,
    { signal, mayLack = false }: { signal: AbortSignal; mayLack?: boolean },
  ): Promise<Value> {
    try {
      return await action();
    } catch (thrown) {
      throw readApiFault(thrown, signal, mayLack);
    }
  }

  function readApiFault(thrown: unknown, signal: AbortSignal, mayLack: boolean): unknown {
    if (signal.aborted) return new CallFault('unavailable', 'the run was stopped');
    if (mayLack && thrown instanceof APIError && NOT_THERE.includes(thrown.status ?? 0)) return new NotThere();
    return readFault(thrown, called);
  }

  function readItem({ response, error }: Line, { samples, features: names }: AskedInBatch): ItemReading {
    const features = names.filter(isFeature);
    if (!response) {
      const said = `${error?.code ?? 'unknown error'}: ${error?.message ?? 'no reply in the batch'}`;
      return new CallFault('unavailable', called.redact(said));
    }
    if (response.status_code === 200) {
      try {
        const replies = readReply(
          () => readCompletion(response.body, { samples, prompt: [], hide: called.hide }),
          () => called.hide(JSON.stringify(response.body)),
        );
        if (replies instanceof APIError) return readRefusal(replies, features);
        dialect = learn(dialect, dialect, features, samples, replies);
        return replies;
      } catch (thrown) {
        if (thrown instanceof CallFault) return thrown;
        throw thrown;
      }
    }
    return readRefusal(
      APIError.generate(response.status_code, asErrorBody(toObject(response.body)), undefined, new Headers()),
      features,
    );
  }

  function readRefusal(thrown: APIError, features: readonly Feature[]): ItemReading {
    const complaint = complaintOf(thrown, called);
    const guilty = complaint && suspect(complaint, features, dialect.taken);
    if (guilty) {
      dialect = { ...dialect, refused: new Set([...dialect.refused, guilty]) };
      return 'again';
    }
    const fault = readFault(thrown, called);
    if (fault instanceof CallFault || fault instanceof UserError) return fault;
    throw fault;
  }

  return {
    samplesPerCall: () => (dialect.refused.has('n') ? 1 : Number.POSITIVE_INFINITY),
    toLine(custom_id, requests) {
      const { body, features } = toBody(requests, nameThere, dialect);
      return { line: JSON.stringify({ custom_id, method: 'POST', url: ENDPOINT, body }), features };
    },
    submit: (key, blob, signal) =>
      attempt(
        async () => {
          const file = new File([blob], `rolellm-${key}.jsonl`, { type: 'application/jsonl' });
          const uploaded = await client.files.create({ file, purpose: 'batch' }, { signal });
          const { id: input_file_id } = readAs(Named, uploaded);
          const metadata = { rolellm: key };
          const batch = { input_file_id, endpoint: ENDPOINT, completion_window: WINDOW, metadata } as const;
          return readAs(Named, await client.batches.create(batch, { signal })).id;
        },
        { signal },
      ),
    find: (key, signal) => attempt(() => findByKey(client, key, signal), { signal, mayLack: true }),
    look: (id, signal) =>
      attempt(async () => toStatus(readAs(Batch, await client.batches.retrieve(id, { signal })), called.redact), {
        signal,
        mayLack: true,
      }),
    async *fetch(file, signal): AsyncGenerator<BatchItem | 'unreadable'> {
      try {
        for await (const line of linesOf(bodyOf(await client.files.content(file, { signal })))) {
          const parsed = Line.safeParse(line === undefined ? undefined : parseJson(line));
          if (!parsed.success) yield 'unreadable';
          else yield { custom_id: parsed.data.custom_id, read: (asked) => readItem(parsed.data, asked) };
        }
      } catch (thrown) {
        throw readApiFault(thrown, signal, true);
      }
    },
  };
}

/** Looks through the newest batches for the one that carries the key. */
async function findByKey(client: OpenAI, key: string, signal: AbortSignal): Promise<string | undefined> {
  let seen = 0;
  for (let after: string | undefined; seen < LOOKED_THROUGH; ) {
    const query = { limit: PAGE, ...(after === undefined ? {} : { after }) };
    const page = readAs(Page, await client.get('/batches', { query, signal }));
    const batches = page.data.flatMap((one) => Listed.safeParse(one).data ?? []);
    const found = batches.find(({ metadata }) => metadata?.rolellm === key);
    if (found) return found.id;
    seen += PAGE;
    after = batches.at(-1)?.id;
    if (page.has_more === false || after === undefined) return undefined;
  }
  return undefined;
}

function toStatus(batch: z.infer<typeof Batch>, redact: Redact): BatchStatus {
  const { id, status, output_file_id, error_file_id } = batch;
  const { completed, failed, total } = batch.request_counts ?? { completed: 0, failed: 0, total: 0 };
  const word = status.toLowerCase();
  return {
    id,
    status: word,
    completed: completed + failed,
    total,
    state: OVER.includes(word) ? 'over' : RUNNING.includes(word) ? 'running' : 'unknown',
    files: [output_file_id, error_file_id].filter((file) => typeof file === 'string'),
    errors: (batch.errors?.data ?? []).map(({ code, message }) => redact(`${code ?? ''} ${message ?? ''}`)),
  };
}

const toObject = (body: unknown): object => (typeof body === 'object' && body !== null ? body : {});

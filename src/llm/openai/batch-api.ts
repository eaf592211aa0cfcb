import { APIError } from 'openai';
import { z } from 'zod';
import type { AskedInBatch, BatchApi, BatchItem, BatchStatus } from '../batch/batch-api.js';
import { CallFault } from '../call-fault.js';
import { type Dialect, dialectOf, type Feature, isFeature, learn, suspect, toBody } from './dialect.js';
import { type Connection, connect, type ModelNames } from './index.js';
import { readCompletion } from './read-completion.js';
import { type Called, complaintOf, readFault } from './read-fault.js';

/** The path of a chat completion, as every line of a batch names it. */
const ENDPOINT = '/v1/chat/completions';

/** A batch that finds no room within this time expires; the API knows no other. */
const WINDOW = '24h';

/** Batches among which one's own is looked for; the newest come first. */
const LOOKED_THROUGH = 1000;

const OVER = ['completed', 'failed', 'expired', 'cancelled'];

const Line = z.object({
  custom_id: z.string(),
  response: z.object({ status_code: z.number(), body: z.unknown() }).nullish(),
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
});
type Line = z.infer<typeof Line>;

type ItemReading = ReturnType<BatchItem['read']>;

/** OpenAI's batch API, and that of servers that copy it. */
export function openaiBatchApi({ model, nameThere = model, ...connection }: Connection & ModelNames): BatchApi {
  const { client, ...place } = connect(connection);
  const called: Called = { ...place, model: nameThere };
  let dialect: Dialect = dialectOf(nameThere);

  async function attempt<Value>(action: () => Promise<Value>): Promise<Value> {
    try {
      return await action();
    } catch (thrown) {
      throw readFault(thrown, called);
    }
  }

  function readItem({ response, error }: Line, { samples, features: names }: AskedInBatch): ItemReading {
    const features = names.filter(isFeature);
    if (!response) {
      const said = `${error?.code ?? 'unknown error'}: ${error?.message ?? 'no reply in the batch'}`;
      return new CallFault('unavailable', called.redact(said));
    }
    if (response.status_code === 200) {
      try {
        const replies = readCompletion(response.body, { samples, prompt: [], hide: called.hide });
        if (replies instanceof APIError) return readRefusal(replies, features);
        dialect = learn(dialect, dialect, features, samples, replies);
        return replies;
      } catch (thrown) {
        if (thrown instanceof CallFault) return thrown;
        throw thrown;
      }
    }
    return readRefusal(
      APIError.generate(response.status_code, toObject(response.body), undefined, new Headers()),
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
    if (fault instanceof CallFault) return fault;
    throw fault;
  }

  return {
    samplesPerCall: () => (dialect.refused.has('n') ? 1 : Number.POSITIVE_INFINITY),
    toLine(custom_id, requests) {
      const { body, features } = toBody(requests, nameThere, dialect);
      return { line: JSON.stringify({ custom_id, method: 'POST', url: ENDPOINT, body }), features };
    },
    submit: (key, blob, signal) =>
      attempt(async () => {
        const file = new File([blob], `rolellm-${key}.jsonl`, { type: 'application/jsonl' });
        const { id: input_file_id } = await client.files.create({ file, purpose: 'batch' }, { signal });
        const metadata = { rolellm: key };
        const batch = { input_file_id, endpoint: ENDPOINT, completion_window: WINDOW, metadata } as const;
        return (await client.batches.create(batch, { signal })).id;
      }),
    find: (key, signal) =>
      attempt(async () => {
        let seen = 0;
        for await (const { id, metadata } of client.batches.list({ limit: 100 }, { signal })) {
          if (metadata?.rolellm === key) return id;
          seen += 1;
          if (seen >= LOOKED_THROUGH) break;
        }
        return undefined;
      }),
    look: (id, signal) =>
      attempt(async (): Promise<BatchStatus> => {
        const batch = await client.batches.retrieve(id, { signal });
        const files = [batch.output_file_id, batch.error_file_id].filter((file) => typeof file === 'string');
        const errors = (batch.errors?.data ?? []).map(({ code, message }) =>
          called.redact(`${code ?? ''} ${message ?? ''}`),
        );
        const { completed = 0, failed = 0, total = 0 } = batch.request_counts ?? {};
        const { status } = batch;
        return { id, status, isOver: OVER.includes(status), completed: completed + failed, total, files, errors };
      }),
    async *fetch(file, signal): AsyncGenerator<BatchItem> {
      const response = await attempt(() => client.files.content(file, { signal }));
      for await (const line of linesOf(response)) {
        const parsed = Line.safeParse(parse(line));
        if (!parsed.success) throw new CallFault('garbled', `a line of the batch's results cannot be read: ${file}`);
        const item = parsed.data;
        yield { custom_id: item.custom_id, read: (asked) => readItem(item, asked) };
      }
    },
  };
}

const toObject = (body: unknown): object => (typeof body === 'object' && body !== null ? body : {});

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Lines of a response as they come, without the empty ones: a file of results may be hundreds of megabytes. */
async function* linesOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of response.body ?? []) {
    rest += decoder.decode(chunk as Uint8Array, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line.trim() !== '');
  }
  rest += decoder.decode();
  if (rest.trim() !== '') yield rest;
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What a request asked for and what the model's server answered. */
export interface Exchange {
  body: string;
  asked: { max_tokens: number; n?: number; response_format?: unknown };
  replies: number;
  completion_tokens: number;
}

export interface RecordingServer {
  url: string;
  /** Requests as they came in; those that were answered have replies. */
  seen: Exchange[];
  /** Resolves when so many replies were sent. */
  answered(count: number): Promise<void>;
}

export interface RecordingOptions {
  /** Refuses json_schema and json_object, as servers do that know neither. */
  refusesSchemas?: boolean;
  /** Answers everything with nothing, and asks the model nothing. */
  isEmpty?: boolean;
}

const REFUSAL = { error: { message: 'response_format is not supported', type: 'invalid_request_error', code: 400 } };
const EMPTY = {
  ...{ id: 'x', object: 'chat.completion', created: 0, model: 'm' },
  choices: [{ index: 0, message: { role: 'assistant', content: '' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
};

/** Stands before the model's server, counts what is asked, and hands it on. */
export async function startRecordingServer(
  modelUrl: string,
  { refusesSchemas = false, isEmpty = false }: RecordingOptions = {},
): Promise<RecordingServer> {
  const seen: Exchange[] = [];
  const waiting: (() => void)[] = [];
  const tell = () => {
    for (const one of waiting.splice(0)) one();
  };

  async function answer(path: string, body: string): Promise<{ status: number; text: string }> {
    const forward = {
      ...(body === '' ? {} : { method: 'POST', body }),
      headers: { 'content-type': 'application/json' },
    };
    if (!path.endsWith('/chat/completions')) {
      const response = await fetch(modelUrl.replace(/\/v1$/, path), forward);
      return { status: response.status, text: await response.text() };
    }
    const asked = JSON.parse(body) as Exchange['asked'];
    if (refusesSchemas && asked.response_format) return { status: 400, text: JSON.stringify(REFUSAL) };
    const exchange: Exchange = { body, asked, replies: 0, completion_tokens: 0 };
    seen.push(exchange);
    if (isEmpty) return { status: 200, text: JSON.stringify(EMPTY) };
    const response = await fetch(`${modelUrl}/chat/completions`, forward);
    const text = await response.text();
    if (response.ok) {
      const { choices, usage } = JSON.parse(text) as { choices: unknown[]; usage: { completion_tokens: number } };
      exchange.replies = choices.length;
      exchange.completion_tokens = usage.completion_tokens;
    }
    return { status: response.status, text };
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const { status, text } = await answer(request.url ?? '', Buffer.concat(chunks).toString()).catch((thrown) => ({
        status: 503,
        text: JSON.stringify({ error: { message: String(thrown) } }),
      }));
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(text);
      tell();
    });
  });
  // A model is slower than any limit that a server has of itself.
  server.requestTimeout = 0;
  await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const repliesSoFar = () => seen.reduce((sum, { replies }) => sum + replies, 0);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    seen,
    async answered(count) {
      while (repliesSoFar() < count) await new Promise<void>((resume) => waiting.push(resume));
    },
  };
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { answerBatches } from './batch-server.js';
import { contentFor, type SeenRequest } from './replies.js';

export type { SeenRequest } from './replies.js';

/** What the server does instead of answering, for one request; undefined answers it, a string is the content of the answer. */
export type Fault = (
  seen: SeenRequest,
  number: number,
  headers: IncomingMessage['headers'],
) =>
  | string
  | undefined
  | { status: number; body: unknown; headers?: Record<string, string> }
  | { message: Record<string, unknown>; finish_reason?: string; usage?: object | null }
  /** A body of any kind, with status 200. */
  | { raw: string }
  /** The connection is cut, or nothing ever comes. */
  | 'reset!'
  | 'hang!';

export interface ChatServerOptions {
  /** Gives as many choices as `n` says; otherwise one. */
  givesSamples?: boolean;
  /** Tokens of a text, for the usage; without it every call has 100 and 20. */
  count?: (text: string) => number;
  /** What it answers at other places than the usual ones: `/props`, `/v1/models` …; there is nothing where it gives nothing. */
  tells?: (path: string) => unknown;
  /** How often a batch is looked at before it is completed. */
  looks?: number;
  /** The address that it listens at, where not on loopback. */
  host?: string;
}

export interface ChatServer {
  url: string;
  seen: SeenRequest[];
  /** Seconds at which each request came in. */
  times: number[];
  batches: { id: string; requests: number }[];
}

/** A completion of a request, as the protocol has it. */
export function completionOf(
  seen: SeenRequest,
  { givesSamples, count }: ChatServerOptions,
  first?: { message: Record<string, unknown>; finish_reason?: string; usage?: object | null },
) {
  const samples = givesSamples ? (seen.n ?? 1) : 1;
  const choices = Array.from({ length: samples }, (_, index) => ({
    index,
    message: { role: 'assistant', content: contentFor(seen, index), ...first?.message } as Record<string, unknown>,
    finish_reason: first?.finish_reason ?? 'stop',
  }));
  const prompt = seen.messages.map(({ content }) => content).join('\n') + JSON.stringify(seen.response_format ?? '');
  const prompt_tokens = count ? count(prompt) : 100;
  const completion_tokens = count ? count(choices.map(({ message }) => String(message.content)).join('\n')) : 20;
  const usage = { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
  return {
    id: 'x',
    object: 'chat.completion',
    created: 0,
    model: seen.model,
    choices,
    ...(first?.usage === null ? {} : { usage: first?.usage ?? usage }),
  };
}

const MODELS = { object: 'list', data: [{ id: 'only-model', object: 'model' }] };

function sendTo(response: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof value === 'string' ? value : JSON.stringify(value));
}

/** A small server that speaks chat completions and batches, and answers each request always in the same way. */
export async function startChatServer(
  fault: Fault = () => undefined,
  delayMs = 2,
  options: ChatServerOptions = {},
): Promise<ChatServer> {
  const seen: SeenRequest[] = [];
  const times: number[] = [];
  const batches = answerBatches(fault, options);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      if (batches.answer(request, body, response)) return;
      setTimeout(() => answer(request, body.toString(), response), delayMs);
    });
  });

  /** Answers what is asked at other places than that of chats; false where it is a chat. */
  function answerPlace(path: string, response: ServerResponse): boolean {
    if (path.includes('/chat/completions')) return false;
    const told = options.tells?.(path) ?? (path.endsWith('/models') ? MODELS : undefined);
    sendTo(response, told === undefined ? 404 : 200, told ?? { error: 'not found' });
    return true;
  }

  function answer(request: IncomingMessage, body: string, response: ServerResponse): void {
    if (answerPlace(request.url ?? '', response)) return;
    const send = sendTo.bind(undefined, response);
    const asked = JSON.parse(body) as SeenRequest;
    seen.push(asked);
    times.push(performance.now() / 1000);
    const failed = fault(asked, seen.length, request.headers);
    if (failed === 'reset!') response.destroy();
    else if (failed === 'hang!') return;
    else if (typeof failed === 'string') send(200, completionOf(asked, options, { message: { content: failed } }));
    else if (failed && 'status' in failed) send(failed.status, failed.body, failed.headers);
    else if (failed && 'raw' in failed) send(200, failed.raw);
    else send(200, completionOf(asked, options, failed));
  }

  const { host = '127.0.0.1' } = options;
  await new Promise<void>((resume) => server.listen(0, host, resume));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://${host}:${(server.address() as AddressInfo).port}/v1`;
  return { url, seen, times, batches: batches.created };
}

import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as the server got it. */
export interface SeenRequest {
  model: string;
  seed: number;
  messages: { role: string; content: string }[];
  response_format?: { type: string; json_schema: { name: string; strict: boolean } };
  [key: string]: unknown;
}

/** What the server does instead of answering, for one request; undefined answers it. */
export type Fault = (seen: SeenRequest, number: number) => { status: number; body: unknown } | string | undefined;

export interface ChatServer {
  url: string;
  seen: SeenRequest[];
}

const WORDS =
  'lamp reef bell chest oar storm letter flag rope gull lens stair coat net anchor tide mast cliff candle barrel'.split(
    ' ',
  );

/** Words that follow from the request alone: the same request always gets the same answer. */
function wordsFor(seen: SeenRequest, salt: number, count: number): string[] {
  const digest = createHash('sha256')
    .update(JSON.stringify([seen.messages, seen.seed, salt]))
    .digest();
  return Array.from({ length: count }, (_, k) => WORDS[(digest[k] as number) % WORDS.length] as string);
}

function triplet(seen: SeenRequest, salt: number) {
  const [a, b, c, d, e] = wordsFor(seen, salt, 5) as [string, string, string, string, string];
  return {
    question: `Do you remember how the ${a} met the ${b} beside the ${c} and the ${d} of the ${e}?`,
    confidence: salt % 5 === 4 ? 'Low' : 'High',
    rationale: `The ${a} is named.`,
    answer: `I remember the ${a} well, and the ${b} too. I would not give the ${c} away for a whole ${d}.`,
  };
}

function contentFor(seen: SeenRequest): string {
  const [a, b] = wordsFor(seen, 0, 2) as [string, string];
  switch (seen.response_format?.json_schema.name) {
    case 'triplets':
      return JSON.stringify({ triplets: Array.from({ length: 6 }, (_, k) => triplet(seen, k)) });
    case 'catchphrases':
      return JSON.stringify({
        catchphrases: [
          { text: 'mark my words', invented: false },
          { text: 'not in the play at all', invented: false },
        ],
      });
    case 'categories':
      return JSON.stringify({ categories: ['stubborn', a] });
    default:
      return `The ${a} is all I can tell you of the ${b}, and that is enough for tonight.`;
  }
}

/** A small server that speaks chat completions and answers each request always in the same way, after a few milliseconds. */
export async function startChatServer(fault: Fault = () => undefined, delayMs = 2): Promise<ChatServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => setTimeout(() => answer(request.url ?? '', body, response), delayMs));
  });

  function answer(url: string, body: string, response: ServerResponse): void {
    const send = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    if (url.endsWith('/models')) {
      send(200, { object: 'list', data: [{ id: 'only-model', object: 'model' }] });
      return;
    }
    const request = JSON.parse(body) as SeenRequest;
    seen.push(request);
    const failed = fault(request, seen.length);
    if (typeof failed === 'object') {
      send(failed.status, failed.body);
      return;
    }
    const content = failed ?? contentFor(request);
    send(200, {
      id: 'x',
      object: 'chat.completion',
      created: 0,
      model: request.model,
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
    });
  }

  await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, seen };
}

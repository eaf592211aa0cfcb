import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A call as the input file has it. */
export interface AskedCall {
  custom_id: string;
  body: { messages: { content: string }[]; n?: number };
}

/** What a server answers instead: a status with a body, `cut` for a connection that breaks after half of the text, or a value. */
type Answer = { status: number; body?: unknown } | { cut: string } | { value: unknown } | { text: string };

/** What a server does otherwise than an honest one; undefined does as that would. */
export interface Hostility {
  /** The line of the results for one call; an array for several. */
  line?(call: AskedCall, at: number, batch: number): unknown;
  /** The whole file of results; `download` counts how often one was fetched. */
  file?(lines: string[], download: number): Answer | undefined;
  /** The batch's object, by how often it was looked at. */
  look?(batch: Record<string, unknown>, looks: number): Answer | undefined;
  create?(batch: Record<string, unknown>, number: number): Answer | undefined;
  upload?(number: number): Answer | undefined;
  list?(all: unknown[]): Answer | undefined;
  /** What the server calls its batches. */
  id?(number: number): unknown;
}

/** A good reply to a call, as a line of the results. */
export const goodLine = ({ custom_id, body }: AskedCall, more: object = {}) => ({
  id: `r-${custom_id}`,
  custom_id,
  error: null,
  response: {
    status_code: 200,
    body: {
      object: 'chat.completion',
      choices: [
        { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: `<${body.messages[0]?.content}>` } },
      ],
      usage: { prompt_tokens: 10, completion_tokens: 5 },
      ...more,
    },
  },
});

/** A batch API whose batches are over at once, and what it was asked: each call's question, batch by batch. */
export async function startHostileBatches(hostility: Hostility) {
  const inputs = new Map<string, AskedCall[]>();
  const batches = new Map<string, Record<string, unknown> & { looks: number }>();
  const asked: string[][] = [];
  let [uploads, downloads] = [0, 0];

  function send(response: ServerResponse, answer: Answer): void {
    const isJson = 'value' in answer || 'status' in answer;
    response.writeHead('status' in answer ? answer.status : 200, {
      'content-type': isJson ? 'application/json' : 'application/jsonl',
    });
    if ('cut' in answer) {
      response.write(answer.cut.slice(0, Math.ceil(answer.cut.length / 2)), () =>
        setTimeout(() => response.destroy(), 5),
      );
    } else
      response.end(
        'text' in answer ? answer.text : JSON.stringify('value' in answer ? answer.value : (answer.body ?? {})),
      );
  }

  function create(text: string): Answer {
    const wanted = JSON.parse(text) as { input_file_id: string; metadata: object };
    const id = hostility.id?.(batches.size) ?? `batch-${batches.size}`;
    const batch = { id, status: 'completed', looks: 0, output_file_id: wanted.input_file_id, ...wanted };
    const answer = hostility.create?.(batch, asked.length);
    if (answer && 'status' in answer && answer.status < 500) return answer;
    batches.set(String(id), batch);
    asked.push((inputs.get(wanted.input_file_id) ?? []).map(({ body }) => body.messages[0]?.content ?? ''));
    return answer ?? { value: batch };
  }

  function results(file: string): Answer {
    const lines = (inputs.get(file) ?? []).map(
      (call, at) => hostility.line?.(call, at, asked.length - 1) ?? goodLine(call),
    );
    const texts = lines.flat().map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
    downloads += 1;
    return hostility.file?.(texts, downloads) ?? { text: `${texts.join('\n')}\n` };
  }

  function answer(method: string, path: string, body: string): Answer {
    if (path === '/files') {
      uploads += 1;
      const id = `file-${uploads}`;
      inputs.set(
        id,
        body.split('\n').flatMap((line) => (line.startsWith('{"custom_id"') ? [JSON.parse(line) as AskedCall] : [])),
      );
      return hostility.upload?.(uploads) ?? { value: { id } };
    }
    if (path === '/batches' && method === 'POST') return create(body);
    if (path === '/batches') {
      const all = [...batches.values()].reverse();
      return hostility.list?.(all) ?? { value: { data: all, has_more: false } };
    }
    const content = /^\/files\/(.+)\/content$/.exec(path)?.[1];
    if (content !== undefined) return results(decodeURIComponent(content));
    const batch = batches.get(decodeURIComponent(path.replace('/batches/', '')));
    if (!batch) return { status: 404, body: { error: { message: 'no such batch' } } };
    batch.looks += 1;
    return hostility.look?.(batch, batch.looks) ?? { value: batch };
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = (request.url ?? '').replace('/v1', '').split('?')[0] ?? '';
      send(response, answer(request.method ?? '', path, Buffer.concat(chunks).toString()));
    });
  });
  await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked, downloads: () => downloads };
}

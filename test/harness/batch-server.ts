import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ChatServerOptions, completionOf, type Fault } from './chat-server.js';
import type { SeenRequest } from './replies.js';

interface Line {
  custom_id: string;
  body: SeenRequest;
}

/** The files and batches of a server: a batch is completed after it was looked at a few times. */
export function answerBatches(fault: Fault, options: ChatServerOptions) {
  const files = new Map<string, string>();
  const batches = new Map<string, Record<string, unknown> & { looks: number; input_file_id: string }>();
  const created: { id: string; requests: number }[] = [];

  function resultOf({ custom_id, body }: Line, number: number): { line: string; isError: boolean } {
    const failed = fault(body, number, {});
    const result = (response: unknown, error: unknown = null) =>
      JSON.stringify({ id: `r-${custom_id}`, custom_id, response, error });
    if (failed === 'hang!' || failed === 'reset!') {
      const error = { code: 'batch_expired', message: 'This request could not be executed before the window expired.' };
      return { line: result(null, error), isError: true };
    }
    if (typeof failed === 'object' && 'status' in failed) {
      return { line: result({ status_code: failed.status, request_id: 'q', body: failed.body }), isError: true };
    }
    const first = typeof failed === 'string' ? { message: { content: failed } } : failed;
    const completion = completionOf(body, options, first && 'message' in first ? first : undefined);
    return { line: result({ status_code: 200, request_id: 'q', body: completion }), isError: false };
  }

  function complete(batch: Record<string, unknown> & { input_file_id: string }): void {
    const lines = (files.get(batch.input_file_id) ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    // Results come in any order.
    const results = lines.map(resultOf).reverse();
    for (const [name, isError] of [
      ['output_file_id', false],
      ['error_file_id', true],
    ] as const) {
      const part = results.filter((result) => result.isError === isError).map(({ line }) => `${line}\n`);
      if (part.length === 0) continue;
      const id = `file-${files.size}`;
      files.set(id, part.join(''));
      batch[name] = id;
    }
    batch.status = 'completed';
  }

  /** Answers what is about files and batches; false where the request is about something else. */
  function answer(request: IncomingMessage, body: Buffer, response: ServerResponse): boolean {
    const [path = ''] = (request.url ?? '').split('?');
    const send = (value: unknown) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(typeof value === 'string' ? value : JSON.stringify(value));
      return true;
    };
    if (path.endsWith('/files') && request.method === 'POST') {
      const id = `file-${files.size}`;
      files.set(id, readUpload(body.toString()));
      return send({ id, object: 'file', purpose: 'batch' });
    }
    const content = /\/files\/([^/]+)\/content$/.exec(path)?.[1];
    if (content) return send(files.get(content) ?? '');
    if (path.endsWith('/batches') && request.method === 'POST') {
      const asked = JSON.parse(body.toString()) as { input_file_id: string; metadata: object };
      const id = `batch-${batches.size}`;
      const requests = (files.get(asked.input_file_id) ?? '').trimEnd().split('\n').length;
      const request_counts = { total: requests, completed: 0, failed: 0 };
      batches.set(id, { id, object: 'batch', status: 'in_progress', looks: 0, request_counts, ...asked });
      created.push({ id, requests });
      return send(batches.get(id));
    }
    if (path.endsWith('/batches'))
      return send({ object: 'list', data: [...batches.values()].reverse(), has_more: false });
    const batch = batches.get(/\/batches\/([^/]+)$/.exec(path)?.[1] ?? '');
    if (!batch) return false;
    batch.looks += 1;
    if (batch.looks > (options.looks ?? 2) && batch.status !== 'completed') complete(batch);
    return send(batch);
  }

  return { answer, created };
}

/** The file in a multipart form: what stands between its headers and the next boundary. */
function readUpload(form: string): string {
  const boundary = form.slice(0, form.indexOf('\r\n'));
  const part = form.split(boundary).find((one) => /name="file"/.test(one)) ?? '';
  return part.slice(part.indexOf('\r\n\r\n') + 4, part.lastIndexOf('\r\n'));
}

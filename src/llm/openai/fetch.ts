import { type IncomingMessage, Agent as PlainAgent, request as requestPlain } from 'node:http';
import { request as requestSecure, Agent as SecureAgent } from 'node:https';
import { capBody, decodeBody, ReplyTooLarge } from './reply-bytes.js';

type Fetch = typeof globalThis.fetch;
type Init = NonNullable<Parameters<Fetch>[1]>;

/**
 * A fetch for an API: small JSON in, JSON of a limited size out, over connections that are kept open. Node's own fetch passes
 * every body through web streams, which costs as much as all the rest of a call (scripts/bench-calls.mjs); files that are sent
 * or asked for go to it all the same, and those that are asked for are streamed, whatever their size. Follows no redirect: the
 * key would go along. Rejects as fetch does: a TypeError whose cause has the system's code or is ReplyTooLarge, or an AbortError.
 */
export function createFetch(maxReplyBytes: number): Fetch {
  const agents = { 'http:': new PlainAgent({ keepAlive: true }), 'https:': new SecureAgent({ keepAlive: true }) };

  return async (input, init = {}) => {
    const { body, headers } = init;
    // The SDK asks for a file in this way; where it lies elsewhere, fetch takes the key off before it goes there.
    if (new Headers(headers ?? {}).get('accept') === 'application/binary') return globalThis.fetch(input, init);
    if (typeof body !== 'string' && body !== undefined && body !== null) {
      return capBody(await globalThis.fetch(input, { ...init, redirect: 'manual' }), maxReplyBytes);
    }
    const url = new URL(input instanceof Request ? input.url : input);
    const isSecure = url.protocol === 'https:';
    const agent = isSecure ? agents['https:'] : agents['http:'];
    return send(isSecure ? requestSecure : requestPlain, agent, url, { ...init, body: body ?? '' }, maxReplyBytes);
  };
}

function send(
  request: typeof requestPlain,
  agent: PlainAgent,
  url: URL,
  { method = 'GET', body, headers, signal }: Init & { body: string },
  maxReplyBytes: number,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => {
      settle();
      reject(
        signal?.aborted
          ? new DOMException('This operation was aborted', 'AbortError')
          : new TypeError('fetch failed', { cause }),
      );
    };
    const sent = body === '' ? {} : { 'content-length': Buffer.byteLength(body) };
    const outgoing = request(url, { agent, method, headers: { ...plainHeaders(headers), ...sent } }, (incoming) => {
      const chunks: Buffer[] = [];
      let bytes = Number(incoming.headers['content-length']) > maxReplyBytes ? Number.POSITIVE_INFINITY : 0;
      incoming.on('error', fail);
      incoming.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= maxReplyBytes) chunks.push(chunk);
        else {
          fail(new ReplyTooLarge(maxReplyBytes));
          outgoing.destroy();
        }
      });
      incoming.on('end', () => {
        decodeBody(Buffer.concat(chunks), incoming.headers['content-encoding'], maxReplyBytes)
          .then((whole) => resolve(toResponse(incoming, whole)), fail)
          .finally(settle);
      });
    });
    const abort = () => outgoing.destroy(new Error('aborted'));
    const settle = () => signal?.removeEventListener('abort', abort);
    outgoing.on('error', fail);
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort);
    outgoing.end(body);
  });
}

/** Compressed replies are welcome: they are decoded here. */
function plainHeaders(headers: Init['headers']): Record<string, string> {
  return { 'accept-encoding': 'gzip, deflate, br', ...Object.fromEntries(new Headers(headers ?? {})) };
}

/** What of a Response the SDK reads: a real one would bring the streams back. */
function toResponse({ statusCode = 0, statusMessage = '', headers }: IncomingMessage, bytes: Buffer): Response {
  const text = async () => bytes.toString('utf8').replace(/^\uFEFF/, '');
  const response = {
    ok: statusCode >= 200 && statusCode < 300,
    status: statusCode,
    statusText: statusMessage,
    body: null,
    text,
    headers: new Headers(Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])),
    json: async () => JSON.parse(await text()) as unknown,
    arrayBuffer: async () => new Uint8Array(bytes).buffer,
  };
  return response as unknown as Response;
}

import { type IncomingMessage, Agent as PlainAgent, request as requestPlain } from 'node:http';
import { request as requestSecure, Agent as SecureAgent } from 'node:https';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

type Fetch = typeof globalThis.fetch;
type Init = NonNullable<Parameters<Fetch>[1]>;

const DECODERS: Record<string, (bytes: Buffer) => Buffer> = {
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

/**
 * A fetch for chat completions: small JSON in, small JSON out, over connections that are kept open. Node's own fetch passes
 * every body through web streams, which costs as much as all the rest of a call (scripts/bench-calls.mjs); what is not text
 * over HTTP goes to it all the same. Rejects as fetch does: a TypeError whose cause has the system's code, or an AbortError.
 */
export function createFetch(): Fetch {
  const agents = { 'http:': new PlainAgent({ keepAlive: true }), 'https:': new SecureAgent({ keepAlive: true }) };

  return (input, init = {}) => {
    if (init.method?.toUpperCase() !== 'POST' || typeof init.body !== 'string') return globalThis.fetch(input, init);
    const url = new URL(input instanceof Request ? input.url : input);
    const isSecure = url.protocol === 'https:';
    if (!isSecure && url.protocol !== 'http:') return globalThis.fetch(input, init);
    const agent = isSecure ? agents['https:'] : agents['http:'];
    return send(isSecure ? requestSecure : requestPlain, agent, url, init as Init & { body: string });
  };
}

function send(
  request: typeof requestPlain,
  agent: PlainAgent,
  url: URL,
  { body, headers, signal }: Init & { body: string },
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) => {
      settle();
      reject(
        signal?.aborted
          ? new DOMException('This operation was aborted', 'AbortError')
          : new TypeError('fetch failed', { cause }),
      );
    };
    const outgoing = request(
      url,
      { agent, method: 'POST', headers: { ...plainHeaders(headers), 'content-length': Buffer.byteLength(body) } },
      (incoming) => {
        incoming.on('error', fail);
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () => {
          settle();
          try {
            resolve(toResponse(incoming, chunks));
          } catch (thrown) {
            reject(new TypeError('fetch failed', { cause: thrown }));
          }
        });
      },
    );
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
function toResponse({ statusCode = 0, statusMessage = '', headers }: IncomingMessage, chunks: Buffer[]): Response {
  const raw = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
  const bytes = DECODERS[headers['content-encoding'] ?? '']?.(raw) ?? raw;
  const text = async () => bytes.toString('utf8');
  const response = {
    ...{ ok: statusCode >= 200 && statusCode < 300, status: statusCode, statusText: statusMessage, body: null, text },
    headers: new Headers(Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])),
    json: async () => JSON.parse(await text()) as unknown,
    arrayBuffer: async () => new Uint8Array(bytes).buffer,
  };
  return response as unknown as Response;
}

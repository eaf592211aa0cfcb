import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createFetch } from '../../../src/llm/openai/fetch.js';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(answer: Answer): Promise<string> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    answer(request, response, body);
  });
  await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const post = (url: string, body: string, more: RequestInit = {}) =>
  createFetch(32_000_000)(url, { method: 'POST', body, headers: { 'content-type': 'application/json' }, ...more });

describe('fetch over kept connections', () => {
  it('sends headers and body as they are, and gives back status, headers and body', async () => {
    const url = await serve((request, response, body) => {
      response.writeHead(429, { 'retry-after': '7', 'x-said': request.headers['content-type'] });
      response.end(JSON.stringify({ length: Buffer.byteLength(body), said: body }));
    });
    const response = await post(url, '{"a":"曹操 “quoted”"}');
    expect([response.ok, response.status]).toEqual([false, 429]);
    expect(response.headers.get('Retry-After')).toBe('7');
    expect(response.headers.get('x-said')).toBe('application/json');
    expect(await response.json()).toEqual({ length: 27, said: '{"a":"曹操 “quoted”"}' });
  });

  it('keeps characters whole that arrive in pieces', async () => {
    const url = await serve((_request, response) => {
      const bytes = Buffer.from('宁教我负天下人 🏮');
      let at = 0;
      const timer = setInterval(() => {
        if (at < bytes.length) response.write(bytes.subarray(at, ++at));
        else {
          clearInterval(timer);
          response.end();
        }
      }, 1);
    });
    expect(await (await post(url, '{}')).text()).toBe('宁教我负天下人 🏮');
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('decodes %s', async (encoding, compress) => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(compress(Buffer.from('well said '.repeat(5000))));
    });
    expect(await (await post(url, '{}')).text()).toBe('well said '.repeat(5000));
  });

  it('says that a body is damaged rather than hand on half of it', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.from('half')).subarray(0, 12));
    });
    await expect(post(url, '{}')).rejects.toThrow(TypeError);
  });

  it('carries a body of 8 MB each way', async () => {
    const url = await serve((_request, response, body) => response.end(body));
    const body = '海'.repeat(2_800_000);
    expect((await (await post(url, body)).text()) === body).toBe(true);
  });

  it('uses one connection again for the next call', async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('{}');
    });
    const fetch = createFetch(32_000_000);
    for (let k = 0; k < 5; k += 1) await (await fetch(url, { method: 'POST', body: '{}' })).text();
    expect(ports.size).toBe(1);
  });

  it('rejects with AbortError when it is stopped before, while waiting, and in the middle of a body', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/half') response.write('{"half":');
    });
    const stopped = new AbortController();
    stopped.abort();
    await expect(post(url, '{}', { signal: stopped.signal })).rejects.toMatchObject({ name: 'AbortError' });
    for (const path of ['', 'half']) {
      const later = new AbortController();
      setTimeout(() => later.abort(), 30);
      await expect(post(url + path, '{}', { signal: later.signal })).rejects.toMatchObject({ name: 'AbortError' });
    }
  });

  it('rejects with the code of the system where a connection is reset or refused', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/half') response.writeHead(200, { 'content-length': 100 }).write('{"half":');
      setTimeout(() => request.socket.resetAndDestroy(), 20);
    });
    for (const path of ['', 'half']) {
      await expect(post(url + path, '{}')).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    }
    for (const close of closers.splice(0)) close();
    await expect(post(url, '{}')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });
});

import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { checkApi } from '../../../src/llm/openai/find-api.js';
import { startRawServer } from '../../harness/raw-server.js';

/** A server that has its list of models at these paths, and answers others in its way. */
async function startAt(paths: readonly string[], otherwise: RequestListener) {
  const asked: string[] = [];
  const url = await startRawServer((request, response) => {
    asked.push(request.url ?? '');
    if (paths.includes(request.url?.split('?')[0] ?? '')) response.end('{"object":"list","data":[]}');
    else otherwise(request, response);
  });
  const check = (path: string) =>
    checkApi({ apiKey: undefined, baseUrl: `${new URL(url).origin}${path}`, timeoutSeconds: 1 });
  return { asked, origin: new URL(url).origin, check };
}

const missing: RequestListener = (_, response) => void response.writeHead(404).end('404 page not found');
const page: RequestListener = (_, response) => void response.end('<html>Welcome</html>');
/** As LM Studio does. */
const complains: RequestListener = (_, response) => void response.end('{"error":"Unexpected endpoint"}');

test.each([
  ['without its path', '', missing],
  ['without its path, where there is a page', '/', page],
  ['without its path, where there is a complaint with status 200', '', complains],
  ['with the path of something else', '/chat-ui', missing],
])('an address %s is told with that of the API, before any call', async (_, path, otherwise) => {
  const { check, origin, asked } = await startAt(['/v1/models'], otherwise);
  await expect(check(path)).rejects.toMatchObject({
    name: 'UserError',
    message: `${origin}${path.replace(/\/$/, '')} is not the address of an API, but ${origin}/v1 is`,
  });
  expect(asked.every((url) => url.endsWith('/models'))).toBe(true);
});

test('an API that is not under /v1 is taken', async () => {
  await (await startAt(['/models'], missing)).check('');
  await (await startAt(['/inference/models'], missing)).check('/inference');
});

test('a server that lists no models anywhere, or is not there, is left to the first call', async () => {
  await (await startAt([], missing)).check('');
  await (await startAt([], (_, response) => void response.writeHead(500).end())).check('');
  await checkApi({ apiKey: undefined, baseUrl: 'http://127.0.0.1:9', timeoutSeconds: 1 });
});

test('an address with a version in it is not asked first', async () => {
  const { check, asked } = await startAt([], missing);
  for (const path of ['/v1', '/v1/', '/api/paas/v4', '/v1beta/openai']) await check(path);
  expect(asked).toEqual([]);
});

test('credentials go along and are not told', async () => {
  const { check, origin } = await startAt(['/v1/models'], missing);
  const { host } = new URL(origin);
  const baseUrl = `http://anna:pass%20word@${host}?key=sesame`;
  await expect(checkApi({ apiKey: undefined, baseUrl, timeoutSeconds: 1 })).rejects.toMatchObject({
    message: `http://***@${host} is not the address of an API, but http://***@${host}/v1 is`,
  });
  await check('/v1');
});

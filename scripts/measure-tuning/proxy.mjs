/**
 * A server before another that ends what was cut off: an answer that is longer than was asked for is scored as far as it goes, so that every model is scored
 * on the same questions. `rolellm eval` would leave such answers out, which favours models that ramble.
 */
import { createServer } from 'node:http';

/** Counts answers and those that were cut off. */
export async function startProxy(target) {
  const counts = { answers: 0, cut: 0 };
  const server = createServer(async (request, response) => {
    try {
      const parts = [];
      for await (const part of request) parts.push(part);
      const body = request.method === 'POST' ? Buffer.concat(parts) : undefined;
      const headers = { 'content-type': 'application/json' };
      const reply = await fetch(target + request.url, { method: request.method, headers, body });
      const told = await reply.json();
      for (const choice of told.choices ?? []) {
        counts.answers += 1;
        if (choice.finish_reason !== 'length') continue;
        counts.cut += 1;
        choice.finish_reason = 'stop';
      }
      response.writeHead(reply.status, headers).end(JSON.stringify(told));
    } catch (thrown) {
      response.writeHead(502).end(String(thrown));
    }
  });
  await new Promise((resume) => server.listen(0, '127.0.0.1', resume));
  return { url: `http://127.0.0.1:${server.address().port}/v1`, counts, close: () => server.close() };
}

import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server that does whatever the listener does, until the test is over. Its address ends in /v1. */
export async function startRawServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

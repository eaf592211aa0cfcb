import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listModels } from '../../../src/llm/openai/index.js';
import { startRawServer } from '../../harness/raw-server.js';

const TLS = join(import.meta.dirname, '../../fixtures/tls');

/** A server for https with a certificate that it made itself. */
async function startSelfSigned(): Promise<number> {
  const [key, cert] = ['key.pem', 'certificate.pem'].map((file) => readFileSync(join(TLS, file)));
  const server = createServer({ key, cert }, (_, response) => response.end('{"data":[]}'));
  await new Promise<void>((resume) => server.listen(0, 'localhost', resume));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const list = (baseUrl: string) => listModels({ apiKey: 'sk-secret-key', baseUrl, timeoutSeconds: 5 });

test('a self-signed certificate is named, with how to trust it', async () => {
  const url = `https://localhost:${await startSelfSigned()}/v1`;
  await expect(list(url)).rejects.toMatchObject({
    name: 'UserError',
    message: `the certificate of ${url} is self-signed (DEPTH_ZERO_SELF_SIGNED_CERT)`,
    advice: expect.stringContaining('set NODE_EXTRA_CA_CERTS'),
  });
});

test('https where http is spoken is told with the address that was meant', async () => {
  const url = await startRawServer((_, response) => response.end('{"data":[]}'));
  await expect(list(url.replace('http:', 'https:'))).rejects.toMatchObject({
    name: 'UserError',
    message: `${url.replace('http:', 'https:')} does not use HTTPS`,
    advice: `Did you mean ${url}? Set it with --base-url.`,
  });
});

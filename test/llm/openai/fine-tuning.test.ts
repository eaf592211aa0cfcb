import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openaiFineTuning } from '../../../src/llm/openai/fine-tuning.js';

/** A server that knows these jobs, newest first. */
async function startJobs(jobs: readonly { id: string; status: string; key: string }[]): Promise<string> {
  const data = jobs.map(({ id, status, key }) => ({
    id,
    status,
    fine_tuned_model: null,
    error: null,
    object: 'fine_tuning.job',
    metadata: { rolellm: key },
  }));
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ object: 'list', data, has_more: false }));
  });
  await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

test('a job is found again by its key, unless it failed or was cancelled', async () => {
  const baseUrl = await startJobs([
    { id: 'job-3', status: 'failed', key: 'mine' },
    { id: 'job-2', status: 'running', key: 'mine' },
    { id: 'job-1', status: 'cancelled', key: 'other' },
  ]);
  const api = openaiFineTuning({ apiKey: 'sk-test', baseUrl, timeoutSeconds: 5 });
  expect(await api.find('mine')).toMatchObject({ id: 'job-2' });
  expect(await api.find('other')).toBeUndefined();
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startAimock } from '../harness/aimock.js';
import { makeFolder, rolellm } from '../harness/cli.js';
import { TINY_FILES, WITH_REHEARSAL } from '../harness/tiny-role.js';

const ENV = { OPENAI_API_KEY: 'sk-test' };

test('rocit --start openai uploads, begins one job, follows it, and run again finds the same one', async () => {
  const folder = makeFolder({
    ...TINY_FILES,
    'rolellm.config.yaml': 'batch: { pollSeconds: 0.05 }\nexport: { rehearsal: true }\n',
  });
  const generate = ['generate', '--roles', 'roles', '--instructions', 'instructions.txt', '--per-role', '10'];
  await rolellm([...generate, '--provider', 'offline', '--quiet'], folder);
  const { mock, url } = await startAimock();
  const start = ['rocit', '--start', 'openai', '--base', 'gpt-4o-mini-2024-07-18', '--base-url', url];
  const { status, stderr } = await rolellm(start, folder, ENV);
  expect(status, stderr).toBe(0);
  const { id, tunedModel } = JSON.parse(readFileSync(join(folder, 'data/tuned-model.json'), 'utf8')) as {
    id: string;
    tunedModel: string;
  };
  expect(tunedModel).toMatch(/gpt-4o-mini/);
  expect(stderr).toContain(`rolellm eval --method rocit --model ${tunedModel}`);
  const posts = () => mock.getRequests().filter(({ method }) => method === 'POST');
  expect(posts().filter(({ path }) => path.endsWith('/files'))).toHaveLength(2);
  expect(posts().filter(({ path }) => path.endsWith('/fine_tuning/jobs'))).toHaveLength(1);

  const again = await rolellm(start, folder, ENV);
  expect(again.status, again.stderr).toBe(0);
  expect(again.stderr).toContain(`${id}: succeeded (started earlier)`);
  expect(posts().filter(({ path }) => path.endsWith('/fine_tuning/jobs'))).toHaveLength(1);
});

test('fewer than ten rows are told before anything is sent', async () => {
  const folder = makeFolder({ ...TINY_FILES, ...WITH_REHEARSAL });
  const generate = ['generate', '--roles', 'roles', '--instructions', 'instructions.txt', '--limit', '1'];
  await rolellm([...generate, '--provider', 'offline', '--quiet', '--only', 'Nora'], folder);
  const { mock, url } = await startAimock();
  const { status, stderr } = await rolellm(
    ['rocit', '--start', 'openai', '--base', 'gpt-4o-mini', '--base-url', url],
    folder,
    ENV,
  );
  expect(status).toBe(2);
  expect(stderr).toMatch(/train\.jsonl: \d training rows are too few: OpenAI needs 10 or more/);
  expect(mock.getRequests().filter(({ method }) => method === 'POST')).toEqual([]);
});

import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ChatServerOptions, type Fault, type SeenRequest, startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, rolellm, rowsOf, startRolellm } from '../harness/cli.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const GENERATE = ['generate', '--roles', 'roles', '--per-role', '12', '--instructions', 'instructions.txt'];
const CONFIG = 'price: {prompt: 1000, completion: 3000}\nbatch:\n  pollSeconds: 0.05\n';

/** A server, a folder with settings for it, and the run on it. */
async function prepare(fault?: Fault, options: ChatServerOptions = {}, config = CONFIG) {
  const server = await startChatServer(fault, 1, { givesSamples: true, looks: 1, ...options });
  const folder = makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': config });
  const args = [...GENERATE, '--model', 'm', '--base-url', server.url];
  const inBatches = [...args, '--executor', 'batch'];
  return { server, folder, args, inBatches, exported: join(folder, 'data/export') };
}

const costOf = (stdout: string) => {
  const { stages } = JSON.parse(stdout) as { stages: Record<string, { cost: number | null }> };
  return Object.values(stages).reduce((sum, { cost }) => sum + (cost ?? 0), 0);
};

const wait = (ms: number) => new Promise((resume) => setTimeout(resume, ms));

/** Waits until something is so, for twenty seconds at most; what the test expects then says what is not. */
async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 2000 && !isSo(); tries += 1) await wait(10);
}

test('batches bring the same rows as direct calls, for half the price', async () => {
  const direct = await prepare();
  const calm = await rolellm([...direct.args, '--json'], direct.folder);
  const batched = await prepare();
  const ended = await rolellm([...batched.inBatches, '--json'], batched.folder);
  expect(ended.status, ended.stderr).toBe(0);
  expect(batched.server.seen).toEqual([]);
  expect(fingerprint(batched.exported)).toEqual(fingerprint(direct.exported));
  expect(costOf(ended.stdout)).toBeCloseTo(costOf(calm.stdout) / 2);
  expect(
    readdirSync(join(batched.folder, 'data/batches'), { recursive: true }).filter((name) => String(name).endsWith('l')),
  ).toEqual([]);

  // What batches brought is there for direct calls too, and the other way round.
  const again = await rolellm(batched.args, batched.folder);
  expect(again.status).toBe(0);
  expect(batched.server.seen).toEqual([]);
});

test('a run that is stopped while a batch is under way picks it up again, and submits nothing twice', async () => {
  const { server, folder, inBatches, exported } = await prepare(undefined, { looks: 6 });
  for (const signal of ['SIGINT', 'SIGKILL', 'SIGKILL', 'SIGTERM'] as const) {
    const before = server.batches.length;
    const { child, ended } = startRolellm(inBatches, folder);
    while (server.batches.length === before) await wait(5);
    await wait(30);
    child.kill(signal);
    const { status, stderr } = await ended;
    if (signal === 'SIGKILL') continue;
    expect(status).toBe(130);
    expect(stderr).toContain('To go on: rolellm generate');
  }
  const last = await rolellm(inBatches, folder);
  expect(last.status, last.stderr).toBe(0);
  const calm = await prepare();
  await rolellm(calm.args, calm.folder);
  expect(fingerprint(exported)).toEqual(fingerprint(calm.exported));
  // profile-build has two rounds, the other stages one each.
  expect(server.batches).toHaveLength(4);
});

test('a batch that was submitted by a run that died before it knew its name is found at the server', async () => {
  const { server, folder, inBatches } = await prepare(undefined, { looks: 100 });
  const { child, ended } = startRolellm(inBatches, folder);
  const batches = join(folder, 'data/batches/profile-build');
  const stateFile = () => readdirSync(batches).find((name) => name.endsWith('.json'));
  const stateIn = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as { key: string; batch_id: string | null };
  const isNamed = (path: string) => stateIn(path).batch_id !== null;
  await until(() => server.batches.length > 0);
  const file = join(batches, stateFile() ?? '');
  await until(() => isNamed(file));
  child.kill('SIGKILL');
  await ended;
  const { key, batch_id } = stateIn(file);
  expect(batch_id).toBe('batch-0');
  writeFileSync(file, `${JSON.stringify({ key, batch_id: null })}\n`);
  const next = startRolellm(inBatches, folder);
  await until(() => isNamed(file));
  next.child.kill('SIGKILL');
  await next.ended;
  expect(stateIn(file)).toEqual({ key, batch_id: 'batch-0' });
  expect(server.batches).toHaveLength(1);
});

test('a run that died while it collected enters no reply twice, and loses none', async () => {
  const { folder, inBatches, server } = await prepare(undefined, { looks: 4 });
  const { child, ended } = startRolellm(inBatches, folder);
  while (server.batches.length < 4) await wait(2);
  await wait(30);
  child.kill('SIGKILL');
  await ended;
  const [batches, copy] = [join(folder, 'data/batches'), join(folder, 'copy')];
  cpSync(batches, copy, { recursive: true });
  expect((await rolellm(inBatches, folder)).status).toBe(0);
  // As it was in the middle of collecting: the batch is not forgotten, and half of its replies are in the journal.
  const journal = join(folder, 'data/calls/rolegpt.jsonl');
  const replies = readFileSync(journal, 'utf8').trimEnd().split('\n');
  writeFileSync(journal, `${replies.slice(0, 4).join('\n')}\n`);
  cpSync(copy, batches, { recursive: true });

  expect((await rolellm(inBatches, folder)).status).toBe(0);
  expect(readFileSync(journal, 'utf8').trimEnd().split('\n').sort()).toEqual(replies.sort());
  expect(server.batches).toHaveLength(4);
});

test('what a batch leaves unanswered goes into the next one', async () => {
  const { server, folder, inBatches, exported } = await prepare((_, number) =>
    number % 3 === 2 ? 'hang!' : undefined,
  );
  const ended = await rolellm(inBatches, folder);
  expect(ended.status, ended.stdout + ended.stderr).toBe(0);
  expect(server.seen).toEqual([]);
  expect(server.batches.length).toBeGreaterThan(4);
  const calm = await prepare();
  await rolellm(calm.args, calm.folder);
  expect(fingerprint(exported)).toEqual(fingerprint(calm.exported));
});

test('or, with --stragglers direct, is finished with direct calls', async () => {
  let isBatch = true;
  const { server, folder, inBatches, exported } = await prepare((_, number, headers) => {
    isBatch = headers.authorization === undefined;
    if (!isBatch) return undefined;
    return number % 3 === 2
      ? 'hang!'
      : number % 5 === 4
        ? { status: 500, body: { error: { message: 'oops' } } }
        : undefined;
  });
  const ended = await rolellm([...inBatches, '--stragglers', 'direct'], folder);
  expect(ended.status, ended.stdout + ended.stderr).toBe(0);
  expect(server.batches).toHaveLength(4);
  expect(server.seen.length).toBeGreaterThan(4);
  const calm = await prepare();
  await rolellm(calm.args, calm.folder);
  expect(fingerprint(exported)).toEqual(fingerprint(calm.exported));
});

test('what the server will never answer fails with its reason, exit 1, and the rest is there', async () => {
  const refused = { status: 400, body: { error: { message: 'not this one', code: 'content_filter' } } };
  const { folder, inBatches, server } = await prepare(({ response_format }) =>
    response_format?.json_schema?.name === 'categories' ? refused : undefined,
  );
  const ended = await rolellm(inBatches, folder);
  expect(ended.status).toBe(1);
  expect(ended.stdout).toContain('Keeper: categories could not be had (400: not this one');
  expect(server.batches.length).toBeLessThanOrEqual(8);
});

test('a prompt that is too long ends the run once its batch is collected; with a larger window only it is asked again', async () => {
  let window = 4096;
  const message = "This model's maximum context length is 4096 tokens. However, your messages resulted in 8312 tokens.";
  const error = { message, type: 'invalid_request_error', code: 'context_length_exceeded' };
  const isLong = ({ messages }: SeenRequest) =>
    /<script>[\s\S]*two hundred and nine/.test(messages.at(-1)?.content ?? '');
  const { folder, inBatches, server, exported } = await prepare((seen) =>
    window < 8312 && isLong(seen) ? { status: 400, body: { error } } : undefined,
  );
  const stopped = await rolellm(inBatches, folder);
  expect(stopped.status).toBe(2);
  expect(stopped.stderr.match(/^error: .*/gm)).toEqual([
    expect.stringMatching(
      /^error: the prompt about the segment \S*lamp\.txt:\d+-\d+ for \w+ has 8,312 tokens, and the model's context window is 4,096: lower contextInstruct\.segment\.maxWords, or give the server a larger window\./,
    ),
  ]);
  const before = server.batches.reduce((sum, { requests }) => sum + requests, 0);
  window = 10_000;
  const ended = await rolellm(inBatches, folder);
  expect(ended.status, ended.stderr).toBe(0);
  const calm = await prepare();
  await rolellm(calm.inBatches, calm.folder);
  expect(fingerprint(exported)).toEqual(fingerprint(calm.exported));
  const needed = calm.server.batches.reduce((sum, { requests }) => sum + requests, 0);
  const again = server.batches.reduce((sum, { requests }) => sum + requests, 0) - needed;
  expect(again).toBeLessThanOrEqual(2);
  expect(before).toBeGreaterThan(0);
});

test('a server whose batches do not take json_schema is asked without it', async () => {
  const { folder, inBatches, exported } = await prepare(({ response_format }) =>
    response_format?.type === 'json_schema'
      ? { status: 400, body: { error: { message: 'json_schema is not supported', param: 'response_format' } } }
      : undefined,
  );
  const ended = await rolellm(inBatches, folder);
  expect(ended.status, ended.stdout + ended.stderr).toBe(0);
  expect(existsSync(exported)).toBe(true);
});

test('no batch has more requests or bytes than allowed', async () => {
  const { folder, inBatches, server, exported } = await prepare(undefined, {}, `${CONFIG}  maxRequests: 3\n`);
  expect((await rolellm(inBatches, folder)).status).toBe(0);
  expect(Math.max(...server.batches.map(({ requests }) => requests))).toBe(3);
  const small = await prepare(undefined, {}, `${CONFIG}  maxBytes: 20000\n`);
  expect((await rolellm(small.inBatches, small.folder)).status).toBe(0);
  expect(small.server.batches.length).toBeGreaterThan(4);
  expect(fingerprint(exported)).toEqual(fingerprint(small.exported));
});

test('--budget counts batches at their worst, at half the price, and stops with exit 3', async () => {
  const { folder, inBatches, server } = await prepare();
  const ended = await rolellm([...inBatches, '--budget', '14', '--json'], folder);
  expect(ended.status, ended.stderr).toBe(3);
  const answered = ['profile-build', 'context-instruct', 'rolegpt']
    .map((stage) => join(folder, `data/calls/${stage}.jsonl`))
    .filter((file) => existsSync(file))
    .flatMap((file) => rowsOf<{ cost: number }>(file));
  const spent = answered.reduce((sum, { cost }) => sum + cost, 0);
  expect(spent).toBeLessThanOrEqual(14);
  expect(server.batches.reduce((sum, { requests }) => sum + requests, 0)).toBe(answered.length);
  const more = await rolellm([...inBatches, '--budget', '1000'], folder);
  expect(more.status, more.stderr).toBe(0);
});

test('the offline model takes no batches, and says so', async () => {
  const { status, stderr } = await rolellm(
    [...GENERATE, '--provider', 'offline', '--executor', 'batch'],
    makeFolder(TINY_FILES),
  );
  expect(stderr).toBe('error: --executor batch: the offline model does not support batches.\n');
  expect(status).toBe(2);
});

import { setMaxListeners } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { batchExecutor } from '../../src/llm/batch/index.js';
import type { ChatModel } from '../../src/llm/chat-model.js';
import { makeRequest } from '../../src/llm/chat-request.js';
import { openaiBatchApi } from '../../src/llm/openai/batch-api.js';
import { askAll, InvalidReply, type Unit } from '../../src/llm/work.js';
import { openJournal } from '../../src/store/journal.js';
import { makeFolder } from '../harness/cli.js';
import { goodLine, type Hostility, startHostileBatches } from '../harness/hostile-batches.js';

const SAMPLING = { temperature: 0, top_p: 1, max_tokens: 10, frequency_penalty: 0, presence_penalty: 0 };
const model = { name: 'm', revision: '' } as ChatModel;
const QUESTIONS = ['a', 'b', 'c', 'd'];

const ask = (question: string) => ({
  request: makeRequest(model, {
    messages: [{ role: 'user', content: question }],
    sampling: SAMPLING,
    sample: 0,
    seed: 0,
    prompt: 'p@1',
    slots: {},
    language: 'en',
  }),
  read(content: string) {
    if (!content.startsWith('<')) throw new InvalidReply('no answer');
    return content;
  },
});

const unit: Unit<string> = {
  name: 'q',
  *work() {
    const readings = yield* askAll(QUESTIONS.map(ask));
    return readings.flatMap((reading) => (reading.ok ? [reading.value] : []));
  },
};

/** A data folder, and runs of the batch executor on a server in it. */
function openFolder() {
  const folder = makeFolder();
  const batches = join(folder, 'batches');
  let keys = 0;

  async function run(url: string, maxRequests = 100) {
    const warnings: string[] = [];
    const journal = openJournal(join(folder, 'calls.jsonl'));
    const execute = batchExecutor({
      api: openaiBatchApi({ apiKey: undefined, baseUrl: url, timeoutSeconds: 2, model: 'm' }),
      model: 'm',
      tries: 3,
      price: null,
      budget: undefined,
      stragglers: undefined,
      pollSeconds: 0.01,
      patienceSeconds: 0.05,
      random: () => 0.01,
      maxRequests,
      maxBytes: 1e6,
      folderOf: () => batches,
      newKey: () => `key-${process.pid}-${keys++}`,
      info() {},
      warn: (line) => warnings.push(line),
    });
    const quiet = { onCounts() {}, onFailure() {} };
    const signals = { stop: new AbortController().signal, abort: new AbortController().signal };
    setMaxListeners(0, signals.stop, signals.abort);
    let [error, reasons]: [unknown, string[]] = [undefined, []];
    try {
      reasons = [...(await execute('s', () => [unit], journal, { ...quiet, ...signals })).reasons.values()];
    } catch (thrown) {
      error = thrown;
    }
    const kept = QUESTIONS.filter((question) => journal.get(ask(question).request.id)?.content === `<${question}>`);
    const { replies } = journal.totals();
    await journal.close();
    const left = existsSync(batches) ? readdirSync(batches).filter((name) => name.endsWith('.json')) : [];
    const line = error instanceof UserError ? error.toLine() : undefined;
    if (error !== undefined && line === undefined) throw error;
    return { line, reasons, warnings, kept, replies, left };
  }
  return { folder, batches, run };
}

async function attack(hostility: Hostility) {
  const server = await startHostileBatches(hostility);
  const opened = openFolder();
  return { ...opened, server, ended: await opened.run(server.url) };
}

/** Something in the place of the first line of the first batch. */
const firstLine =
  (instead: (good: ReturnType<typeof goodLine>) => unknown): NonNullable<Hostility['line']> =>
  (call, at, batch) =>
    at === 0 && batch === 0 ? instead(goodLine(call)) : undefined;

const answered = (status_code: unknown, body: unknown) => (good: ReturnType<typeof goodLine>) => ({
  ...good,
  response: { status_code, body },
});

describe('what can be read of a batch is journaled, and the rest is asked again', () => {
  const lines: [name: string, instead: (good: ReturnType<typeof goodLine>) => unknown][] = [
    ['garbage', () => 'garbage'],
    ['half a line', (good) => JSON.stringify(good).slice(0, -40)],
    ['null', () => 'null'],
    ['an array', () => [['x']]],
    ['no name', ({ custom_id: _, ...rest }) => rest],
    ['a name that nobody asked for', (good) => ({ ...good, custom_id: 'nope' })],
    ['the name __proto__', (good) => JSON.stringify(good).replace(/"custom_id":"[^"]*"/, '"custom_id":"__proto__"')],
    ['no response and no error', (good) => ({ ...good, response: null })],
    ['a response that is a text', (good) => ({ ...good, response: 'no' })],
    ['an error that is a number', (good) => ({ ...good, response: null, error: 7 })],
    ['status 429', answered(429, { error: { message: 'rate' } })],
    ['status 500 with a body that is a text', answered(500, 'oops')],
    ['status 200 and no body', answered(200, null)],
    ['status 200 and something else', answered(200, { hello: 1 })],
    ['a status that is none', answered('?', {})],
    ['a long line of nothing', () => 'x'.repeat(100_000)],
  ];

  test.each(lines)('%s', async (_, instead) => {
    const { ended, server } = await attack({ line: firstLine(instead) });
    expect(ended).toMatchObject({ line: undefined, kept: QUESTIONS, replies: 4, left: [] });
    expect(server.asked).toEqual([QUESTIONS, ['a']]);
  });

  test('every line is garbage: three batches are tried, and the calls fail with the reason', async () => {
    const { ended, server } = await attack({ line: () => 'garbage' });
    expect(server.asked).toHaveLength(3);
    expect(new Set(ended.reasons)).toEqual(new Set(['the batch is completed, without a reply to it']));
    expect(ended.warnings[0]).toBe(
      'batch batch-0: 4 lines of its results cannot be read; what is missing is asked again',
    );
    expect(ended.left).toEqual([]);
  });

  test.each(['expired', 'cancelled', 'canceled', 'Completed', 'failed'])(
    'a batch that is %s, with some results',
    async (status) => {
      const { ended, server } = await attack({
        line: firstLine(() => []),
        look: (batch) => ({ value: { ...batch, status } }),
      });
      expect(ended).toMatchObject({ line: undefined, kept: QUESTIONS, replies: 4 });
      expect(server.asked).toEqual([QUESTIONS, ['a']]);
    },
  );

  test('results in the file of errors alone, and twice', async () => {
    const { ended, server } = await attack({
      line: (call) => [goodLine(call), goodLine(call)],
      look: ({ output_file_id, ...batch }) => ({ value: { ...batch, error_file_id: output_file_id } }),
    });
    expect(ended).toMatchObject({ kept: QUESTIONS, replies: 4 });
    expect(server.asked).toHaveLength(1);
  });
});

describe('a reply that was paid for is not paid for again', () => {
  const strange: [name: string, usage: unknown][] = [
    ['{}', {}],
    ['null', null],
    ['a text', 'many'],
    ['negative counts', { prompt_tokens: -1, completion_tokens: -1 }],
    ['counts beyond all numbers', { prompt_tokens: 1e300, completion_tokens: 1e300 }],
  ];
  test.each(strange)('usage: %s', async (_, usage) => {
    const { ended, server } = await attack({ line: (call) => goodLine(call, { usage }) });
    expect(ended).toMatchObject({ line: undefined, kept: QUESTIONS, replies: 4 });
    expect(server.asked).toHaveLength(1);
  });

  test('when the download breaks off, once or twice, it is fetched again and each reply is journaled once', async () => {
    const { ended, server } = await attack({
      file: (lines, download) => (download <= 2 ? { cut: `${lines.join('\n')}\n` } : undefined),
    });
    expect(ended).toMatchObject({ line: undefined, kept: QUESTIONS, replies: 4, left: [] });
    expect(ended.warnings[0]).toMatch(/^the batch API: the download broke off.*; trying again$/);
    expect(server.asked).toHaveLength(1);
    expect(server.downloads()).toBe(3);
  });

  test('when the download always breaks off, what came is kept, and the batch waits for the next run', async () => {
    let isDown = true;
    const { ended, server, run } = await attack({
      file: (lines) => (isDown ? { cut: `${lines.join('\n')}\n` } : undefined),
    });
    expect(ended.line).toMatch(
      /key-.*\.json: the results of batch batch-0 do not come: the batch API does not answer; last error: the download broke off/,
    );
    expect(ended.kept.length).toBeGreaterThan(0);
    expect(ended.kept.length).toBeLessThan(4);
    expect(ended.left).toHaveLength(1);
    isDown = false;
    expect(await run(server.url)).toMatchObject({ line: undefined, kept: QUESTIONS, replies: 4, left: [] });
    expect(server.asked).toHaveLength(1);
  });

  test.each([
    ['a 500', { status: 500 }],
    ['HTML', { text: '<html>Bad gateway</html>' }],
    ['nothing', { value: null }],
    ['no name', { value: { object: 'batch' } }],
    ['a name that no path can carry', { value: { id: '..' } }],
  ] as const)('when the answer to handing in is %s, the batch is found at the server', async (_, answer) => {
    const { ended, server } = await attack({ create: (__, number) => (number === 0 ? answer : undefined) });
    expect(ended).toMatchObject({ line: undefined, kept: QUESTIONS, replies: 4 });
    expect(server.asked).toHaveLength(1);
  });

  test('a file of results that never ends with lines of its own is left', async () => {
    const { ended } = await attack({
      file: (lines, download) =>
        download === 1 ? { text: `${'{"custom_id":"mine"}\n'.repeat(20_000)}${lines.join('\n')}\n` } : undefined,
    });
    expect(ended).toMatchObject({ line: undefined, kept: QUESTIONS });
  });
});

describe('one call that the server will not answer does not hold the others up', () => {
  test.each([401, 402, 403, 404, 413])('status %i', async (status) => {
    const refusal = answered(status, { error: { message: 'not this one' } });
    const { ended, server, run } = await attack({
      line: (call) => (call.body.messages[0]?.content === 'a' ? refusal(goodLine(call)) : undefined),
    });
    expect(ended).toMatchObject({ line: undefined, kept: ['b', 'c', 'd'], replies: 3, left: [] });
    expect(ended.reasons).toEqual([expect.stringContaining(`${status}: not this one`)]);
    // Alone in its batch it is no dead end either.
    expect(await run(server.url)).toMatchObject({ line: undefined, kept: ['b', 'c', 'd'], left: [] });
    expect(server.asked).toEqual([QUESTIONS, ['a']]);
  });

  test('but where nothing was ever answered it is the key or the model: the run ends with what to check', async () => {
    const { ended, server } = await attack({
      line: (call) => answered(401, { error: { message: 'bad key' } })(goodLine(call)),
    });
    expect(ended.line).toMatch(/answers 401: bad key.* Check OPENAI_API_KEY/);
    expect(ended.left).toEqual([]);
    expect(server.asked).toHaveLength(1);
  });
});

describe('a batch in trouble ends the run with one line and a way out, and the others are collected', () => {
  const troubles: [name: string, hostility: Hostility, says: RegExp][] = [
    [
      'a status that nobody knows',
      { look: (batch) => (batch.id === 'batch-0' ? { value: { ...batch, status: 'totally_new_status' } } : undefined) },
      /batch batch-0 has been "totally_new_status" for 0.05 seconds.*Run the same command again later\. To give up the batch/,
    ],
    [
      'the server forgot it',
      { look: ({ id }) => (id === 'batch-0' ? { status: 404, body: { error: { message: 'no batch' } } } : undefined) },
      /the server does not know batch batch-0\. Check that --base-url/,
    ],
    [
      'the server forgot its results',
      { file: (lines) => (lines[0]?.includes('<a>') ? { status: 404 } : undefined) },
      /the server no longer has the results of batch batch-0/,
    ],
    [
      'its results never come whole',
      { file: (lines) => (lines[0]?.includes('<a>') ? { cut: lines.join('\n') } : undefined) },
      /the results of batch batch-0 do not come/,
    ],
  ];
  test.each(troubles)('%s', async (_, hostility, says) => {
    const server = await startHostileBatches(hostility);
    const { run, batches } = openFolder();
    const ended = await run(server.url, 2);
    expect(server.asked).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(ended.line).toMatch(says);
    expect(ended.kept).toEqual(expect.arrayContaining(['c', 'd']));
    expect(ended.left).toHaveLength(1);
    // The way out that the line names.
    expect(ended.line).toContain(join(batches, ended.left[0] as string));
    rmSync(join(batches, ended.left[0] as string));
    expect(await run((await startHostileBatches({})).url)).toMatchObject({
      line: undefined,
      kept: QUESTIONS,
      left: [],
    });
  });

  test('the server takes no batch: it is forgotten, so that a smaller one, or a direct run, may pass', async () => {
    const { ended } = await attack({ create: () => ({ status: 413, body: { error: { message: 'too large' } } }) });
    expect(ended.line).toMatch(
      /^the server refuses a batch: 413: too large\. If the batch is too large, lower batch\.maxRequests/,
    );
    expect(ended.left).toEqual([]);
  });

  test('it failed as a whole', async () => {
    const { ended } = await attack({
      look: ({ id }) => ({ value: { id, status: 'failed', errors: { data: [{ code: 'bad', message: 'line 1' }] } } }),
    });
    expect(ended.line).toMatch(/^the server refuses batch batch-0: bad line 1\./);
    expect(ended.left).toEqual([]);
  });

  test.each([
    ['asks for a pause without end', { status: 429, body: {} }],
    ['is down', { status: 503, body: {} }],
    ['sends HTML', { text: '<html>' }],
    ['sends null', { value: null }],
    ['sends objects where texts belong', { value: { id: {}, status: [] } }],
  ] as const)('the API %s while a batch is looked at', async (_, answer) => {
    let isOdd = true;
    const { ended, server, run } = await attack({ look: () => (isOdd ? answer : undefined) });
    expect(ended.line).toMatch(/^the batch API does not answer; last error: .*run the same command again/);
    expect(ended.left).toHaveLength(1);
    isOdd = false;
    expect(await run(server.url)).toMatchObject({ line: undefined, kept: QUESTIONS, replies: 4 });
    expect(server.asked).toHaveLength(1);
  });
});

describe('names are only names', () => {
  test.each(['../../../evil', '/etc/passwd', 'a?b#c', '%2e%2e', 'x'.repeat(512), '__proto__'])(
    'a batch called %j is followed, and nothing is written outside its folder',
    async (name) => {
      const { ended, folder } = await attack({ id: (number) => `${name}${number || ''}` });
      expect(ended).toMatchObject({ line: undefined, kept: QUESTIONS, left: [] });
      expect(readdirSync(folder).sort()).toEqual(['batches', 'calls.jsonl']);
    },
  );

  test.each(['../../x', '..', 'file\n2'])('a file of results called %j', async (name) => {
    const { ended } = await attack({ look: (batch) => ({ value: { ...batch, output_file_id: name } }) });
    expect(ended.replies).toBe(0);
    expect(ended.line ?? ended.reasons[0]).toMatch(/no longer has the results|without a reply/);
  });

  test('a key in a data folder that leads elsewhere is refused', async () => {
    const { folder, batches, run } = openFolder();
    mkdirSync(batches);
    writeFileSync(join(folder, 'mine.input.jsonl'), 'mine');
    writeFileSync(join(batches, 'k.json'), '{"key":"../mine","batch_id":"b"}\n');
    const { line } = await run((await startHostileBatches({})).url);
    expect(line).toMatch(/k\.json: the key in this file is not its name\. Delete this file/);
    expect(existsSync(join(folder, 'mine.input.jsonl'))).toBe(true);
  });
});

describe('a batch that an earlier run left without a name', () => {
  const abandoned = (batches: string, key: string) => {
    const [file] = readdirSync(batches).filter((name) => name === `${key}.json`);
    writeFileSync(join(batches, file as string), `${JSON.stringify({ key, batch_id: null })}\n`);
  };

  test.each([
    ['the server does not list its batches', { status: 404 }, /the server lists no batches, so nobody knows/],
    ['the list is strange, and the batch is in it', undefined, undefined],
  ] as const)('%s', async (_, list, says) => {
    let isOver = false;
    const { ended, server, batches, run } = await attack({
      look: () => (isOver ? undefined : { status: 503 }),
      list: (all) => list ?? { value: { data: [null, 7, { id: 1 }, ...all], has_more: 'x' } },
    });
    const key = (ended.left[0] as string).replace('.json', '');
    abandoned(batches, key);
    isOver = true;
    const next = await run(server.url);
    if (says) expect(next.line).toMatch(says);
    else expect(next).toMatchObject({ line: undefined, kept: QUESTIONS });
    expect(server.asked).toHaveLength(1);
  });
});

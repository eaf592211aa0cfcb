import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CallFault } from '../../../src/llm/call-fault.js';
import type { ChatRequest } from '../../../src/llm/chat-model.js';
import { makeRequest } from '../../../src/llm/chat-request.js';
import { replySchema } from '../../../src/llm/json-reply.js';
import { withBounds } from '../../../src/llm/openai/bounds.js';
import { openaiModel } from '../../../src/llm/openai/index.js';
import { visibleText } from '../../../src/llm/visible-text.js';
import { tripletBounds, tripletSchema } from '../../../src/recipes/context-instruct/triplets.js';
import { type ChatServerOptions, type Fault, type SeenRequest, startChatServer } from '../../harness/chat-server.js';

const SAMPLING = { temperature: 0.7, top_p: 0.95, max_tokens: 200, frequency_penalty: 0, presence_penalty: 0 };

async function connect(fault?: Fault, options?: ChatServerOptions, name = 'm') {
  const server = await startChatServer(fault, 1, options);
  const model = openaiModel({ apiKey: 'sk-very-secret', baseUrl: server.url, timeoutSeconds: 1, model: name });
  const requestFor = (extra: Partial<ChatRequest> = {}) =>
    makeRequest(model, {
      messages: [{ role: 'user', content: 'Answer with JSON. Hello?' }],
      sampling: SAMPLING,
      sample: 0,
      seed: 5,
      prompt: 'p@1',
      slots: {},
      language: 'en' as const,
      ...extra,
    });
  const ask = (extra?: Partial<ChatRequest>) => model.complete(requestFor(extra));
  const askSamples = (count: number) =>
    model.completeSamples(Array.from({ length: count }, (_, sample) => requestFor({ sample })));
  return { server, model, ask, askSamples };
}

/** A server that answers 400 where a request has this word. */
const refusing =
  (has: (seen: SeenRequest) => boolean, message: string, param: string | null = null): Fault =>
  (seen) =>
    has(seen) ? { status: 400, body: { error: { message, param, type: 'invalid_request_error' } } } : undefined;

const formatsOf = (seen: SeenRequest[]) => seen.map(({ response_format }) => response_format?.type ?? 'text');

describe('structured output', () => {
  const hasSchema = ({ response_format }: SeenRequest) => response_format?.type === 'json_schema';
  const hasFormat = ({ response_format }: SeenRequest) => response_format !== undefined;

  test('falls back to json_object where the server does not take json_schema, and remembers it', async () => {
    const { server, ask } = await connect(refusing(hasSchema, "response_format: 'json_schema' is not supported"));
    await ask({ schema: tripletSchema });
    await ask({ schema: tripletSchema, sample: 1 });
    expect(formatsOf(server.seen)).toEqual(['json_schema', 'json_object', 'json_object']);
  });

  test('falls back to plain text where it takes no format at all', async () => {
    const { server, ask } = await connect(
      refusing(hasFormat, 'Unrecognized request argument supplied: response_format'),
    );
    await ask({ schema: tripletSchema });
    await ask({ schema: tripletSchema, sample: 1 });
    expect(formatsOf(server.seen)).toEqual(['json_schema', 'json_object', 'text', 'text']);
  });

  test('falls back also where the server does not say what it dislikes', async () => {
    const { server, ask } = await connect(refusing(hasSchema, 'Bad request'));
    await ask({ schema: tripletSchema });
    expect(formatsOf(server.seen)).toEqual(['json_schema', 'json_object']);
  });

  test('does not fall back because of one bad request once the server has taken json_schema', async () => {
    const { server, ask } = await connect((_, number) =>
      number === 2 ? { status: 400, body: { error: { message: 'Bad request' } } } : undefined,
    );
    await ask({ schema: tripletSchema });
    await expect(ask({ schema: tripletSchema, sample: 1 })).rejects.toMatchObject({ kind: 'refused' });
    await ask({ schema: tripletSchema, sample: 2 });
    expect(formatsOf(server.seen)).toEqual(['json_schema', 'json_schema', 'json_schema']);
  });

  test('what was only suspected is asked again the next time: a request that is bad in itself changes nothing', async () => {
    const { server, ask } = await connect(refusing(({ messages }) => messages[0]?.content === 'bad', 'Bad request'));
    await expect(ask({ schema: tripletSchema, messages: [{ role: 'user', content: 'bad' }] })).rejects.toThrow('400');
    await ask({ schema: tripletSchema });
    expect(formatsOf(server.seen).at(-1)).toBe('json_schema');
  });
});

describe('bounds of a JSON reply', () => {
  const bounds = tripletBounds(4);
  const schemaOf = ({ response_format }: SeenRequest) =>
    (response_format?.json_schema as { schema?: { properties: Record<string, unknown> } } | undefined)?.schema;
  const isBounded = (seen: SeenRequest) => /max(?:Length|Items)/.test(JSON.stringify(seen.response_format ?? ''));
  const shapesOf = (seen: SeenRequest[]) =>
    seen.map((one) => (isBounded(one) ? 'bounded' : (one.response_format?.type ?? 'text')));

  test('are sent in its schema: texts and lists end, and what a text may be stays', async () => {
    const { server, ask } = await connect();
    await ask({ schema: tripletSchema, bounds });
    expect(schemaOf(server.seen[0] as SeenRequest)?.properties.triplets).toMatchObject({
      type: 'array',
      maxItems: 4,
      items: {
        required: ['question', 'confidence', 'rationale', 'answer'],
        properties: {
          question: { type: 'string', maxLength: 400 },
          confidence: { type: 'string', enum: ['High', 'Low'] },
          answer: { type: 'string', maxLength: 1200 },
        },
      },
    });
    expect(JSON.stringify(tripletSchema)).not.toContain('max');
  });

  test('of the entries of a list, and none that llama.cpp could not repeat so often', () => {
    const { schema } = replySchema('s', z.object({ words: z.array(z.string()), many: z.array(z.string()) }));
    const bounded = withBounds(schema, { words: 12, 'words[]': 60, many: 5000, other: 1 });
    expect(bounded.properties).toMatchObject({
      words: { maxItems: 12, items: { type: 'string', maxLength: 60 } },
      many: { type: 'array', items: { type: 'string' } },
    });
    expect((bounded.properties as Record<string, object>).many).not.toHaveProperty('maxItems');
  });

  test.each([
    // OpenAI until 2025, Anthropic, llama.cpp and vLLM, in their own words.
    "Invalid schema for response_format 'triplets': In context=('properties', 'question'), 'maxLength' is not permitted.",
    "output_format.schema: For 'array' type, property 'maxItems' is not supported",
    'Failed to initialize samplers: failed to parse grammar',
    'The provided JSON schema contains features not supported by xgrammar.',
    'Bad request',
  ])('go first, and alone, where the server says: %s', async (message) => {
    const { server, ask } = await connect(refusing(isBounded, message));
    await ask({ schema: tripletSchema, bounds });
    await ask({ schema: tripletSchema, bounds, sample: 1 });
    expect(shapesOf(server.seen)).toEqual(['bounded', 'json_schema', 'json_schema']);
  });

  test('a server that takes no schema at all loses that too', async () => {
    const { server, ask } = await connect(
      refusing(
        ({ response_format }) => response_format?.type === 'json_schema',
        "response_format: 'json_schema' is not supported",
      ),
    );
    await ask({ schema: tripletSchema, bounds });
    await ask({ schema: tripletSchema, bounds, sample: 1 });
    expect(shapesOf(server.seen)).toEqual(['bounded', 'json_schema', 'json_object', 'json_object']);
  });
});

describe('several samples of one prompt', () => {
  test('come with one call, in order', async () => {
    const { server, askSamples } = await connect(undefined, { givesSamples: true });
    const { choices } = await askSamples(6);
    expect(server.seen.map(({ n }) => n)).toEqual([6]);
    expect(choices).toHaveLength(6);
  });

  test.each([
    ["'n' must be 1", 'n'],
    ['n > 1 is not supported', null],
    ['This server does not support multiple completions', null],
  ])('come one by one where the server says: %s', async (message, param) => {
    const { server, askSamples } = await connect(refusing(({ n }) => (n ?? 1) > 1, message, param));
    expect((await askSamples(6)).choices).toHaveLength(1);
    expect((await askSamples(6)).choices).toHaveLength(1);
    expect(server.seen.map(({ n }) => n)).toEqual([6, undefined, undefined]);
    expect(server.seen[1]).toHaveProperty('seed');
  });

  test('come one by one where the server gives one whatever it is asked', async () => {
    const { server, askSamples } = await connect();
    expect((await askSamples(6)).choices).toHaveLength(1);
    await askSamples(6);
    expect(server.seen.map(({ n }) => n)).toEqual([6, undefined]);
  });
});

describe('words that a server does not take are left out, and only those', () => {
  test('seed', async () => {
    const { server, ask } = await connect(
      refusing(({ seed }) => seed !== undefined, 'seed: Extra inputs are not permitted'),
    );
    await ask();
    expect(server.seen[1]).toEqual({
      model: 'm',
      messages: server.seen[0]?.messages,
      temperature: 0.7,
      top_p: 0.95,
      max_tokens: 200,
    });
  });

  test('temperature, but not where only its value is wrong: that is for the user to know', async () => {
    const has = ({ temperature }: SeenRequest) => temperature !== undefined;
    const without = await connect(
      refusing(has, "Unsupported parameter: 'temperature' is not supported with this model."),
    );
    await without.ask();
    expect(without.server.seen[1]).not.toHaveProperty('temperature');
    const wrong = await connect(refusing(has, 'temperature must be between 0 and 0.5'));
    await wrong.ask().catch(() => {});
    await expect(wrong.ask()).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('between 0 and 0.5'),
    });
  });

  test('max_tokens, which reasoning models call max_completion_tokens', async () => {
    const message =
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    const { server, ask } = await connect(
      refusing(({ max_tokens }) => max_tokens !== undefined, message, 'max_tokens'),
    );
    await ask();
    expect(server.seen[1]).toMatchObject({ max_completion_tokens: 200, temperature: 0.7 });
  });
});

describe('reasoning models', () => {
  test.each(['o3-mini', 'o4-mini-2025-04-16', 'gpt-5-mini', 'openai/gpt-5.4', 'gpt-5'])(
    '%s is asked without sampling, with max_completion_tokens and with room for its thoughts',
    async (name) => {
      const { server, ask } = await connect(undefined, undefined, name);
      await ask();
      expect(Object.keys(server.seen[0] ?? {}).sort()).toEqual(['max_completion_tokens', 'messages', 'model', 'seed']);
      expect(server.seen[0]?.max_completion_tokens).toBeGreaterThan(2000);
    },
  );

  test.each(['gpt-4o-mini', 'gpt-4.1', 'qwen3', 'gpt-5-chat-latest', 'llama-3.1-8b'])(
    '%s is not taken for one',
    async (name) => {
      const { server, ask } = await connect(undefined, undefined, name);
      await ask();
      expect(server.seen[0]).toMatchObject({ max_tokens: 200, temperature: 0.7 });
    },
  );

  test('a model that turns out to think aloud gets room for it from then on', async () => {
    const { server, ask } = await connect(() => '<think>Well, well.</think>Aye.');
    const { content } = await ask();
    expect(visibleText(content)).toBe('Aye.');
    await ask({ sample: 1 });
    expect(server.seen.map(({ max_tokens }) => max_tokens)).toEqual([200, 4200]);
  });
});

describe('thoughts beside the answer', () => {
  const thought = (message: Record<string, unknown>, more = {}) => connect(() => ({ message, ...more }));

  test.each([
    ['reasoning_content', { content: 'Aye, sir.', reasoning_content: 'How would he say it?' }],
    ['reasoning', { content: 'Aye, sir.', reasoning: 'How would he say it?' }],
    ['thinking', { content: 'Aye, sir.', thinking: 'How would he say it?' }],
    ['reasoning beside an empty field', { content: 'Aye, sir.', reasoning_content: '', reasoning: 'Well.' }],
    [
      'parts of the content',
      {
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: 'How would he say it?' }] },
          { type: 'text', text: 'Aye, sir.' },
        ],
      },
    ],
    ['tags in them', { content: 'Aye, sir.', reasoning: 'I write </think> and then: No, sir.' }],
    ['the same thoughts twice', { content: '<think>Well.</think>Aye, sir.', reasoning: 'Well.' }],
  ])('%s are taken off the answer and kept in the journal', async (_, message) => {
    const { ask } = await thought(message);
    const { content } = await ask();
    expect(content).toMatch(/^<think>/);
    expect(visibleText(content)).toBe('Aye, sir.');
  });

  test.each([
    ['null', { reasoning_content: null }],
    ['empty', { reasoning_content: ' ' }],
    ['of another kind', { reasoning: { effort: 'low' } }],
  ])('%s are none', async (_, more) => {
    const { ask } = await thought({ content: 'Aye, sir.', ...more });
    expect((await ask()).content).toBe('Aye, sir.');
  });

  test('that took all the room leave no answer, also where the server hides them', async () => {
    const seen = await thought({ content: null, reasoning: 'Who am I' }, { finish_reason: 'length' });
    expect(visibleText((await seen.ask()).content)).toBe('');
    const usage = { prompt_tokens: 9, completion_tokens: 200, completion_tokens_details: { reasoning_tokens: 200 } };
    const hidden = await thought({ content: '' }, { finish_reason: 'length', usage });
    expect(await hidden.ask()).toMatchObject({ content: expect.stringContaining('<think>'), finish_reason: 'length' });
  });

  test('give the model room for them from then on', async () => {
    const { server, ask } = await thought({ content: 'Aye, sir.', reasoning_content: 'How would he say it?' });
    await ask();
    await ask({ sample: 1 });
    expect(server.seen.map(({ max_tokens }) => max_tokens)).toEqual([200, 4200]);
  });

  test('hold no key that the server sends back', async () => {
    const { ask } = await thought({ content: 'Aye.', reasoning: 'My key is sk-very-secret.' });
    expect((await ask()).content).not.toContain('secret');
  });
});

describe('what a reply says aloud', () => {
  test.each([
    ['<think>\nHow would he say it?\n</think>\n\nAye, sir.', 'Aye, sir.'],
    ['How would he say it?\n</think>\n\nAye, sir.', 'Aye, sir.'],
    ['<thinking>a</thinking>Aye, sir.', 'Aye, sir.'],
    ['<think>I never come to an end', ''],
    ['```\nAye, sir.\n```', 'Aye, sir.'],
    ['```markdown\nAye, sir.\nAye.\n```', 'Aye, sir.\nAye.'],
    ['```python\nprint(1)\n```', '```python\nprint(1)\n```'],
    ['Look:\n```\nx\n```', 'Look:\n```\nx\n```'],
    ['```\na\n```\nand\n```\nb\n```', '```\na\n```\nand\n```\nb\n```'],
    ['I think <b>so</b>.', 'I think <b>so</b>.'],
  ])('%j is %j', (content, spoken) => expect(visibleText(content)).toBe(spoken));
});

describe('replies that are none', () => {
  test('null content with a refusal is an answer whose finish reason says so', async () => {
    const { ask } = await connect(() => ({ message: { content: null, refusal: 'I cannot help with that.' } }));
    expect(await ask()).toMatchObject({ content: 'I cannot help with that.', finish_reason: 'refusal' });
  });

  test('null content without anything is an empty answer', async () => {
    const { ask } = await connect(() => ({ message: { content: null } }));
    expect(await ask()).toMatchObject({ content: '', finish_reason: 'stop' });
  });

  test('content in parts is put together', async () => {
    const content = [
      { type: 'text', text: 'Aye, ' },
      { type: 'text', text: 'sir.' },
    ];
    const { ask } = await connect(() => ({ message: { content } }));
    expect(await ask()).toMatchObject({ content: 'Aye, sir.' });
  });

  test('a server that reports no usage: tokens are guessed from the text, rather too many than too few', async () => {
    const { ask } = await connect(() => ({ message: { content: 'Aye, aye, sir. '.repeat(20) }, usage: null }));
    const { usage } = await ask();
    expect(usage.completion_tokens).toBeGreaterThanOrEqual(80);
    expect(usage.prompt_tokens).toBeGreaterThan(5);
  });

  test('tokens from the provider’s cache are told apart', async () => {
    const usage = { prompt_tokens: 2000, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 1920 } };
    const { ask } = await connect(() => ({ message: { content: 'x' }, usage }));
    expect((await ask()).usage).toEqual({ prompt_tokens: 2000, cached_tokens: 1920, completion_tokens: 5 });
  });

  test.each([
    ['a page of HTML', '<html><body>502 Bad Gateway</body></html>'],
    ['half a reply', '{"id": "x", "choices": [{"index": 0, "mess'],
    ['nothing', ''],
    ['something else', '{"ok": true}'],
    ['no choices', '{"choices": []}'],
    ['null', 'null'],
  ])('%s with status 200 is a fault of the server', async (_, raw) => {
    const { ask } = await connect(() => ({ raw }));
    await expect(ask()).rejects.toMatchObject({ name: 'CallFault', kind: 'garbled' });
  });
});

describe('faults', () => {
  const status = (code: number, message: string, headers = {}, more = {}) => ({
    status: code,
    headers,
    body: { error: { message, ...more } },
  });

  test.each([500, 502, 503, 529, 408])('%i is a server that failed', async (code) => {
    const { ask } = await connect(() => status(code, 'sorry'));
    await expect(ask()).rejects.toMatchObject({ kind: 'unavailable', message: `${code}: sorry` });
  });

  test.each<[string, Record<string, string>, number | undefined]>([
    ['no header', {}, undefined],
    ['seconds', { 'retry-after': '7' }, 7000],
    ['a fraction of a second', { 'retry-after': '0.25' }, 250],
    ['milliseconds', { 'retry-after-ms': '1234', 'retry-after': '2' }, 1234],
    [
      'a date, by the server’s clock',
      { date: 'Tue, 01 Jan 2030 00:00:00 GMT', 'retry-after': 'Tue, 01 Jan 2030 00:00:30 GMT' },
      30_000,
    ],
    [
      'a date that is over',
      { date: 'Tue, 01 Jan 2030 00:01:00 GMT', 'retry-after': 'Tue, 01 Jan 2030 00:00:30 GMT' },
      0,
    ],
    ['nonsense', { 'retry-after': 'soon' }, undefined],
  ])('429 with %s', async (_, headers, ms) => {
    const { ask } = await connect(() => status(429, 'slow down', headers));
    await expect(ask()).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs: ms });
  });

  test('429 for want of money stops the run: waiting does not help', async () => {
    const { ask } = await connect(() =>
      status(429, 'You exceeded your current quota', {}, { code: 'insufficient_quota' }),
    );
    await expect(ask()).rejects.toMatchObject({ name: 'UserError', advice: expect.stringContaining('balance') });
  });

  test('a context that is too long is the request’s own fault', async () => {
    const message =
      "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.";
    const { ask, server } = await connect(() => status(400, message, {}, { code: 'context_length_exceeded' }));
    await expect(ask()).rejects.toMatchObject({ kind: 'too-long' });
    expect(server.seen).toHaveLength(1);
  });

  test('a content filter that answers 400 is a refusal of this request', async () => {
    const { ask } = await connect(() => status(400, 'The response was filtered', {}, { code: 'content_filter' }));
    await expect(ask()).rejects.toMatchObject({ kind: 'refused' });
  });

  test('a connection that is reset', async () => {
    const { ask } = await connect(() => 'reset!');
    await expect(ask()).rejects.toMatchObject({ kind: 'unavailable', mayBeBilled: true });
  });

  test('a server that never answers is given up after the time allowed', async () => {
    const { ask } = await connect(() => 'hang!');
    const began = Date.now();
    await expect(ask()).rejects.toMatchObject({ kind: 'timed-out', mayBeBilled: true });
    expect(Date.now() - began).toBeLessThan(3000);
  });

  test.each([
    ['nobody listens', 'http://127.0.0.1:49151/v1'],
    ['a name that nobody has', 'http://no-such-host.invalid/v1'],
  ])('%s: nothing was sent that could be billed', async (_, baseUrl) => {
    const model = openaiModel({ apiKey: undefined, baseUrl, timeoutSeconds: 5, model: 'm' });
    const messages = [{ role: 'user' as const, content: 'x' }];
    const request = makeRequest(model, {
      messages,
      sampling: SAMPLING,
      sample: 0,
      seed: 0,
      prompt: 'p@1',
      slots: {},
      language: 'en',
    });
    const thrown = await model.complete(request).catch((reason: unknown) => reason);
    expect(thrown).toBeInstanceOf(CallFault);
    expect(thrown).toMatchObject({ kind: 'unreachable', mayBeBilled: false });
  });
});

describe('secrets', () => {
  test('a key that the server sends back in its complaint is not in the message', async () => {
    const { ask } = await connect((_seen, _number, { authorization }) => ({
      status: 401,
      body: { error: { message: `Incorrect key: ${authorization}` } },
    }));
    const thrown = (await ask().catch((reason: unknown) => reason)) as Error;
    expect(thrown.message).toContain('***');
    expect(thrown.message).not.toContain('sk-very-secret');
  });

  test('credentials in the URL are sent as basic authentication and shown nowhere', async () => {
    let sent = '';
    const server = await startChatServer((_seen, _number, { authorization }) => {
      sent = authorization ?? '';
      return { status: 401, body: { error: { message: `no: ${authorization}` } } };
    });
    const baseUrl = server.url.replace('http://', 'http://anna:sesame-open@');
    const model = openaiModel({ apiKey: undefined, baseUrl, timeoutSeconds: 2, model: 'm' });
    const messages = [{ role: 'user' as const, content: 'x' }];
    const request = makeRequest(model, {
      messages,
      sampling: SAMPLING,
      sample: 0,
      seed: 0,
      prompt: 'p@1',
      slots: {},
      language: 'en',
    });
    const thrown = (await model.complete(request).catch((reason: unknown) => reason)) as Error;
    expect(sent).toBe(`Basic ${Buffer.from('anna:sesame-open').toString('base64')}`);
    expect(thrown.message).not.toMatch(/sesame|Basic [A-Za-z0-9+/=]{8}/);
  });
});

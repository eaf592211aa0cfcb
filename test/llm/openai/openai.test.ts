import { expect, test } from 'vitest';
import { z } from 'zod';
import { makeRequest } from '../../../src/llm/chat-request.js';
import { replySchema } from '../../../src/llm/json-reply.js';
import { listModels, openaiModel } from '../../../src/llm/openai/index.js';
import { tripletSchema } from '../../../src/recipes/context-instruct/triplets.js';
import { type Fault, startChatServer } from '../../harness/chat-server.js';

const SAMPLING = { temperature: 0.7, top_p: 0.95, max_tokens: 200, frequency_penalty: 0, presence_penalty: 0 };

async function connect(fault?: Fault, delayMs?: number) {
  const server = await startChatServer(fault, delayMs);
  const connection = { apiKey: undefined, baseUrl: server.url, timeoutSeconds: 5 };
  const model = openaiModel({ ...connection, model: 'm' });
  const ask = (extra: object = {}, signal?: AbortSignal) => {
    const messages = [{ role: 'user' as const, content: 'Hello?' }];
    return model.complete(
      makeRequest(model, {
        messages,
        sampling: SAMPLING,
        sample: 0,
        seed: 5,
        prompt: 'p@1',
        slots: { about: 'it' },
        language: 'en',
        ...extra,
      }),
      signal,
    );
  };
  return { server, connection, ask };
}

test('a request carries the model, the messages, the sampling and the seed by the names of the API, and nothing else', async () => {
  const { server, ask } = await connect();
  const reply = await ask();
  expect(server.seen[0]).toEqual({
    model: 'm',
    messages: [{ role: 'user', content: 'Hello?' }],
    temperature: 0.7,
    top_p: 0.95,
    max_tokens: 200,
    seed: 5,
  });
  expect(reply).toMatchObject({ finish_reason: 'stop', usage: { prompt_tokens: 100, completion_tokens: 20 } });
});

test('samples of one prompt differ in the seed, so that a server that honours it does not give the same answer', async () => {
  const { server, ask } = await connect();
  for (const sample of [0, 1, 2]) await ask({ sample });
  expect(server.seen.map(({ seed }) => seed)).toEqual([5, 6, 7]);
});

test('a JSON reply is asked for with a strict schema that names every key and allows no other', async () => {
  const { server, ask } = await connect();
  await ask({ schema: tripletSchema });
  expect(server.seen[0]?.response_format).toMatchObject({
    type: 'json_schema',
    json_schema: { name: 'triplets', strict: true },
  });
  const triplet = {
    type: 'object',
    required: ['question', 'confidence', 'rationale', 'answer'],
    additionalProperties: false,
  };
  expect(tripletSchema.schema).toMatchObject({
    additionalProperties: false,
    properties: { triplets: { type: 'array', items: triplet } },
  });
  const optional = replySchema('x', z.object({ kept: z.boolean().default(false) }));
  expect(optional.schema).toMatchObject({ required: ['kept'], additionalProperties: false });
});

test.each([
  [401, /Check OPENAI_API_KEY/],
  [403, /Check OPENAI_API_KEY/],
  [404, /Check --base-url.*model "m"/],
])('status %i stops the run with one line that says what to check', async (status, advice) => {
  const { ask, server } = await connect(() => ({ status, body: { error: { message: 'no' } } }));
  await expect(ask()).rejects.toMatchObject({ name: 'UserError', advice: expect.stringMatching(advice) });
  expect(server.seen).toHaveLength(1);
});

test('a call that is given up rejects', async () => {
  const { ask } = await connect(undefined, 500);
  const abort = new AbortController();
  const asked = ask({}, abort.signal);
  abort.abort();
  await expect(asked).rejects.toThrow();
});

test('the models of a server can be listed', async () => {
  const { connection } = await connect();
  expect(await listModels(connection)).toEqual(['only-model']);
});

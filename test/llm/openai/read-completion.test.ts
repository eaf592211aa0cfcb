import { APIError } from 'openai';
import { describe, expect, test } from 'vitest';
import type { ChatReplies } from '../../../src/llm/chat-model.js';
import { readCompletion } from '../../../src/llm/openai/read-completion.js';

const USAGE = { prompt_tokens: 12, completion_tokens: 7 };
const choice = (content: unknown, more: object = {}) => ({
  index: 0,
  finish_reason: 'stop',
  message: { content },
  ...more,
});
const asked = { samples: 3, prompt: ['What is the lamp?'], hide: (text: string) => text.replaceAll('sk-key', '***') };
const read = (body: unknown) => readCompletion(body, asked) as ChatReplies;

describe('usage that cannot be read is missing: it is guessed from the texts, and the answer is kept', () => {
  test.each([
    ['empty', {}],
    ['null', null],
    ['a text', 'many'],
    ['a list', [1, 2]],
    ['nulls', { prompt_tokens: null, completion_tokens: null }],
    ['texts', { prompt_tokens: '12', completion_tokens: '7' }],
    ['below zero', { prompt_tokens: -5, completion_tokens: -1 }],
    ['beyond any whole number', { prompt_tokens: 1e300, completion_tokens: 1e300 }],
    ['more than any call has', { prompt_tokens: 9e15, completion_tokens: 9e15 }],
    ['lists', { prompt_tokens: [], completion_tokens: {} }],
  ])('%s', (_, usage) => {
    expect(read({ choices: [choice('It burns all night.')], usage })).toEqual({
      choices: [{ content: 'It burns all night.', finish_reason: 'stop' }],
      usage: { prompt_tokens: 6, cached_tokens: 0, completion_tokens: 7 },
    });
  });

  test.each([
    ['only the prompt', { prompt_tokens: 12 }, { prompt_tokens: 12, cached_tokens: 0, completion_tokens: 1 }],
    ['only the reply', { completion_tokens: 7 }, { prompt_tokens: 6, cached_tokens: 0, completion_tokens: 7 }],
    ['cached below zero', { ...USAGE, prompt_tokens_details: { cached_tokens: -3 } }, { ...USAGE, cached_tokens: 0 }],
    ['cached as a text', { ...USAGE, prompt_tokens_details: { cached_tokens: '3' } }, { ...USAGE, cached_tokens: 0 }],
    [
      'more cached than sent',
      { ...USAGE, prompt_tokens_details: { cached_tokens: 99 } },
      { ...USAGE, cached_tokens: 12 },
    ],
    ['details that are none', { ...USAGE, prompt_tokens_details: 'x' }, { ...USAGE, cached_tokens: 0 }],
    ['zero', { prompt_tokens: 0, completion_tokens: 0 }, { prompt_tokens: 0, cached_tokens: 0, completion_tokens: 0 }],
  ])('%s', (_, usage, expected) => expect(read({ choices: [choice('Aye')], usage }).usage).toEqual(expected));
});

describe('an answer is read whatever is wrong around it', () => {
  test.each([
    ['no index', { index: undefined }],
    ['index null', { index: null }],
    ['index as a text', { index: '0' }],
    ['no finish reason', { finish_reason: undefined }, 'none'],
    ['finish reason null', { finish_reason: null }, 'none'],
    ['finish reason as a number', { finish_reason: 1 }, 'none'],
    ['error null', { error: null }],
  ])('%s', (_, more, finish_reason = 'stop') => {
    expect(read({ choices: [choice('Aye', more)], usage: USAGE }).choices).toEqual([{ content: 'Aye', finish_reason }]);
  });

  test('choices are put in the order of their numbers, and stay as they came where one has none', () => {
    const texts = (indices: unknown[]) =>
      read({ choices: indices.map((index, at) => choice(`answer ${at}`, { index })) }).choices.map(
        ({ content }) => content,
      );
    expect(texts([2, 0, 1])).toEqual(['answer 1', 'answer 2', 'answer 0']);
    expect(texts([2, null, 1])).toEqual(['answer 0', 'answer 1', 'answer 2']);
    expect(texts([0, 0, 0])).toEqual(['answer 0', 'answer 1', 'answer 2']);
  });

  test('one choice that is none does not take the others with it', () => {
    const { choices } = read({
      choices: [null, choice('Aye'), { index: 2 }, { message: 'x' }, choice('No', { error: {} })],
    });
    expect(choices.map(({ content }) => content)).toEqual(['Aye']);
  });

  test.each([
    [['Aye, ', 'sir.'], 'Aye, sir.'],
    [
      [
        { type: 'thinking', thinking: [] },
        { type: 'text', text: 'Aye.' },
      ],
      'Aye.',
    ],
    [[{ text: null }, 7, { text: { x: 1 } }], ''],
    [{ text: 'Aye' }, ''],
  ])('content %j is %j', (content, text) =>
    expect(read({ choices: [choice(content)] }).choices[0]?.content).toBe(text),
  );
});

test('a key that the server repeats in an answer, a refusal or a finish reason is not kept', () => {
  const refusal = { message: { content: null, refusal: 'Not with sk-key.' } };
  const body = { choices: [choice('Your key is sk-key.', { finish_reason: 'sk-key' }), choice('', refusal)] };
  expect(JSON.stringify(read(body))).not.toContain('sk-key');
  expect(read(body).choices.map(({ content }) => content)).toEqual(['Your key is ***.', 'Not with ***.']);
});

describe('an error with status 200 is that error', () => {
  test.each([
    [{ error: { message: 'overloaded', code: 529 } }, 529],
    [{ error: { message: 'slow down', code: '429' } }, 429],
    [{ error: { message: 'no such key', code: 401 } }, 401],
    [{ error: { message: 'The engine is overloaded', type: 'overloaded_error' } }, 503],
    [{ error: { message: 'Rate limit reached', code: 'rate_limit_exceeded' } }, 429],
    [{ error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } }, 402],
    [{ error: { message: 'Incorrect API key provided', type: 'invalid_request_error', code: 'invalid_api_key' } }, 401],
    [{ error: { message: 'The model `x` does not exist', code: 'model_not_found' } }, 404],
    [{ error: { message: "This model's maximum context length is 10" } }, 400],
    [{ error: { message: 'response_format is not supported', type: 'invalid_request_error' } }, 400],
    [{ error: { message: 'oops', code: 1302 } }, 500],
    [{ error: 'model is busy' }, 503],
    [{ object: 'error', message: 'bad', type: 'BadRequestError', code: 400 }, 400],
    [{ errors: [{ code: 7003, message: 'rate limited' }], success: false }, 429],
    [{ error: { message: 'overloaded', code: 502 }, choices: [] }, 502],
    [
      { choices: [{ index: 0, message: { content: '' }, finish_reason: 'error', error: { code: 502, message: 'x' } }] },
      502,
    ],
  ])('%j has status %i', (body, status) => {
    const error = readCompletion(body, asked);
    expect(error).toBeInstanceOf(APIError);
    expect(error).toHaveProperty('status', status);
  });

  test('answers beside an error are kept: they were paid for', () => {
    expect(read({ error: { message: 'warning' }, choices: [choice('Aye')] }).choices).toHaveLength(1);
  });

  test.each([
    {},
    { error: null },
    { error: {} },
    { choices: null },
    { choices: {} },
    { choices: [null] },
    [],
    'x',
    7,
    null,
  ])('%j is no completion', (body) =>
    expect(() => read(body)).toThrow(expect.objectContaining({ name: 'CallFault', kind: 'garbled' })),
  );
});

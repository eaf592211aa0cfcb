import { expect, test } from 'vitest';
import { makeRequest } from '../../../src/llm/chat-request.js';
import { openaiModel } from '../../../src/llm/openai/index.js';
import { type Fault, startChatServer } from '../../harness/chat-server.js';

const SAMPLING = { temperature: 0.7, top_p: 0.95, max_tokens: 200, frequency_penalty: 0, presence_penalty: 0 };

async function askServer(fault: Exclude<ReturnType<Fault>, undefined>) {
  const server = await startChatServer(() => fault, 1);
  const model = openaiModel({ apiKey: 'sk-very-secret', baseUrl: server.url, timeoutSeconds: 5, model: 'm' });
  const messages = [{ role: 'user' as const, content: 'Hello?' }];
  const draft = { messages, sampling: SAMPLING, sample: 0, seed: 5, prompt: 'p@1', slots: {}, language: 'en' as const };
  const thrown: unknown = await model.complete(makeRequest(model, draft)).catch((fault: unknown) => fault);
  return { thrown, calls: server.seen.length };
}

interface Said {
  status: number;
  body: unknown;
  tokens: { prompt?: number; reply?: number; window?: number };
}

const error = (message: string, rest: object = {}) => ({ error: { message, ...rest } });
const LM_STUDIO =
  'Trying to keep the first 8312 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough. Try to load the model with a larger context length, or provide a shorter input';
const VLLM =
  "This model's maximum context length is 4096 tokens. However, your request has 8312 input tokens. Please reduce the length of the input messages.";
const both = { prompt: 8312, window: 4096 };

/** What servers answer to a prompt that is too long, with the status and in the body that they use. */
const SERVERS: Record<string, Said> = {
  'llama.cpp, before September 2025': {
    status: 500,
    body: error('the request exceeds the available context size, try increasing it', {
      code: 500,
      type: 'server_error',
    }),
    tokens: {},
  },
  'llama.cpp, since then': {
    status: 400,
    body: error(
      'the request exceeds the available context size. try increasing the context size or enable context shift',
      { code: 400, type: 'exceed_context_size_error', n_prompt_tokens: 8312, n_ctx: 4096 },
    ),
    tokens: both,
  },
  'llama.cpp, with the numbers in the message': {
    status: 400,
    body: error('request (8312 tokens) exceeds the available context size (4096 tokens), try increasing it', {
      type: 'exceed_context_size_error',
    }),
    tokens: both,
  },
  'llama.cpp, status 200': {
    status: 200,
    body: error('the request exceeds the available context size. try increasing it', {
      code: 500,
      type: 'exceed_context_size_error',
      n_prompt_tokens: 8312,
      n_ctx: 4096,
    }),
    tokens: both,
  },
  'llama.cpp, a slot without room': {
    status: 500,
    body: error('Context size has been exceeded.', { code: 500, type: 'server_error' }),
    tokens: {},
  },
  'llama-cpp-python': {
    status: 500,
    body: error('Requested tokens (8312) exceed context window of 4096', { type: 'internal_server_error' }),
    tokens: both,
  },
  OpenAI: {
    status: 400,
    body: error(
      "This model's maximum context length is 4096 tokens. However, your messages resulted in 8312 tokens. Please reduce the length of the messages.",
      { type: 'invalid_request_error', param: 'messages', code: 'context_length_exceeded' },
    ),
    tokens: both,
  },
  'OpenAI, with the reply': {
    status: 400,
    body: error(
      "This model's maximum context length is 4097 tokens. However, you requested 4696 tokens (3672 in the messages, 1024 in the completion). Please reduce the length of the messages or completion.",
      { code: 'context_length_exceeded' },
    ),
    tokens: { prompt: 3672, reply: 1024, window: 4097 },
  },
  'OpenAI, without numbers': {
    status: 400,
    body: error('Your input exceeds the context window of this model. Please adjust your input and try again.', {
      code: 'context_length_exceeded',
    }),
    tokens: {},
  },
  'OpenAI, in a body with status 200': {
    status: 200,
    body: error('Your input exceeds the context window of this model. Please adjust your input and try again.'),
    tokens: {},
  },
  vLLM: { status: 400, body: error(VLLM, { type: 'BadRequestError', code: 400 }), tokens: both },
  'vLLM, whose errors once stood in no `error`': {
    status: 400,
    body: { object: 'error', message: VLLM, type: 'BadRequestError', param: null, code: 400 },
    tokens: both,
  },
  'vLLM, about max_tokens': {
    status: 400,
    body: error(
      "'max_tokens' or 'max_completion_tokens' is too large: 1024. This model's maximum context length is 4096 tokens and your request has 3500 input tokens (1024 > 4096 - 3500). None",
    ),
    tokens: { prompt: 3500, reply: 1024, window: 4096 },
  },
  'vLLM of 2026': {
    status: 400,
    body: error(
      "This model's maximum context length is 4096 tokens. However, you requested 1024 output tokens and your prompt contains at least 3073 input tokens, for a total of at least 4097 tokens. Please reduce the length of the input prompt or the number of requested output tokens.",
    ),
    tokens: { prompt: 3073, reply: 1024, window: 4096 },
  },
  'vLLM, about the decoder': {
    status: 400,
    body: error('The decoder prompt (length 8312) is longer than the maximum model length of 4096.'),
    tokens: both,
  },
  OpenRouter: {
    status: 400,
    body: error(
      'This endpoint\'s maximum context length is 131072 tokens. However, you requested about 138956 tokens (7884 of text input, 131072 in the output). Please reduce the length of either one, or use the "middle-out" transform to compress your prompt automatically.',
      { code: 400 },
    ),
    tokens: { prompt: 7884, reply: 131_072, window: 131_072 },
  },
  'OpenRouter, for a provider behind it': {
    status: 200,
    body: error('Provider returned error', {
      code: 502,
      metadata: { provider_name: 'DeepInfra', raw: JSON.stringify({ object: 'error', message: VLLM }) },
    }),
    tokens: both,
  },
  'Ollama’s cloud': {
    status: 400,
    body: { error: 'prompt too long; exceeded max context length by 42 tokens (ref: 1f)' },
    tokens: {},
  },
  Ollama: { status: 500, body: { error: 'the input length exceeds the context length' }, tokens: {} },
  'LM Studio': { status: 400, body: { error: LM_STUDIO }, tokens: both },
  'LM Studio, status 200': { status: 200, body: { error: LM_STUDIO }, tokens: both },
  'LM Studio, about n_keep': {
    status: 400,
    body: {
      error:
        'The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 8312>= n_ctx: 4096). Try to load the model with a larger context length, or provide a shorter input.',
    },
    tokens: both,
  },
  SGLang: {
    status: 400,
    body: {
      object: 'error',
      message: "The input (8312 tokens) is longer than the model's context length (4096 tokens).",
      code: 400,
    },
    tokens: both,
  },
  'Text Generation Inference': {
    status: 422,
    body: {
      error:
        'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 3800 `inputs` tokens and 512 `max_new_tokens`',
      error_type: 'validation',
    },
    tokens: { prompt: 3800, reply: 512, window: 4096 },
  },
  Anthropic: {
    status: 400,
    body: error('prompt is too long: 8312 tokens > 4096 maximum', { type: 'invalid_request_error' }),
    tokens: both,
  },
  'Anthropic, with the reply': {
    status: 400,
    body: error(
      'input length and `max_tokens` exceed context limit: 3900 + 512 > 4096, decrease input length or max_tokens',
    ),
    tokens: { prompt: 3900, reply: 512, window: 4096 },
  },
  Gemini: {
    status: 400,
    body: [error('The input token count (8312) exceeds the maximum number of tokens allowed (4096).', { code: 400 })],
    tokens: both,
  },
  Mistral: {
    status: 400,
    body: {
      object: 'error',
      message: 'Prompt contains 8312 tokens and 0 draft tokens, too large for model with 4096 maximum context length',
    },
    tokens: both,
  },
  'a gateway that answers 413': {
    status: 413,
    body: error('Please reduce the length of the messages or completion.', { code: 'context_length_exceeded' }),
    tokens: {},
  },
};

test.each(Object.entries(SERVERS))('%s: the prompt is too long, asked once', async (_, { tokens, ...said }) => {
  const { thrown, calls } = await askServer(said);
  expect(thrown).toMatchObject({ name: 'CallFault', kind: 'too-long' });
  expect((thrown as { tokens: unknown }).tokens).toEqual(tokens);
  expect(calls).toBe(1);
});

test.each<[string, number, unknown, string]>([
  [
    'a limit of tokens in a minute',
    429,
    error('Rate limit reached for tokens per minute: too many tokens per minute. Please try again in 6s.'),
    'rate-limited',
  ],
  [
    'a limit of tokens in a minute, status 200',
    200,
    error('rate_limit_exceeded: too many tokens per minute'),
    'rate-limited',
  ],
  ['a server that is busy', 503, error('Overloaded, try again'), 'unavailable'],
  ['a server without memory', 500, error('failed to allocate the KV cache'), 'unavailable'],
])('%s is no prompt that is too long', async (_, status, body, kind) => {
  const { thrown } = await askServer({ status, body });
  expect(thrown).toMatchObject({ kind });
});

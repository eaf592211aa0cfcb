import { expect, test } from 'vitest';
import { findLocalServers } from '../../../src/llm/openai/local-servers.js';
import { probeServer } from '../../../src/llm/openai/probe.js';
import { type Fault, type SeenRequest, startChatServer } from '../../harness/chat-server.js';

const KEPT = '{"lamp":"lit"}';

async function probe(fault: Fault, givesSamples = true) {
  const server = await startChatServer(fault, 2, { givesSamples });
  const place = { apiKey: undefined, baseUrl: server.url, timeoutSeconds: 5, model: 'm' };
  return { ...(await probeServer(place, 7)), seen: server.seen };
}

const refuse = (message: string) => ({ status: 400, body: { error: { message } } });

/** A server that refuses some parts of a request, and says which or does not. */
const refusing =
  (parts: (keyof SeenRequest)[], isPlain: boolean): Fault =>
  (seen) => {
    const wrong = parts.find((part) =>
      part === 'response_format' ? seen.response_format?.type === 'json_schema' : seen[part] !== undefined,
    );
    if (wrong === undefined) return KEPT;
    return refuse(isPlain ? `'${wrong}' is not supported` : 'bad request');
  };

test('a server that takes everything is asked once, for two samples with a schema and a seed', async () => {
  const { calls, ms, takes, seen } = await probe(() => KEPT);
  expect({ calls, takes }).toEqual({ calls: 1, takes: { json_schema: 'yes', n: 'yes', seed: 'yes' } });
  expect(ms).toBeGreaterThan(0);
  expect(seen[0]).toMatchObject({ n: 2, seed: 7, max_tokens: 32, response_format: { type: 'json_schema' } });
});

test('what a server ignores without a word is seen in its reply', async () => {
  const { calls, takes } = await probe(() => 'Hello!', false);
  expect({ calls, takes }).toEqual({ calls: 1, takes: { json_schema: 'ignored', n: 'ignored', seed: 'yes' } });
});

test('a reply that was cut off, perhaps in thoughts, says nothing against the schema', async () => {
  const { takes } = await probe(() => ({ message: { content: '<think>Hm' }, finish_reason: 'length' }));
  expect(takes.json_schema).toBe('yes');
});

test.each([
  [['response_format', 'n', 'seed'], 4],
  [['n'], 2],
  [['seed'], 2],
] as const)('parts that it refuses by name are left out, one call for each: %j', async (parts, most) => {
  const { calls, takes } = await probe(refusing([...parts], true));
  expect(calls).toBe(most);
  const state = (part: string) => ((parts as readonly string[]).includes(part) ? 'no' : 'yes');
  expect(takes).toEqual({ json_schema: state('response_format'), n: state('n'), seed: state('seed') });
});

test.each([
  [['seed'], { json_schema: 'yes', n: 'yes', seed: 'no' }],
  [['n'], { json_schema: 'yes', n: 'no', seed: 'yes' }],
  [['response_format'], { json_schema: 'no', n: 'yes', seed: 'yes' }],
  [['response_format', 'n', 'seed'], { json_schema: 'no', n: 'no', seed: 'no' }],
] as const)('where it refuses %j and does not say what, parts are tried apart', async (parts, takes) => {
  const probed = await probe(refusing([...parts], false));
  expect(probed.takes).toEqual(takes);
  expect(probed.calls).toBeLessThanOrEqual(8);
});

test('a server on this machine is found with its models; others at the port, or nobody, are not', async () => {
  const server = await startChatServer();
  const port = Number(new URL(server.url).port);
  const found = await findLocalServers(500, [
    { name: 'Ollama', port },
    { name: 'nobody', port: 49152 },
  ]);
  expect(found).toEqual([{ name: 'Ollama', port, baseUrl: `http://localhost:${port}/v1`, models: ['only-model'] }]);
});

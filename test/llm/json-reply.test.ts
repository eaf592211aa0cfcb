import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readJsonReply, replySchema } from '../../src/llm/json-reply.js';
import { InvalidReply } from '../../src/llm/work.js';

const Reply = z.object({ texts: z.array(z.string()) });
const replies = fc.record({ texts: fc.array(fc.string({ unit: 'grapheme' })) });

test('JSON is read as it is, indented or not, in a code fence or not, with or without words around it', () => {
  fc.assert(
    fc.property(replies, fc.constantFrom(undefined, 2), (reply, indent) => {
      const json = JSON.stringify(reply, null, indent);
      expect(readJsonReply(json, Reply)).toEqual(reply);
      expect(readJsonReply(`\n  ${json}\n`, Reply)).toEqual(reply);
      expect(readJsonReply(`\`\`\`json\n${json}\n\`\`\``, Reply)).toEqual(reply);
      expect(readJsonReply(`Here it is: ${json}\n\nAnything else?`, Reply)).toEqual(reply);
      expect(readJsonReply(`Gladly:\n\`\`\`\n${json}\n  \`\`\`\nAnything else?`, Reply)).toEqual(reply);
    }),
  );
});

test.each([
  ['a trailing comma', '{"texts": ["a", "b",]}'],
  ['single quotes', "{'texts': ['a', 'b']}"],
  ['keys without quotes', '{texts: ["a", "b"]}'],
  ['an end that was cut off', '{"texts": ["a", "b"'],
  ['an end that was cut off after some words', 'Gladly: {"texts": ["a", "b"'],
  ['a fence that was never closed', '```json\n{"texts": ["a", "b"]}'],
])('%s is mended', (_, content) => {
  expect(readJsonReply(content, Reply)).toEqual({ texts: ['a', 'b'] });
});

test.each([
  ['a sentence', 'I keep the lamp.'],
  ['a sentence with commas', 'I keep the lamp, the oil, and the wick.'],
])('%s is said to be no JSON, not JSON of another shape', (_, content) => {
  expect(() => readJsonReply(content, Reply)).toThrow('the reply is not JSON');
});

test('whatever else a model says is an invalid reply, never another error', () => {
  const said = fc.oneof(fc.string({ unit: 'grapheme' }), fc.json(), fc.constantFrom('', '```', '{', '[[', 'null', '"'));
  fc.assert(
    fc.property(said, (content) => {
      try {
        const { texts } = readJsonReply(content, Reply);
        expect(Array.isArray(texts)).toBe(true);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(InvalidReply);
      }
    }),
    { numRuns: 300 },
  );
});

test('a schema goes out without the key that names its dialect', () => {
  const { name, schema } = replySchema('texts', Reply);
  expect(name).toBe('texts');
  expect(schema).toEqual({
    type: 'object',
    properties: { texts: { type: 'array', items: { type: 'string' } } },
    required: ['texts'],
    additionalProperties: false,
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHider, createRedactor } from '../../src/llm/redact.js';

const KEY = 'sk-a/b+c"d<e>';

test.each([
  ['as it is', KEY],
  ['percent-encoded', encodeURIComponent(KEY)],
  ['percent-encoded in small letters', encodeURIComponent(KEY).replace(/%../g, (code) => code.toLowerCase())],
  ['in JSON', JSON.stringify(KEY)],
  ['in the JSON of PHP', JSON.stringify(KEY).replaceAll('/', '\\/')],
  ['in HTML', KEY.replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')],
  ['in base64', Buffer.from(KEY).toString('base64')],
  ['in base64 for URLs', Buffer.from(KEY).toString('base64url')],
])('a secret is taken out %s', (_, form) => {
  expect(createRedactor([KEY])(`before ${form} after`)).toMatch(/^before "?\*\*\*"? after$/);
});

test.each([
  ['http://anna:sesame@host/v1', 'http://***@host/v1'],
  ['http://host/v1?key=sesame', 'http://host/v1?key=***'],
  ['http://host/v1?a=1&api-key=sesame&b=2', 'http://host/v1?a=1&api-key=***&b=2'],
  ['http://host/v1?access_token=sesame#x', 'http://host/v1?access_token=***#x'],
  ['http://host/v1?page=2', 'http://host/v1?page=2'],
  ['is the key=value?', 'is the key=value?'],
])('credentials of any URL in a message: %s', (text, clean) => expect(createRedactor([])(text)).toBe(clean));

test('a reply loses the key and nothing else', () => {
  const hide = createHider([KEY, undefined, 'short']);
  const text = `See http://a:b@host/?key=1, a short one. ${KEY}`;
  expect(hide(text)).toBe('See http://a:b@host/?key=1, a short one. ***');
});

test('no text holds a secret afterwards', () => {
  const secret = fc.string({ minLength: 6, maxLength: 40 }).filter((text) => !text.includes('*'));
  fc.assert(
    fc.property(secret, fc.array(fc.string()), (key, texts) => {
      expect(createHider([key])(texts.join(key))).not.toContain(key);
    }),
  );
});

test('a long text takes time by its length', () => {
  const began = performance.now();
  createRedactor([KEY])('a.b-c+'.repeat(500_000) + '?key'.repeat(500_000));
  expect(performance.now() - began).toBeLessThan(3000);
});

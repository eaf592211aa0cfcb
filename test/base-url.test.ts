import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultOfBaseUrl, shownUrl } from '../src/base-url.js';

describe('an address that can be asked is taken as it is', () => {
  test.each([
    'http://localhost:11434/v1',
    'http://127.0.0.1:8000/v1/',
    'https://api.openai.com/v1',
    // Some serve the API without /v1, or under a path of their own.
    'https://api.deepseek.com',
    'https://openrouter.ai/api/v1',
    'https://open.bigmodel.cn/api/paas/v4',
    'https://generativelanguage.googleapis.com/v1beta/openai/',
    'https://example.openai.azure.com/openai/deployments/chat?api-version=2024-06-01',
    'http://localhost:3000/api',
    'http://[::1]:8080/v1',
    'http://anna:pass%40word@example.org/v1',
    'HTTPS://EXAMPLE.ORG/v1',
    ' http://localhost:1234/v1\n',
  ])('%s', (address) => expect(faultOfBaseUrl(address)).toBeUndefined());
});

describe('an address that cannot is told with the one that was probably meant', () => {
  test.each([
    ['localhost:11434', 'http://localhost:11434/v1'],
    ['localhost:11434/v1', 'http://localhost:11434/v1'],
    ['127.0.0.1:8000/v1', 'http://127.0.0.1:8000/v1'],
    ['192.168.1.20/v1', 'http://192.168.1.20/v1'],
    ['gpu-box:8000/v1', 'http://gpu-box:8000/v1'],
    ['[::1]:8080/v1', 'http://[::1]:8080/v1'],
    ['api.openai.com/v1', 'https://api.openai.com/v1'],
    ['//example.org/v1', 'https://example.org/v1'],
    ['https//example.org/v1', 'https://example.org/v1'],
    ['http:/localhost:8000/v1', 'http://localhost:8000/v1'],
    ['http:localhost:8000/v1', 'http://localhost:8000/v1'],
    ['htp://localhost:8000/v1', 'http://localhost:8000/v1'],
    ['htttps://example.org/v1', 'https://example.org/v1'],
    ['ftp://example.org/v1', 'https://example.org/v1'],
    ['ws://example.org/v1', 'http://example.org/v1'],
    ['wss://example.org/v1', 'https://example.org/v1'],
    ['http://localhost:8000/v1/chat/completions', 'http://localhost:8000/v1'],
    ['http://localhost:8000/v1/chat/completions/', 'http://localhost:8000/v1'],
    ['http://localhost:8000/chat/completions', 'http://localhost:8000/v1'],
    ['https://example.org/v1/completions', 'https://example.org/v1'],
    ['https://example.org/v1/models', 'https://example.org/v1'],
    ['https://example.org/api/v1/responses?x=1', 'https://example.org/api/v1'],
    ['http://localhost:11434/api/generate', 'http://localhost:11434/v1'],
    ['http://localhost:11434/api/chat', 'http://localhost:11434/v1'],
    ['http://localhost:8000/docs', 'http://localhost:8000/v1'],
    ['http://localhost:8000/v1/v1', 'http://localhost:8000/v1'],
    ['localhost:8000/v1/chat/completions', 'http://localhost:8000/v1'],
    ['https://api.openai.com', 'https://api.openai.com/v1'],
    ['https://platform.openai.com/docs/api-reference', 'https://api.openai.com/v1'],
  ])('%s', (address, meant) => {
    expect(faultOfBaseUrl(address)).toContain(`did you mean ${meant}?`);
    expect(faultOfBaseUrl(meant)).toBeUndefined();
  });
});

test.each([
  ['', 'is empty'],
  ['  ', 'is empty'],
  ['http://', 'is not a valid URL'],
  ['http://:80', 'is not a valid URL'],
  ['http://%zz', 'is not a valid URL'],
  ['http://%zz@', 'write % as %25'],
  ['http://%zz@localhost/v1', 'write % as %25'],
  ['http://a:%@localhost/v1', 'write % as %25'],
  ['http://localhost:99999/v1', 'Check its host and port'],
  ['http://local host/v1', 'is not a valid URL'],
  ['http://anna:pa#ss@localhost/v1', '# as %23'],
  ['http://anna:12/34@localhost/v1', '/ as %2F'],
  ['file:///etc/passwd', 'instead of http:// or https://'],
  ['what is this', 'is no URL'],
  ['./relative', 'is no URL'],
])('%j cannot be asked: %s', (address, said) => expect(faultOfBaseUrl(address)).toContain(said));

test.each([
  'http://anna:sesame@localhost/v1',
  'anna:sesame@localhost:8000/v1',
  'ftp://anna:sesame@localhost/v1',
  'http://anna:sesame#x@localhost/v1',
  'http://anna:sesame?x@localhost/v1',
  'http://anna:12/sesame@localhost/v1',
  'http://%zz:sesame@localhost/v1',
  'http://localhost/v1/models?key=sesame',
  'localhost:80/v1?key=sesame',
  'ftp://localhost/v1?key=sesame#sesame',
  'sesame',
  'sk-sesame-0123456789',
  'eyJsesame.eyJzdWIiOiJ4In0.AbC-1',
])('no part of a password or key is repeated: %s', (address) => {
  expect(faultOfBaseUrl(address) ?? '').not.toContain('sesame');
  expect(shownUrl(address).replace(/^(?:sk-|eyJ)?sesame.*$/, '')).not.toContain('sesame');
});

test('whatever is given as an address, it is judged without failing, and what is taken is a URL', () => {
  const parts = fc.constantFrom(
    'http://',
    'https:',
    '//',
    ':',
    '@',
    '%',
    '[',
    ']',
    '#',
    '?',
    '/v1',
    'localhost',
    ' ',
    '.',
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(fc.oneof(parts, fc.string({ maxLength: 3 }))).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      if (faultOfBaseUrl(text) === undefined) expect(/^https?:$/.test(new URL(text).protocol)).toBe(true);
      shownUrl(text);
    }),
  );
});

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { brokenText } from '../../src/quality/broken-text.js';
import { rowChecks } from '../../src/quality/index.js';
import { findBrokenCharacter } from '../../src/text/broken-characters.js';
import { startChatServer } from '../harness/chat-server.js';
import { makeFolder, rolellm, rowsOf } from '../harness/cli.js';
import { TINY_FILES } from '../harness/tiny-role.js';
import { answerOf, judge } from '../quality/harness.js';

describe('an answer with characters that cannot be shown or stored', () => {
  test.each([
    { name: 'half an emoji', attack: 'I keep the light \ud83d burning.' },
    { name: 'the other half', attack: 'I keep the light \udc4d burning.' },
    { name: 'an escape sequence', attack: 'I keep \u001b[2J the light.' },
    { name: 'NUL', attack: 'I keep\u0000 the light.' },
    { name: 'a C1 control', attack: 'I keep\u009b the light.' },
    { name: 'a page break', attack: 'I keep\f the light.' },
    { name: 'U+FFFD', attack: 'I keep the l\ufffdght.' },
    { name: 'an override that is not ended', attack: 'I keep \u202ethe light.' },
    { name: 'an isolate that is not ended', attack: 'I keep \u2066the light.' },
    { name: 'an end of nothing', attack: 'I keep \u2069the light.' },
  ])('$name is refused, in the answer and in its question', ({ attack }) => {
    expect(judge(brokenText, answerOf('Keeper', 'Speak.', attack))).toBeDefined();
    const asked = answerOf('Keeper', attack, 'I keep the light.', { type: 'script_based' });
    expect(judge(brokenText, asked)).toBeDefined();
  });

  test.each([
    { name: 'emoji of several', answer: 'Aye 👨‍👩‍👧 👍🏽 ❤️!' },
    { name: 'Persian with a non-joiner', answer: 'They say می\u200cخواهم here.' },
    { name: 'marks of direction', answer: 'It reads \u200eleft\u200f.' },
    { name: 'a balanced isolate', answer: 'He said \u2067שלום\u2069 to me.' },
    { name: 'tabs and line breaks', answer: 'One\tfish\r\nTwo fish.' },
  ])('$name is let pass', ({ answer }) => {
    expect(judge(brokenText, answerOf('Keeper', 'Speak.', answer))).toBeUndefined();
  });

  test('is looked for in every row', () => expect(rowChecks).toContain(brokenText));
});

test('half an emoji in every other answer leaves a dataset of the other half', async () => {
  const server = await startChatServer((seen, number) =>
    seen.response_format || number % 2 === 0 ? undefined : 'I keep the light \ud83d burning every night.',
  );
  const folder = makeFolder(TINY_FILES);
  const args = ['generate', '--roles', 'roles', '--instructions', 'instructions.txt', '--per-role', '2'];
  const { status, stderr } = await rolellm([...args, '--base-url', server.url, '--quiet'], folder);
  expect(stderr).toBe('');
  expect(status).toBeLessThan(2);
  const rows = rowsOf<{ messages: { content: string }[] }>(join(folder, 'data/export/messages/train.jsonl'));
  expect(rows.length).toBeGreaterThan(0);
  expect(
    rows.every(({ messages }) => messages.every(({ content }) => findBrokenCharacter(content) === undefined)),
  ).toBe(true);
});

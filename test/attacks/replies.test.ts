import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { brokenText } from '../../src/quality/broken-text.js';
import { rowChecks } from '../../src/quality/index.js';
import { length } from '../../src/quality/length.js';
import { otherSpeaker } from '../../src/quality/other-speaker.js';
import { findBrokenCharacter } from '../../src/text/broken-characters.js';
import { startChatServer } from '../harness/chat-server.js';
import { makeFolder, rolellm, rowsOf } from '../harness/cli.js';
import { kindOf } from '../harness/replies.js';
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

describe('an answer that goes on for another speaker', () => {
  const passage = { text: '', othersLines: [], speakers: ['Harbour Master', '旅人'] };
  const segment = { script: 'lamp.txt', from: 0, to: 1, lines: [1, 2] as [number, number] };
  const specific = (role: string, answer: string, question = 'What do you keep in the iron chest?') =>
    judge(otherSpeaker, answerOf(role, question, answer, { type: 'script_based', segment }), {
      passageOf: () => passage,
    });

  test.each([
    { name: 'in capitals', attack: 'Letters.\nNORA: What do they say?' },
    { name: 'after an empty line', attack: 'Letters.\n\nNora: May I read them?' },
    { name: 'with a gesture', attack: 'Letters.\nNora (smiling): May I read them?' },
    { name: 'in bold', attack: 'Letters.\n**Nora:** May I read them?' },
    { name: 'in brackets', attack: 'Letters.\n[Nora]: May I read them?' },
    { name: 'with the speech below', attack: 'Letters.\nMRS. GULL:\nMay I read them?' },
    { name: 'a title', attack: 'Letters.\nCaptain Smith: Are you sure?' },
    { name: 'a speaker of the passage', attack: 'Letters.\nHarbour Master: Show me!' },
    { name: 'and for itself again', attack: 'Letters.\nKeeper: I told you so.' },
    { name: 'the side of a chat', attack: 'Letters.\nUser: and what else' },
    { name: 'another side', attack: 'Letters.\n\nHuman: thanks' },
    { name: 'at once', attack: 'NORA: What do they say?\nLetters, I tell you.' },
  ])('$name is refused', ({ attack }) => expect(specific('Keeper', attack)).toBeDefined());

  test.each([
    { name: 'a name', attack: '信。\n诺拉：信里写了什么？' },
    { name: 'a speaker of the passage', attack: '信。\n旅人：给我看看！' },
    { name: 'and for itself again', attack: '信。\n守灯人：我告诉过你。' },
    { name: 'the side of a chat', attack: '信。\n用户：还有呢' },
  ])('$name is refused in Chinese', ({ attack }) => {
    expect(specific('守灯人', attack, '铁箱里装着什么？')).toBeDefined();
  });

  test.each([
    { name: 'a letter', answer: 'Dear Nora:\nI keep your letters.\nP.S.: Do you still sing?' },
    { name: 'a note', answer: 'Letters.\nNote: you may not read them.' },
    {
      name: 'a recipe',
      answer: 'Ingredients:\nherring, salt\nMethod: you boil it.\nTip: Would you like it hot? Add pepper.',
    },
    { name: 'steps', answer: 'Step 1: You light it.\nStep 2: You watch it.' },
    { name: 'people in a list', answer: 'Nora: a girl of the village.\nCaptain Smith: the master of the port.' },
    { name: 'a time', answer: 'At night:\nI sit and read.' },
    { name: 'an address', answer: 'I wrote it down.\nhttps://lamp.example/you' },
    { name: 'a saying that is quoted', answer: 'Nora told me: "You never sleep!" and she was right.' },
    { name: 'labels in Chinese', language: 'zh', answer: '材料：鲱鱼和盐。\n做法：你把它煮熟。\n注意：别忘了我。' },
  ])('$name is let pass', ({ answer, language }) => {
    expect(specific(language === 'zh' ? '守灯人' : 'Keeper', answer)).toBeUndefined();
  });

  test('a play, a talk or a role that the question itself names is let pass where it is asked for', () => {
    const play = 'NORA: Is it lit?\nKEEPER: It is, I tell you.';
    const general = (question: string) => judge(otherSpeaker, answerOf('Keeper', question, play));
    expect(general('Write a dialogue between two friends.')).toBeUndefined();
    expect(general('Continue this.\nNORA: Hello.\nKEEPER:')).toBeUndefined();
    expect(general('How do you keep warm?')).toBeDefined();
    expect(specific('Keeper', play, 'Would you write us a scene with Nora?')).toBeUndefined();
    expect(specific('Keeper', play, 'What did you say in that scene with the girl?')).toBeDefined();
  });
});

describe('an answer in one word', () => {
  const said = (question: string, answer: string) =>
    judge(length, answerOf('Keeper', question, answer, { type: 'script_based' }));
  test.each(['Who lent you the oil?', 'What was the stranger by trade?', 'Keeper, how many stairs do you climb?'])(
    'is whole where it is asked for: %s',
    (question) => expect(said(question, 'Money-lender.')).toBeUndefined(),
  );
  test.each(['What do you think of the sea?', 'How did you feel that night?', 'Tell me of the bell.'])(
    'says too little elsewhere: %s',
    (question) => expect(said(question, 'Money-lender.')).toBeDefined(),
  );
});

test('a server that says that it is a language model in a fifth of its replies leaves no word of it in the export but as rejected answers', async () => {
  const SAID = 'As an AI language model';
  const asked = new Set<string>();
  const server = await startChatServer((seen, number) => {
    const kind = kindOf(seen);
    // A fifth, and the first replies, which are about the roles; what is asked again is answered.
    const isAgain = asked.has(JSON.stringify(seen.messages));
    asked.add(JSON.stringify(seen.messages));
    if (isAgain || (number % 5 !== 0 && asked.size > 4)) return undefined;
    if (kind === 'catchphrases')
      return JSON.stringify({ catchphrases: [{ text: `${SAID}, I serve.`, invented: true }] });
    if (kind === 'categories') return JSON.stringify({ categories: [SAID] });
    const triplet = { confidence: 'High', rationale: 'x', answer: 'I keep the light burning all night long.' };
    if (kind === 'triplets')
      return JSON.stringify({ triplets: [{ ...triplet, question: `${SAID}, what do you keep in the tower?` }] });
    return `${SAID}, I keep the light burning every night.`;
  });
  const folder = makeFolder(TINY_FILES);
  const args = ['generate', '--roles', 'roles', '--instructions', 'instructions.txt', '--per-role', '3'];
  const { status, stderr } = await rolellm([...args, '--base-url', server.url, '--quiet'], folder);
  expect([status, stderr]).toEqual([expect.any(Number), '']);
  expect(status).toBeLessThan(2);
  const exported = join(folder, 'data/export');
  const files = (readdirSync(exported, { recursive: true }) as string[]).filter((path) => path.includes('.'));
  /** A file's text, of a pair without the answer that is the worse one and what was refused in it. */
  const wantedText = (path: string) =>
    path.startsWith('dpo')
      ? JSON.stringify(rowsOf(join(exported, path)).map(({ rejected: _, evidence: __, ...wanted }) => wanted))
      : readFileSync(join(exported, path), 'utf8');
  const holding = files.filter((path) => wantedText(path).includes('language model'));
  expect(files.some((path) => path.startsWith('cards'))).toBe(true);
  expect(files.some((path) => path.startsWith('dpo'))).toBe(true);
  expect(holding).toEqual([]);
  expect(readFileSync(join(folder, 'data/profiles.jsonl'), 'utf8').split('\n')).toHaveLength(3);
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startChatServer } from '../harness/chat-server.js';
import { makeFolder, rolellm } from '../harness/cli.js';
import { GENERATE, TINY_FILES } from '../harness/tiny-role.js';

const isGeneral = (messages: readonly { content: string }[]) =>
  messages.at(-1)?.content === 'Name three things that float.';

/** A server that answers all, but the samples of one instruction, or of each, with one and the same text. */
const sameAnswers = (
  isSame: (messages: readonly { content: string }[]) => boolean,
  textOf: (asked: string) => string,
) => startChatServer(({ messages }) => (isSame(messages) ? textOf(messages.at(-1)?.content ?? '') : undefined));

test('an instruction of which a role keeps no response is missing work: it is said and the run exits 1', async () => {
  const server = await sameAnswers(isGeneral, () => 'As an AI language model, I cannot float.');
  const folder = makeFolder(TINY_FILES);
  const { status, stdout } = await rolellm([...GENERATE, '--base-url', server.url, '--model', 'm'], folder);
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /Missing:\n {2}Keeper: 15 of 20 general answers kept; 1 of 4 instructions kept none \(refused: .*ai-identity 5/,
  );
  const shown = await rolellm(['status', '--json'], folder);
  expect([shown.status, JSON.parse(shown.stdout).stages.filter.state]).toEqual([1, 'short']);
});

test('a role that keeps one of five responses to each instruction falls short, and the settings say what is enough', async () => {
  const instructions = TINY_FILES['instructions.txt']?.trim().split('\n');
  const server = await sameAnswers(
    (messages) => instructions?.includes(messages.at(-1)?.content ?? '') ?? false,
    (asked) => `The lamp burns all night long, and of this I say: ${asked}`,
  );
  const folder = makeFolder(TINY_FILES);
  const args = [...GENERATE, '--base-url', server.url, '--model', 'm'];
  const { status, stdout } = await rolellm(args, folder);
  expect([status, stdout]).toEqual([
    1,
    expect.stringMatching(/Keeper: 4 of 20 general answers kept \(refused: exact-duplicate 16\)/),
  ]);
  writeFileSync(join(folder, 'rolellm.config.yaml'), 'filter: { minGeneralShare: 0.2 }\n');
  expect((await rolellm(args, folder)).status).toBe(0);
  writeFileSync(join(folder, 'rolellm.config.yaml'), 'filter: { minGeneralShare: 0, minResponses: 2 }\n');
  const more = await rolellm(args, folder);
  expect([more.status, more.stdout]).toEqual([1, expect.stringContaining('4 of 4 instructions kept fewer than 2')]);
});

test('the plan of the offline model is what the script yields: fewer is a note and the run ends with 0', async () => {
  const folder = makeFolder(TINY_FILES);
  const { status, stdout } = await rolellm([...GENERATE, '--per-role', '500'], folder);
  expect(status, stdout).toBe(0);
  expect(stdout).not.toContain('Missing:');
  expect(stdout).toMatch(
    /Fewer than asked for, because the offline model .*\n {2}Keeper: \d+ of 500 role-specific answers/,
  );
  const shown = await rolellm(['status', '--json'], folder);
  const { stages, missing, notes } = JSON.parse(shown.stdout);
  expect([shown.status, stages['context-instruct'].state, missing]).toEqual([0, 'done', []]);
  expect(notes).toEqual(expect.arrayContaining([expect.stringContaining('of 500 role-specific answers')]));
});

test('an answer that comes again and again stays once, and its role and its model are named', async () => {
  const instructions = TINY_FILES['instructions.txt']?.trim().split('\n');
  const server = await sameAnswers(
    (messages) => instructions?.includes(messages.at(-1)?.content ?? '') ?? false,
    () => 'The lamp burns all night long above the grey sea.',
  );
  const folder = makeFolder(TINY_FILES);
  const args = [...GENERATE, '--base-url', server.url, '--model', 'm'];
  const { status, stdout } = await rolellm(args, folder);
  expect([status, stdout]).toEqual([1, expect.stringContaining('repeated-answer 15')]);
  expect(stdout).toMatch(
    /\nThe same answers again and again:\n(?: {2}.+\n)* {2}Keeper: \d+ distinct of \d+ answers, the commonest 20 times \(\d+ %\): "The lamp burns/,
  );
  expect(stdout).toMatch(/\n {2}model m: \d+ distinct of \d+ answers, the commonest 40 times/);
  expect((await rolellm(['report'], folder)).status).toBe(0);
  const page = readFileSync(join(folder, 'data/report/index.html'), 'utf8');
  expect(page).toMatch(/The same answers again and again<\/h2><ul><li>Keeper: \d+ distinct of/);
});

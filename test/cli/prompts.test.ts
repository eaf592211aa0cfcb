import { existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JournalEntry } from '../../src/store/journal.js';
import { openPromptLogReader } from '../../src/store/prompt-log-reader.js';
import type { Asked, RowDetail, RowPage } from '../../src/view/api.js';
import { startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, rolellm, rowsOf, runToEnd } from '../harness/cli.js';
import { generatedFolder } from '../harness/generated.js';
import { GENERATE, TINY_FILES } from '../harness/tiny-role.js';
import { startView } from '../harness/view.js';

const STAGES = ['profile-build', 'context-instruct', 'rolegpt'];

const logOf = (folder: string, stage: string) => join(folder, `data/calls/${stage}.prompts.jsonl`);

/** Requests that a journal has replies to. */
const answered = (folder: string, stage: string) =>
  rowsOf<JournalEntry>(join(folder, `data/calls/${stage}.jsonl`)).flatMap(({ ids }) => ids);

/** How every row was asked for, as `view` shows it. */
async function askedForAll(folder: string): Promise<[id: string, asked: Asked[], why: string][]> {
  const { ask, child, ended } = await startView(folder);
  const { rows } = await ask<RowPage>('/api/rows?count=500');
  const all = await Promise.all(
    rows.map(async ({ id }): Promise<[string, Asked[], string]> => {
      const { asked, whyNotAsked } = await ask<RowDetail>(`/api/row?id=${encodeURIComponent(id)}`);
      return [id, asked, whyNotAsked];
    }),
  );
  child.kill();
  await ended;
  return all;
}

const removeLogs = (folder: string) => {
  for (const stage of STAGES) rmSync(logOf(folder, stage));
};

/** Profile, script and settings are others than those that the rows were made with. */
function changeEverything(folder: string): void {
  const change = (name: string, from: RegExp, to: string) => {
    const file = join(folder, 'data', name);
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(from);
    writeFileSync(file, text.replace(from, to));
  };
  change('profiles.jsonl', /"description_second_person":"/g, '"description_second_person":"New: ');
  change('dialogues.jsonl', /"content":"/g, '"content":"New: ');
  change('manifest.json', /"temperature": [\d.]+/g, '"temperature": 0.123');
}

describe('every row shows the prompt that it came from', () => {
  test('as it was asked, also after profile, script and settings have changed', async () => {
    const folder = generatedFolder();
    const before = await askedForAll(folder);
    expect(before.filter(([, asked]) => asked.length === 0)).toEqual([]);
    changeEverything(folder);
    expect(await askedForAll(folder)).toEqual(before);
  });

  test('where the prompts were not kept the row says so, and shows the replies', async () => {
    const folder = generatedFolder();
    const before = await askedForAll(folder);
    removeLogs(folder);
    for (const [k, [, asked, why]] of (await askedForAll(folder)).entries()) {
      expect(why).toContain('was not kept');
      expect(asked.map(({ prompt, messages }) => [prompt, messages])).toEqual(asked.map(() => [null, []]));
      expect(asked.map(({ replies }) => replies)).toEqual(before[k]?.[1].map(({ replies }) => replies));
    }
  });

  test('in the report too', async () => {
    const folder = generatedFolder();
    changeEverything(folder);
    await runToEnd(['report', '--quiet'], folder);
    const page = readFileSync(join(folder, 'data/report/index.html'), 'utf8');
    for (const prompt of ['profile.description@2', 'context-instruct.script-based@1', 'rolegpt.system@2']) {
      expect(page).toContain(`The prompt, <span class="place">${prompt}</span>`);
    }
    expect(page).toContain('You write the portrait of a character');
    removeLogs(folder);
    await runToEnd(['report', '--quiet'], folder);
    expect(readFileSync(join(folder, 'data/report/index.html'), 'utf8')).not.toContain('The prompt, ');
  });
});

describe('the prompts are kept', () => {
  test('of every request that was answered, as the server saw them, each once', async () => {
    const server = await startChatServer();
    const folder = makeFolder(TINY_FILES);
    await runToEnd([...GENERATE, '--base-url', server.url, '--model', 'm'], folder);
    const seen = new Set(server.seen.map(({ messages }) => JSON.stringify(messages)));
    for (const stage of STAGES) {
      const prompts = openPromptLogReader(logOf(folder, stage));
      const ids = answered(folder, stage);
      expect(ids.length).toBeGreaterThan(0);
      for (const id of ids) expect(seen).toContain(JSON.stringify(prompts.find(id)?.messages));
      const lines = readFileSync(logOf(folder, stage), 'utf8').trim().split('\n');
      expect(new Set(lines).size).toBe(lines.length);
    }
  });

  test('of batches too', async () => {
    const server = await startChatServer();
    const folder = makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': 'batch: {pollSeconds: 0.05}\n' });
    const args = ['--base-url', server.url, '--model', 'm', '--executor', 'batch'];
    await runToEnd([...GENERATE, ...args], folder);
    for (const stage of STAGES) {
      const prompts = openPromptLogReader(logOf(folder, stage));
      for (const id of answered(folder, stage)) expect(prompts.find(id)?.ids).toContain(id);
    }
  });

  test('by no plan', async () => {
    const folder = makeFolder(TINY_FILES);
    const { status } = await rolellm([...GENERATE, '--plan', '--model', 'gpt-4o-mini'], folder);
    expect([status, existsSync(join(folder, 'data'))]).toEqual([0, false]);
  });
});

test.each<[string, (file: string) => void]>([
  ['lost', (file) => rmSync(file)],
  ['cut in half', (file) => truncateSync(file, Math.floor(statSync(file).size / 2))],
  ['full of noise', (file) => writeFileSync(file, Buffer.from([0xff, 0x00, 0x0a, 0x7b, 0x22]))],
])('a file of prompts that is %s stops no run, and what that makes is the same', async (_, harm) => {
  const [whole, harmed] = [generatedFolder(), generatedFolder()];
  for (const stage of STAGES) harm(logOf(harmed, stage));
  const more = [...GENERATE, '--per-role', '20', '--provider', 'offline'];
  for (const folder of [whole, harmed]) await runToEnd(more, folder);
  expect(fingerprint(join(harmed, 'data/export'))).toEqual(fingerprint(join(whole, 'data/export')));
  const { status, stderr } = await rolellm([...more, '--repair'], harmed);
  expect([status, stderr]).toEqual([0, expect.not.stringContaining('damaged')]);
});

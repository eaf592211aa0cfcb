import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { StageReplies } from '../../src/llm/reply-counts.js';
import { type ChatServerOptions, type Fault, type SeenRequest, startChatServer } from '../harness/chat-server.js';
import { makeFolder, rolellm, rowsOf, startRolellm } from '../harness/cli.js';
import { kindOf } from '../harness/replies.js';
import { GENERATE, TINY_FILES } from '../harness/tiny-role.js';

const LOOP = { message: { content: `{"categories": [${'"wise", "old", '.repeat(40)}"wi` }, finish_reason: 'length' };

async function prepare(fault: Fault, options: ChatServerOptions = {}, files: Record<string, string> = {}) {
  const asked: SeenRequest[] = [];
  const server = await startChatServer(
    (seen, number, headers) => {
      asked.push(seen);
      return fault(seen, number, headers);
    },
    1,
    options,
  );
  const folder = makeFolder({ ...TINY_FILES, ...files });
  const args = [...GENERATE, '--base-url', server.url, '--model', 'm'];
  return {
    asked,
    folder,
    args,
    generate: (...more: string[]) => rolellm([...args, ...more], folder),
    async status() {
      const { stdout } = await rolellm(['status', '--json'], folder);
      return JSON.parse(stdout) as { stages: Record<string, { done: number }>; replies: StageReplies[] };
    },
  };
}

const ofPrompt = (replies: readonly StageReplies[], id: string) =>
  replies.find(({ prompt }) => prompt.startsWith(`${id}@`));

/** What holds of all counts, whatever came. */
function addUp({ stages, replies }: { stages: Record<string, { done: number }>; replies: StageReplies[] }): void {
  for (const one of replies) expect(one.replies).toBe(one.requests + one.asked_again);
  for (const stage of ['profile-build', 'context-instruct', 'rolegpt']) {
    const own = replies.filter((one) => one.stage === stage);
    const usable = own.reduce((sum, one) => sum + one.replies - one.unusable, 0);
    expect([stage, usable]).toEqual([stage, stages[stage]?.done]);
  }
}

test.each(['direct', 'batch'])(
  'replies that go round in circles until they are cut off are asked again with another seed, with no more room, and not for ever (%s)',
  async (executor) => {
    const run = await prepare(
      (seen) => (kindOf(seen) === 'categories' ? LOOP : undefined),
      { looks: 1 },
      { 'rolellm.config.yaml': 'batch: { pollSeconds: 0.02 }\n' },
    );
    const loops = () => run.asked.filter((seen) => kindOf(seen) === 'categories');
    for (const times of [1, 2]) {
      const { status, stdout, stderr } = await run.generate('--executor', executor);
      expect([status, stderr]).toEqual([1, expect.any(String)]);
      expect(stdout).toContain('the reply goes round in circles until it is cut off');
      // Two roles, three tries a run.
      expect(loops()).toHaveLength(6 * times);
      expect(new Set(loops().map(({ max_tokens }) => max_tokens))).toEqual(new Set([2000]));
      expect(new Set(loops().map(({ seed, messages }) => `${seed} ${messages[1]?.content}`)).size).toBe(6 * times);
      const state = await run.status();
      addUp(state);
      expect(ofPrompt(state.replies, 'profile.categories')).toMatchObject({
        stage: 'profile-build',
        model: 'm',
        requests: 2,
        replies: 6 * times,
        unusable: 6 * times,
        cut_off: 6 * times,
        looped: 6 * times,
        thought: 0,
        asked_again: 6 * times - 2,
      });
      expect(ofPrompt(state.replies, 'profile.catchphrases')).toMatchObject({ requests: 2, replies: 2, unusable: 0 });
    }
  },
);

test('status and report say of each prompt what became of its replies, once something did', async () => {
  let isCalm = false;
  const run = await prepare((seen) => {
    if (isCalm || kindOf(seen) !== 'categories') return undefined;
    return seen.messages[1]?.content.includes('>Keeper<') && run.asked.length % 2 ? LOOP : 'I will not.';
  });
  await run.generate();
  const table = (await rolellm(['status'], run.folder)).stdout;
  expect(table).toMatch(/prompt +model +replies +unusable +cut off +looped +thought +asked again/);
  expect(table).toMatch(/profile\.categories@\d+ +m +6 +6 /);
  isCalm = true;
  await run.generate();
  const state = await run.status();
  addUp(state);
  expect(ofPrompt(state.replies, 'profile.categories')).toMatchObject({
    requests: 2,
    replies: 8,
    unusable: 6,
    asked_again: 6,
  });
  await rolellm(['report'], run.folder);
  const page = readFileSync(join(run.folder, 'data/report/index.html'), 'utf8');
  const [, rows = ''] = page.split('<span>Replies by prompt and model</span>');
  expect(rows).toMatch(
    /<th scope="row">profile\.categories@\d+<\/th>(?:<td[^>]*>m<\/td>)?<td[^>]*>8<\/td><td[^>]*>6<\/td>/,
  );

  const calm = await prepare(() => undefined);
  await calm.generate();
  expect((await rolellm(['status'], calm.folder)).stdout).not.toContain('asked again');
  addUp(await calm.status());
});

test('thoughts beside an answer are taken off and counted; no row holds them', async () => {
  const run = await prepare((seen) =>
    kindOf(seen) === 'text' ? { message: { reasoning_content: 'What would he say about my secret plan?' } } : undefined,
  );
  const { status, stderr } = await run.generate();
  expect([status, stderr]).toEqual([0, '']);
  const rows = rowsOf<{ turns: { text: string }[] }>(join(run.folder, 'data/filtered.jsonl'));
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toMatch(/secret plan|think>/);
  const state = await run.status();
  addUp(state);
  const answers = state.replies.filter(({ stage }) => stage === 'rolegpt');
  expect(answers.length).toBeGreaterThan(0);
  for (const { thought, replies, unusable } of answers) expect([thought, unusable]).toEqual([replies, 0]);
  expect(ofPrompt(state.replies, 'profile.categories')).toMatchObject({ thought: 0 });
});

test('a reply that is all thoughts and was cut off says how many tokens went into them, and gets more room', async () => {
  const run = await prepare((seen) =>
    kindOf(seen) === 'categories'
      ? {
          message: { content: null, reasoning: 'Who is this keeper, and what words would one choose' },
          finish_reason: 'length',
          usage: { prompt_tokens: 50, completion_tokens: 2000 },
        }
      : undefined,
  );
  const { status, stdout } = await run.generate();
  expect(status).toBe(1);
  expect(stdout).toContain('all of the 2,000 tokens of the reply went into thinking: raise max_tokens');
  const rooms = run.asked.filter((seen) => kindOf(seen) === 'categories').map(({ max_tokens }) => max_tokens ?? 0);
  expect(Math.max(...rooms)).toBeGreaterThan(Math.min(...rooms));
  expect(ofPrompt((await run.status()).replies, 'profile.categories')).toMatchObject({
    thought: 4,
    cut_off: 4,
    looped: 0,
  });
});

test('counts add up while a run is killed and resumed, and are those of the journal', async () => {
  // Every third reply is of no use, by its number.
  const run = await prepare((_, number) => (number % 3 === 0 ? '   ' : undefined));
  for (let kills = 0; kills < 3; kills += 1) {
    const before = run.asked.length;
    const { child, ended } = startRolellm(run.args, run.folder);
    while (run.asked.length < before + 8) await new Promise((resume) => setTimeout(resume, 5));
    child.kill('SIGKILL');
    await ended;
    for (const one of (await run.status()).replies) {
      expect(one.replies).toBe(one.requests + one.asked_again);
      expect(one.unusable).toBeLessThanOrEqual(one.replies);
    }
  }
  expect((await run.generate()).status).toBeLessThan(2);
  const state = await run.status();
  addUp(state);
  for (const stage of ['profile-build', 'context-instruct', 'rolegpt']) {
    const lines = rowsOf<{ contents: string[] }>(join(run.folder, `data/calls/${stage}.jsonl`));
    const own = state.replies.filter((one) => one.stage === stage);
    expect(own.reduce((sum, { replies }) => sum + replies, 0)).toBe(lines.flatMap(({ contents }) => contents).length);
    const blank = lines.flatMap(({ contents }) => contents).filter((content) => content.trim() === '').length;
    expect(own.reduce((sum, { unusable }) => sum + unusable, 0)).toBe(blank);
  }
}, 60_000);

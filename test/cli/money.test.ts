import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test } from 'vitest';
import { costOf, loadPrices, priceOf } from '../../src/llm/prices.js';
import { type Fault, type SeenRequest, startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, rolellm, rowsOf } from '../harness/cli.js';
import { kindOf } from '../harness/replies.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const GENERATE = ['generate', '--roles', 'roles', '--per-role', '12', '--instructions', 'instructions.txt'];
const PRICED = { 'rolellm.config.yaml': 'price: {prompt: 100, completion: 300}\n' };

/** What the server billed, whoever was told. */
function billOf(seen: readonly SeenRequest[], refused: (seen: SeenRequest) => boolean = () => false): number {
  return seen.filter((one) => !refused(one)).length * ((100 * 100 + 20 * 300) / 1e6);
}

test('--budget stops before the call that would pass it with exit 3, keeps everything, and a larger one goes on', async () => {
  const server = await startChatServer(undefined, 3);
  const folder = makeFolder({ ...TINY_FILES, ...PRICED });
  const args = [...GENERATE, '--base-url', server.url, '--model', 'm'];
  const stopped = await rolellm([...args, '--budget', '2'], folder);
  expect(stopped.status).toBe(3);
  expect(stopped.stderr).toMatch(
    /stopped: the budget of \$2 is reached: \$[\d.]+ are spent, and the next call could pass it\. .* To go on: rolellm generate .*--budget 4$/m,
  );
  expect(billOf(server.seen)).toBeLessThanOrEqual(2);
  const entries = ['profile-build', 'context-instruct', 'rolegpt'].flatMap((stage) => {
    const file = join(folder, `data/calls/${stage}.jsonl`);
    return existsSync(file) ? rowsOf<{ cost: number }>(file) : [];
  });
  expect(entries).toHaveLength(server.seen.length);
  expect(entries.reduce((sum, { cost }) => sum + cost, 0)).toBeCloseTo(billOf(server.seen));

  // The budget is the folder's: the same one is reached at once.
  const asked = server.seen.length;
  const again = await rolellm([...args, '--budget', '2'], folder);
  expect(again.status).toBe(3);
  expect(billOf(server.seen)).toBeLessThanOrEqual(2);
  const whole = await rolellm([...args, '--budget', '50'], folder);
  expect(whole.status, whole.stderr).toBe(0);
  expect(server.seen.length).toBeGreaterThan(asked);
  const different = new Set(server.seen.map((seen) => JSON.stringify(seen)));
  expect(different.size).toBe(server.seen.length);
});

test('a budget for a model without a known price is bad usage', async () => {
  const folder = makeFolder(TINY_FILES);
  const { status, stderr } = await rolellm(
    [...GENERATE, '--base-url', 'http://127.0.0.1:1/v1', '--model', 'my-own', '--budget', '5'],
    folder,
  );
  expect(stderr).toBe(
    'error: --budget: no price is known for the model "my-own". Set `price: {prompt: …, completion: …}` (US dollars for a million tokens) in rolellm.config.yaml.\n',
  );
  expect(status).toBe(2);
});

test('prices: the table by model and snapshot, a setting wins, cached tokens cost less', () => {
  const table = loadPrices();
  expect(priceOf('gpt-4o-mini-2024-07-18', null, table)).toEqual(table.models['gpt-4o-mini']);
  expect(priceOf('openai/gpt-4.1', null, table)).toEqual(table.models['gpt-4.1']);
  expect(priceOf('qwen3', null, table)).toBeNull();
  const own = priceOf('gpt-4o-mini', { prompt: 1, completion: 2 }, table);
  expect(own).toEqual({ prompt: 1, cached: 1, completion: 2 });
  const usage = { prompt_tokens: 1_000_000, cached_tokens: 400_000, completion_tokens: 1_000_000 };
  expect(costOf(usage, { prompt: 10, cached: 1, completion: 20 })).toBeCloseTo(6 + 0.4 + 20);
  for (const { prompt, cached, completion } of Object.values(table.models)) {
    expect(cached).toBeLessThanOrEqual(prompt);
    expect(completion).toBeGreaterThanOrEqual(prompt);
  }
});

/**
 * Replies as long as the released rows of RoleBench are on average (20 and 77 tokens for a question and its answer, 31 for a
 * general answer), and descriptions of 130 words.
 */
/** Words of the request's own text, others for every salt: so that no two questions are alike. */
function wordsOf({ messages, seed }: SeenRequest, salt: number, count: number): string {
  const text = messages.at(-1)?.content ?? '';
  const isChinese = /\p{Script=Han}/u.test(messages[0]?.content ?? '');
  const words = text.match(isChinese ? /\p{Script=Han}{2}/gu : /[a-z]{4,}/g) ?? [];
  const digest = createHash('sha256')
    .update(JSON.stringify([messages, seed, salt]))
    .digest();
  const chosen = Array.from({ length: count }, (_, k) => words[digest.readUInt16LE(k * 2) % words.length]);
  return chosen.join(isChinese ? '' : ' ');
}

function typicalTriplet(seen: SeenRequest, k: number) {
  const isChinese = /\p{Script=Han}/u.test(seen.messages[0]?.content ?? '');
  const words = (count: number, salt: number) => wordsOf(seen, k * 10 + salt, count);
  const confidence = k % 4 === 3 ? 'Low' : 'High';
  if (isChinese) {
    const answer = `${words(12, 3)}。${words(12, 4)}，我至今不忘。`;
    return { question: `你可还记得${words(7, 1)}？`, confidence, rationale: `文中提到${words(5, 2)}。`, answer };
  }
  const answer = `I remember the ${words(14, 3)}. I ${words(15, 4)}, and ${words(15, 5)}. My ${words(10, 6)}.`;
  return {
    question: `Do you remember the ${words(12, 1)}?`,
    confidence,
    rationale: `The passage says that ${words(10, 2)}.`,
    answer,
  };
}

const THINGS = 'lamp rope bell coat chart knife garden ledger violin goat kettle lens promise'.split(' ');
const THINGS_ZH = '灯塔 渔船 铜钟 旧书 宝剑 花园 账本 石桥 书信 战马 酒壶 古琴 誓言 老屋'.split(' ');

const typical: Fault = (seen) => {
  const system = seen.messages[0]?.content ?? '';
  const user = seen.messages.at(-1)?.content ?? '';
  const isChinese = /\p{Script=Han}/u.test(system);
  if (kindOf(seen) === 'triplets') {
    const count = Number(/<question_num>(\d+)</.exec(user)?.[1]);
    return JSON.stringify({ triplets: Array.from({ length: count }, (_, k) => typicalTriplet(seen, k)) });
  }
  if (kindOf(seen) === 'catchphrases') {
    const text = (k: number) => (isChinese ? `${THINGS_ZH[k]}岂能让人` : `Mark my words, the ${THINGS[k]} is mine`);
    return JSON.stringify({ catchphrases: Array.from({ length: 8 }, (_, k) => ({ text: text(k), invented: true })) });
  }
  if (kindOf(seen) === 'categories')
    return JSON.stringify({ categories: isChinese ? ['倔强', '文雅'] : ['stubborn', 'literary'] });
  if (/描述是/.test(user)) return THINGS_ZH.map((thing) => `该角色守着${thing}，从不离开。`).join('');
  if (/portraits/.test(system)) {
    return `The character's description is: ${THINGS.map((thing) => `The character keeps a ${thing} and is proud of it. `).join('')}`;
  }
  if (/turn a description/.test(system)) {
    return `Your description is: ${THINGS.map((thing) => `You keep a ${thing} and are proud of it. `).join('')}`;
  }
  return `That is soon told. You take the ${wordsOf(seen, 0, 1)}, you look at it well, and you do what a keeper does: you wait until the weather turns.`;
};

interface Planned {
  stage: string;
  calls: number;
  requests: number;
  prompt_tokens: number;
  completion_tokens: number;
  cost: number;
}

test('--plan foretells calls, tokens and cost of a full run within 10 %, asks nothing and leaves nothing behind', async () => {
  const server = await startChatServer(
    (seen, ...rest) => {
      const said = typical(seen, ...rest);
      return typeof said === 'string' ? { message: { content: said } } : said;
    },
    1,
    { givesSamples: true, count: countTokens },
  );
  const roles = join(import.meta.dirname, '../../profiles');
  const folder = makeFolder();
  const args = ['generate', '--roles', roles, '--only', 'Hamlet', 'Algernon', '曹操', '--base-url', server.url];
  args.push('--model', 'gpt-4o-mini');
  const planned = await rolellm([...args, '--plan', '--json'], folder);
  expect(planned.status, planned.stderr).toBe(0);
  expect(server.seen).toEqual([]);
  expect(existsSync(join(folder, 'data'))).toBe(false);
  const { plan, encoding } = JSON.parse(planned.stdout) as { plan: Planned[]; encoding: string };
  expect(encoding).toBe('o200k_base');

  const whole = await rolellm([...args, '--json'], folder);
  const { stages } = JSON.parse(whole.stdout) as { stages: Record<string, Planned & { planned: number }> };
  const within = (value: number, of: number, what: string) => {
    expect(value / of, what).toBeGreaterThan(0.9);
    expect(value / of, what).toBeLessThan(1.1);
  };
  for (const { stage, requests, prompt_tokens, completion_tokens } of plan) {
    const real = stages[stage] as Planned & { planned: number };
    within(requests, real.planned, `${stage}: requests`);
    within(prompt_tokens, real.prompt_tokens, `${stage}: prompt tokens`);
    within(completion_tokens, real.completion_tokens, `${stage}: completion tokens`);
  }
  const sum = (of: (stage: Planned) => number) => plan.reduce((total, stage) => total + of(stage), 0);
  within(
    sum(({ calls }) => calls),
    server.seen.length,
    'calls',
  );
  const cost = Object.values(stages).reduce((total, stage) => total + (stage.cost ?? 0), 0);
  within(
    sum(({ cost }) => cost),
    cost,
    'cost',
  );
});

test('--plan of a run that has begun counts what is missing only, and expects replies as long as those that came', async () => {
  const server = await startChatServer(undefined, 1, { givesSamples: true, count: countTokens });
  const folder = makeFolder(TINY_FILES);
  const args = [...GENERATE, '--base-url', server.url, '--model', 'gpt-4o-mini'];
  await rolellm(args, folder);
  const before = fingerprint(folder);
  const asked = server.seen.length;
  const more = [...args];
  more[more.indexOf('12')] = '24';
  const { stdout } = await rolellm([...more, '--plan', '--json'], folder);
  expect(fingerprint(folder)).toEqual(before);
  expect(server.seen).toHaveLength(asked);
  const { plan } = JSON.parse(stdout) as { plan: Planned[] };
  const [profiles, questions, answers] = plan;
  expect([profiles?.calls, answers?.calls]).toEqual([0, 0]);
  expect(questions?.calls).toBeGreaterThan(0);
  const whole = await rolellm([...more, '--json'], folder);
  expect(whole.status).toBe(0);
  expect(server.seen.length - asked).toBe(questions?.calls);
});

test('a plan as a table says what it counts with and what it costs', async () => {
  const folder = makeFolder(TINY_FILES);
  const { stdout } = await rolellm([...GENERATE, '--plan', '--executor', 'batch'], folder, {
    OPENAI_API_KEY: 'sk-nobody-asks',
  });
  expect(stdout).toMatch(/^stage +requests +calls +prompt tokens +cached +completion tokens +cost +without cache$/m);
  expect(stdout).toMatch(/^together .*\$0\.\d{4}/m);
  expect(stdout).toContain('tokens are counted with o200k_base of gpt-tokenizer. Nothing was asked.');
  expect(stdout).toContain('A million tokens in batches: prompt $0.075, cached $0.0375, completion $0.3');
});

test('the role’s constant part comes first in its prompts, so that a provider’s prompt cache works', async () => {
  const server = await startChatServer();
  const folder = makeFolder(TINY_FILES);
  await rolellm([...GENERATE, '--base-url', server.url, '--model', 'm', '--only', 'Keeper'], folder);
  const textOf = ({ messages }: SeenRequest) => messages.map(({ content }) => content).join('\n');
  const scriptBased = server.seen.filter((seen) => textOf(seen).includes('from a passage of a script')).map(textOf);
  expect(scriptBased.length).toBeGreaterThan(2);
  const [first = ''] = scriptBased;
  for (const other of scriptBased) {
    // All that goes before the passage: the instructions, the role, its description and catchphrases.
    const shared = first.slice(0, first.indexOf('<script>'));
    expect(other.startsWith(shared)).toBe(true);
    expect(shared.length).toBeGreaterThan(1000);
  }
});

test('replies of a run without a price count in a later budget', async () => {
  const server = await startChatServer();
  const folder = makeFolder(TINY_FILES);
  const args = [...GENERATE, '--base-url', server.url, '--model', 'm'];
  await rolellm(args, folder);
  appendFileSync(join(folder, 'rolellm.config.yaml'), 'price: {prompt: 100, completion: 300}\n');
  const asked = server.seen.length;
  const stopped = await rolellm([...args, '--budget', '0.5', '--seed', '3'], folder);
  expect(stopped.status).toBe(3);
  expect(server.seen).toHaveLength(asked);
  expect(readFileSync(join(folder, 'data/manifest.json'), 'utf8')).toContain('"running"');
});

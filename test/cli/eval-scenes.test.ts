import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Sample } from '../../src/records.js';
import type { SceneResults } from '../../src/stages/eval/continue-scenes.js';
import type { ScenePrediction } from '../../src/stages/eval/scene-turns.js';
import { type SeenRequest, startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, rolellm, rowsOf, runToEnd, startRolellm } from '../harness/cli.js';
import { writeFiles } from '../harness/files.js';

const THINGS = ['rope', 'lamp', 'oil', 'stair', 'glass', 'wick', 'tower', 'reef', 'bell', 'chest'];

/** A play of ten scenes, in each of which two people speak three times. */
const PLAY = THINGS.map((thing, k) =>
  [
    `SCENE ${k + 1}. Beside the ${thing}.`,
    `NORA. Keeper, tell me plainly, what did you do with the ${thing} that I gave you last summer?`,
    `KEEPER. I keep the ${thing} where the salt cannot reach it, and nobody shall take it from me.`,
    `NORA. And if the harbour master asks for the ${thing} before the winter comes?`,
    `KEEPER. Then he may climb up here and count two hundred and nine steps to the ${thing} himself.`,
    `NORA. You would not even lend him the ${thing} for one night?`,
    `KEEPER. Not for one hour, mark my words: he would burn the ${thing} to save a candle.`,
  ].join('\n\n'),
).join('\n\n');

const role = (name: string) => `name: ${name}\nlanguage: en\nscript: lamp.txt\nscript_name: The Lamp\n`;

let made: string;

beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'rolellm-eval-scenes-'));
  writeFiles(made, {
    'roles/keeper.yaml': role('Keeper'),
    'roles/nora.yaml': role('Nora'),
    'roles/lamp.txt': `${PLAY}\n`,
    'rolellm.config.yaml': 'heldOutScenes: 0.3\neval: { resamples: 200 }\n',
  });
  await runToEnd(['generate', '--recipes', 'scenes', '--roles', 'roles', '--provider', 'offline', '--quiet'], made);
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

/** A new folder in which three of ten scenes are held out. */
function heldOutFolder(): string {
  const folder = makeFolder();
  cpSync(made, folder, { recursive: true });
  return folder;
}

const heldOutIn = (folder: string): Sample[] =>
  rowsOf(join(folder, 'data/filtered.jsonl'))
    .map((row) => Sample.parse(row))
    .filter((sample) => sample.held_out);

/** A turn of the role as it should be asked: the scene's own system text, and the script's turns before it. */
interface Gold {
  sample: Sample;
  turn: number;
  messages: SeenRequest['messages'];
  line: string;
}

function goldOf(samples: readonly Sample[]): Gold[] {
  return samples.flatMap((sample) => {
    const before = (k: number) => [
      { role: 'system', content: sample.system as string },
      ...sample.turns
        .slice(0, k)
        .map(({ by, text }) => ({ role: by === 'user' ? 'user' : 'assistant', content: text })),
    ];
    const own = sample.turns.flatMap(({ by, text }, k) => (by === 'role' ? [{ k, line: text }] : []));
    return own.map(({ k, line }, turn) => ({ sample, turn: turn + 1, messages: before(k), line }));
  });
}

const asText = (messages: SeenRequest['messages']) =>
  JSON.stringify(messages.map(({ role: by, content }) => [by, content]));
const asked = (seen: readonly SeenRequest[]) => seen.map(({ messages }) => asText(messages)).sort();
const expected = (gold: readonly Gold[]) => gold.map(({ messages }) => asText(messages)).sort();

/** A server that says the script's own line at the turns that it knows, and something else at all others. */
function startActor(gold: readonly Gold[], knows: (one: Gold) => boolean = () => true) {
  const lines = new Map(gold.filter(knows).map(({ messages, line }) => [asText(messages), line]));
  return startChatServer(({ messages }) => lines.get(asText(messages)) ?? 'Ask the gulls about that, they were there.');
}

const evaluate = (url: string, folder: string, ...more: string[]) =>
  rolellm(['eval', '--scenes', '--base-url', url, '--model', 'm', '--quiet', ...more], folder);

const resultsIn = (folder: string, name = 'm-zero-shot') =>
  JSON.parse(readFileSync(join(folder, `data/eval/${name}/scene-scores.json`), 'utf8')) as SceneResults;

const ONE = { score: 1, low: 1, high: 1 };
const HUNDRED = { score: expect.closeTo(100), low: expect.closeTo(100), high: expect.closeTo(100) };

test('each turn of the role in a held-out scene is asked after the script’s turns before it, with the scene’s own system text', async () => {
  const folder = heldOutFolder();
  const held = heldOutIn(folder);
  expect(held.map(({ role: name }) => name).sort()).toEqual(['Keeper', 'Keeper', 'Keeper', 'Nora', 'Nora', 'Nora']);
  const gold = goldOf(held);
  const server = await startChatServer();
  expect(await evaluate(server.url, folder)).toMatchObject({ status: 0, stderr: '' });
  expect(asked(server.seen)).toEqual(expected(gold));
  for (const { messages } of server.seen)
    expect(messages[0]?.content).toMatch(/^You are (?:Keeper|Nora), in The Lamp\.$/m);
  const rows = rowsOf<ScenePrediction>(join(folder, 'data/eval/m-zero-shot/scene-predictions.jsonl'));
  expect(rows.map(({ generated: _, ...row }) => row)).toEqual(
    gold.map(({ sample, turn, line }) => {
      return { id: sample.id, role: sample.role, language: 'en', turn, reference: line, model: 'm' };
    }),
  );
});

test('a model that says the script’s own lines has Rouge-L 1 and BLEU 100 at every turn', async () => {
  const folder = heldOutFolder();
  const gold = goldOf(heldOutIn(folder));
  const server = await startActor(gold);
  expect(await evaluate(server.url, folder)).toMatchObject({ status: 0 });
  const { languages, ...about } = resultsIn(folder);
  expect(about).toMatchObject({ name: 'm-zero-shot', model: 'm', continue_from: 1, scenes: 6, unanswered: 0 });
  const turns = (turn: number) => gold.filter((one) => one.turn === turn).length;
  const scores = (count: number) => ({ turns: count, rouge_l: ONE, rouge_l_recall: ONE, bleu: HUNDRED });
  expect(languages).toEqual({
    en: { all: scores(gold.length), by_turn: { 1: scores(turns(1)), 2: scores(turns(2)), 3: scores(turns(3)) } },
  });
});

test('scores stand by the turn of the role: where a model goes astray is seen', async () => {
  const folder = heldOutFolder();
  const gold = goldOf(heldOutIn(folder));
  const server = await startActor(gold, ({ turn }) => turn === 1);
  expect(await evaluate(server.url, folder)).toMatchObject({ status: 0 });
  const { all, by_turn = {} } = resultsIn(folder).languages.en ?? {};
  expect(by_turn['1']).toMatchObject({ rouge_l: ONE, bleu: HUNDRED });
  for (const later of ['2', '3']) {
    expect(by_turn[later]?.rouge_l.score).toBeLessThan(0.4);
    expect(by_turn[later]?.bleu.score).toBeLessThan(10);
  }
  expect(all?.turns).toBe(gold.length);
  const sum = Object.values(by_turn).reduce((total, { turns, rouge_l }) => total + turns * rouge_l.score, 0);
  expect(all?.rouge_l.score).toBeCloseTo(sum / gold.length);
});

test('a model that says the line and goes on talking has the whole recall and less F1', async () => {
  const folder = heldOutFolder();
  const gold = goldOf(heldOutIn(folder));
  const lines = new Map(gold.map(({ messages, line }) => [asText(messages), line]));
  const server = await startChatServer(({ messages }) => `${lines.get(asText(messages))} So much for the gulls today.`);
  const { status, stdout } = await evaluate(server.url, folder);
  expect(status).toBe(0);
  const { all } = resultsIn(folder).languages.en ?? {};
  expect(all?.rouge_l_recall).toEqual(ONE);
  expect(all?.rouge_l.score).toBeLessThan(0.95);
  expect(stdout).toMatch(/^all +\d+ +0\.\d{4} +0\.\d{4} +0\.\d{4} +1\.0000 +1\.0000 +1\.0000 /m);
});

test('--continue-from 2 leaves the first turn of the role to the script, and asks from the second on', async () => {
  const folder = heldOutFolder();
  const gold = goldOf(heldOutIn(folder)).filter(({ turn }) => turn >= 2);
  const server = await startActor(gold);
  expect(await evaluate(server.url, folder, '--continue-from', '2')).toMatchObject({ status: 0 });
  expect(asked(server.seen)).toEqual(expected(gold));
  for (const { messages } of server.seen) expect(messages.map((one) => one.role)).toContain('assistant');
  const { continue_from, languages } = resultsIn(folder);
  expect(continue_from).toBe(2);
  expect(Object.keys(languages.en?.by_turn ?? {})).toEqual(['2', '3']);
});

test('a turn of the role that is not to be learnt is shown and never asked', async () => {
  const folder = heldOutFolder();
  const file = join(folder, 'data/filtered.jsonl');
  const samples = rowsOf(file).map((row) => Sample.parse(row));
  const [first] = samples.filter(({ held_out, role: name }) => held_out && name === 'Keeper') as [Sample];
  const [, own] = first.turns;
  if (own) own.trained = false;
  writeFileSync(file, samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
  const server = await startChatServer();
  expect(await evaluate(server.url, folder, '--only', 'Keeper')).toMatchObject({ status: 0 });
  const gold = goldOf(samples.filter(({ held_out, role: name }) => held_out && name === 'Keeper'));
  expect(asked(server.seen)).toEqual(expected(gold.filter(({ sample, turn }) => sample !== first || turn > 1)));
});

test('--limit n takes the first n scenes of each role, --only those of the named roles', async () => {
  const folder = heldOutFolder();
  const held = heldOutIn(folder);
  const firsts = ['Keeper', 'Nora'].map((name) => held.find((sample) => sample.role === name) as Sample);
  const limited = await startChatServer();
  expect(await evaluate(limited.url, folder, '--limit', '1')).toMatchObject({ status: 0 });
  expect(asked(limited.seen)).toEqual(expected(goldOf(firsts)));
  expect(resultsIn(folder).scenes).toBe(2);
  const named = await startChatServer();
  expect(await evaluate(named.url, heldOutFolder(), '--only', 'Nora')).toMatchObject({ status: 0 });
  expect(asked(named.seen)).toEqual(expected(goldOf(held.filter((sample) => sample.role === 'Nora'))));
});

test('without a held-out scene, or with none that is long enough, one line says what to do, and nothing is asked', async () => {
  const server = await startChatServer();
  const line = /^error: data.filtered\.jsonl: there is no held-out scene to continue\. Set `heldOutScenes: 0\.1` .*\n$/;
  const short = heldOutFolder();
  const late = await evaluate(server.url, short, '--continue-from', '9');
  expect([late.status, late.stderr]).toEqual([2, expect.stringMatching(line)]);
  const none = heldOutFolder();
  const file = join(none, 'data/filtered.jsonl');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('"held_out":true', '"held_out":false'));
  const without = await evaluate(server.url, none);
  expect([without.status, without.stderr]).toEqual([2, expect.stringMatching(line)]);
  expect(server.seen).toEqual([]);
  expect(existsSync(join(none, 'data/eval'))).toBe(false);
});

test('--json has the scores as they stand in the file; without it a table has a line for each turn', async () => {
  const folder = heldOutFolder();
  const gold = goldOf(heldOutIn(folder));
  const server = await startActor(gold);
  const { stdout } = await evaluate(server.url, folder, '--json');
  expect(JSON.parse(stdout).scenes).toEqual(resultsIn(folder));
  const table = await evaluate(server.url, folder);
  expect(table.stdout).toContain('Held-out scenes (English), continued by m from turn 1 of the role');
  for (const [name, turns] of [
    ['1', 6],
    ['2', 6],
    ['all', gold.length],
  ] as const) {
    expect(table.stdout).toMatch(new RegExp(`^${name} +${turns}(?: +1\\.0000){6} +100\\.00 +100\\.00 +100\\.00$`, 'm'));
  }
  expect(table.stdout).toContain('95 % intervals over turns; 6 scenes in all.');
});

test('killed in the midst and run again, what was answered is not asked again, and the files are the same', async () => {
  const calm = heldOutFolder();
  const gold = goldOf(heldOutIn(calm));
  const server = await startActor(gold);
  expect(await evaluate(server.url, calm)).toMatchObject({ status: 0 });

  const rough = heldOutFolder();
  const KNOWN = 5;
  let isHanging = true;
  const lines = new Map(gold.map(({ messages, line }) => [asText(messages), line]));
  const slow = await startChatServer(({ messages }, number) =>
    isHanging && number > KNOWN ? 'hang!' : (lines.get(asText(messages)) ?? ''),
  );
  const args = ['eval', '--scenes', '--base-url', slow.url, '--model', 'm', '--quiet'];
  const { child, ended } = startRolellm(args, rough);
  const journal = join(rough, 'data/calls/eval-turns.jsonl');
  const answered = () => (existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').length - 1 : 0);
  await expect.poll(answered, { timeout: 20_000 }).toBe(KNOWN);
  child.kill('SIGKILL');
  expect(await ended).toMatchObject({ signal: 'SIGKILL' });

  isHanging = false;
  const before = slow.seen.length;
  const known = new Set(asked(slow.seen.slice(0, KNOWN)));
  expect(await rolellm(args, rough)).toMatchObject({ status: 0 });
  const second = asked(slow.seen.slice(before));
  expect(second).toHaveLength(gold.length - KNOWN);
  expect(second.filter((one) => known.has(one))).toEqual([]);
  expect(fingerprint(join(rough, 'data/eval'))).toEqual(fingerprint(join(calm, 'data/eval')));

  const after = slow.seen.length;
  expect(await rolellm(args, rough)).toMatchObject({ status: 0 });
  expect(slow.seen).toHaveLength(after);
});

test('a turn that is not answered is counted, named and left out of the scores, and the run exits 1', async () => {
  const folder = heldOutFolder();
  const gold = goldOf(heldOutIn(folder));
  const lines = new Map(gold.map(({ messages, line }) => [asText(messages), line]));
  const refused = asText(gold[0]?.messages ?? []);
  const server = await startChatServer(({ messages }) =>
    asText(messages) === refused ? { message: { content: '' } } : (lines.get(asText(messages)) as string),
  );
  const { status, stdout } = await evaluate(server.url, folder);
  expect(status).toBe(1);
  expect(stdout).toMatch(/Missing:\n {2}Keeper: 1 requests failed/);
  expect(stdout).toContain('6 scenes in all. 1 of all turns have no answer.');
  const { unanswered, languages } = resultsIn(folder);
  expect([unanswered, languages.en?.all.turns]).toEqual([1, gold.length - 1]);
});

test('--plan tells the calls of all turns, and those that are left once some are answered', async () => {
  const folder = heldOutFolder();
  const gold = goldOf(heldOutIn(folder));
  const server = await startActor(gold);
  const planOf = async () => {
    const { status, stdout, stderr } = await evaluate(server.url, folder, '--plan', '--json');
    expect(status, stderr).toBe(0);
    return JSON.parse(stdout).plan;
  };
  expect(await planOf()).toMatchObject([{ stage: 'eval-turns', requests: gold.length, calls: gold.length }]);
  expect(server.seen).toEqual([]);
  await evaluate(server.url, folder, '--continue-from', '3');
  const left = gold.length - server.seen.length;
  expect(await planOf()).toMatchObject([{ requests: left, calls: left }]);
});

test('status shows it where it has run, and report takes the folder as it is', async () => {
  const folder = heldOutFolder();
  const server = await startChatServer();
  await evaluate(server.url, folder);
  const { status, stdout } = await rolellm(['status', '--json'], folder);
  expect(status).toBe(0);
  const turns = goldOf(heldOutIn(folder)).length;
  expect(JSON.parse(stdout).stages['eval-turns']).toMatchObject({ state: 'done', planned: turns, done: turns });
  expect(await rolellm(['report'], folder)).toMatchObject({ status: 0 });
});

test('--scenes goes with no other thing to evaluate, and --continue-from only with it', async () => {
  const folder = heldOutFolder();
  for (const [flag, value] of [
    ['bench', 'data/export'],
    ['predictions', 'a.jsonl'],
    ['rank', 'baseline'],
  ] as const) {
    expect(await rolellm(['eval', '--scenes', `--${flag}`, value], folder)).toMatchObject({
      status: 2,
      stderr: `error: --scenes and --${flag} do not go together. Run them one after the other.\n`,
    });
  }
  expect(await rolellm(['eval', '--continue-from', '2'], folder)).toMatchObject({
    status: 2,
    stderr: 'error: --continue-from needs --scenes.\n',
  });
  expect(existsSync(join(folder, 'data/eval'))).toBe(false);
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BoundaryRow, CONTROL } from '../../src/recipes/boundary/row.js';
import type { RejectedSample, Sample } from '../../src/records.js';
import { answersBoundary, boundaryKind } from '../harness/boundary-server.js';
import { startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, PROJECT, rolellm, rowsOf, runToEnd } from '../harness/cli.js';
import { TINY_CHINESE_FILES } from '../harness/tiny-chinese-role.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const settings = (more = '') =>
  `export: { testShare: 0, generalTestShare: 0 }\nboundary: { perRole: 12, candidates: 2${more} }\n`;
const FILES = { ...TINY_FILES, 'rolellm.config.yaml': settings() };
const ONLY = ['generate', '--roles', 'roles', '--only', 'Keeper', '--recipes', 'boundary'];

const madeRows = (folder: string) => rowsOf<BoundaryRow>(join(folder, 'data/boundary.jsonl'));
const kept = (folder: string) => rowsOf<Sample>(join(folder, 'data/filtered.jsonl'));
const refused = (folder: string) => rowsOf<RejectedSample>(join(folder, 'data/rejected.jsonl'));

describe('a server that answers as the method expects', () => {
  test('gives rows of all kinds with their tampering, verdicts and pairs, in every export, the summary, status and report', async () => {
    const server = await startChatServer(answersBoundary);
    const folder = makeFolder(FILES);
    const { status, stdout, stderr } = await rolellm([...ONLY, '--base-url', server.url], folder);
    expect(status, stdout + stderr).toBe(0);

    const rows = madeRows(folder);
    // The row that the documents show, with some of its keys.
    const [, shown = ''] = /```json\n(.*)\n```/.exec(readFileSync(join(PROJECT, 'docs/boundary.md'), 'utf8')) ?? [];
    const row = JSON.parse(shown) as BoundaryRow;
    expect(rows.find(({ question }) => question === row.question)).toMatchObject(row);
    expect(new Set(rows.map(({ kind }) => kind)).size).toBe(5);
    expect(new Set(rows.map(({ tampering }) => tampering?.how))).toEqual(
      new Set([undefined, 'number', 'model', 'later', 'world', 'bait']),
    );
    for (const { kind, tampering, point, system, segment, chosen, rejected, requests } of rows) {
      expect([chosen.passes, rejected?.passes, requests.length]).toEqual([true, true, 3]);
      expect(segment).toMatchObject({ script: 'roles/lamp.txt' });
      if (kind === 'false-premise') expect(chosen.text).toContain(tampering?.true_value);
      if (kind === 'false-premise') expect(rejected?.text).toContain(tampering?.tampered_value);
      if (kind === 'after-the-point') expect(segment?.from).toBeGreaterThan(point?.to ?? 0);
      if (point) expect(system).toContain(`You stand at this point of your story:\n${point.quote}`);
      else expect(system).toBeNull();
    }

    const samples = kept(folder);
    expect(samples).toHaveLength(12);
    expect(samples.filter(({ kind }) => kind === CONTROL)).toHaveLength(6);
    expect(samples.every(({ rejected }) => rejected !== null)).toBe(true);
    for (const { turns } of samples)
      expect(turns.map(({ trained }) => trained).lastIndexOf(true)).toBe(turns.length - 1);
    expect(samples.some(({ turns }) => turns.length > 2)).toBe(true);

    const prints = Object.keys(fingerprint(join(folder, 'data/export'))).map((path) => path.replaceAll('\\', '/'));
    for (const format of ['messages', 'openai', 'axolotl', 'turns', 'sharegpt', 'sharegpt-turns', 'alpaca', 'rocit']) {
      const file = prints.find((path) => path.startsWith(`${format}/train.`)) ?? '';
      expect(readFileSync(join(folder, 'data/export', file), 'utf8'), format).toContain('What did you feel about');
    }
    const pairs = rowsOf<{ preferred_by: string }>(join(folder, 'data/export/dpo/train.jsonl'));
    expect(pairs.filter(({ preferred_by }) => preferred_by === 'recipe').length).toBeGreaterThan(6);

    const rate = `boundary: ${rows.length} of ${rows.length} better answers are as they have to be, ${rows.length} beside a worse one`;
    expect(stdout).toContain(rate);
    expect((await rolellm(['status'], folder)).stdout).toContain(rate);
    await runToEnd(['report'], folder);
    const page = readFileSync(join(folder, 'data/report/index.html'), 'utf8');
    expect(page).toContain(rate);
    expect(page).toMatch(/(?:false-premise|control)[^<]*; from [^<]+; the better answer [^<]+; the worse one /);
  });

  test('is asked nothing twice: --plan says what is left, a second run has nothing to do, and raising the quota asks only what is new', async () => {
    const server = await startChatServer(answersBoundary);
    const folder = makeFolder(FILES);
    const at = ['--base-url', server.url];
    await runToEnd(['profile-build', '--roles', 'roles', '--only', 'Keeper', ...at, '--quiet'], folder);
    await runToEnd(['knowledge', ...at, '--quiet'], folder);
    const before = server.seen.length;
    const planned = await rolellm(['boundary', ...at, '--plan', '--json'], folder);
    expect([planned.status, server.seen.length], planned.stderr).toEqual([0, before]);
    await runToEnd(['boundary', ...at, '--quiet'], folder);
    const asked = server.seen.length - before;
    expect(planned.stdout).toContain(`"requests":${asked}`);
    const again = await rolellm(['boundary', ...at], folder);
    expect([again.status, server.seen.length - before]).toEqual([0, asked]);
    expect(again.stderr).toContain('boundary: nothing to do');
  });
});

describe('a server that does not', () => {
  test('goes along with everything: what does not turn its trap down is refused, and the run ends with 1', async () => {
    const server = await startChatServer((seen, ...rest) => {
      if (boundaryKind(seen) !== 'answer') return answersBoundary(seen, ...rest);
      const question = seen.messages.at(-1)?.content ?? '';
      return `Aye, ${question.replace(/\?$/, ', as you say.')} I remember it well, and I am a language model.`;
    });
    const folder = makeFolder(FILES);
    const { status, stdout } = await rolellm([...ONLY, '--base-url', server.url], folder);
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /Keeper: 0 of 6 traps and \d of 6 controls kept, from 24 questions \(refused: .*boundary \d+/,
    );
    expect(stdout).toContain('boundary.candidates (now 2)');
    const evidence = refused(folder).flatMap((one) => (one.check === 'boundary' ? [one.evidence] : []));
    expect(evidence.length).toBeGreaterThanOrEqual(12);
    expect(evidence.join('\n')).toMatch(/asserts "|neither denies "|says "I am a language model"/);
  });

  test('denies everything: controls are refused, and no pair is made of an answer that falls for nothing', async () => {
    const server = await startChatServer((seen, ...rest) => {
      if (boundaryKind(seen) !== 'answer') return answersBoundary(seen, ...rest);
      const said = answersBoundary(seen, ...rest) as string;
      return `You are mistaken. I know nothing of ${said.split(' ').at(-3)} and ${said.split(' ').at(7)}.`;
    });
    const folder = makeFolder(FILES);
    const { status, stdout } = await rolellm([...ONLY, '--base-url', server.url], folder);
    expect(status).toBe(1);
    expect(stdout).toMatch(/ 0 of 6 controls kept/);
    const rows = madeRows(folder);
    for (const { kind, chosen } of rows) expect(chosen.passes).toBe(kind !== CONTROL);
    expect(kept(folder).every(({ rejected }) => rejected === null)).toBe(true);
  });

  test('asks without what a question has to hold: nothing is made of it, and a server that does is asked for it alone', async () => {
    let isWrong = true;
    const server = await startChatServer((seen, number, headers) => {
      if (!isWrong || boundaryKind(seen) !== 'question') return answersBoundary(seen, number, headers);
      return '{"lead_up": [{"visitor": "How are you?", "character": "Well."}, {"visitor": "And the sea?", "character": "Loud."}, {"visitor": "And the lamp?", "character": "Lit."}], "question": "What do you do all day?", "thing": "lamp", "false_value": "my mother", "claimed": "a machine"}';
    });
    const folder = makeFolder({ ...FILES, 'rolellm.config.yaml': `${settings()}tries: 1\n` });
    const first = await rolellm([...ONLY, '--base-url', server.url], folder);
    expect(first.status).toBe(1);
    expect(first.stdout).toMatch(
      /Keeper: \d+ requests failed, the first because (?:its question does not hold "|"lamp" is of)/,
    );
    expect(first.stderr).toMatch(/"lamp" is of the character's own world/);
    isWrong = false;
    await runToEnd([...ONLY, '--base-url', server.url, '--quiet'], folder);
    const other = makeFolder(FILES);
    await runToEnd([...ONLY, '--base-url', server.url, '--quiet'], other);
    expect(madeRows(folder).map(({ id }) => id)).toEqual(madeRows(other).map(({ id }) => id));
  });
});

test('generate runs it only where it is named, and a folder without it does not hear of it', async () => {
  const server = await startChatServer(answersBoundary);
  const folder = makeFolder({
    ...FILES,
    'rolellm.config.yaml': 'rolegpt: { count: 1 }\ncontextInstruct: { perRole: 2 }\n',
  });
  await rolellm(['generate', '--roles', 'roles', '--only', 'Keeper', '--base-url', server.url], folder);
  expect(server.seen.filter((seen) => boundaryKind(seen) !== undefined)).toEqual([]);
  expect(existsSync(join(folder, 'data/boundary.jsonl'))).toBe(false);
  expect((await rolellm(['status'], folder)).stdout).not.toContain('boundary');
});

const known = (name: string, language: string, more = '') =>
  `name: ${name}\nlanguage: ${language}\ndescription: ${name}.\ndescription_second_person: ${name}.\ncatchphrases: []\ncategories: []\n${more}`;

test('a role without facts, and one whose language has no prompts, are told in one line each, and others are asked', async () => {
  const server = await startChatServer(answersBoundary);
  const folder = makeFolder({
    ...FILES,
    'roles/ann.yaml': known('Ann', 'en'),
    'roles/elvire.yaml': known('Elvire', 'fr', 'knowledge: elvire.json\n'),
    'roles/elvire.json': '{"claims": {"ville": "Burgos"}}',
  });
  const all = ['generate', '--roles', 'roles', '--only', 'Keeper', 'Ann', 'Elvire', '--recipes', 'boundary'];
  const { status, stdout } = await rolellm([...all, '--base-url', server.url], folder);
  expect(status).toBe(1);
  const told = stdout.match(/(?:Ann|Elvire): .*boundary.*/g) ?? [];
  expect(told).toEqual([
    'Elvire: boundary has no prompts in French',
    'Ann: boundary has nothing to ask about: data/knowledge.jsonl:1 holds no fact of it',
  ]);
  expect(kept(folder)).toHaveLength(12);
});

test.each<[what: string, settings: string, error: RegExp]>([
  [
    'a kind that there is not',
    ', kinds: { trick: 1 }',
    /rolellm\.config\.yaml:2: unknown key "boundary\.kinds\.trick"/,
  ],
  [
    'no kind at all',
    ', kinds: { false-premise: 0, after-the-point: 0, beyond-the-world: 0, out-of-role: 0 }',
    /one kind at least must have more than 0/,
  ],
  ['fewer exchanges than the fewest', ', leadUp: { least: 2, most: 1 }', /must be least or more/],
])('%s is one line, and nothing is asked', async (_what, more, error) => {
  const server = await startChatServer(answersBoundary);
  const folder = makeFolder({ ...FILES, 'rolellm.config.yaml': settings(more) });
  const { status, stderr } = await rolellm([...ONLY, '--base-url', server.url], folder);
  expect([status, server.seen]).toEqual([2, []]);
  expect(stderr).toMatch(error);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

const FERRYMAN =
  'name: 船家\nlanguage: zh\nscript: ferry.txt\nscript_name: 渡口\ndescription: 角色在渡口撑船。\ndescription_second_person: 你在渡口撑船。\ncatchphrases: [渡是渡得]\ncategories: [船夫]\n';

test('Chinese roles have Chinese questions, and what their answers deny is seen', async () => {
  const server = await startChatServer(answersBoundary);
  const folder = makeFolder({
    ...TINY_CHINESE_FILES,
    'roles/ferryman.yaml': FERRYMAN,
    'rolellm.config.yaml': settings(),
  });
  const args = ['generate', '--roles', 'roles', '--only', '船家', '--recipes', 'boundary', '--base-url', server.url];
  const { status, stdout, stderr } = await rolellm(args, folder);
  expect(status, stdout + stderr).toBe(0);
  const rows = madeRows(folder);
  expect(new Set(rows.map(({ kind }) => kind))).toEqual(
    new Set(['false-premise', 'beyond-the-world', 'out-of-role', CONTROL]),
  );
  expect(rows.every(({ chosen }) => chosen.passes)).toBe(true);
  expect(rows.map(({ tampering }) => tampering?.tampered_value)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^[二四五六七八九]十一个春天$/)]),
  );
  expect(kept(folder)).toHaveLength(12);
});

test('the offline model goes through it, and what it says is a rehearsal', async () => {
  const folder = makeFolder({ ...FILES, 'rolellm.config.yaml': settings() });
  const { status, stdout, stderr } = await rolellm([...ONLY, '--provider', 'offline'], folder);
  expect(status, stdout + stderr).toBe(0);
  expect(madeRows(folder).length).toBeGreaterThan(0);
});

test('the lines of a row are those of its fact in the script', async () => {
  const server = await startChatServer(answersBoundary);
  const folder = makeFolder(FILES);
  await runToEnd([...ONLY, '--base-url', server.url, '--quiet'], folder);
  const script = TINY_FILES['roles/lamp.txt']?.split('\n') ?? [];
  for (const { segment, value } of madeRows(folder)) {
    const [from, to] = segment?.lines ?? [0, 0];
    const near = script.slice(Math.max(0, from - 3), to + 1).join(' ');
    for (const word of value.split(' ').filter((one) => one.length > 3)) expect(near.toLowerCase()).toContain(word);
  }
});

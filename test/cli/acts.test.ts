import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ActRow } from '../../src/recipes/acts/row.js';
import type { RejectedSample, Sample } from '../../src/records.js';
import { type Fault, type SeenRequest, startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, PROJECT, rolellm, rowsOf, runToEnd } from '../harness/cli.js';
import { TINY_CHINESE_FILES } from '../harness/tiny-chinese-role.js';
import { TINY_FILES } from '../harness/tiny-role.js';

/** The scene that the documents show. */
const PAGE = readFileSync(join(PROJECT, 'docs/acts.md'), 'utf8');
const [, SCENE = ''] = /```text\n([\s\S]*?)```/.exec(PAGE) ?? [];

const settings = (more = '') =>
  `export: { testShare: 0, generalTestShare: 0 }\nacts: { perRole: 3, answers: 2, file: my-scene.yaml${more} }\n`;
const FILES = { ...TINY_FILES, 'my-scene.yaml': SCENE, 'rolellm.config.yaml': settings() };
const ONLY = ['generate', '--roles', 'roles', '--only', 'Keeper', '--recipes', 'acts'];

const textOf = (seen: SeenRequest) => seen.messages.map(({ content }) => content).join('\n');
const isAct = (seen: SeenRequest) => seen.response_format?.json_schema?.name === 'line_and_program';
const isInstruction = (seen: SeenRequest) => textOf(seen).includes('You write what somebody says to a character');
const step = (verb: string, ...args: string[]) => ({ verb, arguments: args });

const LIGHT = [step('take', 'matches'), step('go', 'lamp room'), step('light', 'lamp')];
const FETCH = [step('take', 'matches'), step('give', 'matches', 'Nora')];
const WORDED = 'Keeper, hand me those matches.';

/** What the character does by the words that it hears. */
const programFor = (asked: string) => (asked === WORDED ? FETCH : asked.includes('ship') ? [] : LIGHT);
const lineFor = (asked: string) =>
  asked === WORDED
    ? 'Mind your fingers, girl, they are the last dry ones this side of the reef.'
    : asked.includes('ship')
      ? 'No lamp of mine was ever put out for a wrecker, mark my words, and none shall be.'
      : 'Stand back from the stairs, then; she burns before you can count the steps.';

const reply = (line: string, program: object[]) => JSON.stringify({ line, program });

/** A server that acts as the scene has it, in its first answer; in its second one it takes what is not there. */
const acts: Fault = (seen) => {
  if (isInstruction(seen)) return WORDED;
  if (!isAct(seen)) return undefined;
  const asked = seen.messages.at(-1)?.content ?? '';
  const isFirst = (seen.seed ?? 0) % 2 === 0;
  return isFirst
    ? reply(lineFor(asked), programFor(asked))
    : reply(`Wait, I must look for it: ${asked}`, [step('take', 'moon')]);
};

const madeRows = (folder: string) => rowsOf<ActRow>(join(folder, 'data/acts.jsonl'));
const kept = (folder: string) => rowsOf<Sample>(join(folder, 'data/filtered.jsonl'));
const refused = (folder: string) => rowsOf<RejectedSample>(join(folder, 'data/rejected.jsonl'));

describe('a server that answers as the method expects', () => {
  test('gives lines with programs that run, pairs, and their rate in the summary, status and report', async () => {
    const server = await startChatServer(acts);
    const folder = makeFolder(FILES);
    const { status, stdout, stderr } = await rolellm([...ONLY, '--base-url', server.url], folder);
    expect(status, stdout + stderr).toBe(0);
    const rows = madeRows(folder);
    expect(rows).toHaveLength(3);
    // The row that the documents show, with some of its keys.
    const [, shown = ''] = /```json\n(.*)\n```/.exec(PAGE) ?? [];
    const row = JSON.parse(shown) as ActRow;
    expect(rows.find(({ question }) => question === row.question)).toMatchObject(row);
    for (const { system, answers, asked, question } of rows) {
      expect(system).toContain('You are Keeper.');
      expect(system).toContain('- lamp @ lamp room [dark, fixed]');
      expect(system).toContain(
        '- light(what: object): lights something dark | what near, what = dark, matches @ self => what = lit, what ≠ dark',
      );
      expect(answers.map((answer) => answer?.fault)).toEqual([null, 'step 1: "moon" is no object']);
      expect(asked === null).toBe(question !== WORDED);
    }

    const samples = kept(folder);
    expect(samples).toHaveLength(3);
    for (const { turns, system, rejected, requests } of samples) {
      const [user, role] = turns;
      expect(JSON.parse(role?.text ?? '')).toEqual({ line: role?.spoken, program: programFor(user?.text ?? '') });
      expect(JSON.parse(rejected ?? '').program).toEqual([step('take', 'moon')]);
      expect(system).toContain('This is what you can do.');
      expect(requests).toHaveLength(user?.text === WORDED ? 2 : 1);
    }
    expect(refused(folder).map(({ check, evidence }) => [check, evidence])).toEqual(
      Array(3).fill(['acts', 'step 1: "moon" is no object']),
    );

    const prints = Object.keys(fingerprint(join(folder, 'data/export'))).map((path) => path.replaceAll('\\', '/'));
    for (const format of [
      'messages',
      'openai',
      'axolotl',
      'turns',
      'sharegpt',
      'sharegpt-turns',
      'alpaca',
      'rocit',
      'dpo',
    ]) {
      const file = prints.find((path) => path.startsWith(`${format}/train.`)) ?? '';
      const exported = readFileSync(join(folder, 'data/export', file), 'utf8');
      expect(exported, format).toContain('This is what you can do.');
      expect(exported, format).toContain('\\"program\\":[{\\"verb\\":\\"take\\",\\"arguments\\":[\\"matches\\"]}');
    }
    const rate = 'acts: 3 of 6 answers do what the scene has for them (50 %); others: wrong arguments 3.';
    expect(stdout).toContain(rate);
    expect((await rolellm(['status'], folder)).stdout).toContain(rate);
    await runToEnd(['report'], folder);
    const page = readFileSync(join(folder, 'data/report/index.html'), 'utf8');
    expect(page).toContain(rate);
    expect(page).toMatch(/The lamp goes out; to (?:do: lamp = lit|do: matches @ Nora|be refused)/);
  });

  test('is asked nothing twice: --plan says what is left, a second run has nothing to do', async () => {
    const server = await startChatServer(acts);
    const folder = makeFolder(FILES);
    await runToEnd(
      ['profile-build', '--roles', 'roles', '--only', 'Keeper', '--base-url', server.url, '--quiet'],
      folder,
    );
    const before = server.seen.length;
    const planned = await rolellm(['acts', '--base-url', server.url, '--plan', '--json'], folder);
    expect([planned.status, server.seen.length], planned.stderr).toEqual([0, before]);
    // Three instructions with two answers each, of which one is worded first.
    expect(JSON.parse(planned.stdout).plan).toEqual([expect.objectContaining({ requests: 7 })]);
    await runToEnd(['acts', '--base-url', server.url, '--quiet'], folder);
    const asked = server.seen.length;
    expect(asked).toBe(before + 7);
    const again = await rolellm(['acts', '--base-url', server.url], folder);
    expect([again.status, server.seen.length]).toEqual([0, asked]);
    expect(again.stderr).toContain('acts: nothing to do');
  });

  test('a run that was cut off goes on where it stopped, and its rows are those of one that was not', async () => {
    const whole = await startChatServer(acts);
    const other = makeFolder(FILES);
    await runToEnd([...ONLY, '--base-url', whole.url, '--quiet'], other);
    let isMute = true;
    const server = await startChatServer((seen, number, headers) =>
      isMute && isAct(seen) ? { status: 400, body: { error: { message: 'no' } } } : acts(seen, number, headers),
    );
    const folder = makeFolder(FILES);
    expect((await rolellm([...ONLY, '--base-url', server.url], folder)).status).toBe(1);
    isMute = false;
    await runToEnd([...ONLY, '--base-url', server.url, '--quiet'], folder);
    expect(server.seen.filter(isInstruction)).toHaveLength(1);
    expect(readFileSync(join(folder, 'data/acts.jsonl'), 'utf8')).toBe(
      readFileSync(join(other, 'data/acts.jsonl'), 'utf8'),
    );
  });
});

describe('a server that does not', () => {
  test.each<[what: string, program: object[], evidence: RegExp]>([
    ['uses verbs of its own', [step('fly', 'lamp room')], /^step 1: there is no verb "fly"$/],
    [
      'forgets what a verb needs',
      [step('go', 'lamp room'), step('light', 'lamp')],
      /^step 2: light needs matches @ self$/,
    ],
    [
      'stops half-way',
      [step('take', 'matches')],
      /^after it lamp = lit does not hold$|^after it matches @ Nora |character is to refuse$/,
    ],
    ['does nothing at all', [], /^does nothing, and the instruction is none to refuse$/],
  ])(
    '%s: the answers are refused with the reason, without a judge, and the run ends with 1',
    async (_what, program, evidence) => {
      const server = await startChatServer((seen, number, headers) =>
        isAct(seen)
          ? reply(`Aye, I heard you the first time: ${seen.messages.at(-1)?.content} ${seen.seed}`, program)
          : acts(seen, number, headers),
      );
      const folder = makeFolder(FILES);
      const { status, stdout } = await rolellm([...ONLY, '--base-url', server.url], folder);
      expect(status).toBe(1);
      expect(stdout).toMatch(/Keeper: \d of 3 answers with a program, from 6 answers \(refused: .*acts \d/);
      expect(stdout).toContain('acts.answers (now 2)');
      const found = refused(folder).filter(({ check }) => check === 'acts');
      expect(found.length).toBeGreaterThanOrEqual(4);
      for (const one of found) expect(one.evidence).toMatch(evidence);
    },
  );

  test('refuses as an assistant does: that is out of character, also where a refusal is expected', async () => {
    const server = await startChatServer((seen, number, headers) =>
      isAct(seen)
        ? reply("I'm sorry, but as an AI language model I cannot assist with that.", [])
        : acts(seen, number, headers),
    );
    const folder = makeFolder(FILES);
    await rolellm([...ONLY, '--base-url', server.url], folder);
    expect(kept(folder)).toEqual([]);
    const ofShip = refused(folder).filter(({ turns }) => turns[0]?.text.includes('ship'));
    expect(ofShip).not.toEqual([]);
    for (const { check } of ofShip) expect(['refusal', 'ai-identity', 'exact-duplicate']).toContain(check);
    expect(ofShip.map(({ check }) => check)).toContain('ai-identity');
  });

  test('writes no JSON: the requests are told as failed, and nothing is made of them', async () => {
    const server = await startChatServer((seen, number, headers) =>
      isAct(seen) ? 'I go and light it.' : acts(seen, number, headers),
    );
    const folder = makeFolder(FILES);
    const { status, stdout } = await rolellm([...ONLY, '--base-url', server.url], folder);
    expect([status, madeRows(folder)]).toEqual([1, []]);
    expect(stdout).toMatch(/Keeper: 6 requests failed, the first because the reply is not JSON/);
  });
});

test('the line is checked as any answer is, and its program is not', async () => {
  const server = await startChatServer((seen, number, headers) =>
    isAct(seen) && textOf(seen).includes('ship')
      ? reply('[Your Name] will not put it out.', [])
      : acts(seen, number, headers),
  );
  const folder = makeFolder(FILES);
  await rolellm([...ONLY, '--base-url', server.url], folder);
  expect(refused(folder).map(({ check }) => check)).toContain('placeholder');
  expect(kept(folder).filter(({ turns }) => turns.at(-1)?.text.startsWith('{"line":'))).toHaveLength(2);
});

test.each<[what: string, file: string, error: RegExp]>([
  [
    'a verb twice',
    SCENE.replace('name: light', 'name: take'),
    /my-scene\.yaml:\d+: "verbs\.2\.name": there are two verbs "take"/,
  ],
  [
    'an unknown key',
    SCENE.replace('setting:', 'place:'),
    /my-scene\.yaml:\d+: unknown key "place"|"setting": is missing/,
  ],
  [
    'a fact about nothing',
    SCENE.replace('goal: [{ thing: lamp,', 'goal: [{ thing: lmap,'),
    /my-scene\.yaml:\d+: "instructions\.0\.goal\.0\.thing": "lmap" is no thing of the scene/,
  ],
  [
    'a fact that says two things',
    SCENE.replace('{ thing: lamp, is: lit }', '{ thing: lamp, is: lit, at: yard }'),
    /my-scene\.yaml:\d+: .*needs one of is, is_not, at, not_at, near beside it/,
  ],
  ['a language that nobody speaks', SCENE.replace('language: en', 'language: xx'), /my-scene\.yaml:\d+: "language"/],
  [
    'somebody who is nowhere',
    SCENE.replace('name: Nora, at: stairs', 'name: Nora, at: attic'),
    /there is no "attic" in the scene/,
  ],
  [
    'something within itself',
    SCENE.replace('name: matches, at: stairs', 'name: matches, at: matches'),
    /"matches" is within itself/,
  ],
  [
    'an instruction without a goal',
    SCENE.replace('refusal: expected', 'refusal: never'),
    /needs a goal, or `refusal: expected`/,
  ],
  ['no YAML', `${SCENE}\n  - {`, /my-scene\.yaml:\d+: this is not valid YAML/],
])('%s in a scene file is one line with its place, and nothing is asked', async (_what, file, error) => {
  expect(file).not.toBe(SCENE);
  const server = await startChatServer(acts);
  const { status, stderr } = await rolellm(
    [...ONLY, '--base-url', server.url],
    makeFolder({ ...FILES, 'my-scene.yaml': file }),
  );
  expect([status, server.seen], stderr).toEqual([2, []]);
  expect(stderr).toMatch(error);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test('roles of another language than the scene’s are told in one line, and so is a language without prompts', async () => {
  const server = await startChatServer(acts);
  const role = (name: string, language: string) =>
    `name: ${name}\nlanguage: ${language}\ndescription: The character is brave.\ndescription_second_person: You are brave.\ncatchphrases: [so be it]\ncategories: [brave]\n`;
  const folder = makeFolder({
    ...FILES,
    'roles/elvire.yaml': role('Elvire', 'fr'),
    'roles/zhang.yaml': role('张三', 'zh'),
  });
  const { status, stdout } = await rolellm(
    [
      'generate',
      '--roles',
      'roles',
      '--only',
      'Keeper',
      'Elvire',
      '张三',
      '--recipes',
      'acts',
      '--base-url',
      server.url,
    ],
    folder,
  );
  expect(status).toBe(1);
  expect(stdout.match(/(?:Elvire|张三): .*/g)?.sort()).toEqual([
    'Elvire: acts has no prompts in French',
    '张三: my-scene.yaml has no scene in Chinese',
  ]);
  expect(kept(folder)).toHaveLength(3);
});

test('generate runs it only where it is named', async () => {
  const server = await startChatServer(acts);
  const folder = makeFolder({
    ...FILES,
    'rolellm.config.yaml': `${settings()}rolegpt: { count: 1 }\ncontextInstruct: { perRole: 2 }\n`,
  });
  await rolellm(['generate', '--roles', 'roles', '--only', 'Keeper', '--base-url', server.url], folder);
  expect(server.seen.filter((seen) => isAct(seen) || isInstruction(seen))).toEqual([]);
  expect(existsSync(join(folder, 'data/acts.jsonl'))).toBe(false);
});

const BY_HAND =
  'name: 船家\nlanguage: zh\nscript: ferry.txt\nscript_name: 渡口\ndescription: 角色在渡口撑船。\ndescription_second_person: 你在渡口撑船。\ncatchphrases: [渡是渡得]\ncategories: [船夫]\n';

test('Chinese roles act in the Chinese scene that is shipped', async () => {
  const server = await startChatServer((seen) => {
    if (!isAct(seen))
      return textOf(seen).includes('你写出一个人为了办成一件事') ? '船家，劳驾，替我办一办。' : undefined;
    const isFire = (seen.messages.at(-1)?.content ?? '').includes('炉子灭了');
    return reply(
      '老板娘莫急，渡是渡得，火也生得，你且坐下歇歇。',
      isFire ? [step('去', '库房'), step('拿', '木柴'), step('去', '茶棚'), step('生火')] : [],
    );
  });
  const folder = makeFolder({
    ...TINY_CHINESE_FILES,
    'roles/ferryman.yaml': BY_HAND,
    'rolellm.config.yaml': 'acts: { answers: 1 }\n',
  });
  await rolellm(
    ['generate', '--roles', 'roles', '--only', '船家', '--recipes', 'acts', '--base-url', server.url, '--quiet'],
    folder,
  );
  const rows = madeRows(folder);
  expect(rows).toHaveLength(10);
  const fire = rows.find(({ question }) => question.includes('炉子灭了'));
  expect(fire).toMatchObject({ goal: ['炉子 = 旺'], answers: [{ fault: null }] });
  expect(fire?.system).toContain('- 去(何处: place): 走到没有拴着的地方 | 何处 ≠ 拴着 => self @ 何处');
});

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RuledPrompt } from '../../src/recipes/rules/row.js';
import type { RejectedSample, Sample } from '../../src/records.js';
import { type Fault, type SeenRequest, startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, PROJECT, rolellm, rowsOf, runToEnd } from '../harness/cli.js';
import { TINY_CHINESE_FILES } from '../harness/tiny-chinese-role.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const MY_RULES = `rules:
  - { kind: must, words: [today], text: 'Use the word "today".' }
  - { kind: must, words: [traveller], text: 'Use the word "traveller".' }
  - { kind: must-not, words: [words], text: 'Do not use the word "words".' }
  - { kind: length, at_most: 40, text: 'Use at most 40 words.' }
  - { kind: tone, text: 'Speak gently.' }
  - { kind: tone, text: 'Speak curtly.' }
  - { kind: topic, words: [winter], text: 'Do not speak of fuel.' }
`;

const settings = (more = '') =>
  `export: { testShare: 0, generalTestShare: 0 }\nrules: { perRole: 4, sets: 2, minRules: 4, maxRules: 5, file: my-rules.yaml, instructions: instructions.txt${more} }\n`;
const FILES = { ...TINY_FILES, 'my-rules.yaml': MY_RULES, 'rolellm.config.yaml': settings() };
const ONLY = ['generate', '--roles', 'roles', '--only', 'Keeper', '--recipes', 'rules'];

const isVerdict = (seen: SeenRequest) => seen.response_format?.json_schema?.name === 'rule_verdicts';
const isAnswer = (seen: SeenRequest) => (seen.messages[0]?.content ?? '').includes('Keep these rules in every answer');
const NUMBERED = /^(\d+)\. (.*)$/gm;
const rulesIn = (text: string) =>
  [...text.matchAll(NUMBERED)].map(([, number, says]) => ({ rule: Number(number), says }));

/** A server that keeps the rules in its first answer to a prompt, and says so. Its second one lacks a word. */
const keepsRules: Fault = (seen) => {
  if (isVerdict(seen)) {
    const shown = /<rules>\n([\s\S]*)\n<\/rules>/.exec(seen.messages.at(-1)?.content ?? '')?.[1] ?? '';
    const verdicts = rulesIn(shown).map(({ rule }) => ({ rule, reason: 'It is gentle.', follows: true }));
    return JSON.stringify({ verdicts });
  }
  if (!isAnswer(seen)) return undefined;
  const digest = createHash('sha256')
    .update(seen.messages.at(-1)?.content ?? '')
    .digest();
  const word = ['lamp', 'reef', 'bell', 'chest', 'oar'][(digest[0] as number) % 5];
  const asked = (seen.messages.at(-1)?.content ?? '').split(' ').slice(-1).join(' ').replace(/\W+$/, '');
  const first = (seen.seed ?? 0) % 2 === 0;
  return first
    ? `Rest your feet, traveller: today I polished the ${word}, and ${asked} was all my thought until the tide turned.`
    : `Gulls cry about ${asked}, and I would sooner mend a net than argue with the ${word} at this hour.`;
};

const madeRows = (folder: string) => rowsOf<RuledPrompt>(join(folder, 'data/rules.jsonl'));
const kept = (folder: string) => rowsOf<Sample>(join(folder, 'data/filtered.jsonl'));
const refused = (folder: string) => rowsOf<RejectedSample>(join(folder, 'data/rejected.jsonl'));

describe('a server that answers as the method expects', () => {
  test('gives rows that keep their rules, verdicts on each, pairs, and their rate in the summary, status and report', async () => {
    const server = await startChatServer(keepsRules);
    const folder = makeFolder(FILES);
    const { status, stdout, stderr } = await rolellm([...ONLY, '--base-url', server.url], folder);
    expect(status, stdout + stderr).toBe(0);

    const rows = madeRows(folder);
    expect(rows).toHaveLength(4);
    // The row that the documents show, with some of its keys.
    const [, shown = ''] = /```json\n(.*)\n```/.exec(readFileSync(join(PROJECT, 'docs/rules.md'), 'utf8')) ?? [];
    const row = JSON.parse(shown) as RuledPrompt;
    expect(rows.find(({ question }) => question === row.question)).toMatchObject(row);
    for (const { rules, system, answers, question } of rows) {
      expect(rules.length).toBeGreaterThanOrEqual(4);
      // "mark my words" is Keeper's catchphrase, and two tones do not go together.
      const texts = rules.map(({ text }) => text);
      expect(texts).not.toContain('Do not use the word "words".');
      expect(texts).not.toEqual(expect.arrayContaining(['Speak gently.', 'Speak curtly.']));
      expect(system).toContain('You are Keeper.');
      expect(system.endsWith(texts.map((text, k) => `${k + 1}. ${text}`).join('\n'))).toBe(true);
      const fuel = rules.find(({ kind }) => kind === 'topic');
      if (fuel) expect(fuel.applies).toBe(question.includes('winter'));
      for (const answer of answers) {
        expect(answer?.verdicts.map(({ rule }) => rule)).toEqual(
          rules.flatMap(({ applies }, k) => (applies ? [k + 1] : [])),
        );
        expect(answer?.all_pass).toBe(answer?.verdicts.every(({ passes }) => passes));
      }
    }

    const [sample] = kept(folder);
    const all = rows.flatMap(({ answers }) => answers);
    const [good, bad] = [true, false].map((passes) => all.filter((answer) => answer?.all_pass === passes));
    expect(good?.length).toBeGreaterThanOrEqual(4);
    expect(kept(folder)).toHaveLength(4);
    expect(sample).toMatchObject({ recipe: 'rules', role: 'Keeper', system: expect.stringContaining('1. ') });
    expect(refused(folder).map(({ check }) => check)).toContain('rules');
    const broken = refused(folder).find(({ check }) => check === 'rules');
    expect(broken?.evidence).toMatch(/^rule \d \((must|length)\): /);

    const prints = Object.keys(fingerprint(join(folder, 'data/export'))).map((path) => path.replaceAll('\\', '/'));
    for (const format of ['messages', 'openai', 'axolotl', 'turns', 'sharegpt', 'sharegpt-turns', 'alpaca', 'rocit']) {
      const file = prints.find((path) => path.startsWith(`${format}/train.`)) ?? '';
      const exported = readFileSync(join(folder, 'data/export', file), 'utf8');
      expect(exported, format).toContain('Keep these rules in every answer');
    }
    const pairs = rowsOf<{ preferred_by: string }>(join(folder, 'data/export/dpo/train.jsonl'));
    expect(pairs.map(({ preferred_by }) => preferred_by)).toContain('recipe');

    const rate = `rules: ${good?.length} of ${(good?.length ?? 0) + (bad?.length ?? 0)} answers keep all their rules`;
    expect(stdout).toContain(rate);
    expect((await rolellm(['status'], folder)).stdout).toContain(rate);
    await runToEnd(['report'], folder);
    const page = readFileSync(join(folder, 'data/report/index.html'), 'utf8');
    expect(page).toContain(rate);
    expect(page).toMatch(/\d must kept \(holds &quot;today&quot;\)|\d must kept \(holds "today"\)/);
  });

  test('is asked nothing twice: --plan says what is left, a second run has nothing to do', async () => {
    const server = await startChatServer(keepsRules);
    const folder = makeFolder(FILES);
    await runToEnd(
      ['profile-build', '--roles', 'roles', '--only', 'Keeper', '--base-url', server.url, '--quiet'],
      folder,
    );
    const before = server.seen.length;
    const planned = await rolellm(['rules', '--base-url', server.url, '--plan', '--json'], folder);
    expect([planned.status, server.seen.length], planned.stderr).toEqual([0, before]);
    await runToEnd(['rules', '--base-url', server.url, '--quiet'], folder);
    const [answers, verdicts] = [server.seen.filter(isAnswer), server.seen.filter(isVerdict)];
    expect(answers).toHaveLength(8);
    expect(planned.stdout).toContain(String(answers.length + verdicts.length));
    const asked = server.seen.length;
    const again = await rolellm(['rules', '--base-url', server.url], folder);
    expect([again.status, server.seen.length]).toEqual([0, asked]);
    expect(again.stderr).toContain('rules: nothing to do');
  });
});

describe('a server that does not', () => {
  test('keeps no rule: every answer is refused with the rule that it breaks, and the run ends with 1', async () => {
    const server = await startChatServer((seen) =>
      isAnswer(seen) ? `I am very sorry. ${seen.messages.at(-1)?.content}` : keepsRules(seen, 0, {}),
    );
    const folder = makeFolder(FILES);
    const { status, stdout } = await rolellm([...ONLY, '--base-url', server.url], folder);
    expect(status).toBe(1);
    expect(stdout).toMatch(/Keeper: \d of 4 answers that keep all their rules, from 8 answers \(refused: .*rules \d/);
    expect(stdout).toContain('rules.answers (now 2)');
    const broken = refused(folder).filter(({ check }) => check === 'rules');
    expect(broken.length).toBeGreaterThanOrEqual(4);
    for (const { evidence } of broken) expect(evidence).toMatch(/^rule \d \((must|must-not|length)\): /);
  });

  test('gives no verdicts: nothing unjudged is kept, and a server that gives them is asked for them alone', async () => {
    let isMute = true;
    const server = await startChatServer((seen, number, headers) => {
      if (!isVerdict(seen) || !isMute) return keepsRules(seen, number, headers);
      return '{"verdicts": [{"rule": 99, "reason": "none", "follows": true}]}';
    });
    const folder = makeFolder(FILES);
    const first = await rolellm([...ONLY, '--base-url', server.url], folder);
    expect(first.status).toBe(1);
    expect(first.stdout).toMatch(/Keeper: \d+ requests failed, the first because the reply has 0 verdicts on rule \d/);
    expect(
      refused(folder)
        .map(({ evidence }) => evidence)
        .join('\n'),
    ).toMatch(/rule \d \((tone|topic)\): was not judged/);
    isMute = false;
    const before = server.seen.length;
    await runToEnd([...ONLY, '--base-url', server.url, '--quiet'], folder);
    expect(server.seen.length).toBeGreaterThan(before);
    expect(server.seen.slice(before).every(isVerdict)).toBe(true);
    const other = makeFolder(FILES);
    await runToEnd([...ONLY, '--base-url', server.url, '--quiet'], other);
    expect(madeRows(folder)).toEqual(madeRows(other));
  });

  test('is not asked for verdicts with judge: false: such rules are said to be unjudged and are not in the way', async () => {
    const server = await startChatServer(keepsRules);
    const folder = makeFolder({ ...FILES, 'rolellm.config.yaml': settings(', judge: false') });
    const { status, stdout } = await rolellm([...ONLY, '--base-url', server.url], folder);
    expect([status, server.seen.filter(isVerdict).length], stdout).toEqual([0, 0]);
    expect(stdout).toMatch(/rules: rules that nobody judged: (tone|topic) \d/);
    const verdicts = madeRows(folder).flatMap(({ answers }) => answers.flatMap((answer) => answer?.verdicts ?? []));
    expect(verdicts.find(({ passes }) => passes === null)?.evidence).toBe('not judged (rules.judge: false)');
  });
});

test('generate runs it only where it is named, and a folder without it does not hear of it', async () => {
  const server = await startChatServer(keepsRules);
  const folder = makeFolder({
    ...FILES,
    'rolellm.config.yaml': `${settings()}rolegpt: { count: 1 }\ncontextInstruct: { perRole: 2 }\n`,
  });
  await rolellm(['generate', '--roles', 'roles', '--only', 'Keeper', '--base-url', server.url], folder);
  expect(server.seen.filter(isAnswer)).toEqual([]);
  expect(existsSync(join(folder, 'data/rules.jsonl'))).toBe(false);
  expect((await rolellm(['status'], folder)).stdout).not.toContain('rules');
});

test.each<[what: string, file: string, error: RegExp]>([
  [
    'a rule of an unknown kind',
    MY_RULES.replace('kind: tone', 'kind: colour'),
    /my-rules\.yaml:6: "rules\.4\.kind": there is no kind of rule "colour"; kinds are form, /,
  ],
  [
    'a key that its kind does not have',
    MY_RULES.replace('at_most', 'most'),
    /my-rules\.yaml:5: unknown key "rules\.3\.most"/,
  ],
  [
    'a length without a number',
    MY_RULES.replace(' at_most: 40,', ''),
    /my-rules\.yaml:5: .*a length needs at_least or at_most/,
  ],
  ['too few rules', MY_RULES.split('\n').slice(0, 3).join('\n'), /my-rules\.yaml: it has fewer rules than a set has/],
])('%s is one line with its place, and nothing is asked', async (_what, file, error) => {
  const server = await startChatServer(keepsRules);
  const { status, stderr } = await rolellm(
    [...ONLY, '--base-url', server.url],
    makeFolder({ ...FILES, 'my-rules.yaml': file }),
  );
  expect([status, server.seen]).toEqual([2, []]);
  expect(stderr).toMatch(error);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test('a role whose language has no prompts is told in one line, and others are asked', async () => {
  const server = await startChatServer(keepsRules);
  const french =
    'name: Elvire\nlanguage: fr\ndescription: Elvire est fidèle.\ndescription_second_person: Tu es fidèle.\ncatchphrases: [ma foi]\ncategories: [noble]\n';
  const folder = makeFolder({ ...FILES, 'roles/elvire.yaml': french });
  const { status, stdout } = await rolellm(
    ['generate', '--roles', 'roles', '--only', 'Keeper', 'Elvire', '--recipes', 'rules', '--base-url', server.url],
    folder,
  );
  expect(status).toBe(1);
  expect(stdout.match(/Elvire: .*/g)).toEqual(['Elvire: rules has no prompts in French']);
  expect(kept(folder)).toHaveLength(4);
});

const BY_HAND =
  'name: 船家\nlanguage: zh\nscript: ferry.txt\nscript_name: 渡口\ndescription: 角色在渡口撑船。\ndescription_second_person: 你在渡口撑船。\ncatchphrases: [渡是渡得]\ncategories: [船夫]\n';

test('Chinese roles have Chinese rules, and their answers are counted in characters', async () => {
  const server = await startChatServer((seen, number, headers) => {
    const isChinese = (seen.messages[0]?.content ?? '').includes('每次回答都要守这些规则');
    return isChinese ? '朋友，今天天气好，水也不急。喝口茶再过河，就是这样。' : keepsRules(seen, number, headers);
  });
  const folder = makeFolder({
    ...TINY_CHINESE_FILES,
    'roles/ferryman.yaml': BY_HAND,
    'rolellm.config.yaml': 'rules: { perRole: 6, sets: 6, answers: 1 }\n',
  });
  const args = [
    'generate',
    '--roles',
    'roles',
    '--only',
    '船家',
    '--recipes',
    'rules',
    '--base-url',
    server.url,
    '--quiet',
  ];
  await rolellm(args, folder);
  const rows = madeRows(folder);
  expect(rows).toHaveLength(6);
  const evidence = rows.flatMap(({ rules, answers }) =>
    answers.flatMap((answer) =>
      (answer?.verdicts ?? []).map((verdict) => [rules[verdict.rule - 1]?.kind, verdict.evidence] as const),
    ),
  );
  expect(
    evidence
      .filter(([kind]) => kind === 'length')
      .map(([, says]) => says)
      .join('\n'),
  ).toMatch(/21 characters|2 sentences/);
  expect(
    server.seen
      .filter(isVerdict)
      .map(({ messages }) => messages.at(-1)?.content)
      .join('\n'),
  ).toContain('请给出判断');
});

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ContrastRow } from '../../src/recipes/contrast/row.js';
import type { RejectedSample, Sample } from '../../src/records.js';
import { type Fault, type SeenRequest, startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, PROJECT, rolellm, rowsOf, runToEnd } from '../harness/cli.js';
import { TINY_CHINESE_FILES } from '../harness/tiny-chinese-role.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const role = (name: string, claims: Record<string, string>) => ({
  [`roles/${name.toLowerCase()}.yaml`]: `name: ${name}\nlanguage: en\nknowledge: ${name.toLowerCase()}.json\ndescription: The ${name} of an old tale. This one is known far and wide.\ndescription_second_person: You are the ${name} of an old tale. You are known far and wide.\ncatchphrases: []\ncategories: [old]\n`,
  [`roles/${name.toLowerCase()}.json`]: JSON.stringify({
    description: `${name} of a tale`,
    aliases: [`Old ${name}`],
    claims,
  }),
});
const FILES = {
  ...role('Miller', {
    'colour of the mule': 'dappled grey',
    'toll for a sack': 'eleven farthings',
    'name of the river': 'Withersbrook',
  }),
  ...role('Pilot', { 'kind of ship': 'hydrogen freighter', 'home port': 'Ganymede', 'year of the licence': '2291' }),
  ...role('Monk', {
    'bell that is rung': 'Old Gudrun',
    'food on feast days': 'pickled eel',
    'book that is copied': 'a psalter in gold',
  }),
  'rolellm.config.yaml': 'export: { testShare: 0, generalTestShare: 0, heldOut: 0 }\n',
};
const ONLY = ['generate', '--roles', 'roles', '--recipes', 'contrast'];

const isQuestions = (seen: SeenRequest) => seen.response_format?.json_schema?.name === 'contrast_questions';
const isAnswer = (seen: SeenRequest) => /<what_you_know>/.test(seen.messages[0]?.content ?? '');
const lastOf = (seen: SeenRequest) => seen.messages.at(-1)?.content ?? '';

const WORDS =
  'lamp reef bell chest oar storm letter flag rope gull lens stair coat net anchor tide mast cliff candle barrel'.split(
    ' ',
  );
const CHINESE = [...'灯礁钟箱桨风信旗绳鸥镜梯衣网锚潮桅崖烛桶'];
const wordsOf = (text: string, list: readonly string[]) =>
  [...createHash('sha256').update(text).digest().subarray(0, 5)].map((byte) => list[byte % list.length] as string);

/** What one would ask of these facts in earnest, in one of a role's two pairs; in the other, words that follow from the fact alone. */
const ASKED: Record<string, string> = {
  'dappled grey': 'What colour is the coat of the beast that carries your sacks?',
  'eleven farthings': 'How much do you take for grinding one sack?',
  Withersbrook: 'Which water turns your wheel?',
};
const EARNEST = 'Pilot';

/** The numbered facts of the first character of a prompt. */
const factsIn = (seen: SeenRequest) =>
  [
    ...(/<first_character>([\s\S]*)<\/first_character>/.exec(lastOf(seen))?.[1] ?? '').matchAll(
      /^(\d+)\. ([^\n:]+): (.*)$/gm,
    ),
  ].map(([, number, property, value]) => ({ number: Number(number), property, value: value ?? '' }));

/** A server that asks for the first facts, and knows which fact each of its questions asks for. */
function createWriter(more: { question?(text: string, k: number, value: string): string } = {}) {
  const asked = new Map<string, string>();
  const answers: Fault = (seen) => {
    if (isQuestions(seen)) {
      const other = /<second_character>\n<name>(.*)<\/name>/.exec(lastOf(seen))?.[1] ?? '';
      const count = Number(/<question_num>(\d+)/.exec(lastOf(seen))?.[1]);
      const questions = factsIn(seen)
        .slice(0, count)
        .map(({ number, value }, k) => {
          const isChinese = /\p{Script=Han}/u.test(value);
          const [a, b, c, d, e] = wordsOf(value + other, isChinese ? CHINESE : WORDS);
          const own =
            other === EARNEST && ASKED[value]
              ? ASKED[value]
              : isChinese
                ? `你可记得${a}旁边的${b}是怎样遇见${c}的，又怎样离了${d}和${e}？`
                : `What do you know of the ${a} that met the ${b} beside the ${c} and the ${d} of the ${e}?`;
          const question = more.question?.(own, k, value) ?? own;
          asked.set(question, value);
          return { facts: [number], why: 'era', reason: 'It is of another time.', question };
        });
      return JSON.stringify({ questions });
    }
    if (!isAnswer(seen)) return undefined;
    const value = asked.get(lastOf(seen)) ?? '';
    const knows = /<what_you_know>([\s\S]*)<\/what_you_know>/
      .exec(seen.messages[0]?.content ?? '')?.[1]
      ?.includes(value);
    if (/\p{Script=Han}/u.test(value))
      return knows ? `这我自然晓得，那便是${value}，我至今记得。` : '这话我听不懂，我从未听说过这样的事。';
    return knows
      ? `I could tell you in my sleep: ${value}, as I live and breathe.`
      : 'I have never heard of such a thing, and my days leave me no time for it.';
  };
  return answers;
}

const madeRows = (folder: string) => rowsOf<ContrastRow>(join(folder, 'data/contrast.jsonl'));
const kept = (folder: string) => rowsOf<Sample>(join(folder, 'data/filtered.jsonl'));
const refused = (folder: string) => rowsOf<RejectedSample>(join(folder, 'data/rejected.jsonl'));

interface WikiRow {
  system: string;
  prompts: string[];
  ref_messages: { role: string; content: string }[];
  role_consist_cands: string[];
  rejection_labels: number[];
  evidence: string[];
  meta: Record<string, unknown>;
}

/** What a row of the three roles must be: three questions, each with the fact that it asks for, answered as its label says. */
function expectAsLabelled({ id, role, label, other, asked, system }: ContrastRow): void {
  expect(asked).toHaveLength(3);
  expect(id.endsWith(`-${label}`)).toBe(true);
  expect(system).toContain(`You are ${role}. You are the ${role} of an old tale.`);
  const knows = label === 0 ? role : other;
  const { claims } = JSON.parse(FILES[`roles/${knows.toLowerCase()}.json` as keyof typeof FILES] as string);
  for (const { evidence, answer, fault } of asked) {
    for (const { property, value } of evidence) expect(claims[property]).toBe(value);
    expect([fault, answer?.includes(evidence[0]?.value ?? '')]).toEqual([null, label === 0]);
  }
}

/** What Ditto's evaluation reads of a row. */
function expectAsWikiRoleEval(row: WikiRow): void {
  expect(row.rejection_labels.toSorted()).toEqual([0, 0, 0, 1, 1, 1]);
  expect(row.prompts).toHaveLength(6);
  expect(row.evidence.every((text) => text.startsWith('- '))).toBe(true);
  const sides = row.ref_messages.map(({ role: by }) => by);
  expect(sides).toEqual(['system', ...Array(6).fill(['user', 'assistant']).flat()]);
  const asked = row.ref_messages.filter(({ role: by }) => by === 'user');
  expect(asked.map(({ content }) => content)).toEqual(row.prompts);
  expect(row.role_consist_cands).toContain(`${row.meta.label}: ${row.meta.description}`);
  const { evidence, rejection_labels, role_consist_cands } = row;
  expect(row.meta).toMatchObject({ lang: 'en', evidence, rejection_labels, role_consist_cands });
}

const RATES = [
  'contrast: 18 of 18 answers to what the role knows hold it',
  'contrast: 18 of 18 answers to what it cannot know say so and give nothing away',
];

describe('a server that answers as the method expects', () => {
  test('gives each role what it knows and what it cannot know, half and half, and tells the rates', async () => {
    const server = await startChatServer(createWriter());
    const folder = makeFolder(FILES);
    const { status, stdout, stderr } = await rolellm([...ONLY, '--base-url', server.url], folder);
    expect(status, stdout + stderr).toBe(0);
    const rows = madeRows(folder);
    // Three roles in a ring, each paired with both others: a row of each side.
    expect(rows).toHaveLength(12);
    for (const row of rows) expectAsLabelled(row);
    // The row that the documents show, with some of its keys.
    const [, shown = ''] = /```json\n(.*)\n```/.exec(readFileSync(join(PROJECT, 'docs/contrast.md'), 'utf8')) ?? [];
    const row = JSON.parse(shown) as ContrastRow;
    expect(
      rows.find(({ role: name, other, label }) => name === row.role && other === row.other && label === row.label),
    ).toMatchObject(row);
    for (const name of ['Miller', 'Pilot', 'Monk']) {
      const own = kept(folder).filter((one) => one.role === name);
      expect(own.map(({ rejection }) => rejection?.label).sort(), name).toEqual([0, 0, 0, 1, 1, 1]);
    }
    expect(new Set(refused(folder).map(({ check }) => check))).toEqual(new Set(['quota']));
    for (const rate of RATES) expect(stdout).toContain(rate);
    expect((await rolellm(['status'], folder)).stdout).toContain(RATES[0]);
    await runToEnd(['report'], folder);
    const page = readFileSync(join(folder, 'data/report/index.html'), 'utf8');
    expect(page).toContain(RATES[1]);
    expect(page).toContain('era: It is of another time. (');
  });

  test('is exported with a short introduction and without what is known of a role, and as WikiRoleEval has it', async () => {
    const server = await startChatServer(createWriter());
    const folder = makeFolder(FILES);
    await runToEnd([...ONLY, '--base-url', server.url, '--quiet'], folder);
    const prints = Object.keys(fingerprint(join(folder, 'data/export'))).map((path) => path.replaceAll('\\', '/'));
    for (const format of ['messages', 'openai', 'axolotl', 'turns', 'sharegpt', 'sharegpt-turns', 'alpaca', 'rocit']) {
      const file = prints.find((path) => path.startsWith(`${format}/train.`)) ?? '';
      const exported = readFileSync(join(folder, 'data/export', file), 'utf8');
      expect(exported, format).toContain('of an old tale');
      expect(exported, format).not.toContain('<what_you_know>');
    }
    const messages = rowsOf<{ messages: { content: string }[] }>(join(folder, 'data/export/messages/train.jsonl'));
    expect(messages).toHaveLength(18);
    const systems = new Set(messages.map((one) => one.messages[0]?.content ?? ''));
    for (const system of systems) expect(system).not.toMatch(/grey|farthings|Ganymede|2291|Gudrun|eel/);
    const wiki = rowsOf<WikiRow>(join(folder, 'data/export/wikiroleeval/train.jsonl'));
    expect(wiki).toHaveLength(3);
    for (const row of wiki) expectAsWikiRoleEval(row);
  });

  test('is asked nothing twice: --plan says what is left, a second run has nothing to do, --only asks for one role alone', async () => {
    const server = await startChatServer(createWriter());
    const folder = makeFolder(FILES);
    await runToEnd(['profile-build', '--roles', 'roles', '--base-url', server.url, '--quiet'], folder);
    const before = server.seen.length;
    const planned = await rolellm(['contrast', '--base-url', server.url, '--plan', '--json'], folder);
    expect([planned.status, server.seen.length], planned.stderr).toEqual([0, before]);
    const alone = await rolellm(['contrast', '--base-url', server.url, '--only', 'Monk'], folder);
    expect([alone.status, server.seen.length]).toEqual([1, before]);
    expect(alone.stdout).toContain(
      'Monk: there is no other role in English of which facts are known, so that contrast asks nothing; run `rolellm knowledge` without --only',
    );
    await runToEnd(['knowledge', '--base-url', server.url, '--quiet'], folder);
    await runToEnd(['contrast', '--base-url', server.url, '--quiet', '--only', 'Monk'], folder);
    const ofMonk = madeRows(folder);
    expect(new Set(ofMonk.map(({ role: name }) => name))).toEqual(new Set(['Monk']));
    expect(ofMonk.map(({ label }) => label).sort()).toEqual([0, 0, 1, 1]);
    await runToEnd(['contrast', '--base-url', server.url, '--quiet'], folder);
    expect([server.seen.filter(isQuestions).length, server.seen.filter(isAnswer).length]).toEqual([6, 36]);
    expect(JSON.parse(planned.stdout).plan).toMatchObject([
      { stage: 'knowledge', requests: 0 },
      { stage: 'contrast', requests: 42 },
    ]);
    const sorted = (rows: readonly ContrastRow[]) => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(sorted(madeRows(folder).filter(({ role: name }) => name === 'Monk'))).toEqual(sorted(ofMonk));
    const asked = server.seen.length;
    const again = await rolellm(['contrast', '--base-url', server.url], folder);
    expect([again.status, server.seen.length]).toEqual([0, asked]);
    expect(again.stderr).toContain('contrast: nothing to do');
  });

  test('plans two roles of one script, whose facts are not known yet, as it asks them', async () => {
    const folder = makeFolder(TINY_FILES);
    await runToEnd(['profile-build', '--roles', 'roles', '--provider', 'offline', '--quiet'], folder);
    const { stdout } = await rolellm(['contrast', '--model', 'gpt-4o-mini', '--plan', '--json'], folder);
    // Each asks the other three questions, and both answer.
    expect(JSON.parse(stdout).plan.at(-1)).toMatchObject({ stage: 'contrast', requests: 2 * (1 + 3 + 3) });
  });

  test('asks Chinese roles in Chinese, and only roles of one language of each other', async () => {
    const server = await startChatServer((seen, number, headers) => {
      if (seen.response_format?.json_schema?.name !== 'facts') return writer(seen, number, headers);
      const own = [...lastOf(seen).matchAll(/^\[(\d+)\] ([^:\n]+): (.*)$/gm)];
      const name = /<role_name>(.*)<\/role_name>/.exec(lastOf(seen))?.[1];
      const facts = own
        .filter(([, , speaker]) => speaker === name)
        .map(([, line, , text = '']) => ({
          line: Number(line),
          quote: text,
          property: `第${line}句`,
          value: text.split('，')[0],
          kind: 'deed',
        }));
      return JSON.stringify({ facts });
    });
    const writer = createWriter();
    const folder = makeFolder({ ...TINY_CHINESE_FILES, ...FILES, 'rolellm.config.yaml': 'heldOutScenes: 0\n' });
    await runToEnd(['profile-build', '--roles', 'roles', '--provider', 'offline', '--quiet'], folder);
    const { status, stdout } = await rolellm(['contrast', '--base-url', server.url], folder);
    expect(status, stdout).toBe(0);
    const chinese = madeRows(folder).filter(({ language }) => language === 'zh');
    expect(chinese.map(({ role: name, other, label }) => `${name} ${other} ${label}`).sort()).toEqual(
      ['船家 阿云 0', '船家 阿云 1', '阿云 船家 0', '阿云 船家 1'].sort(),
    );
    const faults = chinese.flatMap(({ asked }) => asked.map(({ fault }) => fault));
    expect([faults.length >= 8, new Set(faults)]).toEqual([true, new Set([null])]);
  });
});

/** What roles say to what they know and to what they cannot know, where it is not what the method expects. */
const SAYS: Record<string, [known: string | undefined, unknown: string | undefined]> = {
  Pilot: ['The stars are all that I could ever tell you of, my friend.', undefined],
  Monk: [undefined, 'There is nothing of that in my training data, I have never heard of it.'],
  Miller: [
    undefined,
    'Ganymede and Old Gudrun, a hydrogen freighter, 2291, pickled eel, a psalter in gold: who would not say so?',
  ],
};

describe('a server that does not', () => {
  test('knows what it cannot know, knows not what it knows, and talks of its training: each is refused, with 1', async () => {
    const writer = createWriter();
    const server = await startChatServer((seen, number, headers) => {
      const told = writer(seen, number, headers);
      if (!isAnswer(seen) || typeof told !== 'string') return told;
      const name = /You are (\w+)/.exec(seen.messages[0]?.content ?? '')?.[1] ?? '';
      return SAYS[name]?.[told.startsWith('I could') ? 0 : 1] ?? told;
    });
    const folder = makeFolder(FILES);
    const { status, stdout } = await rolellm([...ONLY, '--base-url', server.url], folder);
    expect(status).toBe(1);
    expect(stdout).toContain('Pilot: 0 of 3 known and 3 of 3 unknown to it kept from 12 answers (refused: contrast 6');
    expect(stdout).toContain('Monk: 3 of 3 known and 0 of 3 unknown to it kept from 12 answers (refused: contrast 6');
    expect(stdout).toContain('contrast.pairs (now 2)');
    const evidence = (name: string) =>
      [
        ...new Set(
          refused(folder)
            .filter((one) => one.role === name && one.check === 'contrast')
            .map((one) => one.evidence),
        ),
      ].sort();
    expect(evidence('Pilot')).toEqual([
      'does not hold "home port: Ganymede"',
      'does not hold "kind of ship: hydrogen freighter"',
      'does not hold "year of the licence: 2291"',
    ]);
    expect(evidence('Monk')).toEqual(['talks of "training data"']);
    expect(evidence('Miller')).toContain('knows "home port: Ganymede"');
  });

  test('asks what gives itself away, names a role or the data: such questions are counted, and it is asked again', async () => {
    const fault = ['gives', 'names', 'data'];
    const writer = createWriter({
      question: (own, k, value) =>
        [
          `Is it true that ${value} is dear to you?`,
          `Tell me, Miller, Pilot or Monk, ${own}`,
          `By which property do you know ${own}`,
        ][k] ?? own,
    });
    const server = await startChatServer(writer);
    const folder = makeFolder({ ...FILES, 'rolellm.config.yaml': 'contrast: { pairs: 1, rounds: 2 }\n' });
    const { status, stdout } = await rolellm([...ONLY, '--base-url', server.url], folder);
    expect(status).toBe(1);
    expect(server.seen.filter(isQuestions)).toHaveLength(2 * fault.length);
    expect(server.seen.filter(isAnswer)).toHaveLength(0);
    expect(stdout).toContain('contrast: questions refused: gives-away 6, names-data 6, names-role 6.');
    expect(stdout).toContain(
      'Pilot: 0 of 3 known and 0 of 3 unknown to it kept from 0 answers (questions refused: gives-away 2',
    );
  });

  test('has the same fact of both: what the other knows too is asked of nobody', async () => {
    const server = await startChatServer(createWriter());
    const same = { 'home port': 'Ganymede' };
    const folder = makeFolder({
      ...role('Pilot', same),
      ...role('Engineer', same),
      'rolellm.config.yaml': 'contrast: { rounds: 1 }\n',
    });
    const { status, stdout } = await rolellm([...ONLY, '--base-url', server.url], folder);
    expect([status, server.seen.filter(isAnswer).length]).toEqual([1, 0]);
    expect(stdout).toContain('contrast: questions refused: other-knows 2.');
  });

  test('gives no questions: its requests are missing, and a server that gives them is asked for the rest', async () => {
    const writer = createWriter();
    let isMute = true;
    const server = await startChatServer((seen, number, headers) =>
      isMute && isQuestions(seen) ? 'I had rather not.' : writer(seen, number, headers),
    );
    const folder = makeFolder(FILES);
    const first = await rolellm([...ONLY, '--base-url', server.url], folder);
    expect(first.status).toBe(1);
    expect(first.stdout).toMatch(/Monk: \d+ requests failed, the first because the reply is not JSON/);
    isMute = false;
    await runToEnd([...ONLY, '--base-url', server.url, '--quiet'], folder);
    const other = makeFolder(FILES);
    await runToEnd([...ONLY, '--base-url', server.url, '--quiet'], other);
    expect(madeRows(folder)).toEqual(madeRows(other));
  });
});

test("a person's mark wins: a refused answer stays, a kept one goes, and a note sets the label", async () => {
  const writer = createWriter();
  const server = await startChatServer((seen, number, headers) => {
    const told = writer(seen, number, headers);
    return isAnswer(seen) && typeof told === 'string' && told.startsWith('I have never')
      ? 'So it is, as all the world says, upon my word.'
      : told;
  });
  const folder = makeFolder(FILES);
  await rolellm([...ONLY, '--base-url', server.url, '--quiet'], folder);
  const wrong = refused(folder).find(({ check, role: name }) => check === 'contrast' && name === 'Monk');
  const good = kept(folder).find(({ role: name }) => name === 'Monk');
  expect(wrong?.evidence).toBe('does not say that it does not know');
  const marks = [
    { id: wrong?.id, role: 'Monk', mark: 'good', note: 'label 0: monks know that' },
    { id: good?.id, role: 'Monk', mark: 'bad', note: '' },
  ];
  writeFileSync(join(folder, 'data/review.jsonl'), marks.map((mark) => `${JSON.stringify(mark)}\n`).join(''));
  await rolellm(['filter', '--quiet'], folder);
  await rolellm(['export', '--format', 'wikiroleeval', '--quiet'], folder);
  const ids = kept(folder).map(({ id }) => id);
  expect([ids.includes(wrong?.id ?? ''), ids.includes(good?.id ?? '')]).toEqual([true, false]);
  const row = rowsOf<WikiRow>(join(folder, 'data/export/wikiroleeval/train.jsonl')).find(
    ({ meta }) => meta.label === 'Monk',
  );
  const at = row?.prompts.indexOf(wrong?.turns[0]?.text ?? '') ?? -1;
  expect([at >= 0, row?.rejection_labels[at]]).toEqual([true, 0]);
});

test('a role of which nothing is known is named with its line, a role without another too, and a language without prompts', async () => {
  const server = await startChatServer(createWriter());
  const folder = makeFolder({
    ...FILES,
    'roles/bare.yaml': 'name: Bare\nlanguage: en\ndescription: A man of whom nobody tells.\n',
    'roles/seul.yaml': 'name: Seul\nlanguage: fr\nknowledge: seul.json\ndescription: Un homme.\n',
    'roles/seul.json': '{"claims": {"métier": "gardien"}}',
    'roles/zhou.yaml': 'name: 周\nlanguage: zh\nknowledge: zhou.json\ndescription: 一个船夫。\n',
    'roles/zhou.json': '{"claims": {"行当": "摆渡"}}',
  });
  await runToEnd(['profile-build', '--roles', 'roles', '--provider', 'offline', '--quiet'], folder);
  const { status, stdout } = await rolellm(['contrast', '--base-url', server.url], folder);
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /Bare: no fact is known of it \(data\/knowledge\.jsonl:\d\), so that contrast asks nothing; add `knowledge: FILE\.json` to its role file/,
  );
  expect(stdout).toContain(
    '周: there is no other role in Chinese of which facts are known, so that contrast asks nothing',
  );
  expect(stdout).toContain('Seul: contrast has no prompts in French');
  expect(madeRows(folder)).toHaveLength(12);
});

test('generate runs it only where it is named, and its knowledge neither', async () => {
  const server = await startChatServer(createWriter());
  const folder = makeFolder({
    ...TINY_FILES,
    'rolellm.config.yaml': 'rolegpt: { count: 1, instructions: instructions.txt }\ncontextInstruct: { perRole: 2 }\n',
  });
  await rolellm(['generate', '--roles', 'roles', '--only', 'Keeper', '--base-url', server.url], folder);
  for (const file of ['contrast', 'knowledge']) expect(existsSync(join(folder, `data/${file}.jsonl`))).toBe(false);
  const { stdout } = await rolellm(['status'], folder);
  expect(stdout).not.toMatch(/contrast|knowledge/);
});

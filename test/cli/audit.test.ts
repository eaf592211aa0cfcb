import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Audit } from '../../src/records.js';
import { type Fault, type SeenRequest, startChatServer } from '../harness/chat-server.js';
import { makeFolder, rolellm, rowsOf, runToEnd } from '../harness/cli.js';
import { TINY_CHINESE_FILES } from '../harness/tiny-chinese-role.js';
import { GENERATE, TINY_FILES } from '../harness/tiny-role.js';

/** What the tiny plays tell: the words of a line, and what they say. */
const FACTS: readonly [words: string, property: string, value: string, kind: string][] = [
  ['seven herrings and a broken oar', 'brought by the fishermen', 'seven herrings', 'possession'],
  ['My mother taught me', 'teacher of the weather', 'my mother', 'relation'],
  ['in that iron chest', 'keeps letters in', 'iron chest', 'place'],
  ['quarrel with the harbour master', 'quarrelled with', 'the harbour master', 'relation'],
  ['two hundred and nine', 'stairs of the light', 'two hundred and nine', 'other'],
  ['那是磨坊老赵家的灯', '对岸的灯属于', '磨坊老赵', 'relation'],
  ['自我爹把竹篙交到我手里', '竹篙得自', '我爹', 'possession'],
  ['他下船便往北山去', '戴斗笠的人去往', '北山', 'place'],
];

const nameOf = (seen: SeenRequest) => seen.response_format?.json_schema?.name;
const isFacts = (seen: SeenRequest) => nameOf(seen) === 'facts';
const isAudit = (seen: SeenRequest) => nameOf(seen) === 'audit';
const textOf = ({ messages }: SeenRequest) => messages.map(({ content }) => content).join('\n');
const asked = (seen: SeenRequest) => {
  const [question = ''] = (seen.messages.at(-1)?.content ?? '').split('\n');
  const fact = FACTS.find(([, property]) => question.includes(property));
  return { question, value: fact?.[2] ?? '' };
};

/** Reads the facts of a passage, and answers questions as somebody does who knows these roles and no others. */
const whoKnows =
  (...roles: string[]): Fault =>
  (seen) => {
    if (isFacts(seen)) {
      const lines = [...textOf(seen).matchAll(/^\[(\d+)\] [^:\n]+: (.*)$/gm)];
      const facts = FACTS.flatMap(([words, property, value, kind]) => {
        const [, line] = lines.find(([, , text]) => text?.includes(words)) ?? [];
        return line === undefined ? [] : [{ line: Number(line), quote: words, property, value, kind }];
      });
      return JSON.stringify({ facts });
    }
    if (!isAudit(seen)) return undefined;
    const { question, value } = asked(seen);
    const knows = roles.some((role) => question.includes(role));
    return JSON.stringify({ answer: knows ? value : '' });
  };

const BY_AUDIT = { ...TINY_FILES, 'rolellm.config.yaml': 'audit: { knowledge: by-audit }\n' };
const auditOf = (folder: string) => rowsOf<Audit>(join(folder, 'data/audit.jsonl'));
const KNOWN_TEXT = 'What is certain about you:';
const cardOf = (folder: string) => readFileSync(join(folder, 'data/export/README.md'), 'utf8');

/** What was asked about a role by the two recipes that show it. */
const asksOf = (seen: readonly SeenRequest[], role: string) =>
  seen.filter((one) => textOf(one).includes(`<role_name>${role}</role_name>`) && !isFacts(one));

describe('generate with audit.knowledge: by-audit', () => {
  test('asks with nothing shown, and shows what is known of the role that the model does not know', async () => {
    const server = await startChatServer(whoKnows('Keeper'));
    const folder = makeFolder(BY_AUDIT);
    const run = [...GENERATE, '--base-url', server.url];
    const planned = await rolellm([...run, '--plan', '--json'], folder);
    expect([planned.status, server.seen.length]).toEqual([0, 0]);
    const { status: ended, stdout, stderr } = await rolellm(run, folder);
    expect(ended, stderr).toBe(0);

    const [keeper, nora] = auditOf(folder);
    expect(keeper).toMatchObject({ role: 'Keeper', model: 'only-model', known: 5, of: 5, knows: true });
    expect(nora).toMatchObject({ role: 'Nora', known: 0, of: 5, knows: false });
    expect(keeper?.asked).toContainEqual({
      question: 'Keeper in "The Lamp": quarrelled with (relation)?',
      property: 'quarrelled with',
      kind: 'relation',
      values: ['the harbour master'],
      answer: 'the harbour master',
      known: true,
      request: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(nora?.asked.map(({ answer }) => answer)).toEqual([null, null, null, null, null]);

    const questions = server.seen.filter(isAudit);
    expect(questions).toHaveLength(10);
    for (const seen of questions) {
      for (const [words, , value] of FACTS) {
        expect(textOf(seen)).not.toContain(words);
        expect(textOf(seen)).not.toContain(value);
      }
    }
    const stages = JSON.parse(planned.stdout).plan.map(({ stage }: { stage: string }) => stage);
    expect(stages).toEqual(['profile-build', 'knowledge', 'audit', 'context-instruct', 'rolegpt']);

    // Of the known role prompts are as ever; of the other one they hold its facts, and it is still what it was.
    const generated = server.seen.filter((seen) => !isAudit(seen) && !isFacts(seen));
    const ofKeeper = asksOf(generated, 'Keeper');
    const ofNora = asksOf(generated, 'Nora').filter((seen) =>
      textOf(seen).includes('<role_description_and_catchphrases>'),
    );
    expect([ofKeeper.length > 5, ofNora.length > 5]).toEqual([true, true]);
    for (const seen of ofKeeper) expect(textOf(seen)).not.toContain(KNOWN_TEXT);
    for (const seen of ofNora) {
      expect(textOf(seen)).toContain(`\n\n${KNOWN_TEXT}\n- `);
      expect(textOf(seen)).toContain('- quarrelled with: the harbour master');
      expect(textOf(seen)).toContain('</role_description_and_catchphrases>');
    }

    const told = ['known by audit (5 of 5): Keeper', 'not known by audit (0 of 5), shown its knowledge: Nora'];
    const status = await rolellm(['status'], folder);
    expect(status.stdout).toMatch(/audit +done/);
    for (const line of told) {
      expect(stdout).toContain(`audit: ${line}`);
      expect(cardOf(folder)).toContain(`- ${line}`);
      expect(status.stdout).toContain(`audit: ${line}`);
    }
    await runToEnd(['report'], folder);
    expect(readFileSync(join(folder, 'data/report/index.html'), 'utf8')).toContain(`audit: ${told[1]}`);
    // What is trained on has the description alone.
    const before = server.seen.length;
    const again = await rolellm(
      run.filter((word) => word !== '--quiet'),
      folder,
    );
    expect(again.stderr).toContain('audit: nothing to do');
    expect(server.seen).toHaveLength(before);
    await runToEnd(['export', '--format', 'messages'], folder);
    expect(readFileSync(join(folder, 'data/export/messages/train.jsonl'), 'utf8')).not.toContain(KNOWN_TEXT);
  });

  test('says which calls are asked again where the setting changes; without it nothing is new', async () => {
    const server = await startChatServer(whoKnows('Keeper'));
    const folder = makeFolder(TINY_FILES);
    const run = [...GENERATE.filter((word) => word !== '--quiet'), '--base-url', server.url];
    await runToEnd(run, folder);
    expect(server.seen.filter((seen) => isFacts(seen) || isAudit(seen))).toEqual([]);
    expect(cardOf(folder)).toContain('No model was asked what it knows of the roles before it wrote for them.');
    expect((await rolellm(['status'], folder)).stdout).not.toContain('audit');

    writeFileSync(join(folder, 'rolellm.config.yaml'), 'audit: { knowledge: by-audit }\n');
    expect((await rolellm(['status'], folder)).stdout).toContain('changed settings: audit');
    const before = server.seen.length;
    const { stderr } = await rolellm(run, folder);
    expect(stderr).toMatch(/rolegpt: changed since the last run: audit, .* calls that were answered are asked again/);
    const ofKeeper = asksOf(server.seen.slice(before), 'Keeper').filter((seen) => !isAudit(seen));
    expect(ofKeeper).toEqual([]);
    expect(asksOf(server.seen.slice(before), 'Nora').length).toBeGreaterThan(5);
  });

  test('a stopped audit goes on with the questions that have no answer', async () => {
    let isDown = true;
    const knows = whoKnows('Keeper');
    const server = await startChatServer((seen, ...rest) =>
      isAudit(seen) && isDown && asked(seen).question.startsWith('Nora') ? 'I would rather not.' : knows(seen, ...rest),
    );
    const folder = makeFolder(BY_AUDIT);
    await rolellm(['profile-build', '--roles', 'roles', '--quiet', '--base-url', server.url], folder);
    const first = await rolellm(['audit', '--base-url', server.url], folder);
    expect([first.status, first.stdout]).toEqual([
      1,
      expect.stringMatching(/Nora: 5 requests failed, the first because/),
    ]);
    expect(auditOf(folder).map(({ knows: known }) => known)).toEqual([true, false]);
    isDown = false;
    const before = server.seen.length;
    await runToEnd(['audit', '--base-url', server.url, '--quiet'], folder);
    expect(server.seen.slice(before).map((seen) => asked(seen).question.split(' ')[0])).toEqual(Array(5).fill('Nora'));
  });
});

test('with always, every role is shown its knowledge and nobody is asked', async () => {
  const server = await startChatServer(whoKnows('Keeper'));
  const folder = makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': 'audit: { knowledge: always, facts: 2 }\n' });
  await runToEnd([...GENERATE, '--base-url', server.url], folder);
  expect(server.seen.filter(isAudit)).toEqual([]);
  const shown = server.seen.filter((seen) => textOf(seen).includes(KNOWN_TEXT)).map(textOf);
  expect(shown.length).toBeGreaterThan(10);
  const [, facts = ''] = /What is certain about you:\n((?:- .*\n)+)/.exec(shown[0] as string) ?? [];
  expect(facts.trim().split('\n')).toHaveLength(2);
  expect(cardOf(folder)).toContain('- never asked, always shown its knowledge: Keeper, Nora');
});

test('a small window is shared: facts that have no room are not shown, and everything is asked all the same', async () => {
  const server = await startChatServer(whoKnows());
  const many = Array.from({ length: 300 }, (_, k) => [
    `thing number ${k}`,
    `a thing of some length that stands for ${k}`,
  ]);
  const files = {
    ...TINY_FILES,
    'roles/nora.yaml': `${TINY_FILES['roles/nora.yaml']}knowledge: nora.json\n`,
    'roles/nora.json': JSON.stringify({ claims: Object.fromEntries(many) }),
  };
  const settings = 'audit: { knowledge: always, facts: 300 }\n';
  /** Facts that prompts show: of questions about the role, and of general instructions. */
  const countsFor = async (config: string) => {
    const folder = makeFolder({ ...files, 'rolellm.config.yaml': config });
    const from = server.seen.length;
    await runToEnd([...GENERATE, '--base-url', server.url, '--only', 'Nora'], folder);
    const asks = server.seen.slice(from).filter((seen) => textOf(seen).includes(KNOWN_TEXT));
    const counts = (some: readonly SeenRequest[]) => [
      ...new Set(some.map((seen) => textOf(seen).split('- thing number').length - 1)),
    ];
    return [true, false].map((isAbout) => counts(asks.filter((seen) => (nameOf(seen) === 'triplets') === isAbout)));
  };
  // All prompts of a recipe show the same; the others are facts of the script.
  expect(await countsFor(settings)).toEqual([[295], [295]]);
  const [[about = 0, ...more] = [], [general = 0, ...others] = []] = await countsFor(
    `${settings}contextWindow: 8000\n`,
  );
  expect([more, others]).toEqual([[], []]);
  expect([about > 20, about < 250, general > about]).toEqual([true, true, true]);
});

describe('rolellm audit', () => {
  test('asks in Chinese; a language without prompts and a role of whose facts none can be asked are one line each', async () => {
    const server = await startChatServer(whoKnows('船家'));
    const folder = makeFolder({
      ...TINY_CHINESE_FILES,
      ...TINY_FILES,
      'roles/bare.yaml': 'name: Bare\nlanguage: en\ndescription: A man of whom nobody tells.\nknowledge: bare.json\n',
      'roles/bare.json': '{"claims": {"home": "Hull"}}',
      'roles/vide.yaml': 'name: Vide\nlanguage: fr\ndescription: Un homme.\nknowledge: bare.json\n',
    });
    await runToEnd(['profile-build', '--roles', 'roles', '--provider', 'offline', '--quiet'], folder);
    const { status, stdout, stderr } = await rolellm(['audit', '--base-url', server.url], folder);
    expect(status).toBe(1);
    expect(stderr).toContain(
      'audit: Bare: no fact of it that a question could ask for stands in its script; it counts',
    );
    expect(stdout).toContain('Vide: audit has no prompts in French; the role counts as not known');
    expect(stdout).toContain('audit: not known (nothing could be asked): Bare, Vide');
    const ferryman = auditOf(folder).find(({ role }) => role === '船家');
    expect(ferryman).toMatchObject({ known: 3, of: 3, knows: true });
    expect(ferryman?.asked[0]?.question).toMatch(/^《渡口》中的船家：.+（(?:relation|place|possession)）？$/);
    expect(auditOf(folder).find(({ role }) => role === '阿云')?.knows).toBe(false);
  });

  test('what a wrong answer, half an answer and an answer in other words count for', async () => {
    const replies: Record<string, string> = {
      'brought by the fishermen': '{"answer": "Herrings."}',
      'teacher of the weather': '{"answer": "It was her mother, I believe."}',
      'keeps letters in': '```json\n{"answer": "In the Iron Chest"}\n```',
      'quarrelled with': '{"answer": "I do not know."}',
      'stairs of the light': '{"answer": null}',
    };
    const knows = whoKnows();
    const server = await startChatServer((seen, ...rest) => {
      const found = Object.entries(replies).find(([property]) => isAudit(seen) && textOf(seen).includes(property));
      return found?.[1] ?? knows(seen, ...rest);
    });
    const folder = makeFolder(TINY_FILES);
    await runToEnd(['profile-build', '--roles', 'roles', '--quiet', '--base-url', server.url], folder);
    await runToEnd(['audit', '--base-url', server.url, '--only', 'Keeper'], folder);
    const [row] = auditOf(folder);
    expect(Object.fromEntries(row?.asked.map(({ property, known }) => [property, known]) ?? [])).toEqual({
      'brought by the fishermen': false,
      'teacher of the weather': true,
      'keeps letters in': true,
      'quarrelled with': false,
      'stairs of the light': false,
    });
    expect(row).toMatchObject({ known: 2, of: 5, knows: false });
  });

  test.each([
    [
      'audit: { knowledge: sometimes }',
      /rolellm\.config\.yaml:1: "audit\.knowledge": must be never or always or by-audit/,
    ],
    ['audit: { known: 60 }', /rolellm\.config\.yaml:1: "audit\.known": /],
    ['audit: { question: 5 }', /rolellm\.config\.yaml:1: .*question/],
  ])('settings that cannot be are one line: %s', async (config, error) => {
    const folder = makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': `${config}\n` });
    const { status, stderr } = await rolellm(['audit', '--provider', 'offline', '--quiet'], folder);
    expect([status, stderr.trim().split('\n').length, stderr]).toEqual([2, 1, expect.stringMatching(error)]);
  });

  test('the embedded model knows nobody', async () => {
    const folder = makeFolder(BY_AUDIT);
    await runToEnd([...GENERATE, '--provider', 'offline'], folder);
    expect(auditOf(folder).map(({ knows }) => knows)).toEqual([false, false]);
  });
});

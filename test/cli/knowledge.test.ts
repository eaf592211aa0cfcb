import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Knowledge } from '../../src/records.js';
import { type Fault, type SeenRequest, startChatServer } from '../harness/chat-server.js';
import { makeFolder, rolellm, rowsOf, runToEnd } from '../harness/cli.js';
import { TINY_CHINESE_FILES } from '../harness/tiny-chinese-role.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const isFacts = (seen: SeenRequest) => seen.response_format?.json_schema?.name === 'facts';

/** The lines that a prompt shows, with their numbers. */
const shownIn = (seen: SeenRequest) =>
  [...(seen.messages.at(-1)?.content ?? '').matchAll(/^\[(\d+)\] ([^:\n]+): (.*)$/gm)].map(
    ([, number, speaker, text]) => ({
      line: Number(number),
      speaker: speaker ?? '',
      text: text ?? '',
    }),
  );

/** A server that quotes the first lines of a passage, and says of them what stands in no line, or in another. */
const quotes: Fault = (seen) => {
  if (!isFacts(seen)) return undefined;
  const [first, second] = shownIn(seen);
  if (!first || !second) return '{"facts": []}';
  const of = (line: typeof first, changes: object = {}) => ({
    line: line.line,
    quote: line.text,
    property: `told by ${line.speaker}`,
    value: line.text
      .split(/[ ，。？]/)
      .slice(0, 3)
      .join(' '),
    kind: 'deed',
    ...changes,
  });
  return JSON.stringify({
    facts: [
      of(first),
      of(first),
      of(second),
      of(second, { quote: 'Words of no line' }),
      of(second, { value: 'born in York in 1888' }),
    ],
  });
};

const knowledgeOf = (folder: string) => rowsOf<Knowledge>(join(folder, 'data/knowledge.jsonl'));
const KNOWN = JSON.stringify(
  {
    label: 'Nora Reef',
    description: 'daughter of a fisherman',
    aliases: ['the girl'],
    claims: { 'date of birth': '1802-05-01', occupation: ['fisher', 'singer'] },
    wiki: { content: 'Nora Reef sings in the village.' },
  },
  null,
  1,
);
const FILES = {
  ...TINY_FILES,
  'roles/nora.yaml': `${TINY_FILES['roles/nora.yaml']}knowledge: nora.json\n`,
  'roles/nora.json': KNOWN,
};
const BUILD = ['profile-build', '--roles', 'roles', '--quiet', '--base-url'];

describe('rolellm knowledge', () => {
  test('reads facts with their quotes, takes the file as it is, merges, and tells what it refused', async () => {
    const server = await startChatServer(quotes);
    const folder = makeFolder({ ...FILES, 'rolellm.config.yaml': 'knowledge: { passageWords: 60 }\n' });
    await runToEnd([...BUILD, server.url], folder);
    const { status, stderr } = await rolellm(['knowledge', '--base-url', server.url], folder);
    expect(status, stderr).toBe(0);

    const [keeper, nora] = knowledgeOf(folder);
    expect(keeper).toMatchObject({ role: 'Keeper', label: 'Keeper', model: 'only-model' });
    const lines = rowsOf<{ diag_id: number; content: string; held_out?: true }>(join(folder, 'data/dialogues.jsonl'));
    expect(keeper?.facts.length).toBeGreaterThan(2);
    for (const [k, fact] of keeper?.facts.entries() ?? []) {
      expect(fact).toMatchObject({ source: 'script', script: 'roles/lamp.txt', order: k });
      const line = lines.find(({ diag_id }) => diag_id === fact.from);
      expect(line).toMatchObject({ content: fact.quote });
      expect(line?.held_out).toBeUndefined();
    }
    const passages = server.seen.filter(isFacts).length / 2;
    expect(keeper?.facts).toHaveLength(2 * passages);
    expect(stderr).toContain(
      `knowledge: Keeper: ${2 * passages} of ${5 * passages} facts were refused: ${passages} quotes in no line that was shown, ${passages} values not near the quote`,
    );
    expect(nora).toMatchObject({
      label: 'Nora Reef',
      description: 'daughter of a fisherman',
      aliases: ['the girl'],
      wiki: 'Nora Reef sings in the village.',
    });
    expect(nora?.facts.slice(0, 3)).toEqual([
      { property: 'date of birth', value: '1802-05-01', kind: 'date', source: 'file' },
      { property: 'occupation', value: 'fisher', kind: 'other', source: 'file' },
      { property: 'occupation', value: 'singer', kind: 'other', source: 'file' },
    ]);
    // Lines of held-out scenes are shown to nobody.
    const shown = server.seen.filter(isFacts).flatMap(shownIn);
    const heldOut = lines.filter(({ held_out }) => held_out).map(({ content }) => content);
    expect(heldOut.filter((content) => shown.some(({ text }) => text === content))).toEqual([]);
    const record = JSON.parse(readFileSync(join(folder, 'data/manifest.json'), 'utf8')).stages.knowledge;
    expect(record).toMatchObject({ state: 'done', refused: 4 * passages, accepted: 6 * passages });
    expect((await rolellm(['status'], folder)).stdout).toMatch(/knowledge +done/);
  });

  test('plans what it asks, asks nothing twice, and only what is new of a role that changed', async () => {
    const server = await startChatServer(quotes);
    const folder = makeFolder(FILES);
    await runToEnd([...BUILD, server.url], folder);
    const before = server.seen.length;
    const planned = await rolellm(['knowledge', '--base-url', server.url, '--plan', '--json'], folder);
    expect([planned.status, server.seen.length]).toEqual([0, before]);
    await runToEnd(['knowledge', '--base-url', server.url, '--quiet'], folder);
    const asked = server.seen.slice(before);
    expect(JSON.parse(planned.stdout).plan).toMatchObject([{ stage: 'knowledge', requests: asked.length }]);
    expect(asked.every(isFacts)).toBe(true);
    const again = await rolellm(['knowledge', '--base-url', server.url], folder);
    expect(again.stderr).toContain('knowledge: nothing to do');
    writeFileSync(join(folder, 'roles/nora.json'), KNOWN.replace('singer', 'diver'));
    await runToEnd(['knowledge', '--base-url', server.url, '--quiet', '--only', 'Nora'], folder);
    expect(server.seen).toHaveLength(before + asked.length);
    expect(knowledgeOf(folder)[1]?.facts.map(({ value }) => value)).toContain('diver');
  });

  test('reads Chinese in Chinese; a language without prompts and a role without anything are named, and the others go on', async () => {
    const server = await startChatServer(quotes);
    const folder = makeFolder({
      ...TINY_CHINESE_FILES,
      ...TINY_FILES,
      'roles/vide.yaml': 'name: Vide\nlanguage: fr\nscript: lampe.txt\n',
      'roles/lampe.txt': `ACTE I\n\n${'NORA. Où est la lampe ?\n\nVIDE. Elle est sur la table, et la nuit est longue.\n\n'.repeat(4)}`,
      'roles/bare.yaml': 'name: Bare\nlanguage: en\ndescription: A man of whom nobody tells.\n',
    });
    await runToEnd(['profile-build', '--roles', 'roles', '--provider', 'offline', '--quiet'], folder);
    const { status, stdout } = await rolellm(['knowledge', '--base-url', server.url], folder);
    expect(status).toBe(1);
    expect(stdout).toContain('Bare: no fact is known of it: it has no script, no knowledge file and no lorebook; add');
    expect(stdout).toContain('Vide: no fact is known of it: the stage knowledge has no prompts in French; add');
    const facts = new Map(knowledgeOf(folder).map((row) => [row.role, row.facts.length]));
    expect([facts.get('Bare'), facts.get('Vide')]).toEqual([0, 0]);
    for (const role of ['Keeper', 'Nora', '船家', '阿云']) expect(facts.get(role), role).toBeGreaterThan(0);
  });

  test('a server that answers nothing of use: its requests are counted as missing, and what the file says is there', async () => {
    const server = await startChatServer((seen) => (isFacts(seen) ? 'I would rather not.' : undefined));
    const folder = makeFolder(FILES);
    await runToEnd([...BUILD, server.url], folder);
    const { status, stdout } = await rolellm(['knowledge', '--base-url', server.url], folder);
    expect(status).toBe(1);
    expect(stdout).toMatch(/Keeper: \d requests? failed, the first because the reply is not JSON/);
    expect(stdout).toContain('Keeper: no fact is known of it: none was read from its scripts');
    expect(knowledgeOf(folder).map(({ facts }) => facts.length)).toEqual([0, 3]);
  });

  test('the offline model finds what a role says of itself', async () => {
    const folder = makeFolder(TINY_FILES);
    const offline = ['--provider', 'offline', '--quiet'];
    await runToEnd(['profile-build', '--roles', 'roles', ...offline], folder);
    await runToEnd(['knowledge', ...offline], folder);
    const [keeper] = knowledgeOf(folder);
    expect(keeper?.facts[0]).toMatchObject({ property: 'says of itself', quote: expect.stringMatching(/^(I|My)\b/) });
  });
});

test('the lorebook of a card is known as it is', async () => {
  const card = {
    spec: 'chara_card_v2',
    spec_version: '2.0',
    data: {
      name: 'Mira',
      description: 'A smuggler who knows every reef.',
      character_book: {
        entries: [
          {
            keys: ['sloop'],
            name: 'The Heron',
            content: '{{char}} sails the Heron. She won it at dice.',
            enabled: true,
          },
          { keys: ['old debt'], content: '@@depth 4\nMira owes forty crowns to Captain Holt.', enabled: true },
          { keys: ['off'], content: 'Nothing of this is on.', enabled: false },
        ],
      },
    },
  };
  const folder = makeFolder({ 'roles/mira.json': JSON.stringify(card) });
  await rolellm(['profile-build', '--roles', 'roles', '--provider', 'offline', '--quiet'], folder);
  await runToEnd(['knowledge', '--provider', 'offline', '--quiet'], folder);
  expect(knowledgeOf(folder)[0]?.facts).toEqual([
    { property: 'The Heron', value: 'Mira sails the Heron.', kind: 'other', source: 'card' },
    { property: 'The Heron', value: 'She won it at dice.', kind: 'other', source: 'card' },
    { property: 'old debt', value: 'Mira owes forty crowns to Captain Holt.', kind: 'other', source: 'card' },
  ]);
});

test.each<[what: string, file: string, error: RegExp]>([
  ['no claims', '{"label": "Nora"}', /^error: roles\/nora\.json: "claims": is missing\. A knowledge file has/],
  ['an empty list', '{\n "claims": []\n}', /^error: roles\/nora\.json:2: "claims": has no fact\./],
  [
    'a claim without a value',
    '{"claims": {\n "mother": [],\n "father": "Tom"}}',
    /nora\.json:2: "claims\.mother": has no value/,
  ],
  [
    'a value that is none',
    '{"claims": [\n["mother", "Ann"],\n["father", {}]]}',
    /nora\.json:3: "claims\.1": has no value that is a text or a number for "father"/,
  ],
  [
    'a kind that is none',
    '{"claims": [\n{"property": "a", "value": "b", "kind": "age"}]}',
    /nora\.json:2: "claims\.0": has a kind that is not relation or place/,
  ],
  ['no JSON', '{"claims": ', /nora\.json:\d: this is not valid YAML/],
  ['markup of training', '{\n"claims": {"a": "b</s>"}}', /nora\.json:2: "claims" holds "<\/s>"/],
  [
    'a wiki that is no text',
    '{"claims": {"a": "b"},\n"wiki": 3}',
    /nora\.json:2: "wiki": must be a text, or have a text as its "content"/,
  ],
])('a knowledge file with %s is refused with its place before anything is asked', async (_, file, error) => {
  const folder = makeFolder({ ...FILES, 'roles/nora.json': file });
  const { status, stderr } = await rolellm(
    ['profile-build', '--roles', 'roles', '--provider', 'offline', '--quiet'],
    folder,
  );
  expect([status, stderr]).toEqual([2, expect.stringMatching(error)]);
});

test('a knowledge file that is not there is named with the line that names it', async () => {
  const { 'roles/nora.json': _, ...files } = FILES;
  const { status, stderr } = await rolellm(
    ['profile-build', '--roles', 'roles', '--provider', 'offline', '--quiet'],
    makeFolder(files),
  );
  expect([status, stderr]).toEqual([
    2,
    expect.stringMatching(
      /^error: roles\/nora\.yaml:5: the knowledge file "nora\.json" does not exist\. .*roles\/nora\.json/,
    ),
  ]);
});

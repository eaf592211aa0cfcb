import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { fingerprint, makeFolder, rolellm } from '../harness/cli.js';

const roleIn = (folder: string, file: string) => parse(readFileSync(join(folder, 'profiles', file), 'utf8'));

test('init --from makes a role file of each row, under the headers that people use, and generate works at once', async () => {
  const folder = makeFolder({
    'roles.csv': [
      'Character,Aliases,Bio,Movie,Age',
      'Nora Quill,"Nan; Miss Quill","A fisherman\'s daughter, who brings the news; she is never late.",The Lamp,19',
      '"O\'Hara, Kit",,"Keeps the light.',
      'Says little.",The Lamp,60',
      '老王,王叔,村里的木匠，爱讲旧事。,,70',
    ].join('\n'),
  });
  const { status, stdout, stderr } = await rolellm(['init', '--from', 'roles.csv'], folder);
  expect(status, stderr).toBe(0);
  expect(stdout).toContain('3 roles');
  expect(stdout).toContain('Not read, since no role file has such a key: Age');
  expect(roleIn(folder, 'nora-quill.yaml')).toEqual({
    name: 'Nora Quill',
    language: 'en',
    aliases: ['Nan', 'Miss Quill'],
    description: "A fisherman's daughter, who brings the news; she is never late.",
    script_name: 'The Lamp',
  });
  expect(roleIn(folder, 'o-hara-kit.yaml')).toMatchObject({ description: 'Keeps the light.\nSays little.' });
  expect(roleIn(folder, '老王.yaml')).toMatchObject({ language: 'zh', aliases: ['王叔'] });
  const made = await rolellm(['generate', '--limit', '1', '--json'], folder);
  expect(made.status, made.stderr).toBe(0);
  expect(
    JSON.parse(made.stdout)
      .roles.map(({ role }: { role: string }) => role)
      .sort(),
  ).toEqual(['Nora Quill', "O'Hara, Kit", '老王']);
});

test('init --from reads JSONL, where lists are lists, and finds scripts beside the table', async () => {
  const rows = [
    { name: 'Nora', language: 'en', script: 'plays/lamp.txt', catchphrases: ['Late; again!'], licence: 'MIT' },
    { label: 'Kit', description: 'Keeps the light.', aliases: ['The Keeper', 'Old Kit'] },
  ];
  const folder = makeFolder({
    'tables/roles.jsonl': rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    'tables/plays/lamp.txt': 'NORA: Good evening.\nKIT: Is it?\nNORA: It was.\n',
  });
  const { status, stderr } = await rolellm(['init', 'work', '--from', 'tables/roles.jsonl'], folder);
  expect(status, stderr).toBe(0);
  expect(roleIn(join(folder, 'work'), 'nora.yaml')).toEqual({
    ...rows[0],
    script: ['../../tables/plays/lamp.txt'],
  });
  expect(roleIn(join(folder, 'work'), 'kit.yaml')).toMatchObject({ name: 'Kit', aliases: ['The Keeper', 'Old Kit'] });
  const read = await rolellm(['doctor', '--json'], join(folder, 'work'));
  expect(read.stdout + read.stderr).not.toContain('error');
});

test('rows in the names of Wikidata come with what is known of the role, for the recipes that need facts', async () => {
  const rows = [
    {
      label: 'Nora',
      description: "A fisherman's daughter.",
      aliases: ['the girl'],
      claims: { born: '1802', trade: ['fisher', 'singer'] },
    },
    {
      label: 'Kit',
      description: 'Keeps the light.',
      claims: [['home', 'the lighthouse']],
      wiki: { content: 'Kit is old.' },
    },
    { label: 'Ann', description: 'Sells eels.', claims: null, wiki: '' },
  ];
  const folder = makeFolder({ 'roles.jsonl': rows.map((row) => `${JSON.stringify(row)}\n`).join('') });
  const { status, stdout, stderr } = await rolellm(['init', '--from', 'roles.jsonl'], folder);
  expect(status, stderr).toBe(0);
  expect(stdout).toContain('profiles/knowledge/nora.json … profiles/knowledge/kit.json');
  expect(stdout).not.toContain('Not read');
  expect(roleIn(folder, 'nora.yaml')).toMatchObject({ name: 'Nora', knowledge: 'knowledge/nora.json' });
  expect(roleIn(folder, 'ann.yaml')).not.toHaveProperty('knowledge');
  const known = await rolellm(['generate', '--recipes', 'rolegpt', '--limit', '1'], folder);
  expect(known.status, known.stderr).toBe(0);
  const facts = await rolellm(['knowledge'], folder);
  expect(facts.stdout + facts.stderr).toContain('Ann');
  const kit = readFileSync(join(folder, 'data/knowledge.jsonl'), 'utf8')
    .split('\n')
    .find((line) => line.includes('"Kit"'));
  expect(JSON.parse(kit ?? '')).toMatchObject({
    facts: [{ property: 'home', value: 'the lighthouse' }],
    wiki: 'Kit is old.',
  });
});

test('names that would be one file name get files of their own', async () => {
  const folder = makeFolder({ 'r.tsv': 'name\tdescription\nAnna!\tFirst.\nanna\tSecond.\n???\tThird.\n' });
  const { status, stderr } = await rolellm(['init', '--from', 'r.tsv'], folder);
  expect(status, stderr).toBe(0);
  expect(readdirSync(join(folder, 'profiles')).sort()).toEqual(['anna-2.yaml', 'anna.yaml', 'role.yaml']);
});

test.each([
  [
    'no name',
    'a.csv',
    'title,description\nHamlet,A prince.\n',
    /^error: a\.csv:2: this row names no role\. .*title, description/,
  ],
  ['no text', 'a.csv', 'name,description\nA,Words.\nB,\n', /^error: a\.csv:3: the role "B" has neither a script nor a/],
  ['one name twice', 'a.csv', 'name,bio\nA,"x\ny"\nA,z\n', /^error: a\.csv:4: the role "A" is also in line 2\./],
  ['a bad name', 'a.csv', 'name,bio\na/b,x\n', /^error: a\.csv:2: "name": must not contain "\/"/],
  ['an unknown language', 'a.csv', 'name,bio,lang\nA,x,tlh\n', /^error: a\.csv:2: "language": must be en or zh or fr/],
  [
    'no script there',
    'a.csv',
    'name,script\nA,no.txt\n',
    /^error: a\.csv:2: the script "no\.txt" does not exist\. Paths in/,
  ],
  ['markup', 'a.jsonl', '{"name":"A","bio":"x </s> y"}\n', /^error: a\.jsonl:1: "description" holds "<\/s>"/],
  [
    'a claim without a value',
    'a.jsonl',
    '{"name":"A","bio":"x","claims":{"born":[]}}\n',
    /^error: a\.jsonl:1: .*has no value/,
  ],
  ['a broken quote', 'a.csv', 'name,bio\nA,"x\n', /^error: a\.csv:\d: the table is broken: .* Quote fields/],
  ['broken JSON', 'a.jsonl', '{"name":"A","bio":"x"}\n{"name"\n', /^error: a\.jsonl:2: this is not valid JSON/],
  ['no row', 'a.jsonl', '[1]\n', /^error: a\.jsonl:1: this line is no row of a table\. Write/],
  ['nothing', 'a.csv', 'name,bio\n', /^error: a\.csv: this table contains no rows\. It needs a header/],
  ['another ending', 'a.xlsx', 'x', /^error: a\.xlsx: a table of roles is \.csv, \.tsv or \.jsonl\./],
])('init --from with %s is one line, and writes nothing', async (_, file, text, message) => {
  const folder = makeFolder({ [file]: text });
  const { status, stdout, stderr } = await rolellm(['init', '--from', file], folder);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(Object.keys(fingerprint(folder))).toEqual([file]);
});

test('init --from names a table that is not there', async () => {
  const { status, stderr } = await rolellm(['init', '--from', 'no.csv'], makeFolder());
  expect({ status, stderr }).toEqual({ status: 2, stderr: 'error: no.csv: there is no such file.\n' });
});

const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;

test('whatever a description holds, it comes back from the table as it was', async () => {
  const words = fc.string({ unit: fc.constantFrom(...'ab ,;|"\'\n:#-[]{}&*?éя中') }).map((text) => `x${text.trim()}`);
  const descriptions = fc.sample(words, { numRuns: 200, seed: 7 });
  const table = descriptions.map((text, k) => `Role ${k},${quoted(text)}`);
  const folder = makeFolder({ 'r.csv': `name,bio\n${table.join('\n')}\n` });
  const { status, stderr } = await rolellm(['init', '--from', 'r.csv'], folder);
  expect(status, stderr).toBe(0);
  expect(descriptions.map((_, k) => roleIn(folder, `role-${k}.yaml`).description)).toEqual(
    descriptions.map((text) => text.trim()),
  );
});

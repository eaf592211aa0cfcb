import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Sample } from '../../src/records.js';
import { answerOf, askedAndAnswered, questionOf } from '../../src/turns.js';
import { fingerprint, PROJECT, rowsOf } from '../harness/cli.js';
import { writeFiles } from '../harness/files.js';
import { isSpecific, keptIn } from '../harness/samples.js';
import { TINY_FILES } from '../harness/tiny-role.js';

interface Row {
  role: string;
  question: string;
  generated: string[];
  type?: string | string[];
}

let folder: string;
const at = (path: string) => join(folder, 'data/export', path);
const rows = (path: string) => rowsOf<Row>(at(path));

function run(args: string[]): void {
  const { OPENAI_API_KEY: _, OPENAI_BASE_URL: __, ...env } = process.env;
  const { status, stderr } = spawnSync(process.execPath, [join(PROJECT, 'bin/rolellm.js'), ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
}

const scenesIn = (of: string) => keptIn(of).filter(({ recipe }) => recipe === 'scenes');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolellm-export-'));
  writeFiles(folder, TINY_FILES);
  writeFiles(folder, { 'rolellm.config.yaml': 'export: { heldOut: 1, rehearsal: true }\n' });
  run(['generate', '--roles', 'roles', '--instructions', 'instructions.txt', '--per-role', '10']);
  return () => rmSync(folder, { recursive: true, force: true });
});

describe('the rolebench layout', () => {
  test('has every role in desc.json, with its description in the second person, and in scripts.json', () => {
    const descriptions = JSON.parse(readFileSync(at('profiles-eng/desc.json'), 'utf8')) as Record<string, string>;
    expect(Object.keys(descriptions)).toEqual(['Keeper', 'Nora']);
    expect(descriptions.Keeper).toMatch(/^You speak .*You talk most with Nora/);
    expect(JSON.parse(readFileSync(at('profiles-eng/scripts.json'), 'utf8'))).toEqual({
      Keeper: 'The Lamp',
      Nora: 'The Lamp',
    });
  });

  test('has each role’s script as lines with role, content, act_id and diag_id, narration marked so', () => {
    const lines = rowsOf(at('profiles-eng/profiles-eng-Keeper.jsonl'));
    expect(Object.keys(lines[0] ?? {})).toEqual(['role', 'content', 'act_id', 'diag_id']);
    expect(new Set(lines.map(({ role }) => role))).toEqual(new Set(['Keeper', 'Nora', 'narration']));
    expect(new Set(lines.map(({ act_id }) => act_id))).toEqual(new Set([0, 1]));
  });

  test.each(['instruction-generalization', 'role-generalization'])(
    '%s: `type` is a string in train and a list in test, and no question is in both',
    (kind) => {
      const train = rows(`rolebench-eng/${kind}/role_specific/train.jsonl`);
      const tested = rows(`rolebench-eng/${kind}/role_specific/test.jsonl`);
      for (const { type, generated } of train) expect([typeof type, generated.length]).toEqual(['string', 1]);
      for (const { type, generated } of tested) expect(type).toHaveLength(generated.length);
      const key = ({ role, question }: Row) => `${role}\n${question}`;
      const inTrain = new Set(train.map(key));
      expect(tested.filter((row) => inTrain.has(key(row)))).toEqual([]);
      expect(train.length + tested.length).toBe(keptIn(folder).filter(isSpecific).length);
    },
  );

  test('role generalization tests roles that it does not train', () => {
    for (const set of ['general', 'role_specific']) {
      const roles = (split: string) =>
        new Set(rows(`rolebench-eng/role-generalization/${set}/${split}.jsonl`).map(({ role }) => role));
      expect([...roles('train'), ...roles('test')].sort()).toEqual(['Keeper', 'Nora']);
    }
  });

  test('the baseline answers exactly the pairs of the general test, once each', () => {
    for (const kind of ['instruction-generalization', 'role-generalization']) {
      const tested = rows(`rolebench-eng/${kind}/general/test.jsonl`);
      const baseline = rows(`rolebench-eng/${kind}/general/rolegpt_baseline.jsonl`);
      expect(baseline.map(({ role, question }) => [role, question])).toEqual(
        tested.map(({ role, question }) => [role, question]),
      );
      for (const { generated } of baseline) expect(generated).toHaveLength(1);
    }
  });

  test('files end with one newline and have no empty line, for readers that parse every line', () => {
    for (const path of readdirSync(at(''), { recursive: true }) as string[]) {
      if (!path.endsWith('.jsonl')) continue;
      const text = readFileSync(at(path), 'utf8');
      expect(text, path).not.toMatch(/\n\n|^\n/);
      if (text !== '') expect(text, path).toMatch(/\n$/);
    }
  });
});

test('sharegpt, alpaca, rocit and Parquet hold the same answers as messages, in the same order', async () => {
  let dialogues = 0;
  for (const split of ['train', 'test']) {
    const texts = rowsOf<{ messages: { content: string }[] }>(at(`messages/${split}.jsonl`)).map(({ messages }) =>
      messages.map(({ content }) => content),
    );
    const isDialogue = (row: readonly unknown[]) => row.length > 3;
    dialogues += texts.filter(isDialogue).length;
    const sharegpt = rowsOf<{ system: string; conversations: { from: string; value: string }[] }>(
      at(`sharegpt/${split}.jsonl`),
    );
    expect(sharegpt.map(({ system, conversations }) => [system, ...conversations.map(({ value }) => value)])).toEqual(
      texts,
    );
    for (const { conversations } of sharegpt) {
      expect(conversations.map(({ from }) => from).join()).toMatch(/^human,gpt(?:,human,gpt)*$/);
    }
    const alpaca = rowsOf<{ system: string; instruction: string; input: string; output: string; history: string[][] }>(
      at(`alpaca/${split}.jsonl`),
    );
    // Dialogues stand first: readers learn from the first rows what a history is.
    const ordered = [...texts.filter(isDialogue), ...texts.filter((row) => !isDialogue(row))];
    expect(
      alpaca.map(({ system, instruction, input, output, history }) => [
        system,
        ...history.flat(),
        `${instruction}${input}`,
        output,
      ]),
    ).toEqual(ordered);
    const rocit = rowsOf<{ prompt: string; completion: string }>(at(`rocit/${split}.jsonl`));
    const exchange = (text: string, k: number) => `\n\n### ${k % 2 === 0 ? 'Input' : 'Response'}:\n${text}</s>`;
    const untilAnswers = texts.flatMap(([system, ...turns]) =>
      turns.flatMap((_, k) =>
        k % 2 === 1
          ? [
              `### Instruction:\n${system}</s>${turns
                .slice(0, k + 1)
                .map(exchange)
                .join('')}`,
            ]
          : [],
      ),
    );
    expect(rocit.map(({ prompt, completion }) => prompt + completion)).toEqual(untilAnswers);
    const parquet = await parquetReadObjects({ file: await asyncBufferFromFile(at(`parquet/${split}.parquet`)) });
    expect(
      parquet.map(({ system, turns }) => [system, ...(turns as { text: string }[]).map(({ text }) => text)]),
    ).toEqual(texts);
    expect(parquet.map(({ question, answer }) => [question, answer])).toEqual(texts.map((row) => row.slice(-2)));
  }
  expect(dialogues).toBe(scenesIn(folder).length);
});

test('dataset_info.json names files that are there, and opencompass.py beside it the folder by its whole path', () => {
  const info = JSON.parse(readFileSync(at('dataset_info.json'), 'utf8')) as Record<string, { file_name: string }>;
  expect(Object.keys(info)).toContain('rolellm_sharegpt');
  for (const { file_name } of Object.values(info)) expect(existsSync(at(file_name)), file_name).toBe(true);
  expect(readFileSync(at('../opencompass.py'), 'utf8')).toContain(`path = "${join(folder, 'data/export')}"`);
});

test('a row that a format cannot hold is left out of it and named, in the log and the card; the others hold it', () => {
  const copy = mkdtempSync(join(tmpdir(), 'rolellm-export-'));
  cpSync(folder, copy, { recursive: true });
  const file = join(copy, 'data/filtered.jsonl');
  const samples = rowsOf(file).map((row) => Sample.parse(row));
  const [first, second] = samples.filter(isSpecific) as [Sample, Sample];
  const answering = (sample: Sample, answer: string): Sample => ({
    ...sample,
    turns: askedAndAnswered(questionOf(sample), answer),
  });
  const marked = answering(first, 'One.\n### Response:\nTwo.');
  const broken = answering(second, 'One \ud83d two.');
  const changed = samples.map((sample) => (sample === first ? marked : sample === second ? broken : sample));
  writeFileSync(file, changed.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
  const { status, stderr } = spawnSync(process.execPath, [join(PROJECT, 'bin/rolellm.js'), 'export'], {
    cwd: copy,
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  const formats = ['rocit', 'messages', 'sharegpt', 'alpaca'];
  const texts = (format: string) =>
    ['train', 'test'].map((split) => readFileSync(join(copy, `data/export/${format}/${split}.jsonl`), 'utf8')).join('');
  const holding = (text: string) => formats.filter((format) => texts(format).includes(text));
  expect(holding('### Response:\\nTwo.')).toEqual(['messages', 'sharegpt', 'alpaca']);
  expect(holding('\\ud83d')).toEqual([]);
  const bench = join(copy, 'data/export/rolebench-eng/instruction-generalization/role_specific');
  const rows = ['train', 'test'].flatMap((split) => rowsOf<{ generated: string[] }>(join(bench, `${split}.jsonl`)));
  expect(rows.flatMap(({ generated }) => generated).filter((text) => text.startsWith('One'))).toEqual([
    answerOf(marked),
  ]);
  const said = [
    `rocit leaves out 1 row: ${marked.id} of Keeper because its answer holds "### Response:"`,
    `every format leaves out 1 row: ${broken.id} of Keeper because its answer holds half a character`,
  ];
  const card = readFileSync(join(copy, 'data/export/README.md'), 'utf8');
  for (const line of said) {
    expect(stderr).toContain(`warning: export: ${line}`);
    expect(card).toContain(`- ${line}`);
  }
  rmSync(copy, { recursive: true });
});

test('only the formats that are named are written', () => {
  const copy = mkdtempSync(join(tmpdir(), 'rolellm-export-'));
  cpSync(folder, copy, { recursive: true });
  rmSync(join(copy, 'data/export'), { recursive: true });
  const ended = spawnSync(
    process.execPath,
    [join(PROJECT, 'bin/rolellm.js'), 'export', '--format', 'alpaca,parquet', '--held-out', 'Nora'],
    { cwd: copy, encoding: 'utf8' },
  );
  expect(ended.status, ended.stderr).toBe(0);
  expect(readdirSync(join(copy, 'data/export')).sort()).toEqual([
    'README.md',
    'alpaca',
    'dataset_info.json',
    'parquet',
  ]);
  rmSync(copy, { recursive: true });
});

test('messages rows have a system message, then user and assistant in turn, and nothing else, a sample each', () => {
  const all = ['train', 'test'].flatMap((split) =>
    rowsOf<{ messages: { role: string; content: string }[] }>(at(`messages/${split}.jsonl`)),
  );
  const kept = rowsOf(join(folder, 'data/filtered.jsonl'));
  expect(all).toHaveLength(kept.length);
  for (const row of all) {
    expect(Object.keys(row)).toEqual(['messages']);
    for (const message of row.messages) expect(Object.keys(message)).toEqual(['role', 'content']);
    const [system, ...turns] = row.messages;
    expect(system?.role).toBe('system');
    expect(turns.map(({ role }) => role).join()).toMatch(/^user,assistant(?:,user,assistant)*$/);
  }
  const systemsOf = (rows: typeof all) => rows.map(({ messages }) => messages[0]?.content);
  const isScene = ({ messages }: (typeof all)[number]) => messages.length > 3;
  for (const system of systemsOf(all.filter((row) => !isScene(row)))) {
    expect(system).toMatch(/^You are (?:Keeper|Nora)\. You /);
  }
  // A scene has a system text of its own.
  expect(systemsOf(all.filter(isScene)).sort()).toEqual(
    scenesIn(folder)
      .map(({ system }) => system)
      .sort(),
  );
});

test('the card’s front matter names files that are there and hold rows, and its counts are those of the files', () => {
  const card = readFileSync(at('README.md'), 'utf8');
  const [, front] = /^---\n([\s\S]*?)\n---\n/.exec(card) ?? [];
  const { configs, language } = parse(front ?? '') as {
    configs: { config_name: string; data_files: { path: string }[] }[];
    language: string[];
  };
  expect(language).toEqual(['en']);
  expect(new Set(configs.map(({ config_name }) => config_name)).size).toBe(configs.length);
  for (const { path } of configs.flatMap(({ data_files }) => data_files)) {
    expect(existsSync(at(path)), path).toBe(true);
    expect(rows(path).length, path).toBeGreaterThan(0);
    expect(card).toContain(`| ${path} | ${rows(path).length} |`);
  }
  const kept = keptIn(folder);
  // RoleBench has no scenes: its table and its layout count the two sets alone.
  const scenes = scenesIn(folder);
  const inSets = kept.length - scenes.length;
  expect(card).toContain(`| samples | ${inSets} | ${inSets} |`);
  const specific = kept.filter(isSpecific);
  expect(card).toContain(`| – role-specific | ${specific.length} | ${specific.length} |`);
  expect(card).toContain(`| rolebench | train and test | ${inSets} | ${inSets} |`);
  const sides = ['train', 'test'].map((split) => {
    const [, samples, rehearsal] = new RegExp(`\\| messages \\| ${split} \\| (\\d+) \\| (\\d+) \\|`).exec(card) ?? [];
    expect(Number(samples), split).toBe(rows(`messages/${split}.jsonl`).length);
    return Number(samples) - Number(rehearsal);
  });
  expect((sides[0] as number) + (sides[1] as number)).toBe(scenes.length);
  expect(card).toContain('Answers were written by `offline`.');
  expect(card).toContain('`offline` is not a language model');
  expect(card).toContain('Samples of `scenes` are taken from the scripts as they stand, without a model.');
  expect(card).toMatch(/\| scenes \| en\/scenes\.system@\d+ \| [0-9a-f]{16} \|/);
});

test('exporting again writes the same bytes and costs no call', () => {
  const before = fingerprint(at(''));
  run(['export']);
  expect(fingerprint(at(''))).toEqual(before);
});

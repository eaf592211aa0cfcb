import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { EvalResults } from '../../src/rolebench/results.js';
import { startChatServer } from '../harness/chat-server.js';
import { makeFolder, rolellm, rowsOf, runToEnd } from '../harness/cli.js';
import { writeFiles } from '../harness/files.js';
import { TINY_FILES } from '../harness/tiny-role.js';

let made: string;

beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'rolellm-eval-'));
  writeFiles(made, TINY_FILES);
  await runToEnd(
    ['generate', '--roles', 'roles', '--instructions', 'instructions.txt', '--per-role', '10', '--quiet'],
    made,
  );
  return () => rmSync(made, { recursive: true, force: true });
});

/** A folder of its own with the export of the tiny play. */
function folderWithExport(): string {
  const folder = makeFolder();
  cpSync(join(made, 'data/export'), join(folder, 'data/export'), { recursive: true });
  return folder;
}

const IG = 'data/export/rolebench-eng/instruction-generalization';
const resultsIn = (folder: string, name: string): EvalResults =>
  JSON.parse(readFileSync(join(folder, 'data/eval', name, 'results.json'), 'utf8')) as EvalResults;

describe('a model', () => {
  test.each(['zero-shot', 'few-shot-prompt', 'few-shot-dialogue', 'rocit'])(
    'is asked %s, once for each test question, and scored; the second run asks nothing',
    async (method) => {
      const folder = folderWithExport();
      const server = await startChatServer();
      const command = ['eval', '--base-url', server.url, '--model', 'm', '--method', method, '--quiet'];
      const { status, stdout, stderr } = await rolellm(command, folder);
      expect(status, stderr).toBe(0);
      const asked = server.seen.length;
      const questions = ['general', 'role_specific'].flatMap((set) => rowsOf(join(folder, IG, set, 'test.jsonl')));
      expect(asked).toBe(questions.length);
      const [{ messages } = { messages: [] }] = server.seen;
      const roles = messages.map(({ role }) => role);
      if (method === 'few-shot-dialogue') expect(roles).toContain('assistant');
      else expect(roles).toEqual(['system', 'user']);
      if (method === 'few-shot-prompt') expect(messages[0]?.content).toContain('Nora:');
      expect(messages[0]?.content).toMatch(/Keeper|Nora/);
      const [bench] = resultsIn(folder, `m-${method}`).benches;
      expect(bench?.SPE?.all.questions).toBe(rowsOf(join(folder, IG, 'role_specific/test.jsonl')).length);
      expect(bench?.unanswered).toBe(0);
      expect(stdout).toContain('RoleLLaMA (the paper)');
      expect(readFileSync(join(folder, `data/eval/m-${method}/results.csv`), 'utf8')).toMatch(/^bench,measure,group/);

      await rolellm(command, folder);
      expect(server.seen.length).toBe(asked);
    },
  );

  test('--plan says what it would ask, and asks nothing', async () => {
    const folder = folderWithExport();
    const server = await startChatServer();
    const args = ['eval', '--base-url', server.url, '--model', 'm', '--rank', 'baseline', '--plan', '--json'];
    const { stdout, stderr } = await rolellm(args, folder);
    const { plan } = JSON.parse(stdout || stderr) as { plan: { stage: string; requests: number }[] };
    expect(plan.map(({ stage }) => stage)).toEqual(['eval', 'rank']);
    for (const { requests } of plan) expect(requests).toBeGreaterThan(0);
    expect(server.seen).toEqual([]);
    expect(existsSync(join(folder, 'data/eval'))).toBe(false);
  });

  test('--only and --limit make it a quick look', async () => {
    const folder = folderWithExport();
    const { status } = await rolellm(['eval', '--only', 'Nora', '--limit', '1', '--quiet'], folder);
    expect(status).toBe(0);
    const predictions = rowsOf(join(folder, 'data/eval/offline-zero-shot/predictions.jsonl'));
    expect(new Set(predictions.map(({ role }) => role))).toEqual(new Set(['Nora']));
    expect(predictions.length).toBeLessThanOrEqual(2);
  });
});

test('a judge ranks the answers with the baseline, without names and in both orders', async () => {
  const folder = folderWithExport();
  const server = await startChatServer();
  const common = ['--base-url', server.url, '--model', 'm', '--judge-model', 'wise', '--rank', 'baseline', '--json'];
  const { status, stdout, stderr } = await rolellm(['eval', ...common], folder);
  expect(status, stderr).toBe(0);
  const judged = server.seen.filter(({ model }) => model === 'wise');
  for (const { messages } of judged) expect(messages.at(-1)?.content).not.toMatch(/m-zero-shot|RoleGPT baseline/);
  const rows = rowsOf<{ question: string; shown: string[] }>(join(folder, 'data/eval/m-zero-shot/rankings.jsonl'));
  expect(rows.length).toBe(judged.length);
  expect(rows.length).toBe(2 * new Set(rows.map(({ question }) => question)).size);
  const orders = rows.map(({ shown }) => shown.join());
  expect(new Set(orders).size).toBe(2);
  const { rankings } = JSON.parse(stdout) as { rankings: { reference: string; agreement: number; models: object[] }[] };
  expect(rankings[0]).toMatchObject({ reference: 'RoleGPT baseline', agreement: 1 });
  expect(rankings[0]?.models).toHaveLength(2);
});

describe('files of answers', () => {
  test('the references themselves score 1, and a file without some questions says how many', async () => {
    const folder = folderWithExport();
    const rows = ['general', 'role_specific'].flatMap((set) => rowsOf(join(folder, IG, set, 'test.jsonl')));
    writeFileSync(
      join(folder, 'a.jsonl'),
      rows
        .slice(1)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(''),
    );
    const { status, stdout, stderr } = await rolellm(['eval', '--predictions', 'a.jsonl'], folder);
    expect(status, stderr).toBe(0);
    const [bench] = resultsIn(folder, 'a').benches;
    expect([bench?.CUS?.all.max.f1, bench?.SPE?.all.max.f1, bench?.unanswered]).toEqual([1, 1, 1]);
    expect(stdout).toContain('1 question has no answer');
    expect(stdout).toMatch(/^Recall of a, the share of the reference: .*\d\.\d{4}\.$/m);
  });

  test('two files are joined on the role and the question without the spaces around it', async () => {
    const folder = makeFolder({
      'predictions.jsonl':
        '{"role":"Keeper","question":" Who? ","generated":["I am the keeper."]}\n{"role":"Keeper","question":"Lost?","prediction":"No."}\n',
      'references.jsonl':
        '{"role":"Keeper","question":"Who?","generated":["The keeper am I."]}\n{"role":"Nora","question":"Who?","generated":["Nora."]}\n',
    });
    const files = ['--predictions', 'predictions.jsonl', '--references', 'references.jsonl'];
    const { status, stdout } = await rolellm(['eval', ...files, '--lang', 'en', '--json'], folder);
    expect(status).toBe(0);
    const scores = JSON.parse(stdout) as Record<string, unknown>;
    expect(scores).toMatchObject({ joined: 1, without_prediction: 1, without_reference: 1 });
    expect(scores.scores).toMatchObject({ all: { first: { precision: 0.5, recall: 0.5, f1: 0.5 } } });
  });
});

describe('what is said of the scores', () => {
  const scoreFiles = async (lang: string, predictions: object[], references: object[], more: string[] = ['--json']) => {
    const lines = (rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    const folder = makeFolder({ 'p.jsonl': lines(predictions), 'r.jsonl': lines(references) });
    return rolellm(['eval', '--predictions', 'p.jsonl', '--references', 'r.jsonl', '--lang', lang, ...more], folder);
  };
  const row = (question: string, generated: string, role = 'Keeper') => ({ role, question, generated: [generated] });

  test('every prediction of a question is scored, and how many there were is said', async () => {
    const predictions = [row('Who?', 'The keeper.'), row(' Who? ', 'No word.'), row('Why?', 'So.')];
    const references = [row('Who?', 'The keeper.'), row('Why?', 'So.')];
    const { status, stdout } = await scoreFiles('en', predictions, references);
    expect(status).toBe(0);
    const scores = JSON.parse(stdout) as { scores: { all: { questions: number; max: { f1: number } } } };
    expect(scores).toMatchObject({ joined: 2, repeated: 1, without_prediction: 0, warnings: [] });
    expect(scores.scores.all.questions).toBe(3);
    expect(scores.scores.all.max.f1).toBeCloseTo(2 / 3, 10);
    const shown = await scoreFiles('en', predictions, references, []);
    expect(shown.stdout).toContain('1 prediction is a further answer to the same question; each is scored.');
  });

  test.each([
    [
      'en',
      '船还没有回来。',
      /1 of 1 references are written in Chinese characters and scored with --lang en; of 1 no token is compared, and they score 0\. Score them with --lang zh/,
    ],
    [
      'zh',
      'The boat is not in.',
      /1 of 1 references are written in Latin letters and scored with --lang zh\. Score them with --lang en/,
    ],
    [
      'en',
      'Лодки ещё нет.',
      /written in neither Latin letters nor Chinese characters and scored with --lang en; of 1 no token/,
    ],
    ['zh', '🙂 🙂', /written in signs without letters or figures; no token of them is compared, and they score 0/],
    ['en', '…!', /1 of 1 references are written in signs/],
  ])('--lang %s for "%s" warns', async (lang, text, says) => {
    const { status, stdout, stderr } = await scoreFiles(lang, [row('?', text)], [row('?', text)]);
    expect(status).toBe(0);
    expect(stderr).toMatch(says);
    expect((JSON.parse(stdout) as { warnings: string[] }).warnings).toHaveLength(1);
  });

  test.each([
    ['en', 'The boat is in, 船长.'],
    ['zh', '船 OK。'],
    ['en', '42'],
  ])('--lang %s for "%s" does not', async (lang, text) => {
    expect((await scoreFiles(lang, [row('?', text)], [row('?', text)])).stderr).toBe('');
  });
});

test('a set without a question, as a small export may have, is not scored, and the others are', async () => {
  const folder = folderWithExport();
  const empty = join(IG, 'role_specific/test.jsonl');
  writeFileSync(join(folder, empty), '');
  const predictions = join(IG, 'general/rolegpt_baseline.jsonl');
  const { status, stdout, stderr } = await rolellm(['eval', '--predictions', predictions, '--name', 'b'], folder);
  expect(status, stderr).toBe(0);
  expect(stderr).toContain(`eval: ${empty} has no question, so nothing is scored against it`);
  const [bench] = resultsIn(folder, 'b').benches;
  expect(bench?.CUS?.all.questions).toBeGreaterThan(0);
  expect(bench?.SPE).toBeNull();
  expect(stdout).toContain('Table 3');
});

describe('bad input is one line with what to do, and exit 2', () => {
  const cases: [name: string, break_: (folder: string) => void, args: string[], says: RegExp][] = [
    [
      'a missing test file',
      (folder) => rmSync(join(folder, IG, 'general/test.jsonl')),
      [],
      /general\/test\.jsonl: this RoleBench folder does not have the general test set\. Name another/,
    ],
    ['no RoleBench folder at all', () => {}, ['--bench', '.'], /this is not a RoleBench folder/],
    [
      'a folder without a question',
      (folder) => {
        for (const set of ['general', 'role_specific']) writeFileSync(join(folder, IG, set, 'test.jsonl'), '');
      },
      [],
      /general\/test\.jsonl: this split is empty/,
    ],
    [
      'a role without a description',
      (folder) => writeFileSync(join(folder, 'data/export/profiles-eng/desc.json'), '{"Keeper": "You keep."}'),
      [],
      /the role "Nora" is tested and has no description\. Add it/,
    ],
    [
      'a role that stands twice in desc.json',
      (folder) =>
        writeFileSync(
          join(folder, 'data/export/profiles-eng/desc.json'),
          '{"Nora": "a",\n "Keeper": "b",\n "Nora": "c"}',
        ),
      [],
      /desc\.json:3: this role stands twice/,
    ],
    [
      'predictions for unknown questions',
      (folder) => writeFileSync(join(folder, 'p.jsonl'), '{"role":"Keeper","question":"Who?","generated":["I."]}\n'),
      ['--predictions', 'p.jsonl'],
      /p\.jsonl: 1 of 1 predictions are for questions that the test sets do not have/,
    ],
    [
      'a predictions file that is not there',
      () => {},
      ['--predictions', 'no.jsonl'],
      /no\.jsonl: this predictions file does not exist/,
    ],
    ['references without predictions', () => {}, ['--references', 'r.jsonl'], /--references needs --predictions/],
    ['a role that the folder does not have', () => {}, ['--only', 'Ned'], /--only: the folder has no role "Ned"/],
    ['a judge that is offline', () => {}, ['--rank', 'baseline'], /--rank needs a model as judge/],
  ];

  test.each(cases)('%s', async (_, breakIt, args, says) => {
    const folder = folderWithExport();
    breakIt(folder);
    const { status, stderr } = await rolellm(['eval', '--quiet', ...args], folder);
    expect(stderr).toMatch(says);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(status).toBe(2);
  });
});

const SHARED = new URL('../../../shared/rolebench/', import.meta.url).pathname;

test.skipIf(!existsSync(SHARED))(
  'RoleGPT on the released Chinese questions scores as google’s rouge_score does on characters (needs ../shared)',
  async () => {
    const folder = makeFolder();
    const at = join(SHARED, 'rolebench-zh/role_specific');
    const files = ['--predictions', join(at, 'rolegpt_baseline.jsonl'), '--references', join(at, 'test.jsonl')];
    const { stdout } = await rolellm(['eval', ...files, '--lang', 'zh', '--json'], folder);
    const scores = JSON.parse(stdout) as { joined: number; scores: { all: { first: Record<string, number> } } };
    expect(scores.joined).toBe(239);
    // rouge_score 0.1.2, rougeL without stemming, over the characters joined with spaces as letters of its alphabet.
    expect(scores.scores.all.first.f1).toBeCloseTo(0.2023, 4);
    expect(scores.scores.all.first.precision).toBeCloseTo(0.2107, 4);
    expect(scores.scores.all.first.recall).toBeCloseTo(0.2211, 4);
  },
);

test.skipIf(!existsSync(SHARED))(
  'the released role-specific questions, of which some stand twice, are scored row by row (needs ../shared)',
  async () => {
    const file = join(SHARED, 'rolebench-eng/role-generalization/role_specific/test.jsonl');
    const files = ['--predictions', file, '--references', file];
    const { status, stdout, stderr } = await rolellm(['eval', ...files, '--lang', 'en', '--json'], makeFolder());
    expect(status, stderr).toBe(0);
    const result = JSON.parse(stdout) as { scores: { all: { questions: number; max: { f1: number } } } };
    // 2,517 questions as they are written, 2,321 without the spaces around them.
    expect(result).toMatchObject({ joined: 2321, scored: 2534, repeated: 213, without_prediction: 0, warnings: [] });
    expect(result.scores.all.questions).toBe(2534);
    expect(result.scores.all.max.f1).toBe(1);
  },
);

test.skipIf(!existsSync(SHARED))('4,750 pairs of the released files are scored (needs ../shared)', async () => {
  const folder = makeFolder();
  const file = join(SHARED, 'rolebench-eng/role-generalization/general/test.jsonl');
  const rows = rowsOf<{ generated: string[] }>(file).slice(0, 4750);
  mkdirSync(join(folder, 'x'));
  copyFileSync(file, join(folder, 'x/references.jsonl'));
  writeFileSync(
    join(folder, 'x/predictions.jsonl'),
    rows.map((row) => `${JSON.stringify({ ...row, generated: [row.generated.at(-1)] })}\n`).join(''),
  );
  const files = ['--predictions', 'x/predictions.jsonl', '--references', 'x/references.jsonl'];
  const began = performance.now();
  const { status, stdout } = await rolellm(['eval', ...files, '--lang', 'en', '--json'], folder);
  const took = performance.now() - began;
  expect(status).toBe(0);
  expect((JSON.parse(stdout) as { joined: number }).joined).toBe(4750);
  console.log(`4,750 pairs in ${Math.round(took)} ms`);
});

import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sample, Turn } from '../../src/records.js';
import { fingerprint, makeFolder, rolellm, rowsOf, runToEnd } from '../harness/cli.js';
import { writeFiles } from '../harness/files.js';
import { isSpecific, keptIn, refusedIn } from '../harness/samples.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const CHINESE_LINES: [ask: string, answer: string][] = [
  ['灯塔上的大灯点亮了吗？', '点亮了，你且看海上的船，条条都认得回家的路。'],
  ['今早渔夫送来了什么东西？', '送来七条鲱鱼，还有一把断了的船桨，分文不取。'],
  ['礁石外的灰船你见过没有？', '见过两回，没有旗号，也不答话，着实古怪。'],
  ['是谁教你看天气的？', '是我母亲教的。海鸥还没听见风声，她便闻得出风暴。'],
  ['冬天在这里不觉得寂寞吗？', '大海整夜说话，我忙着同它争辩，哪里有工夫寂寞。'],
  ['那只铁箱里收着什么？', '都是信。一封一封冲上岸来，一封一封等着人答复。'],
  ['你为什么同港长争吵？', '他要熄了灯省油，我说宁可烧了我这把椅子。'],
  ['灯若是灭了，你怎么办？', '我便站在礁石上，举着点着的衣裳，举到天亮为止。'],
  ['明日可让我上塔看看？', '上来便是，台阶要大声数，一共二百零九级。'],
  ['裂了的镜片怎样补好？', '要耐心，要热松脂，还要骂上半日，耐心最难。'],
  ['村里的舞会你来不来？', '我不离开灯塔，看灯人跳舞，淹死的是别人。'],
  ['水底下真有钟么？', '听见的我便信，你父亲走失那夜，它响了三声。'],
  ['今晚吃些什么？', '剩下的鲱鱼炖土豆，盐要自己撒，不许抱怨。'],
  ['你的猫又跑到哪里去了？', '跟着鼠船出海了，春天潮水一退，自会回来。'],
  ['那本旧账簿记着谁的名字？', '记着每条没有回来的船，一页也不曾撕去。'],
  ['起雾的时候怎么办？', '敲铜锣，每数到六十便敲一下，敲得手也麻了。'],
];
const CHINESE_ROLE = {
  'roles/zhang.yaml': 'name: 张三\nlanguage: zh\nscript: lamp-zh.txt\n',
  'roles/lamp-zh.txt': CHINESE_LINES.map(([ask, answer]) => `李四：${ask}\n\n张三：${answer}\n`).join('\n'),
};

let made: string;

beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'rolellm-report-'));
  writeFiles(made, { ...TINY_FILES, ...CHINESE_ROLE });
  await runToEnd(['generate', '--roles', 'roles', '--limit', '4', '--quiet'], made);
  await runToEnd(['eval', '--provider', 'offline', '--quiet'], made);
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

/** A copy of the finished folder without some of its files. */
function copyWithout(...files: string[]): string {
  const folder = makeFolder();
  cpSync(join(made, 'data'), join(folder, 'data'), { recursive: true });
  for (const file of files) rmSync(join(folder, 'data', file), { recursive: true });
  return folder;
}

/** What is in manifest.json of the stages that have not run yet goes. */
function forgetStages(folder: string, ...names: string[]): void {
  const file = join(folder, 'data/manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { stages: Record<string, unknown> };
  for (const name of names) delete manifest.stages[name];
  writeFileSync(file, JSON.stringify(manifest));
}

const pageOf = (folder: string) => readFileSync(join(folder, 'data/report/index.html'), 'utf8');

/** Cells of the row of a table that begins with this head, by their columns; also those that are the same in every row. */
function cellsOf(page: string, table: string, head: string): Record<string, string> {
  const [, after = ''] = page.split(`<span>${table}</span>`);
  const end = after.indexOf('</table>');
  const body = after.slice(0, end);
  const columns = [...body.matchAll(/<th scope="col"[^>]*>(.*?)<\/th>/g)].map(([, name = '']) => name);
  const [, row = ''] = body.split(`<th scope="row">${head}</th>`);
  const cells = [...row.slice(0, row.indexOf('</tr>')).matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell = '']) => cell);
  const [, said = ''] =
    /^<\/table><\/section><p class="note common">The same in every row: (.*?)\.<\/p>/.exec(after.slice(end)) ?? [];
  const common = said
    .split(', ')
    .map((one) => [one.slice(0, one.lastIndexOf(' ')), one.slice(one.lastIndexOf(' ') + 1)]);
  return Object.fromEntries([...common, ...cells.map((cell, k) => [columns[k + 1], cell])]);
}

test('it writes one file and says where, and touches nothing else', async () => {
  const folder = copyWithout();
  const before = fingerprint(folder);
  const { status, stdout, stderr } = await rolellm(['report'], folder);
  expect([status, stdout, stderr]).toEqual([0, `The report is ${join('data', 'report', 'index.html')}.\n`, '']);
  const { [join('data', 'report', 'index.html')]: _page, ...others } = fingerprint(folder);
  expect(others).toEqual(before);
});

test('the page fetches nothing and runs nothing', async () => {
  const folder = copyWithout();
  await rolellm(['report'], folder);
  const page = pageOf(folder);
  expect(page).toContain(`content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:"`);
  expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\son\w+=/i);
  const addresses = [...page.matchAll(/(?:src|href|action)="([^"]*)"/g)].map(([, address]) => address);
  expect(addresses.filter((address) => !address?.startsWith('#'))).toEqual([]);
});

test('the same folder gives the same page, byte for byte', async () => {
  const folder = copyWithout();
  await rolellm(['report'], folder);
  const first = pageOf(folder);
  await rolellm(['report'], folder);
  expect(pageOf(folder)).toBe(first);
  expect(first).not.toContain(folder);
});

test('its numbers are those of the files and of status', async () => {
  const folder = copyWithout();
  const { stdout } = await rolellm(['report', '--json'], folder);
  const kept = keptIn(folder);
  const refused = refusedIn(folder);
  expect(JSON.parse(stdout)).toMatchObject({ roles: 3, kept: kept.length, refused: refused.length, evaluations: 1 });

  const page = pageOf(folder);
  const count = (of: (row: Sample) => boolean) => String(kept.filter(of).length);
  const statistics = 'Statistics of this set beside RoleBench’s (Table 1 of the RoleLLM paper)';
  expect(cellsOf(page, statistics, '· role-specific')).toMatchObject({
    'this set': count(isSpecific),
    English: count((row) => isSpecific(row) && row.language === 'en'),
    Chinese: count((row) => isSpecific(row) && row.language === 'zh'),
  });
  // RoleBench has no scenes: its table counts the two sets alone.
  const isScene = ({ recipe }: Sample) => recipe === 'scenes';
  expect(kept.filter(isScene).map(({ role }) => role)).toEqual(expect.arrayContaining(['Keeper', 'Nora', '张三']));
  expect(cellsOf(page, statistics, 'samples')).toMatchObject({
    'this set': count((row) => !isScene(row)),
    English: count((row) => !isScene(row) && row.language === 'en'),
    Chinese: count((row) => !isScene(row) && row.language === 'zh'),
    RoleBench: '168,093',
    'its English': '–',
  });
  const ofKeeper = ({ role }: Sample) => role === 'Keeper';
  expect(cellsOf(page, 'Rows of each role at each stage', 'Keeper')).toMatchObject({
    'role-specific kept': count((row) => ofKeeper(row) && isSpecific(row)),
    'general kept': count((row) => ofKeeper(row) && !isSpecific(row) && !isScene(row)),
    'scenes made': String(rowsOf<Sample>(join(folder, 'data/scenes.jsonl')).filter(ofKeeper).length),
    'scenes kept': count((row) => ofKeeper(row) && isScene(row)),
    refused: String(refused.filter(ofKeeper).length),
  });

  const status = JSON.parse((await rolellm(['status', '--json'], folder)).stdout);
  const { planned, rows, prompt_tokens } = status.stages.rolegpt;
  const stage = cellsOf(page, 'What each stage asked, made and cost', 'rolegpt');
  expect([stage.planned, stage.rows, stage['prompt tokens']]).toEqual(
    [planned, rows, prompt_tokens].map((n) => n.toLocaleString('en-US')),
  );
  expect(cellsOf(page, 'Rows from plan to export', 'kept by the filter')).toMatchObject({
    together: String(status.stages.filter.accepted),
    scenes: count(isScene),
  });
  const scored = kept.filter(({ grounding }) => grounding?.support != null).length;
  expect(page).toContain(`names and numbers found in the passage; ${scored} of ${kept.length} answers have any`);
});

test('every check that refused an answer has a sample with its evidence, and passages are named by file and line', async () => {
  const folder = copyWithout();
  await rolellm(['report'], folder);
  const page = pageOf(folder);
  const refused = refusedIn(folder);
  expect(refused.length).toBeGreaterThan(0);
  for (const check of new Set(refused.map((row) => row.check))) expect(page).toContain(`<b>Refused by ${check}:</b>`);
  expect(page).toMatch(/The passage, <span class="place">roles\/lamp\.txt:\d+–\d+<\/span>/);
  expect(page).toMatch(/The \d exchanges that were shown before it/);
});

test('an evaluation stands beside the numbers of the paper, with its interval', async () => {
  const folder = copyWithout();
  await rolellm(['report'], folder);
  const results = JSON.parse(readFileSync(join(folder, 'data/eval/offline-zero-shot/results.json'), 'utf8'));
  const { f1, low, high, recall } = results.benches[0].CUS.all.max;
  const table = 'Evaluated models beside Table 3, English, instruction generalization';
  expect(cellsOf(pageOf(folder), table, 'offline-zero-shot').CUS).toBe(
    `${f1.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`,
  );
  expect(cellsOf(pageOf(folder), table, 'RoleLLaMA (the paper)').CUS).toBe('0.3294');
  const recalls =
    'Rouge-L recall beside Table 3, English, instruction generalization: the longest common subsequence as a share of the reference';
  expect(cellsOf(pageOf(folder), recalls, 'offline-zero-shot').CUS).toBe(recall.toFixed(4));
});

test('whatever a role, a question or an answer is called, it is only text', async () => {
  const folder = copyWithout();
  const name = '<img src=x onerror=alert(1)>"\'&amp;';
  const answer = '</p></style><script>alert(1)</script>';
  for (const file of ['profiles', 'dialogues', 'filtered', 'rejected', 'context-instruct', 'rolegpt']) {
    const path = join(folder, `data/${file}.jsonl`);
    const rows = rowsOf<{ role: string; answer?: string; turns?: Turn[] }>(path).map((row) => ({
      ...row,
      role: row.role === 'Keeper' ? name : row.role,
      ...(row.answer === undefined ? {} : { answer }),
      ...(row.turns && { turns: row.turns.map((turn) => (turn.by === 'role' ? { ...turn, text: answer } : turn)) }),
    }));
    writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  }
  const { status, stderr } = await rolellm(['report'], folder);
  expect(status, stderr).toBe(0);
  const page = pageOf(folder);
  expect(page).not.toMatch(/<script|<img/);
  expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;amp;');
  expect(page).toContain('&lt;/p&gt;&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;');
});

describe('a run that is not over', () => {
  test('with profiles alone the page shows them and names the commands that make the rest', async () => {
    const keeper = `${TINY_FILES['roles/keeper.yaml']}catchphrases: [mark my words]\n`;
    const folder = makeFolder({ ...TINY_FILES, 'roles/keeper.yaml': keeper });
    await rolellm(['profile-build', '--roles', 'roles', '--quiet'], folder);
    const { status, stderr } = await rolellm(['report'], folder);
    expect(status, stderr).toBe(0);
    const page = pageOf(folder);
    expect(page).toMatch(/<mark>mark my words<\/mark>.*<cite>roles\/lamp\.txt:\d+ and 2 more<\/cite>/);
    for (const command of ['context-instruct', 'rolegpt', 'filter', 'export'])
      expect(page).toContain(`rolellm ${command}`);
  });

  test('what the filter has not seen yet is counted, and the page says that nothing was filtered', async () => {
    const folder = copyWithout('filtered.jsonl', 'rejected.jsonl', 'export', 'eval');
    forgetStages(folder, 'filter', 'export', 'eval');
    const { status, stderr } = await rolellm(['report'], folder);
    expect(status, stderr).toBe(0);
    const candidates = rowsOf(join(folder, 'data/context-instruct.jsonl')).length;
    const cells = cellsOf(pageOf(folder), 'Rows from plan to export', 'candidates and responses');
    expect(cells['role-specific']).toBe(String(candidates));
    expect(pageOf(folder)).toContain('Nothing was filtered yet');
    expect(pageOf(folder)).not.toContain('NaN');
  });

  test('a set without general answers has a page too', async () => {
    const folder = copyWithout('rolegpt.jsonl', 'export', 'eval');
    const own = rowsOf<Sample>(join(folder, 'data/filtered.jsonl')).filter(isSpecific);
    writeFileSync(join(folder, 'data/filtered.jsonl'), own.map((row) => `${JSON.stringify(row)}\n`).join(''));
    forgetStages(folder, 'rolegpt', 'export', 'eval');
    const { status, stderr } = await rolellm(['report'], folder);
    expect(status, stderr).toBe(0);
    expect(pageOf(folder)).toContain('There is nothing general yet: run rolellm rolegpt.');
    expect(pageOf(folder)).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('an export that was made from other answers is told', async () => {
    const folder = copyWithout();
    const [, ...rest] = rowsOf<Sample>(join(folder, 'data/filtered.jsonl'));
    writeFileSync(join(folder, 'data/filtered.jsonl'), rest.map((row) => `${JSON.stringify(row)}\n`).join(''));
    await rolellm(['report'], folder);
    expect(pageOf(folder)).toContain('The export was made from other answers than those of now');
  });
});

test('a folder in which nothing was made is told in one line and ends with 2', async () => {
  const folder = makeFolder();
  const { status, stdout, stderr } = await rolellm(['report', '--data', 'nothing'], folder);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toBe(
    'error: nothing: nothing was made in this folder yet. Run `rolellm generate`, or name another with --data.\n',
  );
  expect(existsSync(join(folder, 'nothing'))).toBe(false);
});

test('results of an evaluation that cannot be read are told with their file', async () => {
  const folder = copyWithout();
  const file = 'data/eval/offline-zero-shot/results.json';
  writeFileSync(join(folder, file), '{"name":"offline"}');
  const { status, stderr } = await rolellm(['report'], folder);
  expect(status).toBe(2);
  expect(stderr).toMatch(/results\.json: the file is not valid: .+ Run `rolellm eval` again/);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('marks of a person are counted', async () => {
  const folder = copyWithout();
  const [first, second] = keptIn(folder) as unknown as [Sample, Sample];
  const line = ({ id, role }: Sample, mark: string) => `${JSON.stringify({ id, role, mark, note: '' })}\n`;
  writeFileSync(join(folder, 'data/review.jsonl'), line(first, 'good') + line(second, 'bad'));
  await rolellm(['report'], folder);
  expect(pageOf(folder)).toContain('A person marked 2 answers: 1 good, which stay, and 1 bad, which are refused.');
});

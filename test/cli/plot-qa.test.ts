import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PlotRow } from '../../src/recipes/plot-qa/row.js';
import type { RejectedSample, Sample } from '../../src/records.js';
import { type Fault, type SeenRequest, startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, PROJECT, rolellm, rowsOf, runToEnd } from '../harness/cli.js';
import { TINY_CHINESE_FILES } from '../harness/tiny-chinese-role.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const settings = (more = '', other = '') =>
  `export: { testShare: 0, generalTestShare: 0 }\nplotQa: { perRole: 8, questionsPerPlot: 2${more} }\n${other}`;
const FILES = { ...TINY_FILES, 'rolellm.config.yaml': settings() };
const ONLY = ['generate', '--roles', 'roles', '--only', 'Keeper', '--recipes', 'plot-qa'];

const textOf = (seen: SeenRequest) => seen.messages.map(({ content }) => content).join('\n');
const schemaOf = (seen: SeenRequest) => seen.response_format?.json_schema?.name;
const isPlot = (seen: SeenRequest) => schemaOf(seen) === 'plot';
const isInvented = (seen: SeenRequest) => isPlot(seen) && textOf(seen).includes('You invent a plot');
const isQuestions = (seen: SeenRequest) => schemaOf(seen) === 'questions';
const isAnswer = (seen: SeenRequest) => textOf(seen).includes('asks you:');
const isOfRecipe = (seen: SeenRequest) => isPlot(seen) || isQuestions(seen) || isAnswer(seen);

const THINGS =
  'anchor anvil barrel basket bellows bottle bucket candle cannon carpet chisel compass cradle curtain drum feather fiddle flute funnel goblet hammer harness hatchet kettle ladder lantern mattress mirror needle pillow pitcher ribbon saddle shovel sickle spade thimble trumpet wagon whistle'.split(
    ' ',
  );

/** The k-th of some things that follow from the request: two requests seldom have the same ones. */
function thing(seen: SeenRequest, k: number): string {
  const digest = createHash('sha256')
    .update(`${textOf(seen)}${seen.seed}`)
    .digest();
  return THINGS[(digest[k] as number) % THINGS.length] as string;
}

const PLOT = {
  site: 'the lamp',
  main_character: 'Keeper',
  supporting_character: 'Nora',
  outline: 'Nora has climbed up to the light. She wants to know what the winter is like.',
};

/** A server that makes plots, questions and answers as the method expects. */
const plays: Fault = (seen) => {
  if (isInvented(seen))
    return JSON.stringify({ ...PLOT, site: 'a rowing boat', outline: `Nora has found a ${thing(seen, 0)}.` });
  if (isPlot(seen)) return JSON.stringify({ ...PLOT, outline: `${PLOT.outline} A ${thing(seen, 0)} is in the way.` });
  const [a, b, c] = [0, 1, 2].map((k) => thing(seen, k));
  if (isQuestions(seen))
    return JSON.stringify({
      questions: [
        `Keeper, have you ever hung the ${a} beside the old ${b}?`,
        `Which ${c} did you carry up the ${a}, Keeper?`,
      ],
    });
  if (isAnswer(seen))
    return `I would sooner burn my ${a} than put the ${b} there, mark my words, and the ${c} stays where it is.`;
  return undefined;
};

const madeRows = (folder: string) => rowsOf<PlotRow>(join(folder, 'data/plot-qa.jsonl'));
const kept = (folder: string) => rowsOf<Sample>(join(folder, 'data/filtered.jsonl'));
const refused = (folder: string) => rowsOf<RejectedSample>(join(folder, 'data/rejected.jsonl'));

describe('a server that answers as the method expects', () => {
  test('gives plots from scenes and invented ones, questions of the supporting character and answers of the role', async () => {
    const server = await startChatServer(plays);
    const folder = makeFolder(FILES);
    const { status, stdout, stderr } = await rolellm([...ONLY, '--base-url', server.url], folder);
    expect(status, stdout + stderr).toBe(0);
    const rows = madeRows(folder);
    expect(new Set(rows.map(({ origin }) => origin))).toEqual(new Set(['scene', 'invented']));
    for (const { origin, act_id, segment, plot, exchanges, address, requests, system, fault } of rows) {
      expect([plot.main_character, plot.supporting_character, fault]).toEqual(['Keeper', 'Nora', null]);
      expect([act_id === null, segment === null]).toEqual([origin === 'invented', origin === 'invented']);
      expect(address).toEqual({ to_role: ['Keeper'], by_role: [] });
      expect(exchanges).toHaveLength(2);
      expect(requests).toHaveLength(2);
      for (const text of ['You are Keeper.', `The situation: ${plot.outline}`, 'Nora speaks to you.'])
        expect(system).toContain(text);
    }
    const inAct = rows.find(({ origin }) => origin === 'scene');
    expect(inAct?.segment).toMatchObject({ script: expect.stringContaining('lamp.txt') });

    const samples = kept(folder);
    expect(samples).toHaveLength(8);
    const journal = rowsOf<{ ids: string[] }>(join(folder, 'data/calls/plot-qa.jsonl')).flatMap(({ ids }) => ids);
    for (const { kind, turns, segment, requests, grounding } of samples) {
      expect(turns.map(({ by, speaker }) => [by, speaker])).toEqual([
        ['user', 'Nora'],
        ['role', null],
      ]);
      expect(segment !== null).toBe(kind === 'scene_plot');
      expect(grounding?.self_contained === null).toBe(kind === 'invented_plot');
      expect(new Set(requests).size).toBe(3);
      expect(journal).toEqual(expect.arrayContaining(requests));
    }
    // The row that the documents show, with some of its keys.
    const [, shown = ''] = /```json\n(.*)\n```/.exec(readFileSync(join(PROJECT, 'docs/plot-qa.md'), 'utf8')) ?? [];
    const row = JSON.parse(shown) as PlotRow;
    expect(rows.find(({ segment }) => segment !== null)).toMatchObject(row);
  });

  test('each step is a request of its own: --plan says what is left, and a second run asks nothing', async () => {
    const server = await startChatServer(plays);
    const folder = makeFolder(FILES);
    await runToEnd(
      ['profile-build', '--roles', 'roles', '--only', 'Keeper', '--base-url', server.url, '--quiet'],
      folder,
    );
    const before = server.seen.length;
    const planned = await rolellm(['plot-qa', '--base-url', server.url, '--plan', '--json'], folder);
    expect([planned.status, server.seen.length], planned.stderr).toEqual([0, before]);
    // Four plots of two questions each.
    expect(JSON.parse(planned.stdout).plan).toEqual([expect.objectContaining({ requests: 4 + 4 + 8 })]);
    await runToEnd(['plot-qa', '--base-url', server.url, '--quiet'], folder);
    const asked = server.seen.length;
    const again = await rolellm(['plot-qa', '--base-url', server.url], folder);
    expect([again.status, server.seen.length]).toEqual([0, asked]);
    expect(again.stderr).toContain('plot-qa: nothing to do');
  });

  test('a run that was cut off goes on where it stopped, and its rows are those of one that was not', async () => {
    const whole = await startChatServer(plays);
    const other = makeFolder(FILES);
    await runToEnd([...ONLY, '--base-url', whole.url, '--quiet'], other);
    let isMute = true;
    const server = await startChatServer((seen, number, headers) =>
      isMute && isAnswer(seen) ? { status: 400, body: { error: { message: 'no' } } } : plays(seen, number, headers),
    );
    const folder = makeFolder(FILES);
    expect((await rolellm([...ONLY, '--base-url', server.url], folder)).status).toBe(1);
    const asked = server.seen.filter((seen) => isPlot(seen) || isQuestions(seen)).length;
    isMute = false;
    await runToEnd([...ONLY, '--base-url', server.url, '--quiet'], folder);
    expect(server.seen.slice(0, -1).filter((seen) => isPlot(seen) || isQuestions(seen)).length).toBeGreaterThanOrEqual(
      asked,
    );
    expect(readFileSync(join(folder, 'data/plot-qa.jsonl'), 'utf8')).toBe(
      readFileSync(join(other, 'data/plot-qa.jsonl'), 'utf8'),
    );
  });

  test('invented plots are marked in the export’s Parquet kinds, its card, the report and the summary', async () => {
    const server = await startChatServer(plays);
    const folder = makeFolder(FILES);
    const { stdout } = await rolellm([...ONLY, '--base-url', server.url], folder);
    const invented = kept(folder).filter(({ kind }) => kind === 'invented_plot').length;
    expect(invented).toBeGreaterThan(0);
    const card = readFileSync(join(folder, 'data/export/README.md'), 'utf8');
    expect(card).toContain(
      `${invented} samples of \`plot-qa\` (\`invented_plot\`) are in situations that a model invented`,
    );
    for (const format of ['messages', 'openai', 'axolotl', 'turns', 'sharegpt', 'sharegpt-turns', 'alpaca', 'rocit']) {
      const file = Object.keys(fingerprint(join(folder, 'data/export')))
        .map((path) => path.replaceAll('\\', '/'))
        .find((path) => path.startsWith(`${format}/train.`));
      expect(readFileSync(join(folder, 'data/export', file ?? ''), 'utf8'), format).toContain('Nora speaks to you.');
    }
    const told = /plot-qa: (\d+ plots from scenes, \d+ invented\.)/.exec(stdout)?.[1] ?? 'nothing';
    expect((await rolellm(['status'], folder)).stdout).toContain(told);
    expect(stdout).toMatch(/plot-qa: \d+ of \d+ questions and answers keep a form of address of the script \(100 %\)/);
    await runToEnd(['report'], folder);
    const page = readFileSync(join(folder, 'data/report/index.html'), 'utf8');
    expect(page).toContain(told);
    expect(page).toContain('invented plot: a rowing boat; Nora asks.');
  });
});

test('held-out scenes are in no prompt, and forms of address are not taken from them', async () => {
  const server = await startChatServer(plays);
  const folder = makeFolder({ ...FILES, 'rolellm.config.yaml': settings('', 'heldOutScenes: 0.5\n') });
  await rolellm([...ONLY, '--base-url', server.url], folder);
  const all = server.seen.filter(isOfRecipe).map(textOf).join('\n');
  expect(all).toContain('seven herrings');
  expect(all).not.toContain('two hundred and nine');
});

describe('a server that does not', () => {
  test.each<[what: string, plot: object, fault: RegExp]>([
    [
      'a stranger',
      { supporting_character: 'Captain Ahab' },
      /supporting character Captain Ahab neither speaks nor is named in the scene/,
    ],
    ['the role itself', { supporting_character: 'The Keeper' }, /its supporting character is the role itself/],
    ['another main character', { main_character: 'Nora' }, /its main character is Nora, not Keeper/],
    [
      'a site from elsewhere',
      { site: 'the marble palace of Babylon' },
      /its site is not of the scene: the marble palace of Babylon/,
    ],
  ])(
    'has %s in each plot of a scene: nothing more is asked of these, and the reason is told',
    async (_what, plot, fault) => {
      const server = await startChatServer((seen, number, headers) =>
        isPlot(seen) && !isInvented(seen) ? JSON.stringify({ ...PLOT, ...plot }) : plays(seen, number, headers),
      );
      const folder = makeFolder({ ...FILES, 'rolellm.config.yaml': settings(', inventedShare: 0') });
      const { status, stdout } = await rolellm([...ONLY, '--base-url', server.url], folder);
      expect(status).toBe(1);
      expect(server.seen.filter((seen) => isQuestions(seen) || isAnswer(seen))).toEqual([]);
      expect(stdout).toMatch(/Keeper: 0 of 8 answers in plots, from 0 answers \(\d+ plots do not fit\)/);
      expect(stdout).toContain('plotQa.candidateCap (now 3)');
      for (const row of madeRows(folder))
        expect([row.fault, row.exchanges]).toEqual([expect.stringMatching(fault), []]);
      expect(stdout).toMatch(/plot-qa: \d+ plots do not fit and were asked nothing more, the first of Keeper: /);
    },
  );

  test('gives the example of the prompt back as an invented plot: it is no plot, even with the right names', async () => {
    const example = {
      site: 'the platform',
      outline: 'On a still night Nora finds the captain alone, watching the stars above the reef.',
    };
    const server = await startChatServer((seen, number, headers) =>
      isInvented(seen) ? JSON.stringify({ ...PLOT, ...example }) : plays(seen, number, headers),
    );
    const folder = makeFolder({
      ...FILES,
      'rolellm.config.yaml': settings(', inventedShare: 1', 'filter: { leakRun: 5 }\n'),
    });
    expect((await rolellm([...ONLY, '--base-url', server.url], folder)).status).toBe(1);
    for (const { fault } of madeRows(folder))
      expect(fault).toMatch(/^it repeats the example of the prompt: .*captain alone/);
  });

  test('gives the same plot again and again: it is asked for questions once', async () => {
    const server = await startChatServer((seen, number, headers) =>
      isPlot(seen) ? JSON.stringify(PLOT) : plays(seen, number, headers),
    );
    const folder = makeFolder(FILES);
    const { status, stdout } = await rolellm([...ONLY, '--base-url', server.url], folder);
    expect([status, server.seen.filter(isQuestions).length]).toEqual([1, 1]);
    const faults = madeRows(folder).map(({ fault }) => fault);
    expect(faults).toEqual([null, ...Array(faults.length - 1).fill('it repeats an earlier plot')]);
    expect(stdout).toMatch(/Keeper: 2 of 8 answers in plots, from 2 answers \(\d+ plots do not fit\)/);
  });

  test('repeats itself: the filter refuses what repeats, and the run ends with 1', async () => {
    const server = await startChatServer((seen, number, headers) => {
      if (isQuestions(seen)) return JSON.stringify({ questions: ['Keeper, will you dance with me?'] });
      return plays(seen, number, headers);
    });
    const folder = makeFolder(FILES);
    const { status, stdout } = await rolellm([...ONLY, '--base-url', server.url], folder);
    expect(status).toBe(1);
    expect(stdout).toMatch(/Keeper: 1 of 8 answers in plots, from \d+ answers \(refused: exact-duplicate \d+\)/);
    expect(refused(folder).every(({ check }) => check === 'exact-duplicate')).toBe(true);
  });

  test('answers with no JSON: the requests are told as failed, and nothing is made of them', async () => {
    const server = await startChatServer((seen, number, headers) =>
      isPlot(seen) ? 'I had rather not.' : plays(seen, number, headers),
    );
    const folder = makeFolder(FILES);
    const { status, stdout } = await rolellm([...ONLY, '--base-url', server.url], folder);
    expect(status).toBe(1);
    expect(stdout).toMatch(/Keeper: 4 requests failed, the first because the reply is not JSON/);
    expect(madeRows(folder)).toEqual([]);
  });
});

test('an answer in a plot from a scene that gives another’s line as its own is refused, in an invented plot it is not', async () => {
  const noras = 'Will you come down to the village for the dance?';
  const server = await startChatServer((seen, number, headers) =>
    isAnswer(seen) ? `${plays(seen, number, headers)} ${noras}` : plays(seen, number, headers),
  );
  const folder = makeFolder({ ...FILES, 'rolellm.config.yaml': settings('', 'filter: { leakRun: 5 }\n') });
  await rolellm([...ONLY, '--base-url', server.url], folder);
  const grounded = refused(folder).filter(({ check }) => check === 'grounded');
  expect(grounded.length).toBeGreaterThan(0);
  expect(new Set(grounded.map(({ kind }) => kind))).toEqual(new Set(['scene_plot']));
  const answers = kept(folder).flatMap(({ kind, turns }) => (kind === 'invented_plot' ? [turns.at(-1)?.text] : []));
  expect(answers[0]).toContain(noras);
});

test('generate runs it only where it is named', async () => {
  const server = await startChatServer(plays);
  const folder = makeFolder({
    ...FILES,
    'rolellm.config.yaml': `${settings()}rolegpt: { count: 1 }\ncontextInstruct: { perRole: 2 }\n`,
  });
  await rolellm(['generate', '--roles', 'roles', '--only', 'Keeper', '--base-url', server.url], folder);
  expect(server.seen.filter(isOfRecipe)).toEqual([]);
  expect(existsSync(join(folder, 'data/plot-qa.jsonl'))).toBe(false);
});

test('a role without a script has invented plots only; one whose language has no prompts is told in one line', async () => {
  const server = await startChatServer(plays);
  const card = (name: string, language: string) =>
    `name: ${name}\nlanguage: ${language}\ndescription: The character is brave.\ndescription_second_person: You are brave.\ncatchphrases: [so be it]\ncategories: [brave]\n`;
  const folder = makeFolder({
    'roles/joan.yaml': card('Joan', 'en'),
    'roles/elvire.yaml': card('Elvire', 'fr'),
    'rolellm.config.yaml': settings(),
  });
  const { status, stdout } = await rolellm(
    ['generate', '--roles', 'roles', '--recipes', 'plot-qa', '--base-url', server.url],
    folder,
  );
  expect(status).toBe(1);
  expect(stdout.match(/Elvire: .*/g)).toEqual(['Elvire: plot-qa has no prompts in French']);
  const rows = madeRows(folder);
  // The server names Keeper as the main character of every plot.
  expect(new Set(rows.map(({ origin, fault }) => `${origin}: ${fault}`))).toEqual(
    new Set(['invented: its main character is Keeper, not Joan']),
  );
});

const BY_HAND =
  'name: 船家\nlanguage: zh\nscript: ferry.txt\nscript_name: 渡口\ndescription: 角色在渡口撑船。\ndescription_second_person: 你在渡口撑船。\ncatchphrases: [渡是渡得]\ncategories: [船夫]\n';

test('Chinese roles have Chinese prompts, and the forms of address of their script', async () => {
  const server = await startChatServer((seen) => {
    const things = ['竹篙', '铜铃', '斗笠', '油灯', '茶碗', '渔网', '杏子', '磨盘'];
    const k = (createHash('sha256').update(textOf(seen)).digest()[0] as number) % things.length;
    if (isPlot(seen))
      return JSON.stringify({
        site: '渡口',
        main_character: '船家',
        supporting_character: '阿云',
        outline: `阿云看见${things[k]}，想问个明白。`,
      });
    if (isQuestions(seen))
      return JSON.stringify({
        questions: [`船家，你那${things[k]}是从哪里来的？`, `船家，${things[(k + 3) % 8]}坏了你怎么修？`],
      });
    return textOf(seen).includes('问你：')
      ? `${things[k]}跟了我许多年，渡是渡得，只是手上不能没有它，你坐稳些便是。`
      : undefined;
  });
  const folder = makeFolder({
    ...TINY_CHINESE_FILES,
    'roles/ferryman.yaml': BY_HAND,
    'rolellm.config.yaml': 'plotQa: { perRole: 2, questionsPerPlot: 2, inventedShare: 0.5 }\n',
  });
  const args = ['--roles', 'roles', '--only', '船家', '--recipes', 'plot-qa', '--base-url', server.url, '--quiet'];
  await rolellm(['generate', ...args], folder);
  const rows = madeRows(folder);
  expect(rows[0]).toMatchObject({ fault: null, address: { to_role: ['船家'], by_role: [] } });
  expect(rows[0]?.system).toContain('阿云在对你说话。');
  expect(kept(folder).length).toBeGreaterThan(0);
});

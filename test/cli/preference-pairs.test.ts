import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { RejectedSample, Sample } from '../../src/records.js';
import { askedAndAnswered } from '../../src/turns.js';
import { startChatServer } from '../harness/chat-server.js';
import { CHROMIUM, closeBrowser, openPage } from '../harness/chromium.js';
import { makeFolder, rolellm, rowsOf, runToEnd } from '../harness/cli.js';
import { generatedFolder } from '../harness/generated.js';
import { TINY_FILES } from '../harness/tiny-role.js';

afterAll(closeBrowser);

interface Pair {
  prompt: { role: string; content: string }[];
  chosen: [{ role: string; content: string }];
  rejected: [{ role: string; content: string }];
  role: string;
  preferred_by: string;
  reason: string;
  evidence: string;
}

const FLOATS = 'Name three things that float.';
const GOOD = 'Corks float, and gulls float, and so does every lie the harbour master tells.';
const ALSO_GOOD = 'A herring barrel, a cork and my own good name: none of those three ever sank, sir.';
const AS_MODEL = 'As an AI language model I do not float, but corks, boats and ducks all float well.';

const pairsIn = (folder: string, split = 'train') => {
  const file = join(folder, `data/export/dpo/${split}.jsonl`);
  return existsSync(file) ? rowsOf<Pair>(file) : [];
};
const allPairs = (folder: string) => [...pairsIn(folder), ...pairsIn(folder, 'test')];
const textsOf = ({ chosen: [chosen], rejected: [rejected] }: Pair) => [chosen.content, rejected.content];

interface Answers {
  /** What Keeper answered, kept and refused, the refused ones by their check. */
  kept: readonly string[];
  refused?: readonly (readonly [text: string, check: string])[];
  settings?: string;
}

/** A finished data folder in which Keeper gave these answers, and no others, to one instruction. */
function folderWith({ kept, refused = [], settings = '{}' }: Answers): string {
  const folder = generatedFolder();
  const file = join(folder, 'data/filtered.jsonl');
  const isOurs = ({ recipe, role, turns }: Sample) =>
    recipe === 'rolegpt' && role === 'Keeper' && turns[0]?.text === FLOATS;
  const all = rowsOf<Sample>(file);
  const ours = all.filter(isOurs);
  const answered = (row: Sample, text: string): Sample => {
    return { ...row, model: 'm', turns: askedAndAnswered(FLOATS, text) };
  };
  const rows = [...all.filter((row) => !isOurs(row)), ...kept.map((text, k) => answered(ours[k] as Sample, text))];
  const worse = refused.map(([text, check], k): RejectedSample => {
    return { ...answered(ours[0] as Sample, text), id: `refused-${k}`, check, evidence: 'because' };
  });
  const lines = (some: readonly object[]) => some.map((row) => `${JSON.stringify(row)}\n`).join('');
  writeFileSync(file, lines(rows));
  writeFileSync(join(folder, 'data/rejected.jsonl'), lines(worse));
  writeFileSync(join(folder, 'rolellm.config.yaml'), `export: { generalTestShare: 0, dpo: ${settings} }\n`);
  return folder;
}

async function exported(answers: Answers, flags: readonly string[] = []) {
  const folder = folderWith(answers);
  const { status, stderr } = await rolellm(['export', ...flags], folder);
  expect(status, stderr).toBe(0);
  return { folder, stderr };
}

describe('an answer that was refused and one that was kept, to the same instruction', () => {
  test('are a pair for TRL, with the system text, the reason and what was refused', async () => {
    const { folder } = await exported({ kept: [GOOD], refused: [[AS_MODEL, 'ai-identity']] });
    const [pair, ...others] = pairsIn(folder);
    expect(others).toEqual([]);
    expect(pair).toMatchObject({
      prompt: [
        { role: 'system', content: expect.stringContaining('Keeper') },
        { role: 'user', content: FLOATS },
      ],
      chosen: [{ role: 'assistant', content: GOOD }],
      rejected: [{ role: 'assistant', content: AS_MODEL }],
      role: 'Keeper',
      preferred_by: 'check',
      reason: 'ai-identity',
      evidence: 'because',
    });
  });

  test('are a pair for LLaMA-Factory, which finds it as a ranking set', async () => {
    const { folder } = await exported({ kept: [GOOD], refused: [[AS_MODEL, 'ai-identity']] });
    const info = JSON.parse(readFileSync(join(folder, 'data/export/dataset_info.json'), 'utf8'));
    expect(info.rolellm_dpo).toEqual({
      file_name: 'dpo/llama-factory/train.jsonl',
      formatting: 'sharegpt',
      ranking: true,
      columns: { messages: 'conversations', chosen: 'chosen', rejected: 'rejected', system: 'system' },
    });
    expect(rowsOf(join(folder, 'data/export', info.rolellm_dpo.file_name))).toEqual([
      {
        conversations: [{ from: 'human', value: FLOATS }],
        chosen: { from: 'gpt', value: GOOD },
        rejected: { from: 'gpt', value: AS_MODEL },
        system: pairsIn(folder)[0]?.prompt[0]?.content,
        reason: 'ai-identity',
      },
    ]);
    // No pair tests anything: there is no file for it, and no entry.
    expect(info.rolellm_dpo_test).toBeUndefined();
    expect(existsSync(join(folder, 'data/export/dpo/test.jsonl'))).toBe(false);
  });

  test.each(['role-announcement', 'other-speaker', 'refusal', 'addressee', 'loop'])(
    'are one if it is refused for %s',
    async (check) => {
      const { folder } = await exported({ kept: [GOOD], refused: [[AS_MODEL, check]] });
      expect(pairsIn(folder).map(({ reason }) => reason)).toEqual([check]);
    },
  );

  test('are none if it is refused for what says nothing of the role, unless the settings name the check', async () => {
    const answers: Answers = { kept: [GOOD], refused: [[AS_MODEL, 'near-duplicate']] };
    expect(allPairs((await exported(answers)).folder)).toEqual([]);
    const { folder } = await exported({ ...answers, settings: '{ checks: [near-duplicate] }' });
    expect(allPairs(folder).map(({ reason }) => reason)).toEqual(['near-duplicate']);
  });
});

test('each refused answer is in one pair, and the kept ones take turns', async () => {
  const others = [
    'I cannot help you with that list of things that float, I am sorry to say to you.',
    `${AS_MODEL} Truly.`,
  ];
  const { folder } = await exported({
    kept: [GOOD, ALSO_GOOD],
    refused: [AS_MODEL, ...others, AS_MODEL].map((text) => [text, 'refusal'] as const),
  });
  expect(pairsIn(folder).map(textsOf)).toEqual([
    [GOOD, AS_MODEL],
    [ALSO_GOOD, others[0]],
    [GOOD, others[1]],
  ]);
});

describe('a pair that would teach something else is left out and told', () => {
  test('where both answers are nearly the same; the kept answer that differs is taken where there is one', async () => {
    const nearly = `As Keeper I say: ${GOOD}`;
    const { folder, stderr } = await exported({ kept: [GOOD], refused: [[nearly, 'role-announcement']] });
    expect(allPairs(folder)).toEqual([]);
    expect(stderr).toMatch(/dpo leaves out 1 row: \S+ of Keeper because its two answers are nearly the same/);
    const two = await exported({ kept: [GOOD, ALSO_GOOD], refused: [[nearly, 'role-announcement']] });
    expect(allPairs(two.folder).map(textsOf)).toEqual([[ALSO_GOOD, nearly]]);
  });

  test('where one is more than twice as long; the settings say how much', async () => {
    const long = `${AS_MODEL} ${ALSO_GOOD} ${ALSO_GOOD}`;
    const { folder, stderr } = await exported({ kept: [GOOD], refused: [[long, 'ai-identity']] });
    expect(allPairs(folder)).toEqual([]);
    expect(stderr).toMatch(
      /dpo leaves out 1 row: \S+ of Keeper because one of its answers is more than 2 times as long/,
    );
    const wider = await exported({
      kept: [GOOD],
      refused: [[long, 'ai-identity']],
      settings: '{ maxLengthRatio: 5, maxSimilarity: 1 }',
    });
    expect(allPairs(wider.folder)).toHaveLength(1);
  });
});

describe('verdicts of a judge', () => {
  const verdicts = (style: [boolean, boolean]) =>
    (['forward', 'reversed'] as const).map((order, k) => {
      return { order, reason: 'It is flat.', answers: true, in_style: style[k], correct: true };
    });

  /** Judges the kept answers: in style in the two orders, or not. */
  function judge(folder: string, styles: readonly [boolean, boolean][]): void {
    const kept = rowsOf<Sample>(join(folder, 'data/filtered.jsonl')).filter(({ model }) => model === 'm');
    const rows = styles.map((style, k) => {
      const { id, recipe, kind, role, language, turns } = kept[k] as Sample;
      const [question, answer] = [FLOATS, turns[1]?.text];
      return {
        id,
        recipe,
        kind,
        role,
        language,
        question,
        answer,
        control: false,
        verdicts: verdicts(style),
        model: 'm',
        judge: 'j',
      };
    });
    writeFileSync(join(folder, 'data/judged.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  }

  test('make a pair of an answer that it found good in both orders and one that it found wanting in both', async () => {
    const folder = folderWith({ kept: [ALSO_GOOD, GOOD] });
    judge(folder, [
      [false, false],
      [true, true],
    ]);
    await runToEnd(['export', '--quiet'], folder);
    expect(allPairs(folder)).toMatchObject([
      {
        chosen: [{ content: GOOD }],
        rejected: [{ content: ALSO_GOOD }],
        preferred_by: 'judge',
        reason: 'out-of-style',
        evidence: 'It is flat.',
      },
    ]);
  });

  test('make none where the orders disagree, or where no answer was found good', async () => {
    for (const styles of [
      [
        [true, false],
        [true, true],
      ],
      [
        [false, false],
        [false, false],
      ],
    ] as [boolean, boolean][][]) {
      const folder = folderWith({ kept: [ALSO_GOOD, GOOD] });
      judge(folder, styles);
      await runToEnd(['export', '--quiet'], folder);
      expect(allPairs(folder)).toEqual([]);
    }
  });

  test('keep an answer that was found wanting from being the chosen one', async () => {
    const folder = folderWith({ kept: [ALSO_GOOD, GOOD], refused: [[AS_MODEL, 'ai-identity']] });
    judge(folder, [[false, false]]);
    await runToEnd(['export', '--quiet'], folder);
    expect(allPairs(folder).map(textsOf)).toEqual([[GOOD, AS_MODEL]]);
  });

  test('make an export stale that has pairs', async () => {
    const folder = folderWith({ kept: [ALSO_GOOD, GOOD] });
    await runToEnd(['export', '--quiet'], folder);
    judge(folder, [
      [false, false],
      [true, true],
    ]);
    expect((await rolellm(['status'], folder)).stdout).toMatch(/export.*judged\.jsonl/);
  });
});

/** A recipe whose samples have four turns and a worse last one; it asks nobody. */
const TALKS = `export default ({ z, askedAndAnswered }) => ({
  recipes: [{
    name: 'talks', title: 'talks', prompts: {},
    kinds: { talk: { title: 'talk', isRoleSpecific: false } },
    row: z.strictObject({ id: z.string(), role: z.string(), language: z.string() }),
    open: () => ({
      countUnits: () => 1,
      *units({ profile: { role, language } }) {
        yield { name: role, *work() { return [{ id: 'talk-' + role, role, language }]; } };
      },
    }),
    samples: ({ id, role, language }) => [{
      id, recipe: 'talks', kind: 'talk', role, language, model: 'm', requests: [], system: 'You are on the tower.',
      turns: [
        ...askedAndAnswered('Is the lamp lit, my friend?', 'It is lit, and it burns like a harbour of candles.'),
        ...askedAndAnswered('And will you sleep tonight?', 'I never sleep while the lamp is lit, mark my words.'),
      ],
      rejected: 'Yes, I will go to bed early and sleep for eight hours.',
      segment: null, confidence: null, category: null, source: null, raw_answer: null, grounding: null,
    }],
  }],
});\n`;

describe('a recipe that gives a worse last turn', () => {
  const open = () =>
    makeFolder({
      ...TINY_FILES,
      'talks.mjs': TALKS,
      'rolellm.config.yaml': 'plugins: [talks.mjs]\nexport: { generalTestShare: 0 }\n',
    });

  test('gives pairs that have all turns before it', async () => {
    const folder = open();
    await runToEnd(['generate', '--roles', 'roles', '--limit', '2', '--quiet'], folder);
    const pairs = pairsIn(folder);
    expect(pairs.map(({ role }) => role)).toEqual(['Keeper', 'Nora']);
    expect(pairs[0]).toMatchObject({
      prompt: [
        { role: 'system', content: 'You are on the tower.' },
        { role: 'user', content: 'Is the lamp lit, my friend?' },
        { role: 'assistant', content: 'It is lit, and it burns like a harbour of candles.' },
        { role: 'user', content: 'And will you sleep tonight?' },
      ],
      chosen: [{ role: 'assistant', content: 'I never sleep while the lamp is lit, mark my words.' }],
      rejected: [{ role: 'assistant', content: 'Yes, I will go to bed early and sleep for eight hours.' }],
      preferred_by: 'recipe',
      reason: 'talks',
    });
    const [row] = rowsOf<{ conversations: { from: string }[] }>(
      join(folder, 'data/export/dpo/llama-factory/train.jsonl'),
    );
    expect(row?.conversations.map(({ from }) => from)).toEqual(['human', 'gpt', 'human']);
  });

  test('gives none of a role that is held out to train on, but tests with them', async () => {
    const folder = open();
    await runToEnd(['generate', '--roles', 'roles', '--limit', '2', '--quiet'], folder);
    await runToEnd(['export', '--held-out', 'Nora', '--quiet'], folder);
    expect(pairsIn(folder).map(({ role }) => role)).toEqual(['Keeper']);
    expect(pairsIn(folder, 'test').map(({ role }) => role)).toEqual(['Nora']);
  });
});

test('a run from beginning to end makes pairs of what a model said in and out of character', async () => {
  let calls = 0;
  const server = await startChatServer(({ messages, response_format }) => {
    if (response_format || !messages.at(-1)?.content.includes('float')) return undefined;
    calls += 1;
    return calls % 2 === 0
      ? AS_MODEL
      : `${calls} things float: corks, gulls and number ${calls} of my oars, which I lost.`;
  });
  const folder = makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': 'export: { generalTestShare: 0 }\n' });
  const model = ['--base-url', server.url, '--model', 'm', '--concurrency', '1'];
  await rolellm(['generate', '--roles', 'roles', '--instructions', 'instructions.txt', ...model, '--quiet'], folder);
  expect(pairsIn(folder).map(({ reason }) => reason)).toEqual(expect.arrayContaining(['ai-identity']));
});

test('where there is nothing to pair there are no files, and --format dpo says why', async () => {
  const folder = generatedFolder();
  const { status, stderr } = await rolellm(['export', '--format', 'dpo'], folder);
  expect(status).toBe(0);
  expect(stderr).toContain('dpo: there are no preference pairs');
  expect(existsSync(join(folder, 'data/export/dpo'))).toBe(false);
});

describe('the report', () => {
  /** A folder with pairs of two reasons and its page. */
  async function reported() {
    const { folder } = await exported({
      kept: [GOOD, ALSO_GOOD],
      refused: [
        [AS_MODEL, 'ai-identity'],
        ['I cannot help with that, sir.', 'refusal'],
        ['No, I will not name three things that float, and I am sorry.', 'refusal'],
      ],
    });
    await runToEnd(['report', '--quiet'], folder);
    return { folder, page: readFileSync(join(folder, 'data/report/index.html'), 'utf8') };
  }

  test('shows both lengths side by side, how often the longer one is chosen, and pairs by reason', async () => {
    const { folder, page } = await reported();
    const lengths = pairsIn(folder).map((pair) => textsOf(pair).map((text) => text.split(' ').length));
    expect(lengths).toEqual([
      [14, 17],
      [17, 13],
    ]);
    expect(page).toContain('English, 2 pairs, in words: chosen mean 15.5, median 14; rejected mean 15.0, median 13.');
    expect(page).toContain('The longer answer is the chosen one in 1 of 2 pairs (50 %).');
    const [, table = ''] = page.split('<span>Preference pairs by what the rejected answer is worse by</span>');
    expect(table).toMatch(/<th scope="row">ai-identity<\/th>(<td[^>]*>[^<]*<\/td>)*?<td class="number">0 %<\/td>/);
    expect(table).toMatch(/<th scope="row">refusal<\/th>(<td[^>]*>[^<]*<\/td>)*?<td class="number">100 %<\/td>/);
    expect(page).toContain('dpo leaves out 1 row');
  });

  test.skipIf(!CHROMIUM)('draws a bar for each side of each range, one beside the other', async () => {
    const { folder } = await reported();
    const { page, errors } = await openPage(`file://${join(folder, 'data/report/index.html')}#pairs`);
    const chart = page.getByRole('img', { name: 'Lengths of chosen and rejected English answers in words' });
    const bars = await chart.locator('rect').evaluateAll((all) => {
      return all.map((one) => ({ tone: one.getAttribute('class'), box: one.getBoundingClientRect().toJSON() }));
    });
    const drawn = bars.filter(({ box }) => box.height > 0);
    expect(drawn.map(({ tone }) => tone).sort()).toEqual(['general', 'general', 'specific', 'specific']);
    for (const [k, { box }] of bars.slice(1).entries())
      expect(box.left).toBeGreaterThanOrEqual(bars[k]?.box.right - 0.1);
    expect(errors).toEqual([]);
  });

  test('says that there are none', async () => {
    const folder = generatedFolder();
    await runToEnd(['report', '--quiet'], folder);
    expect(readFileSync(join(folder, 'data/report/index.html'), 'utf8')).toContain(
      'The export has none: nothing was refused',
    );
  });
});

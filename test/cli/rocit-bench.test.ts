import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, rolellm, rowsOf, runToEnd } from '../harness/cli.js';
import { TINY_FILES } from '../harness/tiny-role.js';

interface Row {
  prompt: { role: string; content: string }[];
  completion: { role: string; content: string }[];
}

interface BenchRow {
  role: string;
  question: string;
  generated: string[];
}

const DESCRIPTIONS = { Ada: 'You keep a lighthouse.', Ben: 'You mend clocks.', Cy: 'You sail a tug.' };
type Role = keyof typeof DESCRIPTIONS;
const systemOf = (role: Role) =>
  `You are ${role}. ${DESCRIPTIONS[role]} Answer as this person would, in this person's own words, and never step out of the role.`;

const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const IG = 'rolebench-eng/instruction-generalization';

/** A small folder in RoleBench's layout; the released rows begin with spaces too. */
const FOLDER = {
  'bench/profiles-eng/desc.json': JSON.stringify(DESCRIPTIONS),
  [`bench/${IG}/role_specific/train.jsonl`]: lines([
    { role: 'Ada', question: ' How high is the lamp?', generated: [' Ninety feet.'], type: 'script_based' },
    { role: 'Ben', question: 'Who taught you the trade?', generated: ['My aunt.'], type: 'script_agnostic' },
    { role: 'Ben', question: 'What do you fear at night?', generated: ['Silence.'], type: 'script_agnostic' },
  ]),
  [`bench/${IG}/role_specific/test.jsonl`]: lines([
    {
      role: 'Ada',
      question: 'What do you fear at night?',
      generated: ['Fog.', 'Rats.'],
      type: ['script_based', 'script_based'],
    },
  ]),
  [`bench/${IG}/general/train.jsonl`]: lines([
    { role: 'Ada', question: 'Name three kinds of bread.', generated: ['Rye, wheat and oat.', 'Any that is dry.'] },
    { role: 'Ben', question: 'Translate the word "clock" into German.', generated: ['Uhr.'] },
    { role: 'Ben', question: 'Translate the word "clock" into German!', generated: ['Die Uhr.'] },
  ]),
  [`bench/${IG}/general/test.jsonl`]: lines([
    { role: 'Ada', question: 'Translate the word "clock" into German.', generated: ['Uhr, they say.'] },
  ]),
};

const rowsIn = (folder: string, split: string) => rowsOf<Row>(join(folder, `data/rocit/${split}.jsonl`));
const exchanges = (rows: readonly Row[]) =>
  rows.map(({ prompt, completion }) => [prompt[0]?.content, prompt[1]?.content, completion[0]?.content]);

describe('rocit --bench', () => {
  test('trains on the train files of a folder and tests on its test files, without a data folder, the same bytes each time', async () => {
    const folder = makeFolder(FOLDER);
    const command = ['rocit', '--bench', 'bench', '--split-by', 'pair'];
    const { status, stderr } = await rolellm(command, folder);
    expect(status, stderr).toBe(0);
    expect(stderr).toContain('rocit: 7 rows to train on, 3 to test, 0 answers cut, from bench');
    expect(exchanges(rowsIn(folder, 'train'))).toEqual([
      [systemOf('Ada'), 'How high is the lamp?', 'Ninety feet.'],
      [systemOf('Ada'), 'Name three kinds of bread.', 'Rye, wheat and oat.'],
      [systemOf('Ada'), 'Name three kinds of bread.', 'Any that is dry.'],
      [systemOf('Ben'), 'Who taught you the trade?', 'My aunt.'],
      [systemOf('Ben'), 'What do you fear at night?', 'Silence.'],
      [systemOf('Ben'), 'Translate the word "clock" into German.', 'Uhr.'],
      [systemOf('Ben'), 'Translate the word "clock" into German!', 'Die Uhr.'],
    ]);
    expect(exchanges(rowsIn(folder, 'test'))).toEqual([
      [systemOf('Ada'), 'What do you fear at night?', 'Fog.'],
      [systemOf('Ada'), 'What do you fear at night?', 'Rats.'],
      [systemOf('Ada'), 'Translate the word "clock" into German.', 'Uhr, they say.'],
    ]);
    expect(existsSync(join(folder, 'data/rocit/bench'))).toBe(false);
    const before = fingerprint(join(folder, 'data/rocit'));
    expect((await rolellm([...command, '--quiet'], folder)).status).toBe(0);
    expect(fingerprint(join(folder, 'data/rocit'))).toEqual(before);
  });

  test('trains on no test question, nor on one that is nearly the same, of any role, and says what is left out', async () => {
    const folder = makeFolder(FOLDER);
    const { status, stderr } = await rolellm(['rocit', '--bench', 'bench'], folder);
    expect(status, stderr).toBe(0);
    expect(stderr).toContain(
      '3 answers are left out of training: of a test question, or of one that is nearly the same; --split-by pair keeps those of other roles',
    );
    const questions = rowsIn(folder, 'train').map(({ prompt }) => prompt[1]?.content);
    expect(questions).toEqual([
      'How high is the lamp?',
      'Name three kinds of bread.',
      'Name three kinds of bread.',
      'Who taught you the trade?',
    ]);
    expect(rowsIn(folder, 'test')).toHaveLength(3);
  });

  test('takes its part of each set, for each trainer, and goes by the settings file too', async () => {
    const folder = makeFolder({ ...FOLDER, 'rolellm.config.yaml': 'rocit: { bench: bench, general: 0 }\n' });
    const { status, stderr } = await rolellm(['rocit', '--trainer', 'llama-factory', '--quiet'], folder);
    expect(status, stderr).toBe(0);
    const rows = rowsOf<{ system: string; conversations: { value: string }[] }>(join(folder, 'data/rocit/train.jsonl'));
    expect(rows.map(({ system, conversations }) => [system, conversations[0]?.value])).toEqual([
      [systemOf('Ada'), 'How high is the lamp?'],
      [systemOf('Ben'), 'Who taught you the trade?'],
    ]);
  });

  test('is told by status to be stale when the folder has changed', async () => {
    const folder = makeFolder(FOLDER);
    await rolellm(['rocit', '--bench', 'bench', '--quiet'], folder);
    expect((await rolellm(['status'], folder)).stdout).not.toContain('stale');
    writeFileSync(join(folder, 'bench/profiles-eng/desc.json'), JSON.stringify({ ...DESCRIPTIONS, Ada: 'You sing.' }));
    expect((await rolellm(['status'], folder)).stdout).toContain('desc.json');
  });

  test.each([
    [
      'a role without a description',
      { 'bench/profiles-eng/desc.json': '{"Ada": "You keep a lighthouse."}' },
      [],
      'desc.json: 1 of 2 roles have rows and no description: Ben. Add them: each role is described in its system message.',
    ],
    [
      'another language',
      {},
      ['--lang', 'zh'],
      'bench: this is not a RoleBench folder: it has no rows in Chinese. Name another folder with --bench, or another language with --lang.',
    ],
    [
      'the other generalization',
      {},
      ['--generalization', 'role'],
      'bench: this folder has no role generalization. Take the other with --generalization instruction, or have all rows parted with --held-out.',
    ],
    [
      'a role that is not there',
      {},
      ['--held-out', 'Zoe'],
      'there is no English role "Zoe" to hold out. Correct --held-out (export.heldOut). There are: Ada, Ben.',
    ],
    [
      'a split by what the rows do not name',
      {},
      ['--held-out', '1', '--split-by', 'scene'],
      '--split-by scene needs scripts, which the rows of a RoleBench folder do not name. Take instruction (the default with --bench) or pair.',
    ],
  ])('says in one line what is wrong with %s', async (_, files, flags, says) => {
    const folder = makeFolder({ ...FOLDER, ...files });
    const { status, stderr } = await rolellm(['rocit', '--bench', 'bench', '--quiet', ...flags], folder);
    expect(stderr).toContain(says);
    expect(status).toBe(2);
    expect(existsSync(join(folder, 'data/rocit'))).toBe(false);
  });

  test('says in one line that a folder has no descriptions, and that it has nothing to train on', async () => {
    const folder = makeFolder(FOLDER);
    for (const set of ['general', 'role_specific']) rmSync(join(folder, `bench/${IG}/${set}/train.jsonl`));
    const untrained = await rolellm(['rocit', '--bench', 'bench', '--quiet'], folder);
    expect([untrained.status, untrained.stderr]).toEqual([
      2,
      'error: bench: this folder has no row to train on. Have its rows parted with --held-out N or --held-out NAME, or name another folder.\n',
    ]);
    rmSync(join(folder, 'bench/profiles-eng'), { recursive: true });
    const undescribed = await rolellm(['rocit', '--bench', 'bench', '--quiet'], folder);
    expect(undescribed.status).toBe(2);
    expect(undescribed.stderr).toContain('desc.json: this RoleBench folder does not have its descriptions');
    const none = await rolellm(['rocit', '--bench', 'nowhere', '--quiet'], folder);
    expect(none.stderr).toContain('nowhere: this is not a RoleBench folder');
  });
});

describe('rocit --bench --held-out', () => {
  const ROLES = Object.keys(DESCRIPTIONS) as Role[];
  const WORDS = ['bread', 'rope', 'iron', 'rain', 'salt', 'oil', 'paint', 'wool', 'coal', 'brass'];
  const OWN = ['lose', 'steal', 'burn', 'sell', 'bury', 'paint', 'clean', 'weigh', 'break', 'hide'];

  /** Test files alone, as ../shared has them of the released set: every role has questions of its own and all instructions. */
  const RG = 'rolebench-eng/role-generalization';
  const TESTED = {
    'bench/profiles-eng/desc.json': JSON.stringify(DESCRIPTIONS),
    'bench/instructions-eng/general.jsonl': lines(
      WORDS.map((word) => ({ instruction: `Explain where ${word} comes from.`, answer: `From ${word}.` })),
    ),
    [`bench/${RG}/role_specific/test.jsonl`]: lines(
      ROLES.flatMap((role, r) =>
        OWN.map((verb, k) => ({
          role,
          question: `When did you ${verb} the ${WORDS[(k + 3 * r) % 10]} of your ${['mother', 'rival', 'mate'][r]}?`,
          generated: [`I, ${role}, did ${verb} it in the year ${k}.`],
          type: 'script_based',
        })),
      ),
    ),
    [`bench/${RG}/general/test.jsonl`]: lines(
      ROLES.flatMap((role) =>
        WORDS.map((word) => ({
          role,
          question: `Explain where ${word} comes from.`,
          generated: [`${role} says: ${word}.`],
        })),
      ),
    ),
  };

  test('parts all rows by role and by question, and writes them so parted in RoleBench’s layout', async () => {
    const folder = makeFolder(TESTED);
    const { status, stderr } = await rolellm(['rocit', '--bench', 'bench', '--held-out', 'Cy'], folder);
    expect(status, stderr).toBe(0);
    expect(stderr).toContain(
      'to test the tuned model: rolellm eval --method rocit --bench data/rocit/bench; held out: Cy',
    );
    const trained = rowsIn(folder, 'train');
    const systems = new Set(trained.map(({ prompt }) => prompt[0]?.content));
    expect(systems).toEqual(new Set([systemOf('Ada'), systemOf('Ben')]));
    const asked = new Set(trained.map(({ prompt }) => prompt[1]?.content));
    for (const [kind, roles] of [
      ['instruction', ROLES],
      ['role', ['Cy']],
    ] as const) {
      for (const set of ['general', 'role_specific']) {
        const at = `data/rocit/bench/rolebench-eng/${kind}-generalization/${set}/test.jsonl`;
        const tested = rowsOf<BenchRow>(join(folder, at));
        expect(new Set(tested.map(({ role }) => role)), at).toEqual(new Set(roles));
        for (const { question } of tested) expect(asked, at).not.toContain(question);
      }
    }
    // What others are trained on is not asked of the held-out role, and is told.
    expect(stderr).toMatch(
      /rocit: \d+ answers are in no file: held-out roles are not tested on what others are trained on/,
    );
    expect(readFileSync(join(folder, 'data/rocit/bench/instructions-eng/general.jsonl'), 'utf8')).toBe(
      TESTED['bench/instructions-eng/general.jsonl'],
    );
  });

  test('the tuned model is asked with the system message that it was trained with, on what training never saw', async () => {
    const folder = makeFolder(TESTED);
    await rolellm(['rocit', '--bench', 'bench', '--held-out', '1', '--seed', '3', '--quiet'], folder);
    const server = await startChatServer();
    for (const generalization of ['instruction', 'role']) {
      const command = ['eval', '--base-url', server.url, '--model', 'm', '--method', 'rocit', '--quiet'];
      const where = ['--bench', 'data/rocit/bench', '--generalization', generalization, '--name', generalization];
      const { status, stderr } = await rolellm([...command, ...where], folder);
      expect(status, stderr).toBe(0);
    }
    const trained = new Set(rowsIn(folder, 'train').map(({ prompt }) => prompt[1]?.content));
    const systems = new Set(ROLES.map(systemOf));
    expect(server.seen.length).toBeGreaterThan(0);
    for (const { messages } of server.seen) {
      expect(systems).toContain(messages[0]?.content);
      expect(trained).not.toContain(messages[1]?.content);
    }
    // Without --held-out the folder goes: it is parted otherwise than the rows are then.
    const again = await rolellm(['rocit', '--bench', 'data/rocit/bench', '--quiet'], folder);
    expect(again.status, again.stderr).toBe(0);
    expect(existsSync(join(folder, 'data/rocit/bench'))).toBe(false);
  });
});

const SHARED = new URL('../../../shared/rolebench/', import.meta.url).pathname;

test.runIf(existsSync(SHARED))(
  'the released rows of ten roles are parted without leaks',
  async () => {
    const released = 'rolebench-eng/role-generalization';
    const read = (set: string) => readFileSync(join(SHARED, released, set, 'test.jsonl'), 'utf8');
    const own = read('role_specific');
    const roles = new Set(
      own
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as BenchRow).role),
    );
    const folder = makeFolder({
      'bench/profiles-eng/desc.json': JSON.stringify(Object.fromEntries([...roles].map((role) => [role, 'You live.']))),
      [`bench/${released}/role_specific/test.jsonl`]: own,
      [`bench/${released}/general/test.jsonl`]: read('general'),
    });
    const { status, stderr } = await rolellm(
      ['rocit', '--bench', 'bench', '--held-out', 'John Keating', 'Walt Kowalski'],
      folder,
    );
    expect(status, stderr).toBe(0);
    expect(stderr).not.toContain('share the question');
    const trained = rowsIn(folder, 'train');
    expect(trained.length).toBeGreaterThan(10_000);
    const asked = new Set(trained.map(({ prompt }) => prompt[1]?.content));
    for (const kind of ['instruction', 'role']) {
      for (const set of ['general', 'role_specific']) {
        const at = `data/rocit/bench/rolebench-eng/${kind}-generalization/${set}/test.jsonl`;
        const tested = rowsOf<BenchRow>(join(folder, at));
        expect(tested.length).toBeGreaterThan(150);
        for (const { question } of tested) expect(asked).not.toContain(question.trim());
      }
    }
  },
  60_000,
);

describe('rocit --script', () => {
  const LINES = [
    { role: 'Cy', content: 'Is the lamp lit?', act_id: 0, diag_id: 0 },
    { role: 'Ada', content: 'It is never out.', act_id: 0, diag_id: 1 },
    { role: 'narrator', content: 'A long night passes.', act_id: 1, diag_id: 2 },
    { role: 'Ada', content: 'Nobody spoke, so I speak.', act_id: 1, diag_id: 3 },
    { role: 'Ben', content: 'And I answer.', act_id: 1, diag_id: 4 },
  ];
  const SCRIPTS = {
    'bench/profiles-eng/desc.json': JSON.stringify(DESCRIPTIONS),
    'bench/profiles-eng/profiles-eng-Ada.jsonl': lines(LINES),
    'bench/profiles-eng/profiles-eng-Ben.jsonl': lines(LINES),
  };

  test('trains on what a role says after somebody else in a folder’s scripts, and tests on held-out roles', async () => {
    const folder = makeFolder(SCRIPTS);
    const command = ['rocit', '--bench', 'bench', '--script', '--held-out', 'Ben'];
    const { status, stderr } = await rolellm(command, folder);
    expect(status, stderr).toBe(0);
    expect(stderr).toContain('rocit: 1 lines of scripts to train on, 1 to test, 0 cut');
    expect(exchanges(rowsIn(folder, 'train'))).toEqual([[systemOf('Ada'), 'Is the lamp lit?', 'It is never out.']]);
    expect(exchanges(rowsIn(folder, 'test'))).toEqual([
      [systemOf('Ben'), 'Nobody spoke, so I speak.', 'And I answer.'],
    ]);
    const none = await rolellm(['rocit', '--bench', 'nowhere', '--script', '--quiet'], folder);
    expect([none.status, none.stderr]).toEqual([
      2,
      'error: nowhere: no role has lines of a script that answer another. Its profiles folder needs desc.json and profiles-LANG-ROLE.jsonl.\n',
    ]);
  });

  test('takes the scripts of a data folder, which only needs profiles; its held-out scenes test', async () => {
    const folder = makeFolder(TINY_FILES);
    await runToEnd(['profile-build', '--roles', 'roles', '--provider', 'offline', '--quiet'], folder);
    const { status, stderr } = await rolellm(['rocit', '--script'], folder);
    expect(status, stderr).toBe(0);
    const said = rowsOf<{ content: string; held_out?: true }>(join(folder, 'data/dialogues.jsonl'));
    const heldOut = new Set(said.filter(({ held_out }) => held_out).map(({ content }) => content));
    const trained = rowsIn(folder, 'train');
    expect(trained.length).toBeGreaterThan(10);
    for (const { prompt, completion } of trained) {
      expect(prompt[0]?.content).toMatch(/^You are (Keeper|Nora)\./);
      expect(said.map(({ content }) => content)).toContain(completion[0]?.content);
      expect(heldOut).not.toContain(completion[0]?.content);
    }
    expect((await rolellm(['status'], folder)).stdout).not.toContain('stale');
    const none = await rolellm(['rocit', '--script', '--data', 'other', '--quiet'], folder);
    expect(none.status).toBe(2);
    expect(none.stderr).toContain(
      'other/dialogues.jsonl: no role has lines of a script that answer another. Run `rolellm profile-build`',
    );
  });
});

import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readEnvironment, readSettings } from '../../src/cli/settings.js';
import { Settings } from '../../src/config.js';
import { toSecondPerson } from '../../src/languages/en/second-person.js';
import { rowChecks } from '../../src/quality/index.js';
import { failedByDescription } from '../../src/quality/profile-text.js';
import { contextInstruct } from '../../src/recipes/context-instruct/index.js';
import type { Recipe } from '../../src/recipes/recipe.js';
import { checkInstructions } from '../../src/recipes/rolegpt/load-instructions.js';
import { decideRole } from '../../src/stages/filter/decide.js';
import { readDialogues } from '../../src/stages/profile-build/read-dialogues.js';
import { readRoles } from '../../src/stages/profile-build/read-roles.js';
import { readLines } from '../../src/store/lines.js';
import { readNamedFile } from '../../src/store/read-file.js';
import { makeFolder } from '../harness/cli.js';
import { cpuTime } from '../harness/cpu-time.js';
import { profileOf } from '../harness/profile.js';
import { answerOf } from '../quality/harness.js';

/** What is no regular file, by its name in a new folder. */
async function makeSpecial(kind: string): Promise<string> {
  if (kind === 'device') return '/dev/zero';
  const file = join(makeFolder(), kind);
  if (kind === 'pipe') execFileSync('mkfifo', [file]);
  if (kind === 'folder') execFileSync('mkdir', [file]);
  if (kind === 'socket') {
    const server = createServer();
    await new Promise<void>((resume) => server.listen(file, resume));
    onTestFinished(() => void server.close());
  }
  return file;
}

const KINDS = ['pipe', 'socket', 'device', 'folder'].filter(
  (kind) => process.platform !== 'win32' || kind === 'folder',
);

/** Whoever reads a file that the user names. */
const READERS: { name: string; attack: (file: string) => unknown }[] = [
  {
    name: 'a settings file',
    attack: (config) => readSettings({ config, logLevel: 'info' }, readEnvironment({}), { recipes: [] }),
  },
  { name: 'instructions', attack: (instructions) => checkInstructions({ instructions } as never) },
  {
    name: 'a script',
    attack: async (script) => {
      const files = { 'k.yaml': `name: Keeper\nlanguage: en\nscript: ${JSON.stringify(script)}\n` };
      for await (const _ of readDialogues(readRoles([makeFolder(files)])));
    },
  },
  { name: 'rows', attack: (file) => [...readLines(file)] },
  { name: 'anything that is read whole', attack: (file) => readNamedFile(file) },
];

describe.each(READERS)('$name', ({ attack }) => {
  test.each(KINDS)('that is a %s is refused at once', async (kind) => {
    const file = await makeSpecial(kind);
    const refused = { name: 'UserError', message: expect.stringMatching(/(?:pipe|socket|device|folder)/) };
    await expect((async () => attack(file))()).rejects.toThrow(expect.objectContaining(refused));
  });
});

test.each(['pipe', 'socket', 'device'])('a role file or a card that is a %s is refused at once', async (kind) => {
  const file = await makeSpecial(kind);
  expect(() => readRoles([file])).toThrow(expect.objectContaining({ name: 'UserError', file: expect.anything() }));
});

/** Answers that would keep regular expressions, taggers and comparisons busy, as long as a server likes. */
const ENDLESS: { name: string; attack: string }[] = [
  { name: 'words', attack: 'The Keeper of the lamp speaks of Storms 12. ' },
  { name: 'line breaks', attack: '\n' },
  { name: 'one word', attack: 'x' },
  { name: 'Chinese', attack: '灯塔守人说海' },
  { name: 'labels', attack: 'Nora: do you?\n' },
];

describe('20 MB of an answer', () => {
  test.each(ENDLESS)('($name) are refused within a second, and so is such a question', ({ attack }) => {
    const text = attack.repeat(20_000_000 / attack.length);
    const language = /\p{Script=Han}/u.test(attack) ? ('zh' as const) : ('en' as const);
    const candidate = {
      id: 'c',
      role: 'Keeper',
      language,
      type: 'script_based',
      confidence: 'High',
      rationale: '',
    } as const;
    const candidates = [
      { ...candidate, question: 'What do you keep?', answer: text, segment: null, request: 'r', model: 'm' },
      { ...candidate, question: text, answer: 'I keep the light.', segment: null, request: 'r', model: 'm' },
    ];
    const settings = Settings.parse({});
    const about = { profile: profileOf('Keeper'), settings: settings.filter, promptExamples: ['a b c d e f g h'] };
    const began = performance.now();
    const deciding = { about, checks: rowChecks, settings, asked: { perRole: 50, scriptShare: 0.5 } };
    const judged = [...decideRole(contextInstruct as Recipe, candidates, deciding)];
    expect(performance.now() - began).toBeLessThan(1000);
    expect(judged).toMatchObject([{ refused: { check: 'length' } }, { refused: { check: 'length' } }]);
  });
});

describe('a text of a length that is let pass is checked within seconds', () => {
  test.each([
    ...ENDLESS,
    { name: 'spaces', attack: ' ' },
    { name: 'list marks', attack: '- a\n' },
    { name: 'quotes', attack: '"' },
  ])('$name', ({ attack }) => {
    const text = `a${attack.repeat(99_000 / attack.length)}b`;
    const settings = { ...Settings.parse({}).filter, maxWords: 1e6, maxCharacters: 1e6 };
    const context = { profile: profileOf('Keeper'), settings, promptExamples: ['a b c d e f g h'] };
    const began = performance.now();
    for (const check of rowChecks) {
      check.run(answerOf('Keeper', 'What?', text, { type: 'script_based' }), context);
      check.run(answerOf('Keeper', 'What?', text), context);
    }
    failedByDescription(text, { language: 'en', isMachine: false, prompt: [] });
    // The slowest takes 0.5 s on a free core; what is quadratic takes half a minute.
    expect(performance.now() - began).toBeLessThan(8000);
  });
});

test.each(["it's ", '“a ', 'Nora, and '])(
  'twice as long a sentence of %j takes twice as long to address to its role',
  (attack) => {
    const sentence = (length: number) => `She keeps ${attack.repeat(length / attack.length)} and sleeps.`;
    toSecondPerson(sentence(12_000));
    const [half, whole] = [24_000, 48_000].map((length) => cpuTime(() => toSecondPerson(sentence(length))));
    // What is quadratic took 2 and 8 seconds.
    expect(whole! - 100).toBeLessThan(3 * half!);
  },
);

test('a description of 500 KB is refused with its line; a reply of that length is asked for again', () => {
  const description = 'The character keeps the light. '.repeat(16_000);
  const folder = makeFolder({ 'k.yaml': `name: Keeper\nlanguage: en\ndescription: ${description}\n` });
  expect(() => readRoles([folder])).toThrow(
    expect.objectContaining({ line: 3, message: '"description" holds 495999 characters, more than 50000' }),
  );
  expect(failedByDescription(description, { language: 'en', isMachine: false, prompt: [] })).toEqual(['length']);
});

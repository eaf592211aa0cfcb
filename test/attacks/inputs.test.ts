import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toCard, toCardPng } from '../../src/cards/card.js';
import { Settings } from '../../src/config.js';
import { loadPrompts } from '../../src/prompts/load.js';
import { escapePattern } from '../../src/quality/patterns.js';
import { roleAnnouncement } from '../../src/quality/role-announcement.js';
import { readInstructions } from '../../src/recipes/rolegpt/read-instructions.js';
import { LONGEST_ROLE_NAME } from '../../src/records.js';
import { askDescription, type ProfileQuestions, withoutName } from '../../src/stages/profile-build/ask-profile.js';
import { readDialogues } from '../../src/stages/profile-build/read-dialogues.js';
import { readRoles } from '../../src/stages/profile-build/read-roles.js';
import { findMark } from '../../src/training/markup.js';
import { makeFolder, rolellm, rowsOf } from '../harness/cli.js';
import { profileOf } from '../harness/profile.js';
import { TINY_FILES, WITH_REHEARSAL } from '../harness/tiny-role.js';
import { answerOf, judge } from '../quality/harness.js';

const QUESTIONS: ProfileQuestions = {
  language: 'en',
  model: { name: 'm', revision: '1', complete: () => Promise.reject(new Error('not asked here')) },
  prompts: loadPrompts(),
  settings: Settings.parse({}).profile,
  seed: 1,
};

/** The error that reading a folder of role files ends with. */
function errorOf(files: Record<string, string | Uint8Array>): { line: number | undefined; message: string } {
  try {
    readRoles([makeFolder(files)]);
  } catch (thrown) {
    const { line, message, name } = thrown as Error & { line?: number };
    expect(name).toBe('UserError');
    return { line, message };
  }
  throw new Error('nothing was thrown');
}

describe('a name that is a pattern', () => {
  test.each(['u', 'iu', 'v', 'iv'])('is matched as it is written, with the flags %s', (flags) => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'a-Z.*+?^', '$', ...'{}()|[]\\/&&~#!,:;<=>@`"\'_%\n é诺😀') }),
        (name) => {
          const match = new RegExp(escapePattern(name), flags).exec(`x${name}x`);
          expect(match?.[0]).toBe(name);
        },
      ),
    );
  });

  test.each([
    { name: 'a hyphen', attack: 'Jean-Luc Picard' },
    { name: 'a hyphen at its end', attack: 'R2-' },
    { name: 'brackets', attack: 'Man [2] (old)' },
    { name: 'an escape', attack: 'C:\\d+' },
    { name: 'an unfinished class', attack: '[a-' },
    { name: 'two hyphens', attack: 'Anna--Lena' },
    { name: 'signs of sets', attack: 'A&&B' },
  ])('$name: the role is announced and replaced as any other', ({ attack: role }) => {
    const profile = profileOf(role, { aliases: ['Mary-Anne'] });
    const said = (answer: string) => judge(roleAnnouncement, answerOf('x', 'Speak.', answer), { profile });
    expect(said(`${role}: make it so.`)).toBeDefined();
    expect(said('Mary-Anne: make it so.')).toBeDefined();
    expect(said('Make it so.')).toBeUndefined();
    expect(withoutName(`They fear ${role} in battle.`, [role], 'en')).toBe('They fear the character in battle.');
    expect(withoutName(`人们敬畏${role}。`, [role], 'zh')).toBe('人们敬畏该角色。');
  });
});

describe('a name that no file can have', () => {
  const long = '诸'.repeat(80);
  test('is refused where the role file says it, with its length', () => {
    const json = `{\n"language": "zh",\n"name": "${long}",\n"description": "丞相。"}`;
    expect(errorOf({ 'r.json': json })).toEqual({ line: 3, message: expect.stringMatching(/200 bytes .* has 240/) });
    expect(errorOf({ 'r.yaml': `name: ${'😀'.repeat(51)}\nlanguage: en\ndescription: x\n` }).line).toBe(1);
    expect(errorOf({ 'r.yaml': `name: ${'x'.repeat(201)}\nlanguage: en\ndescription: x\n` }).line).toBe(1);
  });

  test.each(['json', 'png'])('is refused in a card (%s)', (kind) => {
    const card = { name: long, description: '丞相。' } as never;
    const bytes = kind === 'png' ? toCardPng(card, [0, 0, 0]) : Buffer.from(JSON.stringify(toCard(card, 2)));
    expect(errorOf({ [`card.${kind}`]: bytes }).message).toMatch(/name .*200 bytes/);
  });

  test('the longest one is exported in every format, whatever is put before and behind it', async () => {
    const name = '诸葛'.repeat(33);
    expect(LONGEST_ROLE_NAME - Buffer.byteLength(name)).toBeLessThan(3);
    const role = { name, language: 'zh', description: '他是丞相，神机妙算，手持羽扇，鞠躬尽瘁，死而后已。' };
    const folder = makeFolder({ 'r.json': JSON.stringify(role) });
    const args = ['generate', '--roles', 'r.json', '--provider', 'offline', '--limit', '1'];
    const { status, stderr } = await rolellm([...args, '--quiet'], folder);
    expect(stderr).toBe('');
    expect(status).toBeLessThan(2);
    expect(rowsOf(join(folder, `data/export/profiles-zh/profiles-zh-${name}.jsonl`))).toBeDefined();
  });
});

describe('characters that cannot be shown or stored', () => {
  test.each([
    { name: 'half an emoji', attack: '\\ud83d', found: 'half a character (U+D83D)' },
    { name: 'NUL', attack: '\\u0000', found: 'a control character (U+0000)' },
    { name: 'an escape sequence', attack: '\\u001b[2J', found: 'a control character (U+001B)' },
    { name: 'U+FFFD', attack: '\\ufffd', found: 'a character that was lost (U+FFFD)' },
    { name: 'a direction override', attack: '\\u202e', found: 'a mark of direction that is not balanced (U+202E)' },
  ])('$name in a role file is refused with its line; in its name too', ({ attack, found }) => {
    const json = (name: string, phrase: string) =>
      `{"name": "${name}", "language": "en", "description": "x",\n"catchphrases": ["Aye.",\n"${phrase}"]}`;
    expect(errorOf({ 'r.json': json('Keeper', `Aye${attack}`) })).toEqual({
      line: 3,
      message: `"catchphrases.1" holds ${found}`,
    });
    expect(errorOf({ 'r.json': json(`Kee${attack}per`, 'Aye') })).toMatchObject({ line: 1 });
  });

  test('are taken out of what comes from elsewhere: scripts, cards, rows of instructions', async () => {
    const script =
      '{"role":"Keeper","content":"Lit\\u0000 it \\ud83dis."}\n{"role":"Nora","content":"\\u0007"}\n{"role":"No\\u001bra","content":"Is it\\u202e?"}';
    const card = toCard(
      { name: 'Ada', description: 'Weaves.\u0000 \ud83d', personality: '', scenario: '' } as never,
      2,
    );
    const folder = makeFolder({
      'a.json': JSON.stringify(card),
      'k.yaml': 'name: Keeper\nlanguage: en\nscript: s.jsonl\n',
      's.jsonl': script,
    });
    const roles = readRoles([folder]);
    expect(roles[0]?.description).toBe('Weaves.');
    const rows = [];
    for await (const { role, content, diag_id } of readDialogues(roles.slice(1))) rows.push([role, content, diag_id]);
    expect(rows).toEqual([
      ['Keeper', 'Lit it is.', 0],
      ['Nora', 'Is it?', 1],
    ]);
    const [row] = readInstructions('{"instruction":"Name a fi\\ud83dsh.","output":"Cod\\u0000."}', 'a.jsonl');
    expect(row).toMatchObject({ instruction: 'Name a fish.', raw_answer: 'Cod.' });
    expect(() => readInstructions('{"instruction":"\\u0000"}', 'a.jsonl')).toThrow(
      expect.objectContaining({ line: 1 }),
    );
  });
});

const MARKS = ['</s>', '<s>', '### Response:', '### Instruction:', '<|im_start|>', '<|eot_id|>', '<end_of_turn>'];

describe('a mark of the markup that models are trained with', () => {
  test.each(MARKS)('%s in a role file is refused with its line, whichever text holds it', (attack) => {
    const role = (texts: Record<string, unknown>) =>
      Object.entries({ name: 'Keeper', language: 'en', description: 'x', ...texts })
        .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
        .join('\n');
    const text = `He keeps ${attack} the light.`;
    const message = expect.stringContaining(`holds "${attack}"`);
    expect(errorOf({ 'r.yaml': role({ description: text }) })).toEqual({ line: 3, message });
    expect(errorOf({ 'r.yaml': role({ description_second_person: text }) })).toEqual({ line: 4, message });
    expect(errorOf({ 'r.yaml': role({ catchphrases: ['Aye.', text] }) })).toEqual({ line: 4, message });
  });

  test.each(MARKS)('%s is taken out of a card and of what a model writes from a script that holds it', (attack) => {
    const card = toCard(
      { name: 'Ada', description: `Weaves ${attack} silk.`, personality: '', scenario: '' } as never,
      2,
    );
    expect(readRoles([makeFolder({ 'a.json': JSON.stringify(card) })])[0]?.description).toBe('Weaves silk.');
    const { read } = askDescription(QUESTIONS, { role_name: 'x', script_name: 'x', excerptOf: () => 'x' }, ['Keeper']);
    expect(read(`The character says: "Lit ${attack} it is."`)).toBe('The character says: "Lit it is."');
  });

  test.each(['Use <b>bold</b> tags.', 'A < B and C > D.', '### Heading', 'He said <sigh> and left.', '|x|', '<|'])(
    '%s is none',
    (text) => expect(findMark(text)).toBeUndefined(),
  );

  test('in one of a thousand instructions leaves that row out of one format, names it, and writes the rest', async () => {
    const folder = makeFolder({
      ...TINY_FILES,
      ...WITH_REHEARSAL,
      'i.txt': 'Explain what the tag </s> does in HTML.\nName three fish.\n',
    });
    const args = [
      'generate',
      '--roles',
      'roles',
      '--instructions',
      'i.txt',
      '--provider',
      'offline',
      '--per-role',
      '2',
    ];
    const { status, stderr } = await rolellm(args, folder);
    expect(status).toBeLessThan(2);
    expect(stderr).toMatch(/warning: export: rocit leaves out \d+ rows, the first: \S+ of Keeper because its question/);
    const held = (format: string) =>
      ['train', 'test']
        .map((split) => readFileSync(join(folder, `data/export/${format}/${split}.jsonl`), 'utf8'))
        .join('')
        .includes('Explain what the tag </s> does');
    expect(['messages', 'sharegpt', 'alpaca', 'rocit'].filter(held)).toEqual(['messages', 'sharegpt', 'alpaca']);
  });
});

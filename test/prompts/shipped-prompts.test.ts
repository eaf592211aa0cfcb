import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { languageCodes } from '../../src/languages/index.js';
import { loadPrompts, type Prompt, promptExamples } from '../../src/prompts/load.js';
import { makeFolder, PROJECT } from '../harness/cli.js';

const prompts = loadPrompts();
const ids = readdirSync(join(PROJECT, 'prompts/en')).map((name) => name.replace(/\.md$/, ''));

/** Recipes that have no prompts in a language yet, as their documents say. */
const WITHOUT: Readonly<Record<string, readonly string[]>> = {
  acts: ['fr'],
  audit: ['fr'],
  boundary: ['fr'],
  contrast: ['fr'],
  knowledge: ['fr'],
  'plot-qa': ['fr'],
  rules: ['fr'],
};
const spokenIn = (id: string) =>
  languageCodes.filter((language) => !WITHOUT[id.split('.')[0] as string]?.includes(language));

describe.each(ids)('the prompt %s', (id) => {
  const [english, ...others] = spokenIn(id).map((language) => prompts(id, language)) as [Prompt, ...Prompt[]];

  test('has the same version, slots and order of messages in every language', () => {
    const form = ({ reference, slots, messages }: typeof english) => [
      reference,
      slots,
      messages.map(({ role }) => role),
    ];
    for (const other of others) expect(form(other)).toEqual(form(english));
  });

  test('has no message without text', () => {
    for (const { content } of [english, ...others].flatMap(({ messages }) => messages))
      expect(content.length).toBeGreaterThan(0);
  });

  test('has no slot in its worked examples', () => {
    for (const example of [english, ...others].flatMap(promptExamples)) expect(example).not.toMatch(/\{\{/);
  });
});

const prompt = (id: string, language: string) =>
  `---\nid: ${id}\nversion: 1\nlanguage: ${language}\nslots: []\npurpose: Greets.\n---\n\n## user\n\nHello.\n`;

test('a prompt that calls itself otherwise than its file, or stands under another language, is named', () => {
  for (const files of [{ 'en/greet.md': prompt('meet', 'en') }, { 'en/greet.md': prompt('greet', 'zh') }]) {
    expect(() => loadPrompts(makeFolder(files))).toThrow(
      expect.objectContaining({ name: 'UserError', message: expect.stringContaining('calls itself'), line: 2 }),
    );
  }
});

test('a prompt that is not there is named with its language', () => {
  const load = loadPrompts(makeFolder({ 'en/greet.md': prompt('greet', 'en') }));
  expect(load('greet', 'en').reference).toBe('greet@1');
  expect(() => load('greet', 'zh')).toThrow('there is no prompt "greet" for "zh"');
});

test('line ends of Windows do not matter', () => {
  const load = loadPrompts(makeFolder({ 'en/greet.md': prompt('greet', 'en').replaceAll('\n', '\r\n') }));
  expect(load('greet', 'en').messages).toEqual([{ role: 'user', content: 'Hello.' }]);
});

test('front matter that is not YAML is one error with its file', () => {
  const broken = prompt('greet', 'en').replace('slots: []', 'slots: [name');
  expect(() => loadPrompts(makeFolder({ 'en/greet.md': broken }))).toThrow(
    expect.objectContaining({ name: 'UserError', file: expect.stringContaining('greet.md') }),
  );
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePrompt, promptExamples, renderPrompt } from '../../src/prompts/template.js';
import { PROJECT } from '../harness/cli.js';

const FRONT = '---\nid: greet\nversion: 2\nlanguage: en\nslots: [name]\npurpose: Greets.\n---\n';
const TEXT = `${FRONT}\n## system\n\nBe kind.\n\n<example>\nHello, Bob!\n</example>\n\n## user\n\nGreet {{name}}.\n`;

test('a prompt is its front matter and its messages', () => {
  const prompt = parsePrompt(TEXT, 'greet.md');
  expect(prompt).toMatchObject({ id: 'greet', reference: 'greet@2', slots: ['name'] });
  expect(renderPrompt(prompt, { name: 'Ann' }).map(({ role, content }) => [role, content.split('\n').at(-1)])).toEqual([
    ['system', '</example>'],
    ['user', 'Greet Ann.'],
  ]);
  expect(promptExamples(prompt)).toEqual(['Hello, Bob!']);
});

test('a value goes in as it is, whatever braces and dollars it holds', () => {
  const prompt = parsePrompt(TEXT, 'greet.md');
  const tricky = fc.oneof(fc.string(), fc.constantFrom('{{name}}', '$&', '$1', '{{other}}', '## system'));
  fc.assert(
    fc.property(tricky, (name) => {
      expect(renderPrompt(prompt, { name }).at(-1)?.content).toBe(`Greet ${name}.`);
    }),
  );
});

test.each([
  ['no front matter', 'Greet.', 1],
  ['a slot that is not declared', TEXT.replace('Greet {{name}}', 'Greet {{name}} and {{friend}}'), 19],
  ['a slot that is not used', TEXT.replace('{{name}}', 'Ann'), 2],
  ['front matter that does not fit', TEXT.replace('version: 2', 'version: two'), 3],
  ['a key of the front matter that is unknown', TEXT.replace('purpose', 'reason: None.\npurpose'), 6],
  ['front matter that is not YAML', TEXT.replace('[name]', '[name'), 6],
  ['a prompt without messages', `${FRONT.replace('[name]', '[]')}Hello.`, undefined],
])('%s is an error with its line', (_, text, line) => {
  expect(() => parsePrompt(text, 'greet.md')).toThrow(expect.objectContaining({ file: 'greet.md', line }));
});

test('a slot without a value is a bug that is told', () => {
  expect(() => renderPrompt(parsePrompt(TEXT, 'greet.md'), {})).toThrow('no value for the slot "name"');
});

const shipped = (language: string) =>
  readdirSync(join(PROJECT, 'prompts', language))
    .sort()
    .map((name) => {
      const file = join(PROJECT, 'prompts', language, name);
      return parsePrompt(readFileSync(file, 'utf8'), file);
    });

test('every shipped prompt is there in both languages with the same slots', () => {
  const [english, chinese] = [shipped('en'), shipped('zh')];
  expect(chinese.map(({ id, slots }) => [id, slots])).toEqual(english.map(({ id, slots }) => [id, slots]));
  for (const { language, messages } of chinese) {
    expect(language).toBe('zh');
    expect(messages.map(({ content }) => content).join()).toMatch(/\p{Script=Han}/u);
  }
});

test('the worked examples of context-instruct are two High and two Low triplets', () => {
  for (const prompt of [...shipped('en'), ...shipped('zh')].filter(({ id }) => id.startsWith('context-instruct'))) {
    const examples = promptExamples(prompt).map((text) => JSON.parse(text) as Record<string, string>);
    expect(examples.map(({ confidence }) => confidence).sort()).toEqual(['High', 'High', 'Low', 'Low']);
    for (const example of examples)
      expect(Object.keys(example)).toEqual(['question', 'confidence', 'rationale', 'answer']);
  }
});

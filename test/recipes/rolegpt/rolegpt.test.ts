import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTextReply } from '../../../src/llm/text-reply.js';
import { InvalidReply } from '../../../src/llm/work.js';
import { createExchangeFinder, findExchanges } from '../../../src/prompts/exchanges.js';
import { loadPrompts } from '../../../src/prompts/load.js';
import { describeRole } from '../../../src/prompts/role-description.js';
import { renderRoleGpt, requestSamples } from '../../../src/recipes/rolegpt/ask.js';
import { RoleGptSettings } from '../../../src/recipes/rolegpt/settings.js';
import type { DialogueLine } from '../../../src/records.js';
import { countWords } from '../../../src/text/words.js';
import { profileOf } from '../../harness/profile.js';

const PROFILE = profileOf('Keeper', {
  description_second_person: 'You keep a light.',
  catchphrases: [{ text: 'mark my words', evidence: [], origin: 'user' }],
});

function dialogue(lines: [role: string, content: string, act?: number][]): DialogueLine[] {
  return lines.map(([role, content, act_id = 0], k) => ({
    script: 'a.txt',
    role,
    content,
    act_id,
    diag_id: k,
    line: k + 1,
  }));
}

const PLAY = dialogue([
  ['Nora', 'Is it cold up there?'],
  ['Keeper', 'Cold enough.'],
  ['Nora', 'What do you eat on Sundays?'],
  ['narration', 'He laughs.'],
  ['Keeper', 'Herring, like on all days.'],
  ['Keeper', 'And bread.'],
  ['Nora', 'Good night.'],
  ['Keeper', 'Good night to you.', 1],
]);

test('an exchange is a line of the role and the line of another before it, in one act, with little narration between', () => {
  const found = findExchanges(PLAY, 'Keeper', 80).map(({ cue, reply }) => [cue.diag_id, reply.diag_id]);
  expect(found).toEqual([
    [0, 1],
    [2, 4],
  ]);
});

test('an exchange that is too long is none', () => {
  expect(findExchanges(PLAY, 'Keeper', 8).map(({ reply }) => reply.diag_id)).toEqual([1]);
});

test('the exchange that is most like the instruction stands last, next to it; others fill up to the number asked for', () => {
  const find = createExchangeFinder(findExchanges(PLAY, 'Keeper', 80));
  expect(find('What shall we eat?', 2).map(({ reply }) => reply.diag_id)).toEqual([1, 4]);
  expect(find('Is it cold?', 1).map(({ reply }) => reply.diag_id)).toEqual([1]);
  expect(find('xyzzy', 5)).toHaveLength(2);
});

test('never more exchanges than there are, none twice', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 20 }), fc.string(), fc.nat(8), (texts, instruction, count) => {
      const lines = dialogue(
        texts.flatMap((text): [string, string][] => [
          ['Nora', `ask ${text}`],
          ['Keeper', `say ${text}`],
        ]),
      );
      const found = createExchangeFinder(findExchanges(lines, 'Keeper', 80))(instruction, count);
      expect(new Set(found).size).toBe(found.length);
      expect(found.length).toBeLessThanOrEqual(count);
    }),
  );
});

const scripts = fc.array(
  fc.record({
    script: fc.constantFrom('a.txt', 'b.txt'),
    role: fc.constantFrom('Keeper', 'Nora', 'narration'),
    words: fc.integer({ min: 1, max: 30 }),
    act_id: fc.nat(1),
  }),
  { maxLength: 40 },
);

test('an exchange never goes across acts or scripts, never begins with narration or the role, and keeps its length', () => {
  fc.assert(
    fc.property(scripts, fc.integer({ min: 2, max: 60 }), (drawn, maxWords) => {
      const lines = drawn.map(
        ({ script, role, words, act_id }, k): DialogueLine => ({
          script,
          role,
          content: 'word '.repeat(words).trim(),
          act_id,
          diag_id: k,
          line: k + 1,
        }),
      );
      for (const { cue, reply } of findExchanges(lines, 'Keeper', maxWords)) {
        expect([reply.role, reply.script, reply.act_id]).toEqual(['Keeper', cue.script, cue.act_id]);
        expect(cue.role).toBe('Nora');
        expect(countWords(cue.content) + countWords(reply.content)).toBeLessThanOrEqual(maxWords);
        const between = lines.slice(cue.diag_id + 1, reply.diag_id).map(({ role }) => role);
        expect(['', 'narration']).toContain(between.join());
      }
    }),
  );
});

test('the more words an exchange shares with the instruction, the nearer it stands to it', () => {
  const lines = dialogue([
    ['Nora', 'One herring?'],
    ['Keeper', 'Yes please.'],
    ['Nora', 'One herring, one gull?'],
    ['Keeper', 'Never mind.'],
    ['Nora', 'One herring, one gull, one storm?'],
    ['Keeper', 'Not today.'],
  ]);
  const find = createExchangeFinder(findExchanges(lines, 'Keeper', 80));
  expect(find('herring gull storm', 3).map(({ reply }) => reply.diag_id)).toEqual([1, 3, 5]);
  expect(find('herring gull storm', 0)).toEqual([]);
});

const role = { name: PROFILE.role, language: PROFILE.language, description: describeRole(PROFILE) };
const asked = { role, question: 'Name a fish.', demonstrations: findExchanges(PLAY, 'Keeper', 80) };
const settingsFor = (method: string) => RoleGptSettings.parse({ method });
const prompts = loadPrompts();

test('few-shot dialogue puts the exchanges before the instruction as turns of the chat', () => {
  const { messages, prompt } = renderRoleGpt(asked, 'few-shot-dialogue', prompts);
  expect(prompt).toBe('rolegpt.system@2');
  expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user', 'assistant', 'user']);
  expect(messages[1]?.content).toBe('Nora: Is it cold up there?');
  expect(messages[4]?.content).toBe('Herring, like on all days.');
  expect(messages[5]?.content).toBe('Name a fish.');
  expect(messages[0]?.content).toContain('You keep a light. Your catchphrases include: "mark my words".');
});

test('a few-shot prompt holds the exchanges in the system text, so that the instruction stands last', () => {
  const { messages, prompt } = renderRoleGpt(asked, 'few-shot-prompt', prompts);
  expect(prompt).toBe('rolegpt.few-shot-prompt@3');
  expect(messages.map(({ role }) => role)).toEqual(['system', 'user']);
  expect(messages[0]?.content).toContain('Nora: Is it cold up there?\nKeeper: Cold enough.');
  expect(messages[1]?.content).toBe('Name a fish.');
});

test('braces and dollars in what the script and the instruction say are only text', () => {
  const question = 'Fill {{role_name}} and $1.';
  for (const method of ['few-shot-dialogue', 'few-shot-prompt', 'zero-shot'] as const) {
    const { messages } = renderRoleGpt({ ...asked, question }, method, prompts);
    expect(messages.at(-1)?.content).toContain(question);
  }
});

test('an answer is read without the white space around it; an empty one is asked for again', () => {
  expect(readTextReply(' Herring,\nof course.\n')).toBe('Herring,\nof course.');
  expect(() => readTextReply(' \n')).toThrow(InvalidReply);
});

test('zero-shot shows none', () => {
  const { messages } = renderRoleGpt(asked, 'zero-shot', prompts);
  expect(messages.map(({ role }) => role)).toEqual(['system', 'user']);
});

test('six samples of one question are six requests with the same messages', () => {
  const model = { name: 'm', revision: '', complete: () => Promise.reject(new Error('not asked here')) };
  const asking = { settings: settingsFor('few-shot-dialogue'), model, prompts, seed: 0 };
  const { requests } = requestSamples(asked, 6, asking);
  expect(new Set(requests.map(({ id }) => id)).size).toBe(6);
  expect(new Set(requests.map(({ messages }) => JSON.stringify(messages))).size).toBe(1);
  expect(requests.map(({ sample }) => sample)).toEqual([0, 1, 2, 3, 4, 5]);
});

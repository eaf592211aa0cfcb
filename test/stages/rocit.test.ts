import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { Settings } from '../../src/config.js';
import { readNamedFile } from '../../src/store/read-file.js';
import { cutToLength, type ModelTokens } from '../../src/training/cut.js';
import { markupViolation, renderMarkup } from '../../src/training/markup.js';
import { type Trainer, toTrainerRows, trainerFiles } from '../../src/training/trainers.js';
import { answerOf, askedAndAnswered } from '../../src/turns.js';

const SYSTEM = 'You keep a light.';
const TURN = { system: SYSTEM, turns: askedAndAnswered('Who?', 'I, mark my words, am the keeper of it.') };

/** Three exchanges, of which the second is not to be learnt. */
const TALK = {
  system: SYSTEM,
  turns: [
    ...askedAndAnswered('Who?', 'I, mark my words, am the keeper of it.'),
    ...askedAndAnswered('Since when?', 'Forgive me, I forget.').map((turn) => ({ ...turn, trained: false })),
    ...askedAndAnswered('Alone?', 'Alone, and glad of it these twenty years.'),
  ],
};

/** A tokenizer of characters: nothing is simpler to count. */
const characters: ModelTokens = {
  encode: (text) => [...text].map((one) => one.codePointAt(0) as number),
  decode: (tokens) => String.fromCodePoint(...tokens),
};

test('the paper’s markup ends each part, and the completion is the response with the mark that ends it', () => {
  expect(renderMarkup(TURN)).toEqual({
    prompt: '### Instruction:\nYou keep a light.</s>\n\n### Input:\nWho?</s>\n\n### Response:\n',
    completion: 'I, mark my words, am the keeper of it.</s>',
  });
  expect(markupViolation(TURN)).toBeUndefined();
  const marked = { system: SYSTEM, turns: askedAndAnswered('What does ### Input: mean?', 'Nothing.') };
  expect(markupViolation(marked)).toContain('its question holds "### Input:"');
});

test('an answer is cut so that the whole fits, a short one is left, and one without room is told', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 80 }), fc.nat({ max: 200 }), (answer, most) => {
      const turn = { system: SYSTEM, turns: askedAndAnswered('Who?', answer) };
      const length = (of: typeof turn) => Object.values(renderMarkup(of)).join('').length;
      const result = cutToLength(turn, most, characters);
      if ('tooLong' in result) expect(length(turn)).toBeGreaterThan(most);
      else {
        expect(length(result.dialogue)).toBeLessThanOrEqual(most);
        expect(answer.startsWith(answerOf(result.dialogue))).toBe(true);
        expect(result.isCut).toBe(length(turn) > most);
      }
    }),
  );
});

test('of several turns each is marked, and the last one is the completion', () => {
  expect(renderMarkup(TALK)).toEqual({
    prompt: [
      `### Instruction:\n${SYSTEM}</s>`,
      '### Input:\nWho?</s>',
      '### Response:\nI, mark my words, am the keeper of it.</s>',
      '### Input:\nSince when?</s>',
      '### Response:\nForgive me, I forget.</s>',
      '### Input:\nAlone?</s>',
      '### Response:\n',
    ].join('\n\n'),
    completion: 'Alone, and glad of it these twenty years.</s>',
  });
});

test('a dialogue is cut within the first answer that has no room, or after the one before', () => {
  const whole = Object.values(renderMarkup(TALK)).join('').length;
  const within = cutToLength(TALK, whole - 20, characters);
  expect(within).toMatchObject({
    isCut: true,
    dialogue: { turns: [{}, {}, {}, {}, {}, { text: 'Alone, and glad of it' }] },
  });
  expect(cutToLength(TALK, whole - 40, characters)).toMatchObject({
    isCut: true,
    dialogue: { turns: TALK.turns.slice(0, 2) },
  });
  expect(cutToLength(TALK, whole, characters)).toEqual({ isCut: false, dialogue: TALK });
});

test('rows are as each trainer reads them: TRL with prompt and completion apart', () => {
  expect(toTrainerRows('trl', TURN).map(Object.keys)).toEqual([['prompt', 'completion']]);
  expect(toTrainerRows('axolotl', TURN)[0]?.messages).toHaveLength(3);
  expect(toTrainerRows('llama-factory', TURN)).toMatchObject([{ system: SYSTEM }]);
});

test('a turn that is not to be learnt is marked for Axolotl and OpenAI, and ends no row for TRL and LLaMA-Factory', () => {
  const marks = (trainer: Trainer, key: string) =>
    toTrainerRows(trainer, TALK).map(({ messages }) => (messages as Record<string, unknown>[]).map((one) => one[key]));
  expect(marks('axolotl', 'train')).toEqual([[false, false, true, false, false, false, true]]);
  expect(marks('openai', 'weight')).toEqual([[undefined, undefined, 1, undefined, 0, undefined, 1]]);
  const ends = ['I, mark my words, am the keeper of it.', 'Alone, and glad of it these twenty years.'];
  expect(toTrainerRows('trl', TALK)).toMatchObject(
    ends.map((content) => ({ completion: [{ role: 'assistant', content }] })),
  );
  const rows = toTrainerRows('llama-factory', TALK) as { conversations: { value: string }[] }[];
  expect(rows.map(({ conversations }) => conversations.at(-1)?.value)).toEqual(ends);
  expect(rows.map(({ conversations }) => conversations.length)).toEqual([2, 6]);
  expect(filesOf('llama-factory')['llama_factory.yaml']).toContain('mask_history: true');
  expect(filesOf('axolotl')['axolotl.yaml']).toContain('message_field_training: train');
});

const shipped = (path: string) => readNamedFile(new URL(`../../trainers/${path}`, import.meta.url).pathname).toString();
const filesOf = (trainer: string, more = {}) =>
  trainerFiles(Settings.parse({ rocit: { trainer, baseModel: 'meta/llama', ...more } }).rocit, 7, shipped);

test.each(['trl', 'axolotl', 'llama-factory'])(
  'the configuration of %s has no slot left open and carries the settings',
  (trainer) => {
    const files = filesOf(trainer);
    expect(Object.keys(files).length).toBeGreaterThan(0);
    for (const [name, text] of Object.entries(files)) {
      if (name.endsWith('.jinja')) continue;
      expect(text.replaceAll(/\{\{ '|\{\{ message/g, ''), name).not.toMatch(/\{\{\w+\}\}/);
    }
    const settings = Object.values(files).join('\n');
    expect(settings).toContain('meta/llama');
    expect(settings).toContain('2048');
  },
);

test('Axolotl and LLaMA-Factory get valid YAML; the paper’s markup is a chat template, or the model’s own is used', () => {
  const paper = parse(filesOf('axolotl')['axolotl.yaml'] ?? '') as Record<string, unknown>;
  expect(paper).toMatchObject({ base_model: 'meta/llama', chat_template: 'jinja', lora_r: 16, learning_rate: 0.0002 });
  expect(paper.chat_template_jinja).toContain('### Response:');
  const own = parse(filesOf('axolotl', { markup: 'chat' })['axolotl.yaml'] ?? '') as Record<string, unknown>;
  expect(own.chat_template).toBe('tokenizer_default');
  const factory = parse(filesOf('llama-factory')['llama_factory.yaml'] ?? '') as Record<string, unknown>;
  expect(factory).toMatchObject({ template: 'qwen', dataset: 'rolellm', cutoff_len: 2048, seed: 7 });
});

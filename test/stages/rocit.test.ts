import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { Settings } from '../../src/config.js';
import { readNamedFile } from '../../src/store/read-file.js';
import { cutToLength, type ModelTokens } from '../../src/training/cut.js';
import { markupViolation, renderMarkup } from '../../src/training/markup.js';
import { toTrainerRow, trainerFiles } from '../../src/training/trainers.js';

const TURN = { system: 'You keep a light.', question: 'Who?', answer: 'I, mark my words, am the keeper of it.' };

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
  expect(markupViolation({ ...TURN, question: 'What does ### Input: mean?' })).toContain(
    'its question holds "### Input:"',
  );
});

test('an answer is cut so that the whole fits, a short one is left, and one without room is told', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 80 }), fc.nat({ max: 200 }), (answer, most) => {
      const turn = { ...TURN, answer };
      const length = (of: typeof turn) => Object.values(renderMarkup(of)).join('').length;
      const result = cutToLength(turn, most, characters);
      if ('tooLong' in result) expect(length(turn)).toBeGreaterThan(most);
      else {
        expect(length(result.turn)).toBeLessThanOrEqual(most);
        expect(answer.startsWith(result.turn.answer)).toBe(true);
        expect(result.isCut).toBe(length(turn) > most);
      }
    }),
  );
});

test('rows are as each trainer reads them: TRL with prompt and completion apart', () => {
  expect(Object.keys(toTrainerRow('trl', TURN))).toEqual(['prompt', 'completion']);
  expect(toTrainerRow('axolotl', TURN).messages).toHaveLength(3);
  expect(toTrainerRow('llama-factory', TURN)).toMatchObject({ system: TURN.system });
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

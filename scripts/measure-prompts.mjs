#!/usr/bin/env node
/**
 * What a model makes of the prompts: `npm run build`, then `node scripts/measure-prompts.mjs --base-url http://127.0.0.1:8080/v1`. Each prompt
 * is asked `--replies 50` times about the roles of scripts/real-model/roles in `--language en`. The table says for each: tokens of its own text
 * (o200k_base, slots empty) and of the whole prompt, the share of replies that could be read, of those that were read the share that the checks
 * keep (of reviews and rankings: that are right), how many looped, how many were cut off at `--max-tokens 300`, and tokens of a reply.
 * `--prompts FOLDER` takes other prompts than the shipped ones, `--only judge.review,eval.rank` some of them, `--no-schema` asks without
 * json_schema, `--save FILE` keeps the replies to read them.
 */
import { appendFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import { openaiModel } from '../dist/llm/openai/index.js';
import { countPrompt, tokenCounter } from '../dist/llm/tokens.js';
import { readChoice } from '../dist/llm/work.js';
import { loadPrompts } from '../dist/prompts/load.js';
import { loop } from '../dist/quality/loop.js';
import { loadRecipes } from '../dist/recipes/index.js';
import { settingsSchema } from '../dist/recipes/settings.js';
import { asksOf, PROMPT_IDS, readMaterial } from './real-model/asks.mjs';

const { values } = parseArgs({
  options: {
    'base-url': { type: 'string', default: 'http://127.0.0.1:8080/v1' },
    model: { type: 'string', default: 'default' },
    roles: { type: 'string', default: fileURLToPath(new URL('real-model/roles', import.meta.url)) },
    language: { type: 'string', default: 'en' },
    replies: { type: 'string', default: '50' },
    prompts: { type: 'string' },
    only: { type: 'string' },
    'max-tokens': { type: 'string', default: '300' },
    'excerpt-words': { type: 'string', default: '600' },
    'segment-words': { type: 'string', default: '250' },
    questions: { type: 'string', default: '1' },
    demonstrations: { type: 'string', default: '3' },
    samples: { type: 'string', default: '4' },
    concurrency: { type: 'string', default: '2' },
    'no-schema': { type: 'boolean', default: false },
    save: { type: 'string' },
  },
});

const sampling = { max_tokens: Number(values['max-tokens']) };
const settings = settingsSchema(await loadRecipes()).parse({
  profile: { excerptWords: Number(values['excerpt-words']), sampling },
  contextInstruct: {
    questionsPerCall: Number(values.questions),
    questionsPerSegment: Number(values.questions),
    segment: { maxWords: Number(values['segment-words']) },
    sampling,
  },
  rolegpt: { demonstrations: Number(values.demonstrations), sampling },
  judge: { sampling },
});
const prompts = values.prompts ? loadPrompts(values.prompts) : loadPrompts();
const count = tokenCounter('o200k_base');
const model = openaiModel({
  apiKey: undefined,
  baseUrl: values['base-url'],
  timeoutSeconds: 600,
  model: values.model,
});
const shared = { settings, model, prompts };
const materials = readMaterial(values.roles).filter(({ profile }) => profile.language === values.language);
const ids = values.only?.split(',') ?? PROMPT_IDS;

/** Tokens of a prompt's own text. */
const ownTokens = (id) =>
  prompts(id, values.language).messages.reduce(
    (sum, { content }) => sum + count(content.replace(/\{\{.*?\}\}/g, '')),
    0,
  );

/** Some replies to one request in one call, and what became of each. */
async function ask({ request, read, refusals }, samples) {
  const asked = { ...request, ...(values['no-schema'] ? { schema: undefined } : {}) };
  const { choices } = await model.completeSamples(Array.from({ length: samples }, () => asked));
  return choices.map((choice) => {
    const reading = readChoice(read, choice);
    const turn = { question: '', answer: choice.content, language: values.language };
    return {
      prompt: request.prompt,
      tokens: countPrompt(asked, count),
      reply: count(choice.content),
      content: choice.content,
      finish_reason: choice.finish_reason,
      unreadable: reading.ok ? null : reading.reason,
      refused: reading.ok ? refusals(reading.value) : [],
      looped: loop.run(turn, {}) !== undefined,
      seen: request.messages.at(-1).content,
    };
  });
}

/** A greedy reply is the same each time: what is asked so is asked about more. */
const samplesOf = ({ request }) => (request.sampling.temperature === 0 ? 1 : Number(values.samples));

const mean = (numbers) => Math.round(numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length));
const share = (part, whole) => (whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`);

const HEADINGS = [
  'prompt',
  'own text',
  'prompt tokens',
  'replies',
  'read',
  'kept of read',
  'looped',
  'cut off',
  'reply',
];
console.log(`| ${HEADINGS.join(' | ')} |\n|${HEADINGS.map(() => '---').join('|')}|`);
const limit = pLimit(Number(values.concurrency));
for (const id of ids) {
  const [first] = asksOf(id, materials, 1, shared);
  const each = Math.ceil(Number(values.replies) / materials.length / samplesOf(first));
  const asks = asksOf(id, materials, each, shared);
  const rows = (await Promise.all(asks.map((one) => limit(() => ask(one, samplesOf(first)))))).flat();
  if (values.save) appendFileSync(values.save, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const read = rows.filter(({ unreadable }) => unreadable === null);
  const pieces = read.flatMap(({ refused }) => refused);
  const cells = [
    rows[0].prompt,
    ownTokens(id),
    mean(rows.map(({ tokens }) => tokens)),
    rows.length,
    share(read.length, rows.length),
    share(pieces.filter((check) => check === undefined).length, pieces.length),
    rows.filter(({ looped }) => looped).length,
    rows.filter(({ finish_reason }) => finish_reason === 'length').length,
    mean(rows.map(({ reply }) => reply)),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

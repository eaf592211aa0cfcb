import type { Settings } from '../config.js';
import { costOf, loadPrices, type Price, shareOf } from '../llm/prices.js';
import { createRehearsal, type PlannedCalls } from '../llm/rehearsal/index.js';
import type { SeenLengths } from '../llm/rehearsal/reply-length.js';
import { encodingOf, loadTokenizer } from '../llm/tokens.js';
import { loadPrompts } from '../prompts/load.js';
import { type DataFolder, dataFolder } from '../store/data-folder.js';
import { findFiles } from '../store/find-files.js';
import { readEntries } from '../store/journal.js';
import { lockFolder } from '../store/lock.js';
import { kindOf } from '../store/read-file.js';
import { copyToScratch } from '../store/scratch.js';
import { type Asked, findAsked } from './calls.js';
import type { Flags } from './flags.js';
import type { Stage } from './run.js';
import type { Environment } from './settings.js';
import { renderPlan } from './tables.js';

interface PlanOptions {
  settings: Settings;
  environment: Environment;
  data: DataFolder;
  flags: Flags;
}

/** A stage's calls and what they cost: with the provider's cache as it is expected to work, and without it. */
export interface PlannedStage extends PlannedCalls {
  stage: string;
  cost: number | null;
  cost_without_cache: number | null;
}

/** Mean tokens of the replies that are in the journals, by prompt: what the same prompt brought before is the best guess. */
function readSeenLengths(data: DataFolder, model: string): SeenLengths {
  const sums = new Map<string, { tokens: number; samples: number }>();
  for (const file of findFiles('*.jsonl', data.calls)) {
    for (const entry of readEntries(file)) {
      if (entry.model !== model) continue;
      const { tokens, samples } = sums.get(entry.prompt) ?? { tokens: 0, samples: 0 };
      const sum = { tokens: tokens + entry.usage.completion_tokens, samples: samples + entry.ids.length };
      sums.set(entry.prompt, sum);
    }
  }
  return new Map([...sums].map(([prompt, { tokens, samples }]) => [prompt, tokens / samples]));
}

const silent = { trace() {}, debug() {}, info() {}, warn() {} };

/**
 * Runs the stages on a copy of the data folder with stand-ins for replies, and counts what they ask. Replies that are in the
 * journal count as there. Asks no model anything.
 */
async function rehearse(stages: readonly Stage[], { model }: Asked, { settings, data }: PlanOptions) {
  const count = await loadTokenizer(encodingOf(model.name));
  const { executor, planned } = createRehearsal(model, count, readSeenLengths(data, model.name));
  const unread = ['export', 'export.tmp', 'rejected.jsonl', 'judged.jsonl'];
  if (!stages.some(({ name }) => name === 'judge')) unread.push('filtered.jsonl');
  const scratch = copyToScratch(data.root, unread);
  const never = new AbortController().signal;
  const unasked = { ...model, complete: () => Promise.reject(new Error('a plan asks nothing')) };
  try {
    const context = { settings, prompts: loadPrompts(), checks: [], log: silent, stop: never, abort: never };
    for (const stage of stages) {
      if (stage.asks) await stage.run({ ...context, data: dataFolder(scratch.folder), model: unasked, executor });
    }
  } finally {
    scratch.remove();
  }
  return planned;
}

/** Prints what the stages would ask: calls, tokens, cost. Resolves to the exit status. */
export async function showPlan(stages: readonly Stage[], options: PlanOptions): Promise<number> {
  const { settings, environment, data, flags } = options;
  const asked = await findAsked(settings, environment);
  // A plan leaves nothing behind: a folder that is not there is not made.
  const unlock = kindOf(data.root) === undefined ? () => {} : await lockFolder(data.root);
  try {
    const table = loadPrices();
    const isBatch = settings.executor === 'batch';
    const price = asked.price && shareOf(asked.price, isBatch ? table.batch : 1);
    const planned = [...(await rehearse(stages, asked, options))].map(([stage, calls]) =>
      withCost(stage, calls, price),
    );
    const encoding = encodingOf(asked.model.name);
    if (flags.json) {
      const { name: model } = asked.model;
      process.stdout.write(`${JSON.stringify({ model, encoding, price, price_date: table.date, plan: planned })}\n`);
    } else {
      const notes = notesOn(asked, price, isBatch, table.date, encoding);
      process.stdout.write(`${[renderPlan(planned), notes.join('\n')].join('\n\n')}\n`);
    }
    return 0;
  } finally {
    unlock();
  }
}

function withCost(stage: string, calls: PlannedCalls, price: Price | null): PlannedStage {
  const uncached = { ...calls, cached_tokens: 0 };
  return {
    stage,
    ...roundTokens(calls),
    cost: price && costOf(calls, price),
    cost_without_cache: price && costOf(uncached, price),
  };
}

const roundTokens = (calls: PlannedCalls): PlannedCalls => ({
  ...calls,
  completion_tokens: Math.round(calls.completion_tokens),
});

function notesOn({ model, price: own }: Asked, price: Price | null, isBatch: boolean, date: string, encoding: string) {
  const money = (value: number) => `$${value}`;
  const notes = [`Model ${model.name}; tokens are counted with ${encoding} of gpt-tokenizer. Nothing was asked.`];
  if (!price || !own) return [...notes, 'No price is known for this model: set `price` in rolellm.config.yaml.'];
  const { prompt, cached, completion } = price;
  const half = isBatch ? ' in batches' : '';
  notes.push(
    `A million tokens${half}: prompt ${money(prompt)}, cached ${money(cached)}, completion ${money(completion)} (prices.json is of ${date}).`,
    'Cached tokens are those that OpenAI and others keep of prompts that begin alike; they are expected, not promised.',
  );
  return notes;
}

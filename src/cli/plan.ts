import type { Settings } from '../config.js';
import { costOf, loadPrices, type Price, shareOf } from '../llm/prices.js';
import { createRehearsal, type PlannedCalls, type SeenLengths } from '../llm/rehearsal/index.js';
import { encodingOf, tokenCounter } from '../llm/tokens.js';
import { promptFactsOf } from '../stages/prompt-facts.js';
import { type DataFolder, dataFolder } from '../store/data-folder.js';
import { findFiles } from '../store/find-files.js';
import { findJournals } from '../store/find-journals.js';
import { readHeads } from '../store/journal.js';
import { lockFolder } from '../store/lock.js';
import { kindOf } from '../store/read-file.js';
import { copyToScratch } from '../store/scratch.js';
import { type Asked, findPlanned } from './calls.js';
import type { Flags } from './flags.js';
import { type PlannedStage, renderPlan } from './plan-table.js';
import { printOut } from './print.js';
import { plannedRoom } from './room.js';
import type { Environment } from './settings.js';
import { type Stage, settingsOf } from './stage.js';
import type { Toolbox } from './toolbox.js';

/** What a plan is made of. */
export interface PlanOptions {
  settings: Settings;
  environment: Environment;
  data: DataFolder;
  toolbox: Toolbox;
}

/** Mean tokens of the replies that are in the journals, by prompt: what the same prompt brought before is the best guess. */
function readSeenLengths(data: DataFolder, model: string): SeenLengths {
  const sums = new Map<string, { tokens: number; samples: number }>();
  for (const file of findJournals(data.calls)) {
    for (const entry of readHeads(file)) {
      if (entry.model !== model) continue;
      const { tokens, samples } = sums.get(entry.prompt) ?? { tokens: 0, samples: 0 };
      const sum = { tokens: tokens + entry.usage.completion_tokens, samples: samples + entry.ids.length };
      sums.set(entry.prompt, sum);
    }
  }
  return new Map([...sums].map(([prompt, { tokens, samples }]) => [prompt, tokens / samples]));
}

const silent = { trace() {}, debug() {}, info() {}, warn() {} };

const never = new AbortController().signal;

/** What one stage would ask, with stand-ins for replies: it is run on the copy of the data folder, and its rows stay there. */
async function rehearse(stage: Stage, { model }: Asked, { settings, data, toolbox }: PlanOptions, copy: DataFolder) {
  const count = tokenCounter(encodingOf(model.name));
  const { executor, planned } = createRehearsal(
    model,
    count,
    promptFactsOf(toolbox.recipes),
    readSeenLengths(data, model.name),
  );
  const unasked = { ...model, complete: () => Promise.reject(new Error('a plan asks nothing')) };
  const context = { settings, ...toolbox, checks: [], log: silent, stop: never, abort: never };
  if (stage.asks)
    await stage.run({
      ...context,
      data: copy,
      model: unasked,
      executor,
      room: plannedRoom(model.name, { settings, data }),
    });
  return [...planned];
}

/** Runs the stages on a copy of the data folder and counts what they ask. Replies that are in the journal count as there. */
export async function planStages(stages: readonly Stage[], options: PlanOptions, batchShare: number) {
  const { settings, environment, data } = options;
  const reads = stages.some(({ asks, needs }) => asks && needs?.file === 'filtered');
  const unread = ['export.tmp', 'rejected.jsonl', 'judged.jsonl', ...(reads ? [] : ['filtered.jsonl'])];
  if (!stages.some(({ name }) => name === 'eval' || name === 'rank')) unread.push('export');
  unread.push(...findFiles('*.prompts.jsonl', data.calls));
  const scratch = copyToScratch(data.root, unread);
  try {
    const planned: PlannedStage[] = [];
    for (const stage of stages) {
      if (!stage.asks) continue;
      const asked = await findPlanned({ ...options.toolbox, settings: settingsOf(stage, settings), environment });
      const price = asked.price && shareOf(asked.price, batchShare);
      for (const [name, calls] of await rehearse(stage, asked, options, dataFolder(scratch.folder))) {
        planned.push(withCost(name, calls, price));
      }
    }
    return planned;
  } finally {
    scratch.remove();
  }
}

/** Prints what the stages would ask: calls, tokens, cost. Resolves to the exit status. */
export async function showPlan(stages: readonly Stage[], options: PlanOptions & { flags: Flags }): Promise<number> {
  const { settings, environment, data, flags } = options;
  const asked = await findPlanned({ ...options.toolbox, settings, environment });
  // A plan leaves nothing behind: a folder that is not there is not made.
  const unlock = kindOf(data.root) === undefined ? () => {} : await lockFolder(data.root);
  try {
    const table = loadPrices();
    const isBatch = settings.executor === 'batch';
    const share = isBatch ? table.batch : 1;
    const price = asked.price && shareOf(asked.price, share);
    const planned = await planStages(stages, options, share);
    const encoding = encodingOf(asked.model.name);
    if (flags.json) {
      const { name: model } = asked.model;
      printOut(`${JSON.stringify({ model, encoding, price, price_date: table.date, plan: planned })}\n`);
    } else {
      const notes = notesOn(asked, price, isBatch, table.date, encoding);
      printOut(`${[renderPlan(planned), notes.join('\n')].join('\n\n')}\n`);
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

// One variant of bench-calls, bench-queue or bench-queue-memory in a process of its own: node scripts/bench-variants.mjs bare|fill|queue CALLS CONCURRENCY URL
// (of `queue` the URL of Redis)
import { setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import OpenAI from 'openai';
import pLimit from 'p-limit';
import { createBudget } from '../dist/llm/budget.js';
import { makeRequest } from '../dist/llm/chat-request.js';
import { directExecutor } from '../dist/llm/executor.js';
import { openaiServer } from '../dist/llm/openai/server.js';
import { endpointOf } from '../dist/llm/pool/endpoint.js';
import { createPool } from '../dist/llm/pool/index.js';
import { costOf, mostTokens } from '../dist/llm/prices.js';
import { openQueue, queueExecutor, readAddress } from '../dist/llm/queue/index.js';
import { askOne, InvalidReply } from '../dist/llm/work.js';
import { openJournal } from '../dist/store/journal.js';

const [variant, callsText, concurrencyText, baseUrl] = process.argv.slice(2);
const [calls, concurrency] = [Number(callsText), Number(concurrencyText)];
const sampling = { temperature: 0.7, top_p: 0.95, max_tokens: 200, frequency_penalty: 0, presence_penalty: 0 };
const passage = 'You keep the light on the reef, and you quarrel with the sea and with the harbour master. '.repeat(33);
const messagesOf = (k) => [
  { role: 'system', content: passage },
  { role: 'user', content: `Question ${k}: what do you see?` },
];

/** The SDK as it comes, behind p-limit; replies are counted and thrown away. */
async function bare() {
  const client = new OpenAI({ apiKey: 'none', baseURL: baseUrl });
  const limit = pLimit(concurrency);
  let replies = 0;
  let asked = 0;
  // As many callers as calls in flight, so that the loop itself keeps no list of promises.
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (asked < calls) {
        const k = asked++;
        const body = {
          model: 'bench',
          messages: messagesOf(k),
          temperature: 0.7,
          top_p: 0.95,
          max_tokens: 200,
          seed: k,
        };
        const completion = await limit(() => client.chat.completions.create(body));
        if (completion.choices[0].message.content) replies += 1;
      }
    }),
  );
  if (replies !== calls) throw new Error(`${replies} replies`);
}

/** What a run does with each request: planned, reserved, asked, checked, journaled, read; by a server, or over a queue. */
async function fill(overQueue) {
  // As bin/rolellm.js does.
  setFlagsFromString('--heap-growing-percent=50');
  const folder = mkdtempSync(join(tmpdir(), 'rolellm-bench-'));
  const price = { prompt: 0.15, cached: 0.075, completion: 0.6 };
  const never = new AbortController().signal;
  setMaxListeners(0, never);
  const pricing = {
    budget: createBudget(1000, 0),
    worstCost: (requests) => costOf(mostTokens(requests), price),
    costOf: (usage) => costOf(usage, price),
    price,
  };
  const queue = overQueue ? await openBenchQueue(pricing, never) : undefined;
  const server = openaiServer(
    { apiKey: undefined, baseUrl: overQueue ? 'http://127.0.0.1:1/v1' : baseUrl, timeoutSeconds: 120 },
    { concurrency },
  );
  const model = createPool(
    { name: 'bench', revision: '' },
    [endpointOf(server, 'bench')],
    { retries: 5, patienceSeconds: 900, rpm: 10_000_000 },
    { stop: never, pricing, mostTokens: (requests) => mostTokens(requests).prompt_tokens, warn: console.error },
  );
  const journal = openJournal(join(folder, 'bench.jsonl'));
  function* units() {
    for (let k = 0; k < calls; k += 1) {
      yield {
        name: `unit ${k}`,
        *work() {
          const draft = { messages: messagesOf(k), sampling, sample: 0, seed: 0, prompt: 'bench@1', language: 'en' };
          const read = (content) => {
            if (content.trim() === '') throw new InvalidReply('the answer is empty');
            return content;
          };
          return [yield* askOne({ request: makeRequest(model, draft), read })];
        },
      };
    }
  }
  const settings = { concurrency: 2 * concurrency, tries: 3, price };
  const executor = queue ? queueExecutor(queue, settings) : directExecutor(model, settings);
  began = performance.now();
  let done = 0;
  const telling = setInterval(() => process.send?.({ done }), 1000);
  const onCounts = (counts) => {
    done = counts.done;
  };
  const events = { stop: never, abort: never, onCounts, onFailure() {} };
  const { counts } = await executor('bench', units, journal, events);
  if (counts.done !== calls) throw new Error(JSON.stringify(counts));
  await journal.close();
  seconds = (performance.now() - began) / 1000;
  clearInterval(telling);
  await queue?.close(true);
  rmSync(folder, { recursive: true });
}

/** A queue whose workers are there already. */
const openBenchQueue = (pricing, stop) =>
  openQueue({
    ...{ address: readAddress(baseUrl), model: 'bench', folder: '0123456789abcdef', window: 32_768, pricing, stop },
    ...{ lockSeconds: 30, expireHours: 1, patienceSeconds: 60, warn: console.error, info() {} },
    spent: { lookUp: () => () => true, async keep() {} },
  });

let began = performance.now();
let seconds;
await (variant === 'bare' ? bare() : fill(variant === 'queue'));
seconds ??= (performance.now() - began) / 1000;
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
const { userCPUTime, systemCPUTime } = process.resourceUsage();
const processor = (userCPUTime + systemCPUTime) / 1e6;
process.stdout.write(JSON.stringify({ seconds, megabytes, processor }));

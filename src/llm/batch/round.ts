import { type BatchWriter, writeBatch } from '../../store/batches.js';
import type { Journal } from '../../store/journal.js';
import type { Budget } from '../budget.js';
import type { ChatRequest } from '../chat-model.js';
import { type FillEvents, groupSamples, nextTry } from '../executor.js';
import { costOf, mostTokens, type Price } from '../prices.js';
import type { Ask } from '../work.js';
import type { BatchApi } from './batch-api.js';

/** What one batch may hold. */
export interface BatchLimits {
  maxRequests: number;
  maxBytes: number;
}

export interface RoundOptions {
  api: BatchApi;
  journal: Journal;
  /** Where the batches of the stage are kept. */
  folder: string;
  limits: BatchLimits;
  price: Price | null;
  budget: Budget | undefined;
  newKey(): string;
  onAsk?: FillEvents['onAsk'];
}

/**
 * Writes what is missing as batch input files within the limits, as many as it takes and the budget allows. Returns how many
 * batches were written.
 */
export function writeRound(missing: Iterable<readonly Ask[]>, options: RoundOptions): number {
  const { api, journal, budget, onAsk } = options;
  const packer = createPacker(options);
  const written = new Set<string>();
  try {
    for (const asks of missing) {
      const fresh = asks.filter(({ request }) => !written.has(request.id));
      for (const group of groupSamples(fresh, journal, api.samplesPerCall())) {
        const requests = group.map(({ request }) => nextTry(request, journal));
        const worst = worstOf(requests, options.price);
        if (budget && !budget.reserve(worst)) return packer.finish();
        onAsk?.(requests);
        packer.add(requests, worst);
        for (const { id } of requests) written.add(id);
      }
    }
    return packer.finish();
  } catch (thrown) {
    packer.discard();
    throw thrown;
  }
}

const worstOf = (requests: readonly ChatRequest[], price: Price | null) =>
  price ? costOf(mostTokens(requests), price) : 0;

/** Puts calls into batches, the next one where one is full. */
function createPacker({ api, journal, folder, limits, newKey }: RoundOptions) {
  let open: BatchWriter | undefined;
  let batches = 0;

  function close(): void {
    open?.commit();
    if (open) batches += 1;
    open = undefined;
  }

  return {
    add(requests: readonly ChatRequest[], worst: number): void {
      const [first] = requests as [ChatRequest];
      const { line, features } = api.toLine(first.id, requests);
      const { calls, bytes } = open?.size() ?? { calls: 0, bytes: 0 };
      if (calls >= limits.maxRequests || bytes + Buffer.byteLength(line) + 1 > limits.maxBytes) close();
      open ??= writeBatch(folder, newKey());
      open.add(line, {
        custom_id: first.id,
        ids: requests.map(({ id }) => id),
        prompt: first.prompt,
        features: [...features],
        tries: journal.tries(first.id),
        worst,
      });
    },
    finish(): number {
      close();
      return batches;
    },
    discard: () => open?.discard(),
  };
}

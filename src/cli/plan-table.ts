import type { PlannedCalls } from '../llm/rehearsal/index.js';
import { dollars, thousands } from './numbers.js';
import { plainTable, trimLines } from './plain-table.js';

/** A stage's calls and what they cost: with the provider's cache as it is expected to work, and without it. */
export interface PlannedStage extends PlannedCalls {
  stage: string;
  cost: number | null;
  cost_without_cache: number | null;
}

type Count = keyof PlannedCalls;
type Cost = 'cost' | 'cost_without_cache';

/** All stages as one; without a cost where one of them has none. */
function together(stages: readonly PlannedStage[]): PlannedStage {
  const count = (key: Count) => stages.reduce((sum, stage) => sum + stage[key], 0);
  const cost = (key: Cost) => {
    const costs = stages.flatMap((stage) => stage[key] ?? []);
    return costs.length < stages.length ? null : costs.reduce((sum, one) => sum + one, 0);
  };
  return {
    stage: 'together',
    requests: count('requests'),
    calls: count('calls'),
    prompt_tokens: count('prompt_tokens'),
    cached_tokens: count('cached_tokens'),
    completion_tokens: count('completion_tokens'),
    cost: cost('cost'),
    cost_without_cache: cost('cost_without_cache'),
  };
}

const COUNTS: readonly Count[] = ['requests', 'calls', 'prompt_tokens', 'cached_tokens', 'completion_tokens'];
const COSTS: readonly Cost[] = ['cost', 'cost_without_cache'];

const money = (cost: number | null) => (cost === null ? '–' : dollars(cost));

/** What stages would ask, with a last line of sums. */
export function renderPlan(stages: readonly PlannedStage[]): string {
  const head = ['stage', 'requests', 'calls', 'prompt tokens', 'cached', 'completion tokens', 'cost', 'without cache'];
  const table = plainTable(head, [1, 2, 3, 4, 5, 6, 7]);
  for (const stage of [...stages, together(stages)]) {
    const counts = COUNTS.map((key) => thousands(stage[key]));
    table.push([stage.stage, ...counts, ...COSTS.map((key) => money(stage[key]))]);
  }
  return trimLines(table.toString());
}

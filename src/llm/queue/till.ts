import type { ChatRequest, Usage } from '../chat-model.js';
import type { Pricing } from '../pool/index.js';

/** A call is over: what it did use, and how many calls before it may be billed without a reply. Counts once. */
export type Pay = (usage: Usage | undefined, maybeBilled: number) => void;

/** Sets aside what calls may cost, all workers together, before they are put on the queue. */
export interface Till {
  /** Waits while there is no room and calls are open that may cost less than was set aside. Rejects with BudgetReached. */
  reserve(requests: readonly ChatRequest[]): Promise<Pay>;
}

/** The till of a run; without prices everything has room. */
export function createTill(pricing: Pricing | undefined): Till {
  const waiting: (() => void)[] = [];
  return {
    async reserve(requests) {
      if (!pricing) return () => {};
      const { budget } = pricing;
      const worst = pricing.worstCost(requests);
      while (!budget.reserve(worst)) {
        if (!budget.hasReserved()) throw budget.reached();
        await new Promise<void>((resume) => waiting.push(resume));
      }
      let isPaid = false;
      return (usage, maybeBilled) => {
        if (isPaid) return;
        isPaid = true;
        budget.settle(worst, (usage ? pricing.costOf(usage) : 0) + maybeBilled * worst);
        for (const resume of waiting.splice(0)) resume();
      };
    },
  };
}

import { UserError } from '../errors.js';

/** The run has come to the end of its budget; what was answered is kept. Ends the command with its own exit status. */
export class BudgetReached extends UserError {}

/** US dollars that may be spent, those that are, and those that calls in flight may come to cost. */
export interface Budget {
  limit: number;
  spent(): number;
  /** Sets aside what a call costs at worst; false where it does not fit. */
  reserve(worst: number): boolean;
  /** Sets aside what a call costs that was begun already. */
  owe(worst: number): void;
  /** A call is over: what it did cost takes the place of what was set aside. */
  settle(worst: number, actual: number): void;
  /** Whether calls are in flight whose real cost may leave room. */
  hasReserved(): boolean;
  reached(): BudgetReached;
}

/** Differences below this come from adding fractions, not from prices. */
const ROUNDING = 1e-9;

/** A budget of so many US dollars, of which `before` are spent already. */
export function createBudget(limit: number, before: number): Budget {
  let spent = before;
  let reserved = 0;
  let open = 0;
  function owe(worst: number): void {
    reserved += worst;
    open += 1;
  }
  return {
    limit,
    spent: () => spent,
    owe,
    reserve(worst) {
      if (spent + reserved + worst > limit + ROUNDING) return false;
      owe(worst);
      return true;
    },
    settle(worst, actual) {
      open -= 1;
      reserved = open === 0 ? 0 : reserved - worst;
      spent += actual;
    },
    hasReserved: () => open > 0,
    reached: () =>
      new BudgetReached(
        `the budget of $${limit} is reached: $${spent.toFixed(4)} are spent, and the next call could pass it`,
        {
          advice: 'All replies are kept. To continue, run the same command with a larger --budget.',
        },
      ),
  };
}

/** Exit statuses (design.md, "The command line"). */
export const EXIT = { done: 0, short: 1, usage: 2, budget: 3, stopped: 130 };

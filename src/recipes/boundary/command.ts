import type { RecipeCommand } from '../command.js';

export const boundaryCommand: RecipeCommand = {
  name: 'boundary',
  says: 'asks for questions with a trap, with an answer in character and one that falls for it',
  key: 'boundary',
  byName: true,
  knowledge: true,
  flags: [],
  examples: [
    ['Make 20 questions a role, half of them without a trap.', 'rolellm boundary --model gpt-4o-mini'],
    ['See what it would ask, and what that costs.', 'rolellm boundary --model gpt-4o-mini --plan'],
  ],
};

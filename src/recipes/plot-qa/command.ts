import type { RecipeCommand } from '../command.js';

export const plotQaCommand: RecipeCommand = {
  name: 'plot-qa',
  says: 'asks for plots, for what the roles are asked in them, and for their answers',
  key: 'plotQa',
  byName: true,
  flags: [],
  examples: [
    ['Make 20 answers a role in plots from its scenes and in invented ones.', 'rolellm plot-qa --model gpt-4o-mini'],
    ['See what it asks before it does.', 'rolellm plot-qa --plan --model gpt-4o-mini'],
  ],
};

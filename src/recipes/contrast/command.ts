import type { RecipeCommand } from '../command.js';

export const contrastCommand: RecipeCommand = {
  name: 'contrast',
  says: 'asks pairs of roles what one of them can know and the other cannot',
  key: 'contrast',
  byName: true,
  knowledge: true,
  flags: [],
  examples: [
    [
      'Make 6 answers a role: half of them say in character that it does not know.',
      'rolellm contrast --model gpt-4o-mini',
    ],
    ['What would that cost, with the facts that it needs?', 'rolellm contrast --model gpt-4o-mini --plan'],
  ],
};

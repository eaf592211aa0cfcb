import type { RecipeCommand } from '../command.js';

export const rulesCommand: RecipeCommand = {
  name: 'rules',
  says: 'asks for answers in character that keep drawn or own rules',
  key: 'rules',
  byName: true,
  flags: [
    {
      flag: '--rules <file>',
      says: 'rules: your own, in YAML (default: a table for each language)',
      setting: 'file',
      takes: 'text',
    },
  ],
  examples: [
    ['Make 20 answers a role that keep 3 to 6 rules each.', 'rolellm rules --model gpt-4o-mini'],
    ['Draw from your own rules.', 'rolellm rules --rules my-rules.yaml --model gpt-4o-mini'],
  ],
};

import type { RecipeCommand } from '../command.js';

export const rolegptCommand: RecipeCommand = {
  name: 'rolegpt',
  says: 'asks for in-character answers to general instructions',
  key: 'rolegpt',
  showsKnowledge: true,
  flags: [
    {
      flag: '--instructions <file>',
      says: 'general instructions: .jsonl, .json, .csv or .txt (default: a small sample)',
      setting: 'instructions',
      takes: 'text',
    },
  ],
  examples: [
    ['Use your own instructions, one a line.', 'rolellm rolegpt --instructions my-instructions.txt'],
    ["Use OpenAI's batch API at half the price.", 'rolellm rolegpt --model gpt-4o-mini --executor batch'],
  ],
};

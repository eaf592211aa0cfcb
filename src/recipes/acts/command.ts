import type { RecipeCommand } from '../command.js';

export const actsCommand: RecipeCommand = {
  name: 'acts',
  says: 'asks for a line and a short program of actions that a simulator runs',
  key: 'acts',
  byName: true,
  flags: [
    {
      flag: '--scene <file>',
      says: 'acts: your own scene, in YAML (default: one for each language)',
      setting: 'file',
      takes: 'text',
    },
  ],
  examples: [
    ['Make 10 lines with programs a role in the scene that comes with rolellm.', 'rolellm acts --model gpt-4o-mini'],
    ['Act in a scene of your own.', 'rolellm acts --scene my-scene.yaml --model gpt-4o-mini'],
  ],
};

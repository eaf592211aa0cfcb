import type { RecipeCommand } from '../command.js';

export const scenesCommand: RecipeCommand = {
  name: 'scenes',
  says: 'takes the dialogues of the scripts as they are, without a model',
  key: 'scenes',
  flags: [
    {
      flag: '--max-speeches <n>',
      says: 'most speeches of a scene; a longer one is cut (default: 32)',
      setting: 'maxSpeeches',
      takes: 'number',
    },
  ],
  examples: [
    ['Cut the scripts into scenes, one sample for each role that speaks in one.', 'rolellm scenes'],
    ['Make longer dialogues.', 'rolellm scenes --max-speeches 60'],
  ],
};

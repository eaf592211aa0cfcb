import type { RecipeCommand } from '../command.js';

export const contextInstructCommand: RecipeCommand = {
  name: 'context-instruct',
  says: 'asks for questions about the roles, with answers',
  key: 'contextInstruct',
  showsKnowledge: true,
  flags: [
    {
      flag: '--per-role <n>',
      says: 'how many answers about each role to accept (default: 50)',
      setting: 'perRole',
      takes: 'number',
    },
  ],
  examples: [
    ['Accept 200 answers for each role, as in the paper.', 'rolellm context-instruct --per-role 200'],
    [
      'Share the work between two servers.',
      'rolellm context-instruct --base-url http://a:80/v1 --base-url http://b:80/v1',
    ],
  ],
};

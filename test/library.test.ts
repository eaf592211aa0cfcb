import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as rolellm from '../src/index.js';
import { makeFolder, rowsOf } from './harness/cli.js';
import { TINY_FILES } from './harness/tiny-role.js';

/** A provider of one's own: the whole interface is a name, a revision and one function. */
const parrot: rolellm.ChatModel = {
  name: 'parrot',
  revision: '1',
  complete: async ({ messages, sample, schema }) => ({
    content:
      schema?.name === 'categories'
        ? '{"categories": ["bird"]}'
        : `You said ${sample} times: ${messages.at(-1)?.content}.`,
    finish_reason: 'stop',
    usage: { prompt_tokens: 0, completion_tokens: 0 },
  }),
};

/** A check of one's own. */
const noThirdRepeat: rolellm.Check = {
  name: 'no-third-repeat',
  run: ({ answer }) => (answer.startsWith('You said 2 times') ? { evidence: 'said 2 times' } : undefined),
};

test('stages run from code with a provider and a check of one’s own', async () => {
  const folder = makeFolder({
    ...TINY_FILES,
    'roles/keeper.yaml': `${TINY_FILES['roles/keeper.yaml']}description: A keeper.\ndescription_second_person: You keep.\ncatchphrases: [Hm]\n`,
  });
  const recipes = await rolellm.loadRecipes();
  const context: rolellm.RunContext = {
    recipes,
    settings: rolellm.settingsSchema(recipes).parse({
      roles: [join(folder, 'roles/keeper.yaml')],
      contextInstruct: { perRole: 0 },
      rolegpt: { instructions: join(folder, 'instructions.txt') },
    }),
    data: rolellm.dataFolder(join(folder, 'data')),
    model: parrot,
    executor: rolellm.directExecutor(parrot, { concurrency: 4, tries: 2, price: null }),
    prompts: rolellm.loadPrompts(),
    checks: [...rolellm.rowChecks, noThirdRepeat],
    log: { trace() {}, debug() {}, info() {}, warn() {} },
    stop: new AbortController().signal,
    abort: new AbortController().signal,
  };
  expect(await rolellm.profileBuild(context)).toMatchObject({ state: 'done', model: 'parrot', planned: 1 });
  const rolegpt = recipes.find(({ name }) => name === 'rolegpt') as rolellm.Recipe;
  expect(await rolellm.runRecipe(rolegpt, context)).toMatchObject({ state: 'done', planned: 24, done: 24 });
  expect(await rolellm.filter(context)).toMatchObject({ state: 'done', entered: 20, accepted: 16, refused: 4 });
  const refused = rowsOf(join(folder, 'data/rejected.jsonl'));
  expect(new Set(refused.map(({ check }) => check))).toEqual(new Set(['no-third-repeat']));
});

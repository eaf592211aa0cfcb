import { join } from 'node:path';
import { expect, test } from 'vitest';
// @ts-expect-error a maintenance script without types
import { findRecipeNames } from '../../scripts/check-recipes.mjs';
import { makeFolder, PROJECT } from '../harness/cli.js';

test('no file names a recipe or a prompt outside of its home and of the places that say why', () => {
  expect(findRecipeNames(join(PROJECT, 'src'), join(PROJECT, 'prompts/en'))).toEqual([]);
});

const ADVICE = 'ask the recipe or the stage, or say in scripts/check-recipes.mjs why';

test('an import, a key, a comment, a prompt and an exception that nothing needs are named, and homes are not', () => {
  const folder = makeFolder({
    'prompts/en/plot-talk.ask.md': '',
    'prompts/en/judge.review.md': '',
    'prompts/en/weather.ask.md': '',
    'src/recipes/plot-talk/index.ts': "export const NAME = 'plot-talk';\nexport const ID = 'plot-talk.ask';\n",
    'src/recipes/acts/index.ts': "export const NAME = 'acts';\n",
    'src/recipes/index.ts': "export { NAME } from './plot-talk/index.js';\n",
    'src/rolebench/answers.ts': "export const RECIPE = 'plot-talk';\n",
    'src/stages/judge/ask.ts': "export const ID = 'judge.review';\n",
    'src/cli/late.ts': "export const late = () => import('../recipes/acts/index.js');\n",
    'src/stages/filter/index.ts': '\n/** As Plot-Talk does. */\nexport const KEY = { plotTalk: 1 };\n',
    'src/stages/filter/kept.ts': "export const KEPT = 'plot-talk.ask';\n",
    'src/stages/filter/acts.ts': "/** In three acts. */\nexport const LOWER = 'acts.count';\n",
    'src/stages/prompts.ts': "export const ID = 'judge.review';\n",
    'src/text/words.ts': 'export const review = (judge: { review: string }) => judge.review;\n',
  });
  const files = { 'stages/filter/kept.ts': 'a reason', 'text/words.ts': 'none' };
  const found = findRecipeNames(join(folder, 'src'), join(folder, 'prompts/en'), { files, ordinary: ['acts'] });
  expect(found).toEqual([
    'the prompt weather.ask is asked by nobody that scripts/check-recipes.mjs knows',
    `cli/late.ts:1 names the recipe acts: ${ADVICE}`,
    `stages/filter/acts.ts:2 names the recipe acts: ${ADVICE}`,
    `stages/filter/index.ts:2 names the recipe plot-talk: ${ADVICE}`,
    `stages/filter/index.ts:3 names the recipe plot-talk: ${ADVICE}`,
    `stages/prompts.ts:1 names the prompt judge.review: ${ADVICE}`,
    'text/words.ts names no recipe and no prompt: take it off the list of scripts/check-recipes.mjs',
  ]);
});

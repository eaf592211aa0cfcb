// A recipe is one folder, and a prompt belongs to who asks it: outside of them, of the list and of a few places with their reasons,
// no file of src/ names either, in code, in the path of an import or in a comment.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import glob from 'fast-glob';

/** Places that may name recipes. */
const PLACES = {
  'recipes/index.ts': 'the list',
  'rolebench/': "RoleBench's two sets are those of two recipes",
};

/** Recipes that are called by an ordinary word: only the word in quotes, their settings and their folder name them. */
const ORDINARY_WORDS = ['acts', 'boundary', 'contrast', 'rules', 'scenes'];

/** Who asks the prompts of no recipe, by the first word of their ids. */
const ASKED_BY = {
  profile: 'stages/profile-build/',
  knowledge: 'stages/knowledge/',
  audit: 'stages/audit/',
  judge: 'stages/judge/',
  eval: 'stages/eval/',
  messages: 'prompts/',
};

const AS_ROLEGPT = 'evaluated models are asked as RoleGPT asks (papers.md 1.6)';

/** Files that may, and why. */
const FILES = {
  'recipes/boundary/prompt-facts.ts': 'offline answers are made once, as RoleGPT gives them',
  'recipes/rules/instructions.ts': 'general instructions are read, cut and sampled once, and offline answers made',
  'stages/eval/contenders.ts': "RoleBench's baseline is of RoleGPT",
  'stages/eval/predict.ts': AS_ROLEGPT,
  'stages/eval/prompt-facts.ts': AS_ROLEGPT,
  'stages/export/card.ts': "it tells of RoleBench's files, and of the methods that they were made by",
};

const foldersIn = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** How a recipe is named: in any spelling, or where its name is an ordinary word, where nothing else can be meant. */
function recipePattern(name, isOrdinary) {
  const words = name.split('-');
  if (!isOrdinary) return new RegExp(words.join('[-_ ]?'), 'i');
  const key = words.map((word, k) => (k === 0 ? word : word[0].toUpperCase() + word.slice(1))).join('');
  return new RegExp(`['"\`](?:${name}|${key})(?:['"\`]|\\.\\w)|/${name}/`);
}

/** What has a home: how it is called in a complaint, how a line names it, and where its files begin. */
function findOwned(source, prompts, ordinary) {
  const recipes = foldersIn(join(source, 'recipes'));
  const ids = glob.sync('*.md', { cwd: prompts }).map((file) => file.slice(0, -'.md'.length));
  return [
    ...recipes.map((name) => ({
      what: `the recipe ${name}`,
      named: recipePattern(name, ordinary.includes(name)),
      home: `recipes/${name}/`,
    })),
    ...ids
      .map((id) => [id, id.split('.')[0]])
      .filter(([, first]) => !recipes.includes(first))
      .map(([id, first]) => ({
        what: `the prompt ${id}`,
        named: new RegExp(`['"\`]${id.replaceAll('.', '\\.')}['"\`]`),
        home: ASKED_BY[first],
      })),
  ];
}

/** Lines of a source folder that name a recipe or a prompt outside of its home, and exceptions that nothing needs any more. */
export function findRecipeNames(source, prompts, { files = FILES, ordinary = ORDINARY_WORDS } = {}) {
  const owned = findOwned(source, prompts, ordinary);
  const wrong = owned
    .filter(({ home }) => home === undefined)
    .map(({ what }) => `${what} is asked by nobody that scripts/check-recipes.mjs knows`);
  const used = new Set();
  for (const file of glob.sync('**/*.{ts,tsx}', { cwd: source }).sort()) {
    if (Object.keys(PLACES).some((place) => file.startsWith(place))) continue;
    const foreign = owned.filter(({ home }) => home === undefined || !file.startsWith(home));
    for (const [k, line] of readFileSync(join(source, file), 'utf8').split('\n').entries()) {
      for (const { what } of foreign.filter(({ named }) => named.test(line))) {
        if (Object.hasOwn(files, file)) used.add(file);
        else
          wrong.push(
            `${file}:${k + 1} names ${what}: ask the recipe or the stage, or say in scripts/check-recipes.mjs why`,
          );
      }
    }
  }
  for (const file of Object.keys(files)) {
    if (!used.has(file))
      wrong.push(`${file} names no recipe and no prompt: take it off the list of scripts/check-recipes.mjs`);
  }
  return wrong;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const at = (path) => fileURLToPath(new URL(path, import.meta.url));
  const wrong = findRecipeNames(at('../src'), at('../prompts/en'));
  for (const line of wrong) console.error(line);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}

import { z } from 'zod';
import type { ChatModel } from '../llm/chat-model.js';
import type { Prompts } from '../prompts/load.js';
import type { Check } from '../quality/check.js';
import type { ScriptFormat } from '../readers/index.js';
import { loadRecipes } from '../recipes/index.js';
import type { Recipe } from '../recipes/recipe.js';
import { DEFAULT_CONFIG } from '../settings-file.js';
import { kindOf, readNamedFile } from '../store/read-file.js';
import { parseYaml } from '../store/yaml-file.js';
import { checkNames, loadPlugins, type OwnRecipe } from './plugins.js';

/** What a run works with: what the program has, and what plug-ins add. */
export interface Toolbox {
  /** In the order in which `generate` runs them. */
  recipes: readonly Recipe[];
  /** Row checks in the order in which they are run. */
  checks: readonly Check[];
  prompts: Prompts;
  /** Layouts of scripts that plug-ins add. */
  formats: readonly ScriptFormat[];
  /** Models that plug-ins add. */
  models: readonly ChatModel[];
  /** SHA-256 of each plug-in by its file: what was made with another one is stale. */
  plugins: Readonly<Record<string, string>>;
}

const NamesPlugins = z.looseObject({ plugins: z.array(z.string().min(1)).default([]) });

/** The plug-ins that a settings file names; none where there is no such file. Throws UserError where they are no list of files. */
function pluginsIn(config: string | undefined): string[] {
  const file = config ?? DEFAULT_CONFIG;
  if (kindOf(file) !== 'file') return [];
  return parseYaml(readNamedFile(file).toString('utf8'), file, NamesPlugins, 'See docs/plug-ins.md.').value.plugins;
}

/** Opens what the program has, with the plug-ins that the settings file names. Throws UserError where one is broken. */
export async function openToolbox({ config }: { config?: string | undefined }): Promise<Toolbox> {
  const plugins = await loadPlugins(pluginsIn(config));
  // What knows all languages is loaded only now.
  const [{ Settings }, { rowChecks }, { scriptFormats }, { loadPrompts, SHIPPED_PROMPTS }, { createQuestionCheck }] =
    await Promise.all([
      import('../config.js'),
      import('../quality/index.js'),
      import('../readers/index.js'),
      import('../prompts/load.js'),
      import('../quality/duplicates.js'),
    ]);
  const recipes = await loadRecipes();
  const toolbox = { recipes, checks: [...rowChecks], formats: [] as ScriptFormat[], models: [] as ChatModel[] };
  const names = (of: readonly { name: string }[]) => of.map(({ name }) => name);
  for (const { file, ...own } of plugins) {
    checkNames('recipe', names(own.recipes), [...names(toolbox.recipes), ...STAGES], file);
    checkNames(
      'recipe',
      own.recipes.map((one) => one.key ?? inCamelCase(one.name)),
      [...Object.keys(Settings.shape), ...toolbox.recipes.map(({ key }) => key)],
      file,
    );
    checkNames('check', names(own.checks), names(toolbox.checks), file);
    checkNames('format', names(own.formats), [...names(scriptFormats), ...names(toolbox.formats)], file);
    checkNames('model', names(own.models), ['offline', ...names(toolbox.models)], file);
    toolbox.recipes.push(
      ...own.recipes.map((one) => completeRecipe(one, ({ similarity }) => createQuestionCheck(similarity))),
    );
    toolbox.checks.push(...own.checks);
    toolbox.formats.push(...own.formats);
    toolbox.models.push(...own.models);
  }
  return {
    ...toolbox,
    prompts: loadPrompts(SHIPPED_PROMPTS, ...plugins.flatMap(({ prompts }) => prompts ?? [])),
    plugins: Object.fromEntries(plugins.map(({ file, sha256 }) => [file, sha256])),
  };
}

const inCamelCase = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** A recipe of a plug-in with its defaults: no flags, no settings, one question asked once. */
function completeRecipe(own: OwnRecipe, repeats: Recipe['repeats']): Recipe {
  return {
    says: `makes ${own.name} samples (a plug-in's recipe)`,
    key: inCamelCase(own.name),
    flags: [],
    examples: [],
    title: own.name,
    method: own.name,
    note: '',
    settings: z.strictObject({}),
    basis: () => ({ settings: {}, inputs: [] }),
    repeats,
    ...own,
  };
}

/** Names of commands and stages that no recipe may have. */
const STAGES = [
  'generate',
  'profile-build',
  'knowledge',
  'audit',
  'filter',
  'judge',
  'export',
  'rocit',
  'eval',
  'eval-turns',
  'rank',
  'report',
  'view',
].concat(['status', 'doctor', 'init', 'completion', 'help']);

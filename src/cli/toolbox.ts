import { z } from 'zod';
import type { ChatModel } from '../llm/chat-model.js';
import { loadPrompts, type Prompts, SHIPPED_PROMPTS } from '../prompts/load.js';
import type { Check } from '../quality/check.js';
import { rowChecks } from '../quality/index.js';
import { type ScriptFormat, scriptFormats } from '../readers/index.js';
import { loadRecipes } from '../recipes/index.js';
import type { Recipe } from '../recipes/recipe.js';
import { DEFAULT_CONFIG } from '../settings-file.js';
import { kindOf, readNamedFile } from '../store/read-file.js';
import { parseYaml } from '../store/yaml-file.js';
import { checkNames, type LoadedPlugin, loadPlugin } from './plugins.js';

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
  const plugins: LoadedPlugin[] = [];
  for (const path of pluginsIn(config)) plugins.push(await loadPlugin(path));
  const recipes = await loadRecipes();
  const toolbox = { recipes, checks: [...rowChecks], formats: [] as ScriptFormat[], models: [] as ChatModel[] };
  const names = (of: readonly { name: string }[]) => of.map(({ name }) => name);
  for (const { file, ...own } of plugins) {
    checkNames('recipe', names(own.recipes), [...names(toolbox.recipes), ...STAGES], file);
    checkNames('check', names(own.checks), names(toolbox.checks), file);
    checkNames('format', names(own.formats), [...names(scriptFormats), ...names(toolbox.formats)], file);
    checkNames('model', names(own.models), ['offline', ...names(toolbox.models)], file);
    for (const kind of ['recipes', 'checks', 'formats', 'models'] as const)
      (toolbox[kind] as unknown[]).push(...own[kind]);
  }
  return {
    ...toolbox,
    prompts: loadPrompts(SHIPPED_PROMPTS, ...plugins.flatMap(({ prompts }) => prompts ?? [])),
    plugins: Object.fromEntries(plugins.map(({ file, sha256 }) => [file, sha256])),
  };
}

/** Names of commands and stages that no recipe may have. */
const STAGES = [
  'generate',
  'profile-build',
  'filter',
  'judge',
  'export',
  'rocit',
  'eval',
  'rank',
  'report',
  'view',
].concat(['status', 'doctor', 'init', 'completion', 'help']);

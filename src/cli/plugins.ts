import { createHash } from 'node:crypto';
import { dirname, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { messageOf, UserError } from '../errors.js';
import { addLanguage, type Language, languageCodes } from '../languages/index.js';
import type { ChatModel } from '../llm/chat-model.js';
import type { Check } from '../quality/check.js';
import type { ScriptFormat } from '../readers/index.js';
import type { Recipe } from '../recipes/recipe.js';
import { isInside } from '../store/inside.js';
import { kindOf, readNamedFile } from '../store/read-file.js';
import { zodMessage } from '../store/zod-message.js';
import type { PluginKit } from './plugin-kit.js';

/** A recipe of a plug-in: what it does not say has a plain default. */
export type OwnRecipe<Row extends { role: string } = { role: string }> = Pick<
  Recipe<Row>,
  'name' | 'row' | 'kinds' | 'prompts' | 'open' | 'samples'
> &
  Partial<Recipe<Row>>;

/** What a plug-in adds to the program. */
export interface Plugin {
  recipes?: readonly OwnRecipe[];
  checks?: readonly Check[];
  /** Layouts of scripts. They are asked before the program's own. */
  formats?: readonly ScriptFormat[];
  /** Languages that roles may speak. The default export is then an object: a function is called when languages are known already. */
  languages?: readonly Language[];
  /** Models that `--model` names. */
  models?: readonly ChatModel[];
  /** A folder with a folder of prompts for each language, beside the plug-in. They take the place of those of the same id. */
  prompts?: string;
}

/** What a module's default export is: the plug-in, or a function that is handed the kit and gives it. */
export type PluginModule = Plugin | ((kit: PluginKit) => Plugin);

/** A plug-in that was read. */
export interface LoadedPlugin {
  /** Its file as it is named in records, from the working folder. */
  file: string;
  sha256: string;
  recipes: readonly OwnRecipe[];
  checks: readonly Check[];
  formats: readonly ScriptFormat[];
  models: readonly ChatModel[];
  /** Folder of its prompts. */
  prompts: string | undefined;
}

type AnyFunction = (...values: never[]) => unknown;
const Function_ = z.custom<AnyFunction>((value) => typeof value === 'function', 'must be a function');
const Schema = z.custom<z.ZodType>((value) => value instanceof z.ZodType, "must be a schema, made with the kit's z");
const Word = z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be small letters, digits and "-"');
const Facts = z.looseObject({ expectedTokens: Function_, standIn: Function_, offline: Function_.optional() });

const OwnRecipeShape = z.looseObject({
  name: Word,
  row: Schema,
  kinds: z.record(
    z.string(),
    z.object({ title: z.string(), isRoleSpecific: z.boolean(), note: z.string().optional() }),
  ),
  prompts: z.record(z.string(), Facts),
  open: Function_,
  samples: Function_,
  settings: Schema.optional(),
  basis: Function_.optional(),
  repeats: Function_.optional(),
});

const LanguageShape = z.looseObject({
  code: z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$/, 'must be a code of BCP 47'),
  name: z.string().min(1),
  unit: z.enum(['word', 'character']),
  script: z.enum(['latin', 'han']),
  joiner: z.string(),
  listJoiner: z.string(),
  phraseJoiner: z.string(),
  splitSentences: Function_,
  limits: z.looseObject({}),
  phrases: z.looseObject({}),
  standIn: z.looseObject({}),
  clauses: z.looseObject({}),
});

const PluginShape = z.strictObject({
  recipes: z.array(OwnRecipeShape).default([]),
  checks: z.array(z.looseObject({ name: Word, run: Function_ })).default([]),
  formats: z.array(z.looseObject({ name: Word, recognise: Function_, read: Function_ })).default([]),
  languages: z.array(LanguageShape).default([]),
  models: z.array(z.looseObject({ name: z.string().min(1), revision: z.string(), complete: Function_ })).default([]),
  prompts: z.string().min(1).optional(),
});

/** A module that was read, before it is asked what it adds. */
interface Opened {
  path: string;
  file: string;
  sha256: string;
  exported: unknown;
}

const broken = (path: string, what: string, cause?: unknown) =>
  new UserError(`this plug-in ${what}`, { file: path, advice: 'See docs/plug-ins.md.', cause });

const breaks = (path: string, thrown: unknown) =>
  broken(path, `breaks when it is loaded: ${messageOf(thrown)}`, thrown);

async function openPlugin(path: string): Promise<Opened> {
  const file = resolve(path);
  if (kindOf(file) !== 'file') {
    throw new UserError('there is no such plug-in', { file: path, advice: 'Correct `plugins` in the settings.' });
  }
  if (!isInside(file, process.cwd())) {
    throw new UserError('a plug-in runs with your rights, so it must lie in the working folder', {
      file: path,
      advice: 'Read it, copy it here, and name the copy in `plugins`.',
    });
  }
  const sha256 = createHash('sha256').update(readNamedFile(file)).digest('hex');
  try {
    // A file that has changed is read again: modules are kept by their address.
    const { default: exported } = await import(`${pathToFileURL(file).href}?${sha256}`);
    return { path, file, sha256, exported };
  } catch (thrown) {
    throw breaks(path, thrown);
  }
}

/** Adds the languages of a plug-in that is an object. */
function addLanguages({ path, exported }: Opened): void {
  const { languages } = parsePlugin(path, exported);
  for (const language of languages) {
    if ((languageCodes as readonly string[]).includes(language.code)) continue;
    addLanguage(language as unknown as Language);
  }
}

function parsePlugin(path: string, given: unknown): z.infer<typeof PluginShape> {
  if (given === undefined) throw broken(path, 'has no default export');
  const parsed = PluginShape.safeParse(given);
  if (!parsed.success) throw broken(path, `does not fit: ${zodMessage(parsed.error)}`);
  return parsed.data;
}

async function askPlugin({ path, file, sha256, exported }: Opened): Promise<LoadedPlugin> {
  let given = exported;
  if (typeof exported === 'function') {
    const { pluginKit } = await import('./plugin-kit.js');
    try {
      given = await exported(pluginKit);
    } catch (thrown) {
      throw breaks(path, thrown);
    }
  }
  const { prompts, languages, ...own } = parsePlugin(path, given);
  if (given !== exported && languages.length > 0) {
    throw broken(path, 'has languages, so its default export must be an object and not a function');
  }
  return {
    ...(own as unknown as Pick<LoadedPlugin, 'recipes' | 'checks' | 'formats' | 'models'>),
    file: relative(process.cwd(), file).replaceAll('\\', '/'),
    sha256,
    prompts: prompts === undefined ? undefined : resolve(dirname(file), prompts),
  };
}

/**
 * Reads plug-ins, their languages first: all else of the program may be loaded after that. Throws UserError with the file of one
 * that is outside of the working folder, breaks, or is no plug-in.
 */
export async function loadPlugins(paths: readonly string[]): Promise<LoadedPlugin[]> {
  const opened: Opened[] = [];
  for (const path of paths) opened.push(await openPlugin(path));
  for (const one of opened) if (typeof one.exported !== 'function') addLanguages(one);
  const plugins: LoadedPlugin[] = [];
  for (const one of opened) plugins.push(await askPlugin(one));
  return plugins;
}

/** Throws UserError where a plug-in takes a name that is there already. */
export function checkNames(kind: string, names: readonly string[], taken: readonly string[], file: string): void {
  const twice = names.find((name, at) => taken.includes(name) || names.indexOf(name) !== at);
  if (twice === undefined) return;
  throw new UserError(`this plug-in has a ${kind} "${twice}", and there is one of this name already`, {
    file,
    advice: 'Give it another name.',
  });
}

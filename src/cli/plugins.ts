import { createHash } from 'node:crypto';
import { dirname, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { messageOf, UserError } from '../errors.js';
import type { ChatModel } from '../llm/chat-model.js';
import type { Check } from '../quality/check.js';
import { createQuestionCheck } from '../quality/duplicates.js';
import type { ScriptFormat } from '../readers/index.js';
import type { Recipe } from '../recipes/recipe.js';
import { isInside } from '../store/inside.js';
import { asRecorded } from '../store/manifest.js';
import { kindOf, readNamedFile } from '../store/read-file.js';
import { zodMessage } from '../store/zod-message.js';
import { type PluginKit, pluginKit } from './plugin-kit.js';

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
  recipes: readonly Recipe[];
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
  kinds: z.record(z.string(), z.object({ title: z.string(), isRoleSpecific: z.boolean() })),
  prompts: z.record(z.string(), Facts),
  open: Function_,
  samples: Function_,
  settings: Schema.optional(),
  basis: Function_.optional(),
  repeats: Function_.optional(),
});

const PluginShape = z.strictObject({
  recipes: z.array(OwnRecipeShape).default([]),
  checks: z.array(z.looseObject({ name: Word, run: Function_ })).default([]),
  formats: z.array(z.looseObject({ name: Word, recognise: Function_, read: Function_ })).default([]),
  models: z.array(z.looseObject({ name: z.string().min(1), revision: z.string(), complete: Function_ })).default([]),
  prompts: z.string().min(1).optional(),
});

const inCamelCase = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** A recipe with its defaults: no flags, no settings, one question asked once. */
function completeRecipe(own: OwnRecipe): Recipe {
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
    repeats: ({ similarity }) => createQuestionCheck(similarity),
    ...own,
  };
}

/** Reads a plug-in. Throws UserError with its file where it is outside of the working folder, breaks, or is no plug-in. */
export async function loadPlugin(path: string): Promise<LoadedPlugin> {
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
  const broken = (what: string, cause?: unknown) =>
    new UserError(`this plug-in ${what}`, { file: path, advice: 'See docs/plug-ins.md.', cause });
  let given: unknown;
  try {
    // A file that has changed is read again: modules are kept by their address.
    const { default: exported } = await import(`${pathToFileURL(file).href}?${sha256}`);
    given = typeof exported === 'function' ? await exported(pluginKit) : exported;
  } catch (thrown) {
    throw broken(`breaks when it is loaded: ${messageOf(thrown)}`, thrown);
  }
  const parsed = PluginShape.safeParse(given ?? {});
  if (given === undefined) throw broken('has no default export');
  if (!parsed.success) throw broken(`does not fit: ${zodMessage(parsed.error)}`);
  const plugin = parsed.data as unknown as Required<Omit<Plugin, 'prompts'>> & Pick<Plugin, 'prompts'>;
  return {
    ...plugin,
    file: asRecorded(relative(process.cwd(), file)),
    sha256,
    recipes: plugin.recipes.map(completeRecipe),
    prompts: plugin.prompts === undefined ? undefined : resolve(dirname(file), plugin.prompts),
  };
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

import { z } from 'zod';
import type { Settings } from '../config.js';
import { UserError } from '../errors.js';
import { checkKey } from '../llm/keys.js';
import { settingsSchema } from '../recipes/settings.js';
import { DEFAULT_CONFIG } from '../settings-file.js';
import { faultOfFormat, formatNames } from '../stages/export/formats/index.js';
import { kindOf, readNamedFile } from '../store/read-file.js';
import { parseYaml } from '../store/yaml-file.js';
import { parseFor } from '../store/zod-message.js';
import { attributeOf, type EvalFlags, type Flags } from './flags.js';
import type { Toolbox } from './toolbox.js';

/** Whose own settings stand beside those of the house. */
type Recipes = Pick<Toolbox, 'recipes'>;

/** The environment that rolellm reads; an empty variable counts as not set. */
const Environment = z.object({
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: z.string().optional(),
  /** Where the queue of workers is, with its password. */
  ROLELLM_QUEUE: z.string().optional(),
  /** The Hugging Face Hub: a token that may write, and another address than the Hub's own. */
  HF_TOKEN: z.string().optional(),
  HF_ENDPOINT: z.string().optional(),
  /** `no`: servers on this machine are not looked for where no model is configured. */
  ROLELLM_LOCAL_SERVERS: z.string().optional(),
  /** What the terminal can show. */
  TERM: z.string().optional(),
  NO_COLOR: z.string().optional(),
});
export type Environment = z.infer<typeof Environment>;

/** The key in an environment variable. Throws UserError where the settings name it and it is not set, or can be no key. */
export function readKey(variable: string, env: NodeJS.ProcessEnv): string | undefined {
  const key = env[variable] || undefined;
  checkKey(variable, key);
  if (key !== undefined || variable === 'OPENAI_API_KEY') return key;
  throw new UserError(`the environment variable ${variable} is not set`, {
    advice: 'An endpoint in the settings names it as keyVariable.',
  });
}

export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const set = Object.entries(Environment.parse(env)).filter(([, value]) => value !== '');
  return Object.fromEntries(set);
}

/** The environment of a command, with what its flags put into the place of a variable. */
export function environmentOf({ queue }: Pick<Flags, 'queue'>): Environment {
  return { ...readEnvironment(process.env), ...(queue === undefined ? {} : { ROLELLM_QUEUE: queue }) };
}

/** Settings that had another name. */
const RENAMED = { 'rocit.recipe': 'rocit.trainer' };

/** All settings, with the names of what is listed. */
const schemaOf = ({ recipes }: Recipes): z.ZodType<Settings> =>
  settingsSchema(recipes).superRefine(({ export: { formats = [] } }, context) => {
    for (const [k, name] of formats.entries()) {
      const message = faultOfFormat(name);
      if (message !== undefined) context.addIssue({ code: 'custom', path: ['export', 'formats', k], message });
    }
  });

function readConfigFile(file: string | undefined, recipes: Recipes): Settings {
  const path = file ?? DEFAULT_CONFIG;
  if (kindOf(path) === undefined) {
    if (file === undefined) return schemaOf(recipes).parse({});
    throw new UserError('this settings file does not exist', { file, advice: 'Check --config.' });
  }
  const advice = 'All settings are in docs/settings.md.';
  return parseYaml(readNamedFile(path).toString('utf8'), path, schemaOf(recipes), advice, RENAMED).value;
}

/** What is given, without what is not. */
function given<Value extends object>(values: Value): Partial<Value> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Value>;
}

/** `--judge`, `--judge 50` or `--judge all`. Undefined where no number is given. */
function judgedRows(flag: string | true | undefined): number | null | undefined {
  if (flag === undefined || flag === true) return undefined;
  if (flag === 'all') return null;
  if (/^\d+$/.test(flag)) return Number(flag);
  throw new UserError(`--judge: "${flag}" is not a number of rows`, {
    advice: 'Write how many rows of each set to review, or all.',
  });
}

/** `--format messages alpaca`, `--format messages,alpaca` or `--format all`. */
function formatsOf(flag: string | readonly string[] | undefined): readonly string[] | undefined {
  if (flag === undefined || typeof flag === 'string') return undefined;
  const names = flag.flatMap((name) => name.split(',')).filter((name) => name !== '');
  return names.includes('all') ? formatNames : names;
}

/** `--held-out 10` or `--held-out NAME…`. */
function heldOutOf(flag: readonly string[] | undefined): number | readonly string[] | undefined {
  const [only] = flag ?? [];
  return flag?.length === 1 && /^\d+$/.test(only ?? '') ? Number(only) : flag;
}

function evalFlags({ bench, lang, generalization, method, name, predictions, ...flags }: EvalFlags) {
  const { continueFrom, aggregation, tokens: chineseTokens, rank, judgeModel } = flags;
  return given({
    bench,
    language: lang,
    generalization,
    method,
    name,
    predictions,
    continueFrom,
    aggregation,
    chineseTokens,
    rank,
    judgeModel,
  });
}

/** The flags of settings that are not called like them. */
const FLAG_NAMES: Record<string, string> = {
  'judge.sample': '--judge',
  'export.formats': '--format',
  'export.splitBy': '--split-by',
  'export.heldOut': '--held-out',
  'eval.language': '--lang',
  'eval.chineseTokens': '--tokens',
  'eval.judgeModel': '--judge-model',
  'eval.continueFrom': '--continue-from',
  'rocit.baseModel': '--base',
  contextWindow: '--context-window',
  'queue.prefix': '--queue-prefix',
};

/** The flag or variable that gave a setting, by its path. */
function sourceOf(path: readonly PropertyKey[], flags: Flags, { recipes }: Recipes): string {
  const keys = path.filter((key) => typeof key === 'string');
  if (keys[0] === 'baseUrl') return flags.baseUrl ? '--base-url' : 'OPENAI_BASE_URL';
  const setting = keys.slice(0, 2).join('.');
  const own = recipes.flatMap(({ key, flags }) => flags.map((one) => [`${key}.${one.setting}`, one.flag] as const));
  const [, flag] = own.find(([name]) => name === setting) ?? [];
  return flag?.split(' ')[0] ?? FLAG_NAMES[setting] ?? `--${keys.at(-1)}`;
}

/** The recipes' own settings that flags give, by their keys. */
function recipeSettings(flags: Flags, { recipes }: Recipes): Record<string, object> {
  const values = flags as unknown as Record<string, unknown>;
  return Object.fromEntries(
    recipes.map(({ key, flags: own }) => [
      key,
      given(Object.fromEntries(own.map((flag) => [flag.setting, values[attributeOf(flag)]]))),
    ]),
  );
}

/** Settings that flags and the environment give, as they would stand in the file. */
function givenSettings(flags: Flags & EvalFlags, environment: Environment, recipes: Recipes) {
  const { data, provider, model, concurrency, rpm, tpm, budget, executor, stragglers, seed, roles, only, limit } =
    flags;
  return given({
    data,
    provider,
    model,
    concurrency,
    rpm,
    tpm,
    budget,
    executor,
    stragglers,
    seed,
    roles,
    only,
    limit,
    baseUrl: flags.baseUrl ?? environment.OPENAI_BASE_URL,
    contextWindow: flags.contextWindow,
    queue: given({ prefix: flags.queuePrefix }),
    ...recipeSettings(flags, recipes),
    judge: given({ sample: judgedRows(flags.judge) }),
    export: given({ splitBy: flags.splitBy, formats: formatsOf(flags.format), heldOut: heldOutOf(flags.heldOut) }),
    eval: evalFlags(flags),
    rocit: given({
      trainer: flags.trainer,
      baseModel: flags.base,
      tokenizer: flags.tokenizer,
      bench: flags.trainOn,
      script: flags.script,
    }),
  });
}

/** Those of them that decide rows, as records keep them: no address, which may hold a key, and nothing of this run alone. */
export function decisiveSettings(flags: Flags & EvalFlags, recipes: Recipes): Record<string, unknown> {
  const { provider, model, contextWindow, seed, roles, only, limit, ...others } = givenSettings(flags, {}, recipes);
  const { judge, export: exported, eval: evaluation, rocit } = others;
  const parts = { ...recipeSettings(flags, recipes), judge, export: exported, eval: evaluation, rocit };
  const named = Object.entries(parts).filter(([, part]) => Object.keys(part ?? {}).length > 0);
  return { ...given({ provider, model, contextWindow, seed, roles, only, limit }), ...Object.fromEntries(named) };
}

/** Settings with others on top, part by part. */
function withGiven(file: Settings, over: Record<string, unknown>): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...file };
  for (const [key, value] of Object.entries(over)) {
    const isPart = typeof value === 'object' && value !== null && !Array.isArray(value);
    merged[key] = isPart ? { ...(merged[key] as object), ...value } : value;
  }
  return merged;
}

/**
 * The settings of a run: flags win over the environment, the environment over the file, the file over the defaults. Throws
 * UserError where one does not fit, which names the flag that was given.
 */
export function readSettings(flags: Flags & EvalFlags, environment: Environment, recipes: Recipes): Settings {
  const file = readConfigFile(flags.config, recipes);
  // Servers that the command names take the place of those in the file.
  if (flags.baseUrl) delete file.endpoints;
  const parsed = parseFor(schemaOf(recipes), withGiven(file, givenSettings(flags, environment, recipes)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UserError(`${sourceOf(issue?.path ?? [], flags, recipes)}: ${issue?.message}`, {
    advice: 'See rolellm --help.',
  });
}

/** The settings of now for what an earlier run made: the file as it is, and on top what that run's flags gave. */
export function settingsWith(flags: Flags, recorded: Record<string, unknown>, recipes: Recipes): Settings {
  const file = readConfigFile(flags.config, recipes);
  const parsed = parseFor(schemaOf(recipes), withGiven(file, recorded));
  return parsed.success ? parsed.data : file;
}

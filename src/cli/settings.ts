import { z } from 'zod';
import { ExportFormat, Settings } from '../config.js';
import { UserError } from '../errors.js';
import { checkKey } from '../llm/keys.js';
import { kindOf, readNamedFile } from '../store/read-file.js';
import { parseYaml } from '../store/yaml-file.js';
import { parseFor } from '../store/zod-message.js';
import type { EvalFlags, Flags } from './flags.js';

export const DEFAULT_CONFIG = 'rolellm.config.yaml';

/** The environment that rolellm reads; an empty variable counts as not set. */
const Environment = z.object({
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: z.string().optional(),
  /** The Hugging Face Hub: a token that may write, and another address than the Hub's own. */
  HF_TOKEN: z.string().optional(),
  HF_ENDPOINT: z.string().optional(),
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

function readConfigFile(file: string | undefined): Settings {
  const path = file ?? DEFAULT_CONFIG;
  if (kindOf(path) === undefined) {
    if (file === undefined) return Settings.parse({});
    throw new UserError('this settings file does not exist', { file, advice: 'Check --config.' });
  }
  const advice = 'All settings are in docs/settings.md.';
  return parseYaml(readNamedFile(path).toString('utf8'), path, Settings, advice).value;
}

/** What is given, without what is not. */
function given<Value extends object>(values: Value): Partial<Value> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Value>;
}

/** `--judge`, `--judge 50` or `--judge all`. Undefined where no number is given. */
function judgedRows(flag: string | true | undefined): number | null | undefined {
  if (flag === undefined || flag === true) return undefined;
  return flag === 'all' ? null : Number(flag);
}

/** `--format messages alpaca`, `--format messages,alpaca` or `--format all`. */
function formatsOf(flag: string | readonly string[] | undefined): readonly string[] | undefined {
  if (flag === undefined || typeof flag === 'string') return undefined;
  const names = flag.flatMap((name) => name.split(',')).filter((name) => name !== '');
  return names.includes('all') ? ExportFormat.options : names;
}

/** `--held-out 10` or `--held-out NAME…`. */
function heldOutOf(flag: readonly string[] | undefined): number | readonly string[] | undefined {
  const [only] = flag ?? [];
  return flag?.length === 1 && /^\d+$/.test(only ?? '') ? Number(only) : flag;
}

function evalFlags({ bench, lang, generalization, method, name, predictions, ...flags }: EvalFlags) {
  const { aggregation, tokens: chineseTokens, rank, judgeModel } = flags;
  return given({
    bench,
    language: lang,
    generalization,
    method,
    name,
    predictions,
    aggregation,
    chineseTokens,
    rank,
    judgeModel,
  });
}

const FLAG_NAMES: Record<string, string> = {
  baseUrl: '--base-url (or OPENAI_BASE_URL)',
  endpoints: 'endpoints',
  contextInstruct: '--per-role',
  rolegpt: '--instructions',
  judge: '--judge',
  export: '--format',
  eval: '--name',
};

/**
 * The settings of a run: flags win over the environment, the environment over the file, the file over the defaults. Throws
 * UserError where one does not fit.
 */
export function readSettings(flags: Flags & EvalFlags, environment: Environment): Settings {
  const file = readConfigFile(flags.config);
  const { data, provider, model, concurrency, rpm, tpm, budget, executor, stragglers, seed, roles, only, limit } =
    flags;
  const baseUrl = flags.baseUrl ?? environment.OPENAI_BASE_URL;
  const exported = given({
    splitBy: flags.splitBy,
    formats: formatsOf(flags.format),
    heldOut: heldOutOf(flags.heldOut),
  });
  // Servers that the command names take the place of those in the file.
  if (flags.baseUrl) delete file.endpoints;
  const merged = {
    ...file,
    ...given({ data, provider, model, concurrency, rpm, tpm, budget, executor, stragglers }),
    ...given({ seed, roles, only, limit, baseUrl }),
    contextInstruct: { ...file.contextInstruct, ...given({ perRole: flags.perRole }) },
    rolegpt: { ...file.rolegpt, ...given({ instructions: flags.instructions }) },
    judge: { ...file.judge, ...given({ sample: judgedRows(flags.judge) }) },
    export: { ...file.export, ...exported },
    eval: { ...file.eval, ...evalFlags(flags) },
    rocit: { ...file.rocit, ...given({ recipe: flags.recipe, baseModel: flags.base, tokenizer: flags.tokenizer }) },
  };
  const parsed = parseFor(Settings, merged);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const key = String(issue?.path[0] ?? '');
  throw new UserError(`${FLAG_NAMES[key] ?? `--${key}`}: ${issue?.message}`, { advice: 'See rolellm --help.' });
}

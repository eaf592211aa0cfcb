import { type Command, InvalidArgumentError, Option } from 'commander';

/** A whole number that is not negative. */
function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number, 0 or more.');
  return Number(text);
}

/** A port of this machine; 0 is any that is free. */
export function port(text: string): number {
  const number = wholeNumber(text);
  if (number > 65_535) throw new InvalidArgumentError('Ports end with 65535.');
  return number;
}

/** An amount of money that is more than nothing. */
function dollars(text: string): number {
  const amount = Number(text.replace(/^\$/, ''));
  if (!(amount > 0)) throw new InvalidArgumentError('It must be an amount in US dollars, such as 5 or 0.50.');
  return amount;
}

const collect = (value: string, earlier: string[] = []) => [...earlier, value];

/** Flags as commander reads them; the settings' schema checks them. */
export interface Flags {
  data?: string;
  config?: string;
  provider?: string;
  model?: string;
  baseUrl?: string[];
  concurrency?: number;
  rpm?: number;
  tpm?: number;
  budget?: number;
  executor?: string;
  stragglers?: string;
  plan?: boolean;
  repair?: boolean;
  seed?: number;
  roles?: string[];
  only?: string[];
  limit?: number;
  perRole?: number;
  instructions?: string;
  splitBy?: string;
  /** Of an export, several; of a script, one. */
  format?: string | string[];
  heldOut?: string[];
  recipe?: string;
  base?: string;
  tokenizer?: string;
  judge?: string | true;
  json?: boolean;
  quiet?: boolean;
  logLevel: string;
}

const FORMATS = ['rolebench', 'messages', 'sharegpt', 'alpaca', 'rocit', 'parquet', 'cards'];
/** Flags of `eval`. */
export interface EvalFlags extends Flags {
  bench?: string;
  lang?: string;
  generalization?: string;
  method?: string;
  name?: string;
  predictions?: string;
  references?: string;
  aggregation?: string;
  tokens?: string;
  rank?: string[];
  judgeModel?: string;
}

/** Flags of `eval` beside those of the model. */
export function addEvalFlags(command: Command): Command {
  return command
    .option('--bench <dir>', "a folder in RoleBench's layout (default: the data folder's own export)")
    .addOption(
      new Option('--lang <language>', 'only this language (default: what the folder has)').choices(['en', 'zh']),
    )
    .addOption(
      new Option('--generalization <kind>', 'English test sets: unseen instructions or unseen roles').choices([
        'instruction',
        'role',
      ]),
    )
    .addOption(
      new Option(
        '--method <name>',
        'how the model is asked (default: zero-shot; rocit for a model tuned on the export)',
      ).choices(['zero-shot', 'few-shot-prompt', 'few-shot-dialogue', 'rocit']),
    )
    .option('--only <role...>', 'only these roles')
    .option('--limit <n>', 'a quick look: at most n questions of each set for each role', wholeNumber)
    .option('--name <name>', 'name of the results, a folder in data/eval/ (default: model and method)')
    .option('--predictions <file>', 'score these answers; no model is asked')
    .option('--references <file>', 'with --predictions: score two files alone, joined on role and question')
    .addOption(
      new Option('--aggregation <name>', 'which of several references counts (default: max)').choices([
        'first',
        'max',
        'mean',
      ]),
    )
    .addOption(new Option('--tokens <kind>', 'of Chinese (default: characters)').choices(['characters', 'jieba']))
    .option('--rank <source...>', 'have a judge rank the answers with these: predictions files, or baseline')
    .option('--judge-model <name>', 'the model that ranks (default: the evaluated one)');
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];

/** Flags that every command has. */
export function addCommonFlags(command: Command): Command {
  return command
    .option('--data <dir>', 'data folder (default: data)')
    .option('--config <file>', 'settings file (default: rolellm.config.yaml where it exists)')
    .option('--json', 'print one JSON summary on stdout and nothing else there')
    .option('--quiet', 'print nothing but errors and the summary')
    .addOption(new Option('--log-level <level>', 'how much is told on stderr').choices(LOG_LEVELS).default('info'));
}

/** Makes again what belongs to some roles; what was made of the others stays. */
export function addOnlyFlag(command: Command): Command {
  return command.option('--only <role...>', 'only these roles are asked for and made again; the rows of others stay');
}

/** Flags of commands that read role files. */
export function addRoleFlags(command: Command): Command {
  return addOnlyFlag(command.option('--roles <path...>', 'role files or folders of them (default: profiles)'));
}

export function addSeedFlag(command: Command): Command {
  return command.option('--seed <n>', 'seed of everything that is sampled (default: 0)', wholeNumber);
}

export function addLimitFlag(command: Command): Command {
  const text = 'a quick look: at most n role-specific answers and n instructions for each role';
  return command.option('--limit <n>', text, wholeNumber);
}

/** Flags that choose the model and its server. */
export function addServerFlags(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--provider <name>',
        'openai (any compatible server) or offline; default: openai where a key or URL is set',
      ).choices(['openai', 'offline']),
    )
    .option('--model <name>', "the model, as its server calls it (OpenAI's default: gpt-4o-mini)")
    .option(
      '--base-url <url>',
      'server that speaks the OpenAI protocol, e.g. http://localhost:11434/v1; more than once: they share the work',
      collect,
    );
}

/** Flags of commands that ask a model. */
export function addModelFlags(command: Command): Command {
  return addServerFlags(addSeedFlag(addCommonFlags(command)))
    .option('--concurrency <n>', 'calls in flight at once at each server (default: 8)', wholeNumber)
    .option('--rpm <n>', 'requests a minute, over all servers (default: no limit)', wholeNumber)
    .option('--tpm <n>', 'tokens a minute, over all servers (default: no limit)', wholeNumber)
    .option('--budget <usd>', 'stop before the data folder has cost more than this', dollars)
    .option('--plan', 'only print what would be asked: calls, tokens and cost')
    .addOption(
      new Option(
        '--repair',
        'set damaged lines of the journals aside, and ask again for the replies that they held',
      ).conflicts('plan'),
    )
    .addOption(
      new Option('--executor <name>', "direct calls, or OpenAI's batch API at half the price").choices([
        'direct',
        'batch',
      ]),
    )
    .addOption(
      new Option('--stragglers <name>', 'how what a batch left unanswered is asked again (default: batch)').choices([
        'batch',
        'direct',
      ]),
    );
}

export function addPerRoleFlag(command: Command): Command {
  return command.option('--per-role <n>', 'accepted role-specific answers for each role (default: 50)', wholeNumber);
}

export function addInstructionsFlag(command: Command): Command {
  return command.option(
    '--instructions <file>',
    'general instructions: .jsonl, .json, .csv or .txt (default: a small sample)',
  );
}

export function addSplitFlag(command: Command): Command {
  const text =
    'pair, as RoleBench was released; instruction: no test question is in the training set; passage: nor is what it is made of';
  return command
    .addOption(new Option('--split-by <what>', `${text} (default: pair)`).choices(['pair', 'instruction', 'passage']))
    .option(
      '--held-out <roles...>',
      'roles that are tested and never trained on: how many, or their names (default: a tenth)',
    );
}

export function addFormatFlag(command: Command): Command {
  const format = new Option('--format <name...>', 'what is written; names may be joined by commas (default: all)');
  // The choices are for help and completion: lists with commas are taken too, and the settings check all names.
  return command.addOption(format.choices([...FORMATS, 'all']).argParser(collect));
}

import { type Command, InvalidArgumentError, Option } from 'commander';
import type { RecipeCommand, RecipeFlag } from '../recipes/command.js';
import { BENCH_LANGUAGES } from '../rolebench/layout.js';
import { formatNames } from '../stages/export/formats/index.js';

/** A whole number that is not negative. */
function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number of 0 or more.');
  return Number(text);
}

/** A whole number of at least one. */
export function countOf(text: string): number {
  if (!/^0*[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It must be a whole number of 1 or more.');
  return Number(text);
}

/** A port of this machine; 0 is any that is free. */
export function port(text: string): number {
  const number = wholeNumber(text);
  if (number > 65_535) throw new InvalidArgumentError('It must be a port between 0 and 65535.');
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
  contextWindow?: number;
  concurrency?: number;
  rpm?: number;
  tpm?: number;
  budget?: number;
  executor?: string;
  stragglers?: string;
  queue?: string;
  queuePrefix?: string;
  plan?: boolean;
  repair?: boolean;
  seed?: number;
  roles?: string[];
  only?: string[];
  limit?: number;
  splitBy?: string;
  /** Of an export, several; of a script, one. */
  format?: string | string[];
  heldOut?: string[];
  trainer?: string;
  base?: string;
  tokenizer?: string;
  /** `--bench` of rocit: a folder to train on, where eval's is one to test on. */
  trainOn?: string;
  script?: true;
  judge?: string | true;
  json?: boolean;
  quiet?: boolean;
  logLevel: string;
}

/** Flags of `eval`. */
export interface EvalFlags extends Flags {
  bench?: string;
  lang?: string;
  generalization?: string;
  method?: string;
  name?: string;
  predictions?: string;
  scenes?: true;
  continueFrom?: number;
  references?: string;
  aggregation?: string;
  tokens?: string;
  rank?: string[];
  judgeModel?: string;
}

const langOption = () =>
  new Option('--lang <language>', 'only this language (default: every language in the folder)').choices(
    BENCH_LANGUAGES,
  );

const generalizationOption = () =>
  new Option('--generalization <kind>', 'English sets: unseen instructions (the default) or unseen roles').choices([
    'instruction',
    'role',
  ]);

/** Flags of `rocit` that choose a folder to train on, and which of its files. */
export function addTrainOnFlags(command: Command): Command {
  return command
    .option('--bench <dir>', "train on a folder in RoleBench's layout (default: what the data folder accepted)")
    .option('--script', "train on raw lines of the scripts, the paper's baseline, to compare with")
    .addOption(langOption())
    .addOption(generalizationOption());
}

/** Flags of `eval` beside those of the model. */
export function addEvalFlags(command: Command): Command {
  return command
    .option('--bench <dir>', "a folder in RoleBench's layout (default: the export of the data folder)")
    .addOption(langOption())
    .addOption(generalizationOption())
    .addOption(
      new Option(
        '--method <name>',
        'how to prompt the model (default: zero-shot; rocit is for a model tuned on the export)',
      ).choices(['zero-shot', 'few-shot-prompt', 'few-shot-dialogue', 'rocit']),
    )
    .option('--only <role...>', 'only these roles')
    .option('--limit <n>', 'a quick look: at most n questions from each set for each role', countOf)
    .option('--name <name>', 'folder of the results in data/eval/ (default: model and method)')
    .option('--predictions <file>', 'score the answers in this file; no model is called')
    .option('--scenes', 'have the model continue held-out scenes of the scripts: Rouge-L and BLEU by turn')
    .option('--continue-from <k>', "with --scenes: from the role's k-th turn on (default: 1)", countOf)
    .option('--references <file>', 'with --predictions: compare two files, joined by role and question')
    .addOption(
      new Option('--aggregation <name>', 'which of several references the tables show (default: max)').choices([
        'first',
        'max',
        'mean',
      ]),
    )
    .addOption(
      new Option('--tokens <kind>', 'how to split Chinese text (default: characters)').choices(['characters', 'jieba']),
    )
    .option('--rank <source...>', 'have a judge rank the answers with others: files of answers, or baseline')
    .option('--judge-model <name>', 'the model that ranks (default: the evaluated model)');
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];

/** Flags that every command has. */
export function addCommonFlags(command: Command): Command {
  return addLogFlags(command.option('--data <dir>', 'data folder (default: data)'));
}

/** Those of them that need no data folder. */
export function addLogFlags(command: Command): Command {
  return command
    .option('--config <file>', 'settings file (default: rolellm.config.yaml, if it exists)')
    .option('--json', 'print only a JSON summary on stdout')
    .option('--quiet', 'print only errors and the summary')
    .addOption(new Option('--log-level <level>', 'how much to log on stderr').choices(LOG_LEVELS).default('info'));
}

/** Makes again what belongs to some roles; what was made of the others stays. */
export function addOnlyFlag(command: Command): Command {
  return command.option('--only <role...>', 'only these roles; the rows of other roles stay as they are');
}

/** Flags of commands that read role files. */
export function addRoleFlags(command: Command): Command {
  return addOnlyFlag(command.option('--roles <path...>', 'role files or folders of them (default: profiles)'));
}

export function addSeedFlag(command: Command): Command {
  return command.option('--seed <n>', 'seed for everything that is sampled (default: 0)', wholeNumber);
}

export function addLimitFlag(command: Command): Command {
  const text = 'a quick look: at most n answers about each role and n instructions';
  return command.option('--limit <n>', text, countOf);
}

/** Flags that choose the model and its server. */
export function addServerFlags(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--provider <name>',
        'openai (any compatible server) or offline; default: openai if a model, key or URL is set',
      ).choices(['openai', 'offline']),
    )
    .option('--model <name>', "the model's name on its server (default for OpenAI: gpt-4o-mini)")
    .option(
      '--base-url <url>',
      'server with an OpenAI-compatible API, e.g. http://localhost:11434/v1; repeat it to share the work between servers',
      collect,
    )
    .option(
      '--context-window <tokens>',
      'tokens for a prompt and its reply together: prompts show what there is room for (default: as the server says)',
      countOf,
    );
}

/** Flags that say where a queue of workers is. */
export function addQueueFlags(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--queue <url>',
        'Redis with the queue of workers, redis:// or rediss:// (default: ROLELLM_QUEUE)',
      ).implies({ executor: 'queue' }),
    )
    .option('--queue-prefix <name>', 'what its keys begin with (default: rolellm)');
}

/** Flags of commands that ask a model. */
export function addModelFlags(command: Command): Command {
  return addQueueFlags(addServerFlags(addSeedFlag(addCommonFlags(command))))
    .option('--concurrency <n>', 'parallel calls for each server (default: 8)', countOf)
    .option('--rpm <n>', 'requests a minute, for all servers together (default: no limit)', countOf)
    .option('--tpm <n>', 'tokens a minute, for all servers together (default: no limit)', countOf)
    .option('--budget <usd>', 'stop before the data folder has cost more than this', dollars)
    .option('--plan', 'print the expected calls, tokens and cost, and call nothing')
    .addOption(
      new Option('--repair', 'set damaged journal lines aside and ask for their replies again').conflicts('plan'),
    )
    .addOption(
      new Option(
        '--executor <name>',
        "direct calls (the default), OpenAI's batch API at half the price, or a queue of workers",
      ).choices(['direct', 'batch', 'queue']),
    )
    .addOption(
      new Option('--stragglers <name>', 'how to ask for replies that a batch did not deliver (default: batch)').choices(
        ['batch', 'direct'],
      ),
    );
}

/** The flags of a recipe. */
export function addRecipeFlags(command: Command, { flags }: RecipeCommand): Command {
  for (const { flag, says, takes } of flags) {
    const option = new Option(flag, says);
    command.addOption(takes === 'number' ? option.argParser(wholeNumber) : option);
  }
  return command;
}

/** The key under which commander has a recipe's flag. */
export const attributeOf = ({ flag }: RecipeFlag): string => new Option(flag).attributeName();

export function addSplitFlag(command: Command): Command {
  const text =
    'pair: as in RoleBench; instruction: no test question is in the training set; passage: nor is its answer, cue or passage';
  return command
    .addOption(
      new Option('--split-by <what>', `${text} (default: pair)`).choices(['pair', 'instruction', 'passage', 'scene']),
    )
    .option('--held-out <roles...>', 'roles to test and never train on: a number, or names (default: a tenth)');
}

export function addFormatFlag(command: Command): Command {
  const format = new Option('--format <name...>', 'formats to write, separated by spaces or commas (default: all)');
  // The choices are for help and completion: lists with commas are taken too, and the settings check all names.
  return command.addOption(format.choices([...formatNames, 'all']).argParser(collect));
}

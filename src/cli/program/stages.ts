import { type Command, Option } from 'commander';
import type { RecipeCommand } from '../../recipes/command.js';
import type { PushFlags } from '../commands/push.js';
import {
  addCommonFlags,
  addFormatFlag,
  addLimitFlag,
  addModelFlags,
  addOnlyFlag,
  addRecipeFlags,
  addRoleFlags,
  addSeedFlag,
  addSplitFlag,
  type Flags,
} from '../flags.js';
import { addExamples } from './examples.js';
import { runAll, runNamed, type SetStatus } from './run-named.js';

interface ProfileBuildFlags extends Flags {
  listCharacters?: string[];
  format?: string;
  encoding?: string;
  narrator?: string;
  speakerColumn?: string;
  textColumn?: string;
}

interface GenerateFlags extends Flags {
  recipes?: string[];
}

/** generate: all stages. */
export function addGenerate(program: Command, recipes: readonly RecipeCommand[], setStatus: SetStatus): void {
  const generate = program.command('generate').description('runs all stages, each from where it stopped');
  addLimitFlag(addRoleFlags(addModelFlags(generate)));
  for (const recipe of recipes) addRecipeFlags(generate, recipe);
  addSplitFlag(generate);
  const names = recipes.map(({ name }) => name);
  const usual = recipes.filter(({ byName }) => !byName).map(({ name }) => name);
  generate.addOption(
    new Option('--recipes <name...>', `make only these kinds of samples (default: ${usual.join(', ')})`).choices(names),
  );
  addExamples(generate, [
    ['A quick look: two answers and two instructions a role. Needs no key.', 'rolellm generate --limit 2'],
    ['What would a run with gpt-4o-mini cost?', 'rolellm generate --roles my-roles/ --model gpt-4o-mini --plan'],
    [
      'Use a model on this machine (Ollama, vLLM, llama.cpp …).',
      'rolellm generate --base-url http://localhost:11434/v1 --model qwen3',
    ],
    [
      'Make 200 answers a role, for ten dollars at most.',
      'rolellm generate --model gpt-4o-mini --per-role 200 --budget 10',
    ],
  ]).action((flags: GenerateFlags) => {
    const chosen = flags.recipes ?? usual;
    const left = names.filter((name) => !chosen.includes(name));
    return runAll(left, flags, setStatus);
  });
}

export function addProfileBuild(program: Command, setStatus: SetStatus): void {
  const build = program
    .command('profile-build')
    .description('reads role files and scripts; writes profiles and dialogue lines');
  addRoleFlags(addModelFlags(build))
    .option('--list-characters <script...>', 'only print how many lines each character has in these scripts')
    .option('--format <name>', 'with --list-characters: the layout, if it is not recognised')
    .option('--encoding <name>', 'with --list-characters: the encoding, if the guess is wrong')
    .option('--narrator <name>', 'with --list-characters: who says "I" in prose')
    .option('--speaker-column <name>', 'with --list-characters: the column of speakers in a table')
    .option('--text-column <name>', 'with --list-characters: the column of texts in a table')
    .action(async (flags: ProfileBuildFlags) => {
      if (!flags.listCharacters) return runNamed(['profile-build'], flags, setStatus);
      const { listCharacters } = await import('../commands/list-characters.js');
      await listCharacters(flags.listCharacters, flags);
    });
  addExamples(build, [
    ['See who speaks in a script.', 'rolellm profile-build --list-characters my-roles/lamp.txt'],
    [
      'The same for a novel that one of its characters tells.',
      'rolellm profile-build --list-characters study.txt --narrator Watson',
    ],
    ['Make only the profiles of two roles.', 'rolellm profile-build --only Hamlet Algernon'],
  ]);
}

export function addKnowledge(program: Command, setStatus: SetStatus): void {
  const read = program
    .command('knowledge')
    .description('reads what is known of each role; recipes that need it run it by themselves');
  addLimitFlag(addOnlyFlag(addModelFlags(read))).action((flags: Flags) => runNamed(['knowledge'], flags, setStatus));
  addExamples(read, [
    ['Read the facts of all roles, each with the line that says it.', 'rolellm knowledge --model gpt-4o-mini'],
    ['What would that cost?', 'rolellm knowledge --model gpt-4o-mini --plan'],
  ]);
}

export function addAudit(program: Command, setStatus: SetStatus): void {
  const ask = program
    .command('audit')
    .description('asks the model what it knows of each role, with nothing shown, about facts of its script');
  addOnlyFlag(addModelFlags(ask)).action((flags: Flags) => runNamed(['knowledge', 'audit'], flags, setStatus));
  addExamples(ask, [
    ['Which roles does the model know?', 'rolellm audit --model gpt-4o-mini'],
    ['What would that cost?', 'rolellm audit --model gpt-4o-mini --plan'],
  ]);
}

/** A command for each recipe. */
export function addRecipes(program: Command, recipes: readonly RecipeCommand[], setStatus: SetStatus): void {
  for (const recipe of recipes) {
    const { name, says, examples } = recipe;
    const command = program.command(name).description(says);
    addRecipeFlags(addLimitFlag(addOnlyFlag(addModelFlags(command))), recipe);
    command.action((flags: Flags) => runNamed([name], flags, setStatus));
    addExamples(command, examples);
  }
}

/** filter and export. */
export function addOtherStages(program: Command, setStatus: SetStatus): void {
  const judge = program.command('filter').description('checks every answer; writes filtered.jsonl and rejected.jsonl');
  addOnlyFlag(addModelFlags(judge))
    .option('--judge [rows]', 'have a model review this many kept rows of each recipe, or all (default: 100)')
    .option('--explain', 'only print what each check refuses, and what other thresholds would keep')
    .action(async (flags: Flags & { explain?: boolean }) => {
      if (!flags.explain) return runNamed(flags.judge ? ['filter', 'judge'] : ['filter'], flags, setStatus);
      const { showExplanation } = await import('../commands/explain-filter.js');
      setStatus(await showExplanation(flags));
    });
  addExamples(judge, [
    ['Check all answers again after you changed a setting. Makes no calls.', 'rolellm filter'],
    ['See what each check refuses, and what other thresholds would keep.', 'rolellm filter --explain'],
    ['Have a model review a hundred rows of each recipe.', 'rolellm filter --judge 100 --model gpt-4o'],
  ]);
  const dataset = program.command('export').description('writes the dataset in the formats of trainers and evaluators');
  addFormatFlag(addSplitFlag(addSeedFlag(addOnlyFlag(addCommonFlags(dataset)))))
    .option('--push <owner/name>', 'upload it to the Hugging Face Hub; a new dataset is private (needs HF_TOKEN)')
    .option('--dry-run', 'with --push: only list what would be uploaded')
    .option('--allow-unlicensed', 'with --push: upload copied scripts of roles without a licence too')
    .action(async (flags: PushFlags) => {
      if (flags.push === undefined) return runNamed(['export'], flags, setStatus);
      const { exportAndPush } = await import('../commands/push.js');
      setStatus(await exportAndPush(flags));
    });
  addExamples(dataset, [
    ['Write only chat messages and Parquet.', 'rolellm export --format messages parquet'],
    [
      'Keep test questions out of the training set, and hold Hamlet out.',
      'rolellm export --split-by instruction --held-out Hamlet',
    ],
    ['List what would be uploaded to the Hugging Face Hub.', 'rolellm export --push anna/my-roles --dry-run'],
  ]);
}

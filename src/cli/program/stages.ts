import type { Command } from 'commander';
import type { PushFlags } from '../commands/push.js';
import {
  addCommonFlags,
  addFormatFlag,
  addInstructionsFlag,
  addLimitFlag,
  addModelFlags,
  addOnlyFlag,
  addPerRoleFlag,
  addRoleFlags,
  addSeedFlag,
  addSplitFlag,
  type Flags,
} from '../flags.js';
import { addExamples } from './examples.js';
import { runNamed, type SetStatus } from './run-named.js';

interface ProfileBuildFlags extends Flags {
  listCharacters?: string[];
  format?: string;
  encoding?: string;
  narrator?: string;
  speakerColumn?: string;
  textColumn?: string;
}

/** generate: all stages. */
export function addGenerate(program: Command, setStatus: SetStatus): void {
  const generate = program.command('generate').description('all stages, each resumed where it stopped');
  addSplitFlag(addInstructionsFlag(addPerRoleFlag(addLimitFlag(addRoleFlags(addModelFlags(generate))))));
  addExamples(generate, [
    ['A quick look: two answers and two instructions for each role; needs no key.', 'rolellm generate --limit 2'],
    [
      "The roles of a folder with OpenAI's gpt-4o-mini: what would it cost?",
      'rolellm generate --roles my-roles/ --model gpt-4o-mini --plan',
    ],
    [
      'A model on this machine (Ollama, vLLM, llama.cpp …).',
      'rolellm generate --base-url http://localhost:11434/v1 --model qwen3',
    ],
    [
      'Two hundred answers a role, and no more than ten dollars.',
      'rolellm generate --model gpt-4o-mini --per-role 200 --budget 10',
    ],
  ]).action((flags: Flags) =>
    runNamed(['profile-build', 'context-instruct', 'rolegpt', 'filter', 'export'], flags, setStatus),
  );
}

export function addProfileBuild(program: Command, setStatus: SetStatus): void {
  const build = program
    .command('profile-build')
    .description('role files and their scripts to profiles and dialogue lines');
  addRoleFlags(addModelFlags(build))
    .option('--list-characters <script...>', 'only print who speaks how many lines in these scripts')
    .option('--format <name>', 'with --list-characters: the layout, where it is not recognised')
    .option('--encoding <name>', 'with --list-characters: the encoding, where it is not recognised')
    .option('--narrator <name>', 'with --list-characters: who says "I" in prose')
    .option('--speaker-column <name>', 'with --list-characters: column of the speaker in a CSV or TSV')
    .option('--text-column <name>', 'with --list-characters: column of the text in a CSV or TSV')
    .action(async (flags: ProfileBuildFlags) => {
      if (!flags.listCharacters) return runNamed(['profile-build'], flags, setStatus);
      const { listCharacters } = await import('../commands/list-characters.js');
      await listCharacters(flags.listCharacters, flags);
    });
  addExamples(build, [
    [
      'Who speaks how much in a script: whom to make a role of.',
      'rolellm profile-build --list-characters my-roles/lamp.txt',
    ],
    [
      'The same for prose that is told by one of its characters.',
      'rolellm profile-build --list-characters study.txt --narrator Watson',
    ],
    ['The profiles of two roles, and nothing else yet.', 'rolellm profile-build --only Hamlet Algernon'],
  ]);
}

/** context-instruct, rolegpt, filter and export. */
export function addOtherStages(program: Command, setStatus: SetStatus): void {
  const run = (name: string) => (flags: Flags) => runNamed([name], flags, setStatus);
  const questions = program
    .command('context-instruct')
    .description('profiles to questions about the role, with answers');
  addPerRoleFlag(addLimitFlag(addOnlyFlag(addModelFlags(questions)))).action(run('context-instruct'));
  addExamples(questions, [
    ['Two hundred accepted answers for each role, as in the paper.', 'rolellm context-instruct --per-role 200'],
    ['Two servers share the work.', 'rolellm context-instruct --base-url http://a:80/v1 --base-url http://b:80/v1'],
  ]);
  const answers = program.command('rolegpt').description('in-character answers to general instructions');
  addInstructionsFlag(addLimitFlag(addOnlyFlag(addModelFlags(answers)))).action(run('rolegpt'));
  addExamples(answers, [
    ['Instructions of your own, one a line.', 'rolellm rolegpt --instructions my-instructions.txt'],
    ["Through OpenAI's batch API, at half the price.", 'rolellm rolegpt --model gpt-4o-mini --executor batch'],
  ]);
  const judge = program.command('filter').description('judges every answer: filtered.jsonl and rejected.jsonl');
  addOnlyFlag(addModelFlags(judge))
    .option('--judge [rows]', 'have a model review so many of the kept rows of each set, or all (default: 100)')
    .option('--explain', 'only print what each check refuses, with examples, and what other thresholds would do')
    .action(async (flags: Flags & { explain?: boolean }) => {
      if (!flags.explain) return runNamed(flags.judge ? ['filter', 'judge'] : ['filter'], flags, setStatus);
      const { showExplanation } = await import('../commands/explain-filter.js');
      setStatus(showExplanation(flags));
    });
  addExamples(judge, [
    ['Judge all answers again, after a setting was changed; costs no call.', 'rolellm filter'],
    ['What each check refuses, and what other thresholds would keep.', 'rolellm filter --explain'],
    ['Have a model review a hundred rows of each set.', 'rolellm filter --judge 100 --model gpt-4o'],
  ]);
  const dataset = program.command('export').description('the dataset in the formats that trainers and evaluators read');
  addFormatFlag(addSplitFlag(addSeedFlag(addOnlyFlag(addCommonFlags(dataset)))))
    .option(
      '--push <owner/name>',
      'send it to the Hugging Face Hub as a dataset, a private one where it is new (needs HF_TOKEN)',
    )
    .option('--dry-run', 'with --push: only list what would be sent')
    .action(async (flags: PushFlags) => {
      if (flags.push === undefined) return runNamed(['export'], flags, setStatus);
      const { exportAndPush } = await import('../commands/push.js');
      setStatus(await exportAndPush(flags));
    });
  addExamples(dataset, [
    ['Chat messages and Parquet only.', 'rolellm export --format messages parquet'],
    [
      'No test question in the training set, and Hamlet held out.',
      'rolellm export --split-by instruction --held-out Hamlet',
    ],
    ['What would be sent to the Hugging Face Hub.', 'rolellm export --push anna/my-roles --dry-run'],
  ]);
}

import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { readNamedFile } from '../store/read-file.js';
import type { PushFlags } from './commands/push.js';
import {
  addCommonFlags,
  addEvalFlags,
  addFormatFlag,
  addInstructionsFlag,
  addLimitFlag,
  addModelFlags,
  addPerRoleFlag,
  addRoleFlags,
  addSeedFlag,
  addSplitFlag,
  type EvalFlags,
  type Flags,
} from './flags.js';

/** Ends with this status when the command is over. */
type SetStatus = (status: number) => void;

function version(): string {
  const file = fileURLToPath(new URL('../../package.json', import.meta.url));
  return (JSON.parse(readNamedFile(file).toString('utf8')) as { version: string }).version;
}

/** Runs the named stages. What they need is loaded only now, so that --help is quick. */
async function runNamed(names: readonly string[], flags: Flags, setStatus: SetStatus): Promise<void> {
  const [{ allStages, judgeStage, rocitStage }, { runStages }] = await Promise.all([
    import('./commands/stages.js'),
    import('./run.js'),
  ]);
  setStatus(
    await runStages(
      [...allStages, judgeStage, rocitStage].filter(({ name }) => names.includes(name)),
      flags,
    ),
  );
}

interface ProfileBuildFlags extends Flags {
  listCharacters?: string[];
  format?: string;
  narrator?: string;
  speakerColumn?: string;
  textColumn?: string;
}

function addGenerate(program: Command, setStatus: SetStatus): void {
  const generate = program.command('generate').description('all stages, each resumed where it stopped');
  addSplitFlag(addInstructionsFlag(addPerRoleFlag(addLimitFlag(addRoleFlags(addModelFlags(generate))))))
    .addHelpText(
      'after',
      '\nExamples:\n  rolellm generate --roles profiles/\n  rolellm generate --roles my-roles/ --base-url http://localhost:11434/v1 --model qwen3 --limit 5',
    )
    .action((flags: Flags) =>
      runNamed(['profile-build', 'context-instruct', 'rolegpt', 'filter', 'export'], flags, setStatus),
    );
}

function addProfileBuild(program: Command, setStatus: SetStatus): void {
  const build = program
    .command('profile-build')
    .description('role files and their scripts to profiles and dialogue lines');
  addRoleFlags(addModelFlags(build))
    .option('--list-characters <script...>', 'only print who speaks how many lines in these scripts')
    .option('--format <name>', 'with --list-characters: the layout, where it is not recognised')
    .option('--narrator <name>', 'with --list-characters: who says "I" in prose')
    .option('--speaker-column <name>', 'with --list-characters: column of the speaker in a CSV or TSV')
    .option('--text-column <name>', 'with --list-characters: column of the text in a CSV or TSV')
    .addHelpText(
      'after',
      '\nExamples:\n  rolellm profile-build --roles profiles/\n  rolellm profile-build --list-characters profiles/scripts/hamlet.csv',
    )
    .action(async (flags: ProfileBuildFlags) => {
      if (!flags.listCharacters) return runNamed(['profile-build'], flags, setStatus);
      const { listCharacters } = await import('./commands/list-characters.js');
      listCharacters(flags.listCharacters, flags);
    });
}

function addOtherStages(program: Command, setStatus: SetStatus): void {
  const run = (name: string) => (flags: Flags) => runNamed([name], flags, setStatus);
  const questions = program
    .command('context-instruct')
    .description('profiles to questions about the role, with answers');
  addPerRoleFlag(addLimitFlag(addModelFlags(questions))).action(run('context-instruct'));
  const answers = program.command('rolegpt').description('in-character answers to general instructions');
  addInstructionsFlag(addLimitFlag(addModelFlags(answers))).action(run('rolegpt'));
  const judge = program.command('filter').description('judges every answer: filtered.jsonl and rejected.jsonl');
  addModelFlags(judge)
    .option('--judge [rows]', 'have a model review so many of the kept rows of each set, or all (default: 100)')
    .option('--explain', 'only print what each check refuses, with examples, and what other thresholds would do')
    .action(async (flags: Flags & { explain?: boolean }) => {
      if (!flags.explain) return runNamed(flags.judge ? ['filter', 'judge'] : ['filter'], flags, setStatus);
      const { showExplanation } = await import('./commands/explain-filter.js');
      setStatus(showExplanation(flags));
    });
  const dataset = program.command('export').description('the dataset in the formats that trainers and evaluators read');
  addFormatFlag(addSplitFlag(addSeedFlag(addCommonFlags(dataset))))
    .option(
      '--push <owner/name>',
      'send it to the Hugging Face Hub as a dataset, a private one where it is new (needs HF_TOKEN)',
    )
    .option('--dry-run', 'with --push: only list what would be sent')
    .action(async (flags: PushFlags) => {
      if (flags.push === undefined) return runNamed(['export'], flags, setStatus);
      const { exportAndPush } = await import('./commands/push.js');
      setStatus(await exportAndPush(flags));
    });
}

/** The command line; `setStatus` is told the exit status of what was run. */
export function createProgram(setStatus: SetStatus): Command {
  const program = new Command('rolellm')
    .description('Builds character role-playing datasets from scripts, the way RoleLLM built RoleBench.')
    .version(version())
    .showHelpAfterError('(add --help for the flags)')
    .exitOverride()
    .addHelpText(
      'after',
      '\nWith no key and no server configured, the embedded `offline` model is used.\nExit status: 0 done; 1 something planned is missing; 2 bad usage or input; 3 budget reached; 130 stopped.',
    );
  addGenerate(program, setStatus);
  addProfileBuild(program, setStatus);
  addOtherStages(program, setStatus);
  const training = program.command('rocit').description('training files and a recipe for one trainer: RoCIT');
  addSplitFlag(addSeedFlag(addCommonFlags(training)))
    .addOption(
      new Option('--recipe <trainer>', 'the trainer (default: trl)').choices(['trl', 'axolotl', 'llama-factory']),
    )
    .option('--base <model>', 'name or folder of the model that is tuned')
    .option('--tokenizer <dir>', "folder with its tokenizer.json, to cut answers to the model's length")
    .addHelpText('after', '\nExamples:\n  rolellm rocit --recipe trl --base meta-llama/Llama-3.1-8B')
    .addOption(
      new Option('--start <provider>', 'hand the rows in as a fine-tuning job and follow it').choices(['openai']),
    )
    .option('--base-url <url>', 'with --start: another server with the same API', (url: string) => [url])
    .action(async (flags: Flags & { start?: string }) => {
      if (flags.start === undefined) return runNamed(['rocit'], flags, setStatus);
      const { startTuning } = await import('./commands/tune.js');
      setStatus(await startTuning(flags));
    });
  addModelFlags(
    addEvalFlags(program.command('eval').description("scores a model, or a file of answers, by RoleBench's measures")),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  rolellm eval --model gpt-4o-mini --method few-shot-dialogue\n  rolellm eval --bench RoleBench/ --predictions answers.jsonl\n  rolellm eval --predictions answers.jsonl --references test.jsonl --lang en --json',
    )
    .action(async (flags: EvalFlags) => {
      const { evaluate } = await import('./commands/eval.js');
      setStatus(await evaluate(flags));
    });
  addCommonFlags(
    program.command('status').description('what each stage planned, did, accepted, refused, failed and cost'),
  ).action(async (flags: Flags) => {
    const { showStatus } = await import('./commands/status.js');
    setStatus(showStatus(flags));
  });
  return program;
}

import { type Command, Option } from 'commander';
import { UserError } from '../../errors.js';
import {
  addCommonFlags,
  addEvalFlags,
  addModelFlags,
  addSeedFlag,
  addSplitFlag,
  addTrainOnFlags,
  type EvalFlags,
} from '../flags.js';
import { addExamples } from './examples.js';
import { runNamed, type SetStatus } from './run-named.js';

/** rocit and eval: what is done with a finished dataset. */
export function addTrainingAndEval(program: Command, setStatus: SetStatus): void {
  const training = program
    .command('rocit')
    .description('writes training files and the configuration of a trainer (RoCIT)');
  addTrainOnFlags(addSplitFlag(addSeedFlag(addCommonFlags(training))))
    .addOption(
      new Option('--trainer <name>', 'the trainer (default: trl)').choices(['trl', 'axolotl', 'llama-factory']),
    )
    .addOption(
      new Option('--recipe <name>').hideHelp().argParser((name) => {
        throw new UserError('--recipe is now called --trainer', { advice: `Write --trainer ${name}.` });
      }),
    )
    .option('--base <model>', 'name or folder of the model to tune')
    .option('--tokenizer <dir>', "folder with the model's tokenizer.json, to cut answers to its length")
    .addOption(
      new Option('--start <provider>', 'start a fine-tuning job with the rows and follow it').choices(['openai']),
    )
    .option('--base-url <url>', 'with --start: another server with the same API', (url: string) => [url])
    .action(async ({ bench, ...others }: EvalFlags & { start?: string }) => {
      const flags = bench === undefined ? others : { ...others, trainOn: bench };
      if (flags.start === undefined) return runNamed(['rocit'], flags, setStatus);
      const { startTuning } = await import('../commands/tune.js');
      setStatus(await startTuning(flags));
    });
  addExamples(training, [
    ['Write training files and a configuration for TRL.', 'rolellm rocit --trainer trl --base meta-llama/Llama-3.1-8B'],
    ['Train on the released RoleBench, as its files are split.', 'rolellm rocit --bench RoleBench/ --lang en'],
    [
      'Part its rows anew, by question and by role: two roles are only tested.',
      'rolellm rocit --bench RoleBench/ --held-out 2',
    ],
    [
      'Start a fine-tuning job at OpenAI and follow it to the end.',
      'rolellm rocit --start openai --base gpt-4o-mini-2024-07-18',
    ],
  ]);
  const scores = program.command('eval').description("scores a model, or a file of answers, with RoleBench's measures");
  addExamples(addModelFlags(addEvalFlags(scores)), [
    [
      'Score a model on the test questions of the data folder.',
      'rolellm eval --model gpt-4o-mini --method few-shot-dialogue',
    ],
    [
      "Score a file of answers to RoleBench's questions.",
      'rolellm eval --bench RoleBench/ --predictions answers.jsonl',
    ],
    ['Have a model continue the held-out scenes of the scripts.', 'rolellm eval --scenes --model gpt-4o-mini'],
    ['Compare two files with each other.', 'rolellm eval --predictions mine.jsonl --references test.jsonl --lang en'],
    [
      'Have a judge rank the answers with the baseline of the folder.',
      'rolellm eval --model qwen3 --rank baseline --judge-model gpt-4o',
    ],
  ]).action(async (flags: EvalFlags) => {
    const { evaluate } = await import('../commands/eval.js');
    setStatus(await evaluate(flags));
  });
}

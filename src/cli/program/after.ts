import { type Command, Option } from 'commander';
import {
  addCommonFlags,
  addEvalFlags,
  addModelFlags,
  addSeedFlag,
  addSplitFlag,
  type EvalFlags,
  type Flags,
} from '../flags.js';
import { addExamples } from './examples.js';
import { runNamed, type SetStatus } from './run-named.js';

/** rocit and eval: what is done with a finished dataset. */
export function addTrainingAndEval(program: Command, setStatus: SetStatus): void {
  const training = program.command('rocit').description('training files and a recipe for one trainer: RoCIT');
  addSplitFlag(addSeedFlag(addCommonFlags(training)))
    .addOption(
      new Option('--recipe <trainer>', 'the trainer (default: trl)').choices(['trl', 'axolotl', 'llama-factory']),
    )
    .option('--base <model>', 'name or folder of the model that is tuned')
    .option('--tokenizer <dir>', "folder with its tokenizer.json, to cut answers to the model's length")
    .addOption(
      new Option('--start <provider>', 'hand the rows in as a fine-tuning job and follow it').choices(['openai']),
    )
    .option('--base-url <url>', 'with --start: another server with the same API', (url: string) => [url])
    .action(async (flags: Flags & { start?: string }) => {
      if (flags.start === undefined) return runNamed(['rocit'], flags, setStatus);
      const { startTuning } = await import('../commands/tune.js');
      setStatus(await startTuning(flags));
    });
  addExamples(training, [
    ['Files and a recipe for TRL.', 'rolellm rocit --recipe trl --base meta-llama/Llama-3.1-8B'],
    [
      "A fine-tuning job of OpenAI's, followed to its end.",
      'rolellm rocit --start openai --base gpt-4o-mini-2024-07-18',
    ],
  ]);
  const scores = program.command('eval').description("scores a model, or a file of answers, by RoleBench's measures");
  addExamples(addModelFlags(addEvalFlags(scores)), [
    ["A model on the data folder's own test questions.", 'rolellm eval --model gpt-4o-mini --method few-shot-dialogue'],
    ["Answers that are there, on RoleBench's folder.", 'rolellm eval --bench RoleBench/ --predictions answers.jsonl'],
    ['Two files against each other.', 'rolellm eval --predictions mine.jsonl --references test.jsonl --lang en'],
    [
      'A judge ranks the answers with the RoleGPT baseline.',
      'rolellm eval --model qwen3 --rank baseline --judge-model gpt-4o',
    ],
  ]).action(async (flags: EvalFlags) => {
    const { evaluate } = await import('../commands/eval.js');
    setStatus(await evaluate(flags));
  });
}

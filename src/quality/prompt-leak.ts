import { tokenise } from '../text/words.js';
import type { Check } from './check.js';
import { refuseMatch } from './patterns.js';

/** Marks of prompts and of the replies' format that never belong into a question or an answer. */
const RESIDUE: readonly RegExp[] = [
  /\{\{?\s*[a-z]+(?:_[a-z]+)+\s*\}?\}/i,
  /<\/?(?:script|role|role_name|question|answer|rationale|confidence|profile|description|example|examples|excerpt|system|user|assistant|instruction|instructions|context)>/i,
  /<\|[a-z_]{1,20}\|>|<\/?s>|\[\/?INST\]/,
  /#{2,4} ?(?:Instruction|Input|Response|Question|Answer|System|User|Assistant)\b/,
  /"(?:question|answer|response|confidence|rationale|completeness|factualness)"\s*:/i,
  /(?:^|\n)\s*(?:Question|Completeness|Factualness|Confidence|Rationale|Response)(?: \d{1,3})?\s*:/,
  /(?:^|\n)\s*(?:问题\s?\d{1,3}|完整性|事实性|置信度|回复)\s*[:：]/,
];

const runsOfExamples = new WeakMap<readonly string[], Map<number, Set<string>>>();

function runsOf(text: string, run: number): string[] {
  const words = tokenise(text);
  const runs: string[] = [];
  for (let start = 0; start + run <= words.length; start += 1) runs.push(words.slice(start, start + run).join(' '));
  return runs;
}

/** All runs of the examples; worked out once for each list of examples. */
function exampleRuns(examples: readonly string[], run: number): Set<string> {
  const byRun = runsOfExamples.get(examples) ?? new Map<number, Set<string>>();
  runsOfExamples.set(examples, byRun);
  const runs = byRun.get(run) ?? new Set(examples.flatMap((example) => runsOf(example, run)));
  byRun.set(run, runs);
  return runs;
}

/**
 * Refuses rows in which a prompt shows through: a run of a worked example's words (augmentoolkit issue 73), a slot, a tag or
 * a label of the prompt's format. What a general instruction itself contains its answer may contain too.
 */
export const promptLeak: Check = {
  name: 'prompt-leak',
  run({ set, question, answer }, { promptExamples, settings }) {
    const runs = exampleRuns(promptExamples, settings.leakRun);
    const texts = set === 'general' ? [answer] : [question, answer];
    for (const text of texts) {
      const leaked = runs.size > 0 ? runsOf(text, settings.leakRun).find((run) => runs.has(run)) : undefined;
      if (leaked !== undefined) return { evidence: `a prompt's example: ${leaked}` };
      const patterns = set === 'general' ? RESIDUE.filter((pattern) => !pattern.test(question)) : RESIDUE;
      const residue = refuseMatch(text, patterns);
      if (residue) return residue;
    }
    return undefined;
  },
};

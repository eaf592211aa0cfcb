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
  /(?:^|\n)\s*(?:User|Human|Assistant|System|用户|助手|系统)\s*[:：]/,
  /[(（](?:参考|来源|出自|根据)[:：]?(?:剧本|原文|上文|片段)[^()（）]*[)）]/,
  /(?:^|\n)\s*(?:问题\s?\d{1,3}|完整性|事实性|置信度|回复)\s*[:：]/,
];

/** Runs of so many words, with the words that they begin with. */
interface Runs {
  runs: Set<string>;
  beginnings: Set<string | undefined>;
}

const runsOfExamples = new WeakMap<readonly string[], Map<number, Runs>>();

function* runsOf(text: string, length: number, beginnings?: Runs['beginnings']): Generator<string> {
  const words = tokenise(text);
  for (let start = 0; start + length <= words.length; start += 1) {
    if (!beginnings || beginnings.has(words[start])) yield words.slice(start, start + length).join(' ');
  }
}

/** All runs of the examples; worked out once for each list of examples. */
function exampleRuns(examples: readonly string[], length: number): Runs {
  const byLength = runsOfExamples.get(examples) ?? new Map<number, Runs>();
  runsOfExamples.set(examples, byLength);
  const known = byLength.get(length);
  if (known) return known;
  const runs = new Set(examples.flatMap((example) => [...runsOf(example, length)]));
  const found = { runs, beginnings: new Set([...runs].map((run) => run.split(' ')[0])) };
  byLength.set(length, found);
  return found;
}

function leakedRun(text: string, { runs, beginnings }: Runs, length: number): string | undefined {
  if (runs.size === 0) return undefined;
  for (const run of runsOf(text, length, beginnings)) if (runs.has(run)) return run;
  return undefined;
}

/**
 * Refuses rows in which a prompt shows through: a run of a worked example's words (augmentoolkit issue 73), a slot, a tag or
 * a label of the prompt's format. What a general instruction itself contains its answer may contain too.
 */
export const promptLeak: Check = {
  name: 'prompt-leak',
  run({ set, question, answer }, { promptExamples, settings }) {
    const runs = exampleRuns(promptExamples, settings.leakRun);
    const isOwn = (pattern: RegExp) => set !== 'general' || !pattern.test(question);
    for (const text of set === 'general' ? [answer] : [question, answer]) {
      const leaked = leakedRun(text, runs, settings.leakRun);
      if (leaked !== undefined) return { evidence: `a prompt's example: ${leaked}` };
      const residue = RESIDUE.find((pattern) => pattern.test(text) && isOwn(pattern));
      if (residue) return refuseMatch(text, [residue]);
    }
    return undefined;
  },
};

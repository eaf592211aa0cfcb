import type { Check } from './check.js';
import { refuseMatch } from './patterns.js';
import { findRun, leakLength } from './runs.js';

/** Marks of prompts and of the replies' format that never belong into a question or an answer. `\n\s*` would be quadratic. */
const RESIDUE: readonly RegExp[] = [
  /\{\{?\s*[a-z]+(?:_[a-z]+)+\s*\}?\}/i,
  /<\/?(?:script|role|role_name|question|answer|rationale|confidence|profile|description|examples?|excerpts?|demonstrations?|references?|own_words|lines|scene|situation|forms_of_address|people|main_character|supporting_character|system|user|assistant|instructions?|context)>/i,
  /<\|[a-z_]{1,20}\|>|<\/?s>|\[\/?INST\]/,
  /#{2,4} ?(?:Instruction|Input|Response|Question|Answer|System|User|Assistant)\b/,
  /"(?:question|answer|response|confidence|rationale|completeness|factualness)"\s*:/i,
  /(?:^|\n)[^\S\n]*(?:Question|Completeness|Factualness|Confidence|Rationale|Response)(?: \d{1,3})?\s*:/,
  /(?:^|\n)[^\S\n]*(?:User|Human|Assistant|System|用户|助手|系统)\s*[:：]/,
  /[(（](?:参考|来源|出自|根据)[:：]?(?:剧本|原文|上文|片段)[^()（）]*[)）]/,
  /(?:^|\n)[^\S\n]*(?:问题\s?\d{1,3}|完整性|事实性|置信度|回复)\s*[:：]/,
];

/**
 * Refuses rows in which a prompt shows through: a run of a worked example's words (augmentoolkit issue 73), a slot, a tag or
 * a label of the prompt's format. What a general instruction itself contains its answer may contain too.
 */
export const promptLeak: Check = {
  name: 'prompt-leak',
  run({ isRoleSpecific, language, question, answer }, { promptExamples, settings }) {
    const length = leakLength(language, settings);
    const isOwn = (pattern: RegExp) => isRoleSpecific || !pattern.test(question);
    for (const text of !isRoleSpecific ? [answer] : [question, answer]) {
      const leaked = findRun(text, promptExamples, length);
      if (leaked !== undefined) return { evidence: `a prompt's example: ${leaked}` };
      const residue = RESIDUE.find((pattern) => pattern.test(text) && isOwn(pattern));
      if (residue) return refuseMatch(text, [residue]);
    }
    return undefined;
  },
};

import type { ChatRequest } from '../../llm/chat-model.js';
import { type FactsByPrompt, slotOf } from '../../llm/prompt-facts.js';
import { SYSTEM_PROMPT } from '../../prompts/system-instruction.js';
import { ANSWER_TOKENS } from '../../recipes/rolegpt/prompt-facts.js';

/** The answers in the order in which they are shown. */
function ranking(request: ChatRequest): string {
  const labels = [...slotOf(request, 'answers').matchAll(/^<answer label="([A-Z])">$/gm)].map(([, label]) => label);
  return JSON.stringify({ ranking: labels.map((answer, k) => ({ answer, reason: 'planned', rank: k + 1 })) });
}

/** A held-out scene is asked as it stands, with no prompt of ours around it. */
export const SCENE_REFERENCE = 'eval.scene@1';

/** It shows no line that the role has said to what is asked. */
const sayNothing = async ({ language }: ChatRequest): Promise<string> => {
  const { speechOf } = await import('../../offline/speech.js');
  return speechOf(language).nothingToSay;
};

/** What is known of the prompts that evaluated models and their judge are asked with, beside those of rolegpt. */
export const evalFacts: FactsByPrompt = {
  [SYSTEM_PROMPT]: {
    expectedTokens: () => ANSWER_TOKENS,
    standIn: () => 'planned',
    offline: sayNothing,
  },
  // Not measured: taken for an answer.
  'eval.scene': { expectedTokens: () => ANSWER_TOKENS, standIn: () => 'planned', offline: sayNothing },
  'eval.rank': { expectedTokens: () => ANSWER_TOKENS, standIn: ranking },
};

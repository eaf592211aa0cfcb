import type { FactsByPrompt, PromptFacts } from '../../llm/prompt-facts.js';

/** Tokens of an answer, o200k_base: those of RoleBench's released general answers (general test), in either language. */
export const ANSWER_TOKENS = 31;

const inCharacter: PromptFacts = {
  expectedTokens: () => ANSWER_TOKENS,
  standIn: () => 'planned',
  // As the other stages: the languages' taggers are loaded where something is asked.
  offline: async (request) => (await import('./in-character.js')).answerInCharacter(request),
};

/** What is known of the prompts of rolegpt, with which evaluated models are asked too. */
export const rolegptFacts: FactsByPrompt = {
  'rolegpt.system': inCharacter,
  'rolegpt.few-shot-prompt': inCharacter,
};

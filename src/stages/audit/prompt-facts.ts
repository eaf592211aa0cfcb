import type { FactsByPrompt } from '../../llm/prompt-facts.js';

/** Tokens of an answer of a few words and the JSON around it, o200k_base. Our estimate. */
const ANSWER_TOKENS = 20;

const NOT_KNOWN = JSON.stringify({ answer: '' });

/**
 * What is known of the prompt of the audit. In a plan no role is known, so that it reckons with what is shown of it: a run asks
 * that much or less. The embedded model knows nothing of any role.
 */
export const auditFacts: FactsByPrompt = {
  'audit.question': { expectedTokens: () => ANSWER_TOKENS, standIn: () => NOT_KNOWN, offline: () => NOT_KNOWN },
};

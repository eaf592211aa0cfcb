import { type FactsByPrompt, type Lengths, lengthFor, type PromptFacts } from '../../llm/prompt-facts.js';

/** Tokens of a review, o200k_base: what the prompts ask for. */
const REVIEW: Lengths = { en: 45, zh: 50 };

const review: PromptFacts = {
  expectedTokens: (request) => lengthFor(request, REVIEW),
  standIn: () => JSON.stringify({ reason: 'planned', answers: true, in_style: true, correct: true }),
};

/** What is known of the prompts of judge. */
export const judgeFacts: FactsByPrompt = { 'judge.review': review, 'judge.review-reversed': review };

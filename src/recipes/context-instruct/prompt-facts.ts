import { languageOf } from '../../languages/index.js';
import type { ChatRequest } from '../../llm/chat-model.js';
import { type FactsByPrompt, type Lengths, lengthFor, slotOf } from '../../llm/prompt-facts.js';

/**
 * Tokens of a triplet, o200k_base. Questions and answers are those of RoleBench's released rows: 20 and 77 in English
 * (role_specific test), 23 and 62 in Chinese (role_specific train); 20 for a rationale and 14 for the JSON around it.
 */
const TRIPLET: Lengths = { en: 131, zh: 119 };

const expectedTokens = (request: ChatRequest) => lengthFor(request, TRIPLET) * Number(slotOf(request, 'question_num'));

/** As many triplets as are asked for, no two alike: what a plan needs to know of them is how many they are. */
function standIn(request: ChatRequest): string {
  const { id, language } = request;
  const about = (k: number) =>
    Array.from({ length: 6 }, (_, part) => `${id.slice(part * 4, part * 4 + 5)}${k}`).join(' ');
  const one = (k: number) => ({
    question: languageOf(language).standIn.ask(about(k)),
    confidence: 'High',
    rationale: 'planned',
    answer: `planned ${about(k)}`,
  });
  const count = Number(slotOf(request, 'question_num'));
  return JSON.stringify({ triplets: Array.from({ length: count }, (_, k) => one(k)) });
}

// The languages' taggers take longer to load than all of the rest: they are loaded where something is asked, and not before.
const openAnswers = () => import('./offline-answers.js');

/** What is known of the prompts of context-instruct. */
export const contextInstructFacts: FactsByPrompt = {
  'context-instruct.script-based': {
    expectedTokens,
    standIn,
    offline: async (request) => (await openAnswers()).answerScriptBased(request),
  },
  'context-instruct.script-agnostic': {
    expectedTokens,
    standIn,
    offline: async (request) => (await openAnswers()).answerScriptAgnostic(request),
  },
};

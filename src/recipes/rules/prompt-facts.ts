import type { ChatRequest } from '../../llm/chat-model.js';
import { type FactsByPrompt, slotOf } from '../../llm/prompt-facts.js';
import { openOffline } from './instructions.js';

/** Tokens of an answer and of a verdict, o200k_base. Our estimates: rules ask for one to five sentences, a reason is a few words. */
const ANSWER_TOKENS = 60;
const VERDICT_TOKENS = 25;

/** The numbers of the rules that a judge is asked about. */
const numbersIn = (request: ChatRequest): number[] =>
  [...slotOf(request, 'rules').matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));

const verdictsOf = (request: ChatRequest, reason: string, follows: boolean) =>
  JSON.stringify({ verdicts: numbersIn(request).map((rule) => ({ rule, reason, follows })) });

/** What is known of the prompts of the recipe. */
export const rulesFacts: FactsByPrompt = {
  'rules.system': {
    expectedTokens: () => ANSWER_TOKENS,
    standIn: () => 'planned',
    // It knows no rules: what it puts together keeps few of them, and the checks say which.
    offline: async (request) => (await openOffline()).answerInCharacter(request),
  },
  'rules.judge': {
    expectedTokens: (request) => VERDICT_TOKENS * numbersIn(request).length,
    standIn: (request) => verdictsOf(request, 'planned', true),
    offline: (request) => verdictsOf(request, 'the offline model cannot judge', false),
  },
};

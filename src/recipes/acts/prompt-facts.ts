import { languageOf } from '../../languages/index.js';
import type { ChatRequest } from '../../llm/chat-model.js';
import { type FactsByPrompt, slotOf } from '../../llm/prompt-facts.js';
import { PROMPTS } from './ask.js';

/** Tokens of a line with three or four steps, and of an instruction, o200k_base. Our estimates. */
const ANSWER_TOKENS = 110;
const INSTRUCTION_TOKENS = 30;

const askedWith = (content: string): string => JSON.stringify({ line: content, program: [] });

/** What is known of the prompts of the recipe. */
export const actsFacts: FactsByPrompt = {
  [PROMPTS.system]: {
    expectedTokens: () => ANSWER_TOKENS,
    standIn: () => askedWith('planned'),
    // It knows no verbs: it does nothing, and the simulator says so.
    offline: (request: ChatRequest) => askedWith(slotOf(request, 'setting')),
  },
  [PROMPTS.instruction]: {
    expectedTokens: () => INSTRUCTION_TOKENS,
    standIn: (request) => languageOf(request.language).standIn.ask(slotOf(request, 'goal')),
    offline: (request) => slotOf(request, 'goal'),
  },
};

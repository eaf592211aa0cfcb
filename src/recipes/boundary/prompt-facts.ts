import { languageOf } from '../../languages/index.js';
import type { ChatRequest } from '../../llm/chat-model.js';
import { type FactsByPrompt, type PromptFacts, slotOf } from '../../llm/prompt-facts.js';
import type { Extra } from './question.js';

/** Tokens of an exchange, a question and an answer, o200k_base. Our estimates: a sentence or two each. */
const EXCHANGE_TOKENS = 80;
const QUESTION_TOKENS = 40;
const ANSWER_TOKENS = 60;

const leadUpOf = (request: ChatRequest) => Number(slotOf(request, 'lead_up_num'));

/** What stands behind the property in a slot that tells a fact. */
const valueIn = (request: ChatRequest, slot: string) => {
  const [line = ''] = slotOf(request, slot).split('\n');
  return line.slice(line.indexOf(': ') + 2);
};

/** A question in the right form that holds what it has to. It asks nothing that makes sense. */
function question(request: ChatRequest, said: string, extra: Extra | undefined, value: string): string {
  const { ask } = languageOf(request.language).standIn;
  return JSON.stringify({
    ...(extra === undefined ? {} : { [extra]: value }),
    lead_up: Array.from({ length: leadUpOf(request) }, () => ({ visitor: ask(said), character: said })),
    question: ask(value),
  });
}

/** What a question holds: a slot's value, or where its reply tells something, a word of no script. */
const questionFacts = (value: (request: ChatRequest) => string, extra?: Extra): PromptFacts => ({
  expectedTokens: (request) => QUESTION_TOKENS + EXCHANGE_TOKENS * leadUpOf(request),
  standIn: (request) => question(request, 'planned', extra, value(request)),
  // The embedded model knows no traps: what it asks shows the pipeline.
  offline: (request) => question(request, '…', extra, value(request)),
});

const ofSlot = (slot: string) => (request: ChatRequest) => valueIn(request, slot);
const NOWHERE = () => 'xyzzy';

const answerFacts: PromptFacts = {
  expectedTokens: () => ANSWER_TOKENS,
  standIn: () => 'planned',
  offline: async (request) => (await import('../rolegpt/in-character.js')).answerInCharacter(request),
};

/** What is known of the prompts of the recipe. */
export const boundaryFacts: FactsByPrompt = {
  'boundary.false-premise': questionFacts(ofSlot('false_claim')),
  'boundary.own-premise': questionFacts(NOWHERE, 'false_value'),
  'boundary.after-the-point': questionFacts(ofSlot('later')),
  'boundary.beyond-the-world': questionFacts(NOWHERE, 'thing'),
  'boundary.out-of-role': questionFacts(NOWHERE, 'claimed'),
  'boundary.control': questionFacts(ofSlot('fact')),
  'boundary.answer': answerFacts,
  'boundary.answer-unknown': answerFacts,
  'boundary.answer-in-role': answerFacts,
  'boundary.answer-out-of-role': answerFacts,
};

import type { ChatRequest } from '../../llm/chat-model.js';
import { type FactsByPrompt, slotOf } from '../../llm/prompt-facts.js';
import { readExcerpt } from '../../offline/excerpt.js';
import { joinText, tokenise } from '../../text/words.js';

/** Tokens of a fact with its quote and the JSON around it, o200k_base. Our estimate. */
const FACT_TOKENS = 60;

const countOf = (request: ChatRequest) => Number(slotOf(request, 'fact_num'));

/** Words of a value that stands in: as few as those that can be asked for. */
const VALUE_WORDS = 3;

/** As many facts as are asked for, or as there are lines: a line is its own quote, and its first words the value. */
function standIn(request: ChatRequest): string {
  const lines = readExcerpt(slotOf(request, 'script')).flatMap((line) => line ?? []);
  const facts = lines.slice(0, countOf(request)).map(({ number, content }) => {
    const value = joinText(tokenise(content).slice(0, VALUE_WORDS), request.language);
    return { line: Number(number), quote: content, property: `planned ${number}`, value, kind: 'other' };
  });
  return JSON.stringify({ facts });
}

// The languages' taggers take longer to load than all of the rest: they are loaded where something is asked, and not before.
const openAnswers = () => import('./offline-answers.js');

/** What is known of the prompt that facts are read with. */
export const knowledgeFacts: FactsByPrompt = {
  'knowledge.facts': {
    expectedTokens: (request) => FACT_TOKENS * countOf(request),
    standIn,
    offline: async (request) => (await openAnswers()).answerFacts(request),
  },
};

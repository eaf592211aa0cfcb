import type { ChatRequest } from '../../llm/chat-model.js';
import { type FactsByPrompt, slotOf } from '../../llm/prompt-facts.js';
import { ownLines, readExcerpt } from '../../offline/excerpt.js';
import { joinText, tokenise } from '../../text/words.js';

/** Tokens of a fact with its quote and the JSON around it, o200k_base. Our estimate. */
const FACT_TOKENS = 60;

const countOf = (request: ChatRequest) => Number(slotOf(request, 'fact_num'));

/** Words of a value that stands in: few enough to be asked for, too many to be another role's too. */
const VALUE_WORDS = 5;

/** As many facts as are asked for, or as the role has lines: a line is its own quote, and its first words the value. */
function standIn(request: ChatRequest): string {
  const lines = ownLines(readExcerpt(slotOf(request, 'script')), slotOf(request, 'role_name'));
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

import type { ChatRequest } from '../../llm/chat-model.js';
import { slotOf } from '../../llm/prompt-facts.js';
import { readExcerpt } from '../../offline/excerpt.js';
import { speechOf } from '../../offline/speech.js';
import { sentencesOfItself } from '../profile-build/portrait.js';

/** What the offline model finds in a passage: what the role says of itself, word for word. */
export function answerFacts(request: ChatRequest): string {
  const { language } = request;
  const lines = readExcerpt(slotOf(request, 'script'));
  const said = sentencesOfItself(lines, slotOf(request, 'role_name'), language);
  const facts = said.slice(0, Number(slotOf(request, 'fact_num'))).map(({ line, sentence }) => ({
    line: Number(line),
    quote: sentence,
    property: speechOf(language).ofItselfIs,
    value: sentence,
    kind: 'other',
  }));
  return JSON.stringify({ facts });
}

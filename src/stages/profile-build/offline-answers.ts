import { languageOf } from '../../languages/index.js';
import type { ChatRequest } from '../../llm/chat-model.js';
import { slotOf } from '../../llm/prompt-facts.js';
import { readExcerpt, readList } from '../../offline/excerpt.js';
import { speechOf } from '../../offline/speech.js';
import { categorise, describe } from './portrait.js';

/** The fixed beginning of a description. */
function openerOf({ language }: ChatRequest, of: 'description' | 'secondPerson'): string {
  const { openers, colon } = languageOf(language).phrases;
  return openers[of] + colon;
}

/** The offline model's description of a role. */
export function answerDescription(request: ChatRequest): string {
  const lines = readExcerpt(slotOf(request, 'excerpts'));
  return openerOf(request, 'description') + describe(lines, slotOf(request, 'role_name'), request.language);
}

/** The description in the second person. */
export function answerSecondPerson(request: ChatRequest): string {
  const { toSecondPerson } = speechOf(request.language);
  return openerOf(request, 'secondPerson') + toSecondPerson(slotOf(request, 'description'));
}

/** The first of the phrases that were found, none invented. */
export function answerCatchphrases(request: ChatRequest): string {
  const phrases = readList(slotOf(request, 'phrases')).slice(0, Number(slotOf(request, 'count')));
  return JSON.stringify({ catchphrases: phrases.map((text) => ({ text, invented: false })) });
}

/** Categories for which the role's lines speak. */
export function answerCategories(request: ChatRequest): string {
  const lines = readExcerpt(slotOf(request, 'excerpts'));
  return JSON.stringify({ categories: categorise(lines, slotOf(request, 'role_name'), request.language) });
}

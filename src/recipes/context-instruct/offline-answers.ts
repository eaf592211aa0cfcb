import type { ChatRequest } from '../../llm/chat-model.js';
import { slotOf } from '../../llm/prompt-facts.js';
import { readExcerpt, readList } from '../../offline/excerpt.js';
import { agnosticQuestions } from './agnostic-questions.js';
import { scriptQuestions } from './script-questions.js';

/** What the offline model asks about a passage and answers. */
export function answerScriptBased(request: ChatRequest): string {
  const { sample, language } = request;
  const lines = readExcerpt(slotOf(request, 'script'));
  const count = Number(slotOf(request, 'question_num'));
  return JSON.stringify({ triplets: scriptQuestions(lines, slotOf(request, 'role_name'), count, sample, language) });
}

/** What it asks about the role at large and answers. */
export function answerScriptAgnostic(request: ChatRequest): string {
  const { sample, language } = request;
  const description = slotOf(request, 'role_description_and_catchphrases');
  const words = readList(slotOf(request, 'own_words'));
  const count = Number(slotOf(request, 'question_num'));
  return JSON.stringify({ triplets: agnosticQuestions(description, words, count, sample, language) });
}

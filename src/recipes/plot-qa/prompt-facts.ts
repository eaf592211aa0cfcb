import { languageOf } from '../../languages/index.js';
import type { ChatRequest } from '../../llm/chat-model.js';
import { type FactsByPrompt, slotOf } from '../../llm/prompt-facts.js';
import { readList } from '../../offline/excerpt.js';
import { PROMPTS } from './asker.js';
import { offlineAnswer, offlinePlot, offlineQuestions } from './offline-answers.js';

/** Tokens of a plot, o200k_base: two or three sentences and three names. Our estimate. */
const PLOT_TOKENS = 110;

/**
 * Tokens of a question and of an answer, o200k_base: the larger of RoleBench's released role-specific rows in English and Chinese, as for
 * the prompts of RoleLLM.
 */
const QUESTION_TOKENS = 23;
const ANSWER_TOKENS = 77;

/** A text that no other request has: a plan needs to know that there is one. */
const planned = ({ id }: ChatRequest, k = 0): string =>
  Array.from({ length: 6 }, (_, part) => `${id.slice(part * 4, part * 4 + 5)}${k}`).join(' ');

/** A plot that fits its scene. */
function standInPlot(request: ChatRequest): string {
  const [supporting_character = 'planned'] = readList(slotOf(request, 'people'));
  return JSON.stringify({
    site: '',
    main_character: slotOf(request, 'role_name'),
    supporting_character,
    outline: planned(request),
  });
}

const countOf = (request: ChatRequest) => Number(slotOf(request, 'question_num'));

function standInQuestions(request: ChatRequest): string {
  const { ask } = languageOf(request.language).standIn;
  return JSON.stringify({ questions: Array.from({ length: countOf(request) }, (_, k) => ask(planned(request, k))) });
}

const plotFacts = { expectedTokens: () => PLOT_TOKENS, standIn: standInPlot, offline: offlinePlot };

/** What is known of the prompts of the recipe. */
export const plotQaFacts: FactsByPrompt = {
  [PROMPTS.scene]: plotFacts,
  [PROMPTS.invented]: plotFacts,
  [PROMPTS.question]: {
    expectedTokens: (request) => QUESTION_TOKENS * countOf(request),
    standIn: standInQuestions,
    offline: offlineQuestions,
  },
  [PROMPTS.answer]: {
    expectedTokens: () => ANSWER_TOKENS,
    standIn: (request) => `planned ${planned(request)}`,
    offline: offlineAnswer,
  },
};

import { languageOf } from '../../languages/index.js';
import type { ChatRequest } from '../../llm/chat-model.js';
import { type FactsByPrompt, slotOf } from '../../llm/prompt-facts.js';
import { WHY } from './row.js';

/** Tokens of a question with its reason, and of an answer, o200k_base. Our estimates: a sentence each and the JSON; two sentences. */
const QUESTION_TOKENS = 90;
const ANSWER_TOKENS = 50;

const countOf = (request: ChatRequest) => Number(slotOf(request, 'question_num'));

/** As many questions as are asked for, no two alike, each about a fact that is shown. */
function standIn(request: ChatRequest): string {
  const { id, language } = request;
  const shown = slotOf(request, 'facts').split('\n').length;
  const about = (k: number) =>
    Array.from({ length: 6 }, (_, part) => `${id.slice(part * 4, part * 4 + 5)}${k}`).join(' ');
  const questions = Array.from({ length: countOf(request) }, (_, k) => ({
    facts: [(k % shown) + 1],
    why: WHY[0],
    reason: 'planned',
    question: languageOf(language).standIn.ask(about(k)),
  }));
  return JSON.stringify({ questions });
}

// What the offline model says is loaded where something is asked, and not before.
const openSpeech = () => import('../../offline/speech.js');

/** What is known of the prompts of the recipe. */
export const contrastFacts: FactsByPrompt = {
  'contrast.questions': {
    expectedTokens: (request) => QUESTION_TOKENS * countOf(request),
    standIn,
    // What another role cannot know is nothing that can be put together of quotations.
    offline: () => JSON.stringify({ questions: [] }),
  },
  'contrast.answer': {
    expectedTokens: () => ANSWER_TOKENS,
    standIn: () => 'planned',
    offline: async ({ language }) => (await openSpeech()).speechOf(language).unknownAnswer,
  },
};

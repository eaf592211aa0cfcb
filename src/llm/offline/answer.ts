import { type LanguageCode, languageOf } from '../../languages/index.js';
import type { ChatRequest } from '../chat-model.js';
import { agnosticQuestions } from './agnostic-questions.js';
import { categorise, describe } from './describe.js';
import { answerInCharacter } from './in-character.js';
import { scriptQuestions } from './script-questions.js';
import { speechOf } from './speech.js';
import { readExcerpt, readList, readTag } from './tags.js';

/** The fixed beginning of a description. */
function openerOf(language: LanguageCode, of: 'description' | 'secondPerson'): string {
  const { openers, colon } = languageOf(language).phrases;
  return openers[of] + colon;
}

/** What each prompt is answered with, by its id. */
const ANSWERS: Record<string, (request: ChatRequest) => string> = {
  'profile.description': ({ messages, language }) =>
    openerOf(language, 'description') +
    describe(readExcerpt(readTag(messages, 'excerpts')), readTag(messages, 'role_name'), language),
  'profile.second-person': ({ messages, language }) =>
    openerOf(language, 'secondPerson') + speechOf(language).toSecondPerson(readTag(messages, 'description')),
  'profile.catchphrases': ({ messages }) => {
    const phrases = readList(readTag(messages, 'phrases')).slice(0, Number(readTag(messages, 'count')));
    return JSON.stringify({ catchphrases: phrases.map((text) => ({ text, invented: false })) });
  },
  'profile.categories': ({ messages, language }) => {
    const lines = readExcerpt(readTag(messages, 'excerpts'));
    return JSON.stringify({ categories: categorise(lines, readTag(messages, 'role_name'), language) });
  },
  'context-instruct.script-based': ({ messages, sample, language }) => {
    const lines = readExcerpt(readTag(messages, 'script'));
    const count = Number(readTag(messages, 'question_num'));
    return JSON.stringify({
      triplets: scriptQuestions(lines, readTag(messages, 'role_name'), count, sample, language),
    });
  },
  'context-instruct.script-agnostic': ({ messages, sample, language }) => {
    const description = readTag(messages, 'role_description_and_catchphrases');
    const words = readList(readTag(messages, 'own_words'));
    const count = Number(readTag(messages, 'question_num'));
    return JSON.stringify({ triplets: agnosticQuestions(description, words, count, sample, language) });
  },
};

/** What `offline` says to a request. */
export function answer(request: ChatRequest): string {
  const [id = ''] = request.prompt.split('@');
  const known = ANSWERS[id];
  return known ? known(request) : answerInCharacter(request);
}

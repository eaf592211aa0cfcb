import { languageOf } from '../../languages/index.js';
import type { ChatRequest } from '../../llm/chat-model.js';
import { type FactsByPrompt, type Lengths, lengthFor, slotOf } from '../../llm/prompt-facts.js';

/** Tokens of the replies, o200k_base: what the prompts ask for. */
const DESCRIPTION: Lengths = { en: 155, zh: 150 };
const CATCHPHRASES: Lengths = { en: 150, zh: 160 };
const CATEGORIES: Lengths = { en: 15, zh: 18 };

/** Words of the excerpts as one sentence. */
function describe(request: ChatRequest): string {
  const { joiner, phrases, standIn } = languageOf(request.language);
  const words = slotOf(request, 'excerpts').replace(standIn.marks, joiner).trim();
  return (standIn.longest.exec(`${words} `)?.[0] ?? 'x').trim() + phrases.fullStop;
}

// The languages' taggers take longer to load than all of the rest: they are loaded where something is asked, and not before.
const openAnswers = () => import('./offline-answers.js');

const pickCatchphrases = async (request: ChatRequest) => (await openAnswers()).answerCatchphrases(request);
const pickCategories = async (request: ChatRequest) => (await openAnswers()).answerCategories(request);

/** What is known of the prompts of profile-build. */
export const profileFacts: FactsByPrompt = {
  'profile.description': {
    expectedTokens: (request) => lengthFor(request, DESCRIPTION),
    standIn: describe,
    offline: async (request) => (await openAnswers()).answerDescription(request),
  },
  'profile.second-person': {
    expectedTokens: (request) => lengthFor(request, DESCRIPTION),
    standIn: (request) => slotOf(request, 'description'),
    offline: async (request) => (await openAnswers()).answerSecondPerson(request),
  },
  'profile.catchphrases': {
    expectedTokens: (request) => lengthFor(request, CATCHPHRASES),
    standIn: pickCatchphrases,
    offline: pickCatchphrases,
  },
  'profile.categories': {
    expectedTokens: (request) => lengthFor(request, CATEGORIES),
    standIn: pickCategories,
    offline: pickCategories,
  },
};

import type { LanguageCode } from '../../languages/index.js';
import type { ChatRequest } from '../chat-model.js';
import { readTag } from '../offline/tags.js';

/** Mean tokens of replies that are there, by prompt (`id@version`). */
export type SeenLengths = ReadonlyMap<string, number>;

/** A language that is not measured is taken for the longest. */
type Lengths = Partial<Record<LanguageCode, number>>;

const lengthIn = (lengths: Lengths, language: LanguageCode): number =>
  lengths[language] ?? Math.max(...Object.values(lengths));

/**
 * Tokens of a reply where none was seen yet, o200k_base. Questions and answers are those of RoleBench's released rows: 20 and
 * 77 in English (role_specific test), 23 and 62 in Chinese (role_specific train), general answers 31 (general test);
 * 20 for a rationale and 14 for the JSON around it. The rest is what the prompts ask for.
 */
const TRIPLET: Lengths = { en: 131, zh: 119 };
const REPLIES: Record<string, Lengths> = {
  'profile.description': { en: 155, zh: 150 },
  'profile.second-person': { en: 155, zh: 150 },
  'profile.catchphrases': { en: 150, zh: 160 },
  'judge.review': { en: 45, zh: 50 },
  'judge.review-reversed': { en: 45, zh: 50 },
  'profile.categories': { en: 15, zh: 18 },
};
const ANSWER: Lengths = { en: 31, zh: 31 };

/** How many tokens the reply to a request is going to have. */
export function expectLength({ prompt, messages, language, sampling }: ChatRequest, seen: SeenLengths): number {
  const known = seen.get(prompt);
  if (known !== undefined) return known;
  const [id = ''] = prompt.split('@');
  const tokens = id.startsWith('context-instruct.')
    ? lengthIn(TRIPLET, language) * Number(readTag(messages, 'question_num'))
    : lengthIn(REPLIES[id] ?? ANSWER, language);
  return Math.min(tokens, sampling.max_tokens);
}

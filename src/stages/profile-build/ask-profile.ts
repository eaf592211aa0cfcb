import { z } from 'zod';
import type { ProfileSettings } from '../../config.js';
import type { ChatModel, ReplySchema } from '../../llm/chat-model.js';
import { makeRequest } from '../../llm/chat-request.js';
import { type Ask, InvalidReply } from '../../llm/work.js';
import { type Prompts, renderPrompt } from '../../prompts/load.js';
import type { Language } from '../../records.js';
import { squeeze } from '../../text/words.js';
import { readJsonReply, replySchema } from '../json-reply.js';
import type { ProposedCatchphrase } from './catchphrases.js';

/** What the questions about one role have in common. */
export interface ProfileQuestions {
  language: Language;
  model: ChatModel;
  prompts: Prompts;
  settings: ProfileSettings;
  seed: number;
}

const Catchphrases = z.object({
  catchphrases: z.array(z.object({ text: z.string(), invented: z.boolean().default(false) })),
});
const Categories = z.object({ categories: z.array(z.string()).min(1) });

/** The fixed beginnings of the two descriptions (papers.md 1.3) are asked for by the prompts and taken off again here. */
const OPENERS = /^\s*(?:The character['’]s description is|Your description is|该角色的描述是|你的描述是)\s*[:：]\s*/i;

function readDescription(content: string): string {
  const text = squeeze(content.replace(OPENERS, ''));
  if (text === '') throw new InvalidReply('the description is empty');
  return text;
}

const WORDS_FOR_ROLE: Record<Language, string> = { en: 'the character', zh: '该角色' };

/** Titles that go with the name, and titles that make it somebody else's. */
const OWN_TITLE = /^(?:Mr|Dr|Prof|Professor|Sir|Captain|Colonel|Lord|King|Prince|Detective|Inspector|Old|Young)\.? $/;
const OTHERS_TITLE = /^(?:Mrs|Ms|Miss|Madam|Madame|Lady|Queen|Princess|Aunt|Uncle)\.? $/;

/** `the Keeper` must not become `the the character`. */
const ARTICLE = /^(?:the|an?) $/i;

/** An English name, with the capitalised word before it: `Mycroft Holmes` and `Mrs. Higgins` are other people. */
function withoutEnglishName(description: string, escaped: readonly string[]): string {
  const name = new RegExp(
    `(?<![\\p{L}\\p{N}])(\\p{Lu}[\\p{L}'’]*\\.? )?(?:${escaped.join('|')})(?![\\p{L}\\p{N}])`,
    'giu',
  );
  const replaced = description.replace(name, (found: string, before: string | undefined, at: number) => {
    if (before === undefined || ARTICLE.test(before) || OWN_TITLE.test(before)) return WORDS_FOR_ROLE.en;
    if (!/^\p{Lu}/u.test(before)) return before + WORDS_FOR_ROLE.en;
    const opensSentence = at === 0 || /[.!?]["'”’]? $/.test(description.slice(0, at));
    return OTHERS_TITLE.test(before) || !opensSentence ? found : before + WORDS_FOR_ROLE.en;
  });
  return replaced.replace(/(^|[.!?] )the character/g, '$1The character');
}

/**
 * The description must not hold the character's name (papers.md 1.3): where the model wrote it all the same, the words that
 * the prompt asks for stand in its place.
 */
export function withoutName(description: string, names: readonly string[], language: Language): string {
  const longestFirst = [...names].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (language === 'en') return withoutEnglishName(description, escaped);
  return description.replace(new RegExp(escaped.join('|'), 'gu'), WORDS_FOR_ROLE.zh);
}

function ask<Value>(
  { model, prompts, settings, seed, language }: ProfileQuestions,
  prompt: string,
  slots: Record<string, string>,
  read: (content: string) => Value,
  schema?: ReplySchema,
): Ask<Value> {
  const template = prompts(prompt, language);
  const request = makeRequest(model, {
    messages: renderPrompt(template, slots),
    sampling: settings.sampling,
    ...(schema ? { schema } : {}),
    sample: 0,
    seed,
    prompt: template.reference,
    language,
    origin: {
      subject: `the excerpts of ${slots.script_name ?? 'the script'} for ${slots.role_name ?? 'a role'}`,
      lower: 'profile.excerptWords',
    },
  });
  return { request, read };
}

/** Asks for the description in the third person. */
export function askDescription(
  questions: ProfileQuestions,
  slots: { role_name: string; script_name: string; excerpts: string },
  names: readonly string[],
): Ask<string> {
  const read = (content: string) => withoutName(readDescription(content), names, questions.language);
  return ask(questions, 'profile.description', slots, read);
}

/** Asks for the description in the second person. */
export function askSecondPerson(questions: ProfileQuestions, description: string): Ask<string> {
  return ask(questions, 'profile.second-person', { description }, readDescription);
}

/** Asks for catchphrases, given phrases that statistics found distinctive. */
export function askCatchphrases(
  questions: ProfileQuestions,
  slots: { role_name: string; script_name: string; count: string; phrases: string; excerpts: string },
): Ask<ProposedCatchphrase[]> {
  const schema = replySchema('catchphrases', Catchphrases);
  const read = (content: string) => readJsonReply(content, Catchphrases).catchphrases;
  return ask(questions, 'profile.catchphrases', slots, read, schema);
}

/** Asks for a few words that say what kind of role it is. */
export function askCategories(
  questions: ProfileQuestions,
  slots: { role_name: string; script_name: string; excerpts: string },
): Ask<string[]> {
  const schema = replySchema('categories', Categories);
  const read = (content: string) => {
    const categories = readJsonReply(content, Categories)
      .categories.map(squeeze)
      .filter((one) => one !== '');
    if (categories.length === 0) throw new InvalidReply('every category is empty');
    return [...new Set(categories)];
  };
  return ask(questions, 'profile.categories', slots, read, schema);
}

import { z } from 'zod';
import type { ProfileSettings } from '../../config.js';
import { languageOf, languages } from '../../languages/index.js';
import type { ChatModel, ReplyBounds, ReplySchema } from '../../llm/chat-model.js';
import { type Draft, makeRequest } from '../../llm/chat-request.js';
import { readJsonReply, replySchema } from '../../llm/json-reply.js';
import { fitPrompt, sizesDown } from '../../llm/room/fit.js';
import { type PromptRoom, UNLIMITED } from '../../llm/room/index.js';
import { type Ask, InvalidReply } from '../../llm/work.js';
import { type Prompts, renderPrompt } from '../../prompts/load.js';
import { escapePattern } from '../../quality/patterns.js';
import {
  areForeign,
  failedByDescription,
  failedByPhrase,
  isOfPrompt,
  type ProfileTextFacts,
} from '../../quality/profile-text.js';
import type { LanguageCode } from '../../records.js';
import { squeeze, tokenise } from '../../text/words.js';
import { withoutMarks } from '../../training/markup.js';
import type { ProposedCatchphrase } from './catchphrases.js';

/** What the questions about one role have in common. */
export interface ProfileQuestions {
  language: LanguageCode;
  model: ChatModel;
  prompts: Prompts;
  settings: ProfileSettings;
  /** How much a prompt may show. */
  room?: PromptRoom;
  seed: number;
  /** The character is a machine and may be called one. */
  isMachine?: boolean;
}

/** What the script has of a role, in so many words. */
export type ExcerptOf = (words: number) => string;

/** What the prompts about a role show. */
interface Shown {
  role_name: string;
  script_name: string;
  excerptOf: ExcerptOf;
}

/** A shorter excerpt, in words, shows nobody. Our choice. */
const LEAST_EXCERPT = 60;

const Catchphrases = z.object({
  catchphrases: z.array(z.object({ text: z.string(), invented: z.boolean().default(false) })),
});
const Categories = z.object({ categories: z.array(z.string()).min(1) });

/** A phrase is asked for in twelve words, a category in one, of which two to five are asked for. Far above both; our choice. */
const LONGEST_PHRASE = 200;
const CATEGORY_BOUNDS: ReplyBounds = { categories: 12, 'categories[]': 60 };

/** The fixed beginnings of the two descriptions (papers.md 1.3) are asked for by the prompts and taken off again here. */
const OPENERS = new RegExp(
  `^\\s*(?:${languages
    .flatMap(({ phrases }) => Object.values(phrases.openers))
    .map((opener) => escapePattern(opener).replace("'", "['’]"))
    .join('|')})\\s*[:：]\\s*`,
  'i',
);

function readDescription(content: string): string {
  // A script that is quoted may hold marks of training's markup; the description would carry them into every row.
  const text = withoutMarks(squeeze(content.replace(OPENERS, '')));
  if (text === '') throw new InvalidReply('the description is empty');
  return text;
}

/** Models fill a list with the dots of a form, with numbers, or with what the prompt says of the form. */
const isOwn = (text: string, facts: ProfileTextFacts) => /\p{L}/u.test(text) && !isOfPrompt(text, facts);

/** What is known of a reply's texts: the prompt's own words must not come back. */
function factsOf({ language, isMachine = false, prompts }: ProfileQuestions, prompt: string): ProfileTextFacts {
  const { messages } = prompts(prompt, language);
  return { language, isMachine, prompt: messages.map(({ content }) => content) };
}

/** Reasons never quote the text: they reach the dataset card. */
function refuse(what: string, [check]: readonly string[]): void {
  if (check !== undefined) throw new InvalidReply(`${what} does not pass the check ${check}`);
}

/**
 * The description must not hold the character's name (papers.md 1.3): where the model wrote it all the same, the words that
 * the prompt asks for stand in its place.
 */
export function withoutName(description: string, names: readonly string[], language: LanguageCode): string {
  const longestFirst = [...names].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map(escapePattern);
  return languageOf(language).phrases.withoutName(description, escaped);
}

/** A question about a role: what fills its prompt, and how its reply is read. */
interface Question<Value> {
  slots: Record<string, string>;
  /** Fills the slot `excerpts`: what the script has of the role, in so many words. */
  excerptOf?: ExcerptOf;
  read(content: string): Value;
  /** Of a JSON reply. */
  shape?: { schema: ReplySchema; bounds: ReplyBounds };
}

/** Asks with as long an excerpt as there is room for. */
function ask<Value>(
  { model, prompts, settings, room = UNLIMITED, seed, language }: ProfileQuestions,
  prompt: string,
  { slots: given, excerptOf, read, shape }: Question<Value>,
): Ask<Value> {
  const template = prompts(prompt, language);
  const { script_name = 'the script', role_name = 'a role' } = given;
  const draftWith = (words: number): Draft => {
    const slots = excerptOf ? { ...given, excerpts: excerptOf(words) } : given;
    return {
      messages: renderPrompt(template, slots),
      slots,
      sampling: room.forReply(settings.sampling),
      ...shape,
      sample: 0,
      seed,
      prompt: template.reference,
      language,
      origin: {
        subject: `the prompt with excerpts of ${script_name} for ${role_name}`,
        lower: 'profile.excerptWords',
      },
    };
  };
  const sizes = excerptOf ? sizesDown(settings.excerptWords, LEAST_EXCERPT) : [0];
  return { request: makeRequest(model, fitPrompt(room, sizes, draftWith).draft), read };
}

/** Asks for the description in the third person. */
export function askDescription(
  questions: ProfileQuestions,
  { excerptOf, ...slots }: Shown,
  names: readonly string[],
): Ask<string> {
  const facts = factsOf(questions, 'profile.description');
  const anybody = new Set(names.flatMap((name) => tokenise(withoutName(name, names, questions.language))));
  const read = (content: string) => {
    const description = withoutName(readDescription(content), names, questions.language);
    if (tokenise(description).every((word) => anybody.has(word))) {
      throw new InvalidReply('the description says nothing but the name');
    }
    refuse('the description', failedByDescription(description, facts));
    return description;
  };
  return ask(questions, 'profile.description', { slots, excerptOf, read });
}

/** Whether a text holds one of the names as a word of its own. */
function holdsName(text: string, names: readonly string[], language: LanguageCode): boolean {
  return withoutName(text, names, language) !== text;
}

/**
 * Asks for the description in the second person. What the description itself does is no fault of the rewritten one: a user
 * may have written it.
 */
export function askSecondPerson(
  questions: ProfileQuestions,
  description: string,
  names: readonly string[] = [],
): Ask<string> {
  const { language } = questions;
  const facts = factsOf(questions, 'profile.second-person');
  const forgiven = failedByDescription(description, facts);
  const mayNameRole = names.length === 0 || holdsName(description, names, language);
  const read = (content: string) => {
    const text = readDescription(content);
    const failed = failedByDescription(text, facts).filter((check) => !forgiven.includes(check));
    refuse('the second-person description', failed);
    if (!mayNameRole && holdsName(text, names, language)) {
      throw new InvalidReply('the second-person description names the role');
    }
    return text;
  };
  return ask(questions, 'profile.second-person', { slots: { description }, read });
}

/** Refuses phrases of which one fails a check, or which are together in another language. */
function refusePhrases(what: string, phrases: readonly string[], facts: ProfileTextFacts): void {
  for (const phrase of phrases) refuse(what, failedByPhrase(phrase, facts));
  if (areForeign(phrases, facts)) refuse(what, ['language']);
}

/** Asks for catchphrases, given phrases that statistics found distinctive. */
export function askCatchphrases(
  questions: ProfileQuestions,
  { excerptOf, ...slots }: Shown & { count: string; phrases: string },
): Ask<ProposedCatchphrase[]> {
  const schema = replySchema('catchphrases', Catchphrases);
  const facts = factsOf(questions, 'profile.catchphrases');
  const read = (content: string) => {
    const given = readJsonReply(content, Catchphrases).catchphrases;
    const catchphrases = given.filter(({ text }) => isOwn(text, facts));
    if (given.length > 0 && catchphrases.length === 0) throw new InvalidReply('every catchphrase is empty');
    const texts = catchphrases.map(({ text }) => text);
    refusePhrases('a catchphrase', texts, facts);
    return catchphrases;
  };
  const bounds = { catchphrases: questions.settings.catchphrases, text: LONGEST_PHRASE };
  return ask(questions, 'profile.catchphrases', { slots, excerptOf, read, shape: { schema, bounds } });
}

/** Asks for a few words that say what kind of role it is. */
export function askCategories(questions: ProfileQuestions, { excerptOf, ...slots }: Shown): Ask<string[]> {
  const schema = replySchema('categories', Categories);
  const facts = factsOf(questions, 'profile.categories');
  const read = (content: string) => {
    const categories = readJsonReply(content, Categories)
      .categories.map(squeeze)
      .filter((one) => isOwn(one, facts));
    if (categories.length === 0) throw new InvalidReply('every category is empty');
    refusePhrases('a category', categories, facts);
    if (categories.some((one) => one === slots.role_name)) throw new InvalidReply('a category is the name of the role');
    return [...new Set(categories)];
  };
  const shape = { schema, bounds: CATEGORY_BOUNDS };
  return ask(questions, 'profile.categories', { slots, excerptOf, read, shape });
}

import { z } from 'zod';
import { makeRequest } from '../../llm/chat-request.js';
import { readJsonReply, replySchema } from '../../llm/json-reply.js';
import { fitPrompt, sizesDown } from '../../llm/room/fit.js';
import { UNLIMITED } from '../../llm/room/index.js';
import type { Ask } from '../../llm/work.js';
import { renderPrompt } from '../../prompts/load.js';
import { signsOf } from '../../quality/signs.js';
import type { Fact } from '../../records.js';
import { normaliseForComparison } from '../../text/duplicates.js';
import { comparable, holdsWords } from '../../text/word-for-word.js';
import { squeeze } from '../../text/words.js';
import type { RecipeContext } from '../recipe.js';
import { ownSettings } from '../settings.js';
import { shareHeld } from './holds.js';
import { type AskedQuestion, WHY } from './row.js';
import { OWN, questionSampling } from './settings.js';
import { chooseFacts, describeKnown, type KnownRole, shuffleFor, tellFact } from './shown.js';

/** The prompt that questions are made with. */
export const QUESTIONS_PROMPT = 'contrast.questions';

/** Fewest facts of each role with which a prompt still makes sense. */
const LEAST_FACTS = 3;

/** Longest texts of a reply, in characters. Our choice: half as much again as RoleBench's longest question, and a sentence or two. */
const BOUNDS = { question: 400, reason: 400 };

const Questions = z.object({
  questions: z.array(
    z.object({
      facts: z.preprocess((given) => [given].flat(), z.array(z.coerce.number())),
      why: z.enum(WHY).catch('knowledge'),
      reason: z.string().transform(squeeze),
      question: z.string().transform(squeeze),
    }),
  ),
});

const schema = replySchema(
  'contrast_questions',
  z.object({
    questions: z.array(
      z.object({ facts: z.array(z.int()), why: z.enum(WHY), reason: z.string(), question: z.string() }),
    ),
  }),
);

/** A question for a pair, and the facts that it asks for. */
export interface PairQuestion extends Pick<AskedQuestion, 'question' | 'why' | 'reason'> {
  facts: Fact[];
}

/** Two roles of a pair: what is known of the first is asked of both. */
export interface Pair {
  asker: KnownRole;
  other: KnownRole;
}

export type Shared = Pick<RecipeContext, 'settings' | 'model' | 'prompts' | 'room'>;

const numbered = (facts: readonly Fact[]): string => facts.map((fact, k) => `${k + 1}. ${tellFact(fact)}`).join('\n');
const listed = (facts: readonly Fact[]): string => facts.map((fact) => `- ${tellFact(fact)}`).join('\n');

/** Asks for so many questions that the first role of a pair can answer and the second cannot. */
export function askQuestions(
  { asker, other }: Pair,
  { count, round }: { count: number; round: number },
  { settings, model, prompts, room = UNLIMITED }: Shared,
): Ask<PairQuestion[]> {
  const own = ownSettings(OWN, settings);
  const { seed } = settings;
  const { language, role } = asker.profile;
  const template = prompts(QUESTIONS_PROMPT, language);
  const ofAsker = describeKnown(asker, own);
  const ofOther = describeKnown(other, own);
  const shownOf = (most: number) =>
    shuffleFor(chooseFacts(asker.knowledge, most, seed), asker.knowledge, other.profile.role, seed);
  const { draft, size } = fitPrompt(room, sizesDown(own.facts, LEAST_FACTS), (most) => {
    const slots = {
      role_name: role,
      description: ofAsker.description,
      aliases: ofAsker.aliases,
      facts: numbered(shownOf(most)),
      article: ofAsker.article,
      other_name: other.profile.role,
      other_description: ofOther.description,
      other_aliases: ofOther.aliases,
      other_facts: listed(chooseFacts(other.knowledge, most, seed)),
      other_article: ofOther.article,
      question_num: String(count),
    };
    return {
      messages: renderPrompt(template, slots),
      slots,
      sampling: room.forReply(questionSampling(own)),
      schema,
      bounds: { questions: count, facts: 3, ...BOUNDS },
      sample: round,
      seed,
      prompt: template.reference,
      language,
      origin: { subject: `the prompt for questions to ${role} and ${other.profile.role}`, lower: 'contrast.facts' },
    };
  });
  const shown = shownOf(size);
  const read = (content: string): PairQuestion[] =>
    readJsonReply(content, Questions).questions.map(({ facts, ...question }) => {
      const named = [...new Set(facts)].flatMap((number) => shown[number - 1] ?? []);
      return { ...question, facts: named };
    });
  return { request: makeRequest(model, draft), read };
}

/** Why a question cannot be put to a pair, in one word; undefined where it can. */
export function faultOfQuestion({ question, facts }: PairQuestion, { asker, other }: Pair): string | undefined {
  const { language, role } = asker.profile;
  if (question === '') return 'empty';
  if (facts.length === 0) return 'no-fact';
  if (signsOf(language).talksOfData?.test(question)) return 'names-data';
  const asked = comparable(question);
  const names = [role, asker.knowledge.label, ...asker.knowledge.aliases, other.profile.role, other.knowledge.label];
  if (names.some((name) => holdsWords(asked, comparable(name)))) return 'names-role';
  if (facts.some((fact) => shareHeld(question, fact, '') === 1)) return 'gives-away';
  const known = comparable(other.knowledge.facts.map(({ value }) => value).join('\n'));
  const described = `${other.knowledge.description} ${other.profile.description}`;
  const isShared = (fact: Fact) =>
    holdsWords(known, comparable(fact.value)) || shareHeld(described, fact, question) === 1;
  return facts.some(isShared) ? 'other-knows' : undefined;
}

/** Whether two questions are the same but for case, punctuation and width. */
export const isSameQuestion = (one: string, other: string): boolean =>
  normaliseForComparison(one) === normaliseForComparison(other);

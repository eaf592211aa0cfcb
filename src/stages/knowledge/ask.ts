import { z } from 'zod';
import type { KnowledgeSettings } from '../../config.js';
import type { Passage } from '../../knowledge/passages.js';
import { cutPassages } from '../../knowledge/passages.js';
import type { ProposedFact } from '../../knowledge/quoted-facts.js';
import type { ChatModel, ReplyBounds } from '../../llm/chat-model.js';
import { type Draft, makeRequest } from '../../llm/chat-request.js';
import { readJsonReply, replySchema } from '../../llm/json-reply.js';
import { cannotFit, sizesDown } from '../../llm/room/fit.js';
import type { PromptRoom } from '../../llm/room/index.js';
import type { Ask } from '../../llm/work.js';
import { renderLines } from '../../prompts/excerpts.js';
import { type Prompts, renderPrompt } from '../../prompts/load.js';
import { type DialogueLine, FactKind, type Profile } from '../../records.js';

/** The prompt that facts are read with. */
export const FACTS_PROMPT = 'knowledge.facts';

/** A shorter passage, in words, tells nothing. Our choice. */
const LEAST_PASSAGE = 60;

/** Longest texts of a reply, in characters: a value is a few words, a quote one sentence. Far above both; our choice. */
const BOUNDS: ReplyBounds = { property: 80, value: 200, quote: 400 };

/** A line's number, as `12` or `[12]`. */
const LineNumber = z
  .union([z.number(), z.string()])
  .nullish()
  .transform((given) => {
    const [digits] = /\d+/.exec(String(given ?? '')) ?? [];
    return digits === undefined ? null : Number(digits);
  });

const Facts = z.object({
  facts: z.array(
    z.object({
      property: z.string(),
      value: z.string(),
      kind: FactKind.catch('other'),
      line: LineNumber,
      quote: z.string(),
    }),
  ),
});

const schema = replySchema(
  'facts',
  z.object({
    facts: z.array(
      z.object({ line: z.int(), quote: z.string(), property: z.string(), value: z.string(), kind: FactKind }),
    ),
  }),
);

const holdsWord = (text: string) => /[\p{L}\p{N}]/u.test(text);

/** Facts of a reply; those without a property or a value are none. Throws InvalidReply. */
function readFacts(content: string): ProposedFact[] {
  return readJsonReply(content, Facts).facts.filter(({ property, value }) => holdsWord(property) && holdsWord(value));
}

/** What the requests of all roles have in common. */
export interface FactQuestions {
  model: ChatModel;
  prompts: Prompts;
  settings: KnowledgeSettings;
  room: PromptRoom;
  seed: number;
}

/** A request for the facts of a passage. */
export interface FactsAsk extends Ask<ProposedFact[]> {
  passage: Passage;
}

function draftOf(
  passage: Passage,
  { role, language, script_name }: Profile,
  { prompts, settings, room, seed }: FactQuestions,
): Draft {
  const template = prompts(FACTS_PROMPT, language);
  const { factsPerPassage, sampling } = settings;
  const slots = { role_name: role, script_name, fact_num: String(factsPerPassage), script: renderLines(passage) };
  return {
    messages: renderPrompt(template, slots),
    slots,
    sampling: room.forReply(sampling),
    schema,
    bounds: { facts: factsPerPassage, ...BOUNDS },
    sample: 0,
    seed,
    prompt: template.reference,
    language,
    origin: {
      subject: `the prompt about lines ${passage[0]?.line}-${passage.at(-1)?.line} of ${passage[0]?.script} for ${role}`,
      lower: 'knowledge.passageWords',
    },
  };
}

/**
 * The requests for the facts of a role's scripts, whose passages are so short that all prompts fit. `lines` are without those of
 * held-out scenes. Throws UserError where not even the shortest passage fits.
 */
export function askFacts(profile: Profile, lines: readonly DialogueLine[], questions: FactQuestions): FactsAsk[] {
  const { model, settings, room, seed } = questions;
  let tooLong: Draft | undefined;
  for (const passageWords of sizesDown(settings.passageWords, LEAST_PASSAGE)) {
    const passages = cutPassages(lines, profile, { ...settings, passageWords }, seed);
    const drafts = passages.map((passage) => ({ passage, draft: draftOf(passage, profile, questions) }));
    tooLong = drafts.find(({ draft }) => room.window !== undefined && !room.fits(draft))?.draft;
    if (!tooLong)
      return drafts.map(({ passage, draft }) => ({ passage, request: makeRequest(model, draft), read: readFacts }));
  }
  throw cannotFit(tooLong as Draft, room);
}

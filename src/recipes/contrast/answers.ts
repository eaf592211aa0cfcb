import { languageOf } from '../../languages/index.js';
import { makeRequest } from '../../llm/chat-request.js';
import { fitPrompt, sizesDown } from '../../llm/room/fit.js';
import { UNLIMITED } from '../../llm/room/index.js';
import { readTextReply } from '../../llm/text-reply.js';
import type { Ask } from '../../llm/work.js';
import { renderPrompt } from '../../prompts/load.js';
import type { Fact } from '../../records.js';
import { ownSettings } from '../settings.js';
import type { PairQuestion, Shared } from './questions.js';
import { OWN } from './settings.js';
import { chooseFacts, describeKnown, type KnownRole, tellFact } from './shown.js';

/** The prompt that a role answers with. */
export const ANSWER_PROMPT = 'contrast.answer';

/** Asks a role a question, with what is known of it: the facts that the question asks for are shown where they are its own. */
export function askAnswer(
  role: KnownRole,
  { question, facts }: PairQuestion,
  sample: number,
  { settings, model, prompts, room = UNLIMITED }: Shared,
): Ask<string> {
  const own = ownSettings(OWN, settings);
  const { knowledge, profile } = role;
  const { language } = profile;
  const template = prompts(ANSWER_PROMPT, language);
  const must = knowledge.facts.filter((fact) => facts.includes(fact));
  const tell = (most: number) => {
    const shown: readonly Fact[] = chooseFacts(knowledge, most, settings.seed, must);
    return shown.map((fact) => `- ${tellFact(fact)}`).join('\n');
  };
  // Without a description of its own it would be shown twice.
  const isOwn = knowledge.description !== profile.description;
  const description = isOwn ? knowledge.description : languageOf(language).phrases.none;
  const { draft } = fitPrompt(room, sizesDown(own.facts, Math.max(1, must.length)), (most) => {
    const slots = { ...describeKnown(role, own), description, facts: tell(most), question };
    return {
      messages: renderPrompt(template, slots),
      slots,
      sampling: room.forReply(own.sampling),
      sample,
      seed: settings.seed,
      prompt: template.reference,
      language,
      origin: { subject: `the prompt with what is known of ${profile.role}`, lower: 'contrast.facts' },
    };
  });
  return { request: makeRequest(model, draft), read: readTextReply };
}

import { z } from 'zod';
import { languageOf } from '../../languages/index.js';
import { makeRequest } from '../../llm/chat-request.js';
import { readJsonReply, replySchema } from '../../llm/json-reply.js';
import type { Ask } from '../../llm/work.js';
import { renderPrompt } from '../../prompts/load.js';
import { describeRole } from '../../prompts/role-description.js';
import type { Passage } from '../../quality/check.js';
import type { Answer, Profile, Verdict } from '../../records.js';
import type { RunContext } from '../context.js';

const Reply = z.object({ reason: z.string(), answers: z.boolean(), in_style: z.boolean(), correct: z.boolean() });

/** Both ways of showing a row. */
export const ORDERS = { forward: 'judge.review', reversed: 'judge.review-reversed' } as const;

/** What decides whether an answer is correct: the passage that it came from, or the instruction's own answer. */
function referenceFor({ raw_answer, language }: Answer, passage: Passage | undefined): string {
  return passage?.text ?? raw_answer ?? languageOf(language).phrases.none;
}

/** Asks for the three verdicts on one row, shown in one order. */
export function askReview(
  answer: Answer,
  order: keyof typeof ORDERS,
  { profile, passage }: { profile: Profile; passage: Passage | undefined },
  { settings, model, prompts }: Pick<RunContext, 'settings' | 'model' | 'prompts'>,
): Ask<Verdict> {
  const template = prompts(ORDERS[order], answer.language);
  const slots = {
    role_name: profile.role,
    role_description_and_catchphrases: describeRole(profile),
    question: answer.question,
    answer: answer.answer,
    reference: referenceFor(answer, passage),
  };
  const request = makeRequest(model, {
    messages: renderPrompt(template, slots),
    slots,
    sampling: settings.judge.sampling,
    schema: replySchema('review', Reply),
    sample: 0,
    seed: settings.seed,
    prompt: template.reference,
    language: answer.language,
    origin: { subject: `the review of an answer of ${profile.role}`, lower: 'contextInstruct.segment.maxWords' },
  });
  return { request, read: (content) => ({ order, ...readJsonReply(content, Reply) }) };
}

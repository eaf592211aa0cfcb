import { z } from 'zod';
import { languageOf } from '../../languages/index.js';
import type { ReplyBounds } from '../../llm/chat-model.js';
import { makeRequest } from '../../llm/chat-request.js';
import { readJsonReply, replySchema } from '../../llm/json-reply.js';
import type { Ask } from '../../llm/work.js';
import { renderPrompt } from '../../prompts/load.js';
import { describeRole } from '../../prompts/role-description.js';
import type { Passage } from '../../quality/check.js';
import type { Profile, Sample, Verdict } from '../../records.js';
import { questionOf } from '../../turns.js';
import type { RunContext } from '../context.js';
import type { Reviewed } from './sample.js';

/** Longest reason, which is asked for in one sentence. Our choice. */
const BOUNDS: ReplyBounds = { reason: 600 };

const Reply = z.object({ reason: z.string(), answers: z.boolean(), in_style: z.boolean(), correct: z.boolean() });

/** Both ways of showing a row. */
export const ORDERS = { forward: 'judge.review', reversed: 'judge.review-reversed' } as const;

/** What decides whether an answer is correct: the passage that it came from, or the instruction's own answer. */
function referenceFor({ raw_answer, language }: Sample, passage: Passage | undefined): string {
  return passage?.text ?? raw_answer ?? languageOf(language).phrases.none;
}

/** Asks for the three verdicts on one row, shown in one order. */
export function askReview(
  { sample, answer }: Reviewed,
  order: keyof typeof ORDERS,
  { profile, passage }: { profile: Profile; passage: Passage | undefined },
  { settings, model, prompts, recipes }: Pick<RunContext, 'settings' | 'model' | 'prompts' | 'recipes'>,
): Ask<Verdict> {
  const template = prompts(ORDERS[order], sample.language);
  const slots = {
    role_name: profile.role,
    role_description_and_catchphrases: describeRole(profile),
    question: questionOf(sample),
    answer,
    reference: referenceFor(sample, passage),
  };
  const { longest } = recipes.find(({ name }) => name === sample.recipe) ?? {};
  const request = makeRequest(model, {
    messages: renderPrompt(template, slots),
    slots,
    sampling: settings.judge.sampling,
    schema: replySchema('review', Reply),
    bounds: BOUNDS,
    sample: 0,
    seed: settings.seed,
    prompt: template.reference,
    language: sample.language,
    origin: { subject: `the review of an answer of ${profile.role}`, lower: longest ?? 'filter.maxWords' },
  });
  return { request, read: (content) => ({ order, ...readJsonReply(content, Reply) }) };
}

import { z } from 'zod';
import type { RequestOrigin } from '../../llm/chat-model.js';
import { makeRequest } from '../../llm/chat-request.js';
import { readJsonReply, replySchema } from '../../llm/json-reply.js';
import { fitPrompt } from '../../llm/room/fit.js';
import { UNLIMITED } from '../../llm/room/index.js';
import { type Ask, InvalidReply } from '../../llm/work.js';
import { renderPrompt } from '../../prompts/load.js';
import type { Profile } from '../../records.js';
import type { RecipeContext } from '../recipe.js';
import type { RuleVerdict } from './row.js';

/** The prompt that a judge is asked with. */
export const JUDGE_PROMPT = 'rules.judge';

/** Longest reason, which is asked for in a few words. Our choice. */
const REASON = 300;

const Reply = z.object({
  verdicts: z.array(z.object({ rule: z.int(), reason: z.string(), follows: z.boolean() })),
});

/** A rule with its number in the system text. */
export interface NumberedRule {
  rule: number;
  text: string;
}

/** Rules as prompts show them. */
export const numbered = (rules: readonly NumberedRule[]): string =>
  rules.map(({ rule, text }) => `${rule}. ${text}`).join('\n');

/** A verdict for each rule, in their order. Throws InvalidReply where one is missing or there twice. */
function readVerdicts(content: string, rules: readonly NumberedRule[]): RuleVerdict[] {
  const { verdicts } = readJsonReply(content, Reply);
  return rules.map(({ rule }) => {
    const own = verdicts.filter((one) => one.rule === rule);
    if (own.length !== 1) throw new InvalidReply(`the reply has ${own.length} verdicts on rule ${rule}`);
    return { rule, passes: own[0]?.follows ?? false, evidence: own[0]?.reason.trim() ?? '' };
  });
}

/** Asks for the verdicts on those rules of an answer that code cannot check, all in one call. */
export function askVerdicts(
  { profile, question, answer }: { profile: Profile; question: string; answer: string },
  rules: readonly NumberedRule[],
  { settings, model, prompts, room = UNLIMITED }: Pick<RecipeContext, 'settings' | 'model' | 'prompts' | 'room'>,
): Ask<RuleVerdict[]> {
  const template = prompts(JUDGE_PROMPT, profile.language);
  const slots = { role_name: profile.role, question, answer, rules: numbered(rules) };
  const origin: RequestOrigin = {
    subject: `the verdicts on an answer of ${profile.role}`,
    lower: 'rules.maxInstructionWords',
  };
  const { draft } = fitPrompt(room, [rules.length], () => ({
    messages: renderPrompt(template, slots),
    slots,
    sampling: room.forReply(settings.judge.sampling),
    schema: replySchema('rule_verdicts', Reply),
    bounds: { verdicts: rules.length, reason: REASON },
    sample: 0,
    seed: settings.seed,
    prompt: template.reference,
    language: profile.language,
    origin,
  }));
  return { request: makeRequest(model, draft), read: (content) => readVerdicts(content, rules) };
}

import { z } from 'zod';
import type { AuditSettings } from '../../config.js';
import type { ChatModel } from '../../llm/chat-model.js';
import { makeRequest } from '../../llm/chat-request.js';
import { readJsonReply, replySchema } from '../../llm/json-reply.js';
import { fitPrompt } from '../../llm/room/fit.js';
import type { PromptRoom } from '../../llm/room/index.js';
import type { Ask } from '../../llm/work.js';
import { type Prompts, renderPrompt } from '../../prompts/load.js';
import type { Profile } from '../../records.js';
import { squeeze } from '../../text/words.js';
import type { AskableFact } from './choose.js';

/** The prompt that asks what a model knows of a role. */
export const AUDIT_PROMPT = 'audit.question';

/** Longest answer in characters: a name or a few words. Far above; our choice. */
const LONGEST = 200;

const Reply = z.object({ answer: z.string().nullable() });
const schema = replySchema('audit', z.object({ answer: z.string() }));

/** The answer of a reply; null where the model says that it does not know. Throws InvalidReply. */
function readReply(content: string): string | null {
  const text = squeeze(readJsonReply(content, Reply).answer ?? '');
  return /[\p{L}\p{N}]/u.test(text) ? text : null;
}

/** What the requests of all roles have in common. */
export interface AuditQuestions {
  model: ChatModel;
  prompts: Prompts;
  settings: AuditSettings;
  room: PromptRoom;
  seed: number;
}

/** A request for one thing of a role; `question` is how the prompt puts it. */
export interface AuditAsk extends Ask<string | null> {
  fact: AskableFact;
  question: string;
}

/** Asks for one thing of a role with nothing shown but its name and the title of the work. Throws UserError where that does not fit. */
export function askFact(
  fact: AskableFact,
  { role, language, script_name }: Pick<Profile, 'role' | 'language' | 'script_name'>,
  { model, prompts, settings, room, seed }: AuditQuestions,
): AuditAsk {
  const template = prompts(AUDIT_PROMPT, language);
  const slots = { role_name: role, script_name, property: fact.property, kind: fact.kind };
  const messages = renderPrompt(template, slots);
  // It is as short as it can be: there is one size.
  const { draft } = fitPrompt(room, [1], () => ({
    messages,
    slots,
    sampling: room.forReply(settings.sampling),
    schema,
    bounds: { answer: LONGEST },
    sample: 0,
    seed,
    prompt: template.reference,
    language,
    origin: { subject: `the question about ${role}`, lower: 'audit.sampling.max_tokens' },
  }));
  const [question = ''] = (messages.at(-1)?.content ?? '').split('\n');
  return { request: makeRequest(model, draft), read: readReply, fact, question };
}
